"""Reporting something, as its reporter sees it."""

from bot.discord_app.moderation.reporting import after_not_okay
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy, Surface
from bot.gallery.stories.asking import written
from bot.gallery.stories.talking import talk
from bot.services.moderation.not_okay import NotOkay, NotSent


async def about_somebody(story: Story) -> None:
    """From the button below a conversation: what goes along, and sending it."""
    await story.set_up()
    asker, listener, opening, theirs = await talk(story)
    message = await listener.write(story.own["hard"])
    await listener.edit(message, story.own["hello"])
    begun = story.keep("begun", await asker.press(opening, "report"))
    say = story.keep("form.say", await asker.press(begun, "report_say"))
    said = story.keep("with_words", await asker.fill(say, words=story.own["report"]))
    choose = story.keep("choose", await asker.press(said, "report_choose"))
    chosen = story.keep("chosen", await asker.press(choose, "report_turn"))
    look = story.keep("exactly", await asker.press(chosen, "report_look"))
    story.keep("sent", await asker.press(look, "report_send"))
    story.keep("over", await asker.press(look, "report_send"))
    other = await listener.press(theirs, "report")
    story.keep("begun.about_an_asker", other)
    story.keep("left", await listener.press(other, "report_leave"))
    await _refused(story, asker)


async def _refused(story: Story, asker: Player) -> None:
    """What cannot be reported."""
    nothing = await asker.run("report_this", message="17", shown="hello", ours="")
    story.keep("nothing_to_report", nothing)


async def not_okay(story: Story) -> None:
    """One press that ends it, and what can be added."""
    await story.set_up()
    asker, _, opening, _ = await talk(story)
    done = story.keep("not_okay", await asker.press(opening, "not_okay"))
    story.keep("not_okay.add", await asker.press(done, "report_add"))


async def moderators_channel(story: Story) -> None:
    """It is read by whom a report is about; or nobody may write there."""
    await story.set_up(open_asks=True)
    asker, listener, opening, theirs = await talk(story)
    readers = story.rooms.messenger.readers
    readers.add(listener.user)
    begun = story.keep("begun.they_read_along", await asker.press(opening, "report"))
    story.keep("sent.to_no_others", await asker.press(begun, "report_send"))
    moderator = await story.person(ReadBy.MODERATOR)
    await moderator.run("moderate")
    readers.add(moderator.user)
    begun = story.keep("begun.others_are_told", await asker.press(opening, "report"))
    story.keep("sent.to_others", await asker.press(begun, "report_send"))
    readers.discard(moderator.user)
    begun = story.keep("begun.no_moderator", await listener.press(theirs, "report"))
    story.keep("sent.no_moderator", await listener.press(begun, "report_send"))
    story.rooms.messenger.closed.add(story.staff)
    begun = story.keep("begun.no_channel", await listener.press(theirs, "report"))
    story.keep("sent.no_channel", await listener.press(begun, "report_send"))


async def too_many(story: Story) -> None:
    """The day's reports are used up."""
    await story.set_up()
    asker, _, opening, _ = await talk(story)
    for _ in range(story.ctx.settings.reports.per_day):
        await asker.press(await asker.press(opening, "report"), "report_send")
    begun = await asker.press(opening, "report")
    story.keep("used_up", await asker.press(begun, "report_send"))
    await asker.press(await asker.press(opening, "end"), "end_now")
    _, _, opening, _ = await talk(story, asker)
    story.keep("not_okay.used_up", await asker.press(opening, "not_okay"))


async def server_gone(story: Story) -> None:
    """The bot is in the server no more."""
    await story.set_up()
    asker, _, opening, _ = await talk(story)
    story.ctx.guilds.forget(story.guild)
    story.keep("not_okay.server_gone", await asker.press(opening, "not_okay"))
    await story.set_up()


async def erased_meanwhile(story: Story) -> None:
    """What the report was about went for good in the same moment: only by chance."""
    await story.set_up()
    rooms, done = story.rooms, NotOkay(None, NotSent.NOBODY)
    rooms.prompts.taken()
    told = after_not_okay(rooms.desk.words, done)
    taken = rooms.prompts.taken()
    seen = Showing(told, Surface.EPHEMERAL, story.guild, ReadBy.ASKER, taken)
    story.keep("not_okay.nobody", seen)


async def about_an_ask(story: Story) -> None:
    """Begun below its post: of a private one nothing can go along."""
    await story.set_up()
    asker, member = await story.person(ReadBy.ASKER), await story.person(ReadBy.MEMBER)
    await asker.press(await written(story, asker), "post")
    post = await story.in_channel(story.asks)
    begun = story.keep("begun.about_an_ask", await member.press(post, "report"))
    story.keep("nothing_to_choose", await member.press(begun, "report_choose"))


STORIES = (
    about_somebody,
    not_okay,
    moderators_channel,
    too_many,
    server_gone,
    erased_meanwhile,
    about_an_ask,
)
