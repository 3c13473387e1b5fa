"""A conversation, from the first word to the last."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ages import Age
from bot.domain.guilds import Feature
from bot.domain.notices import NoticeKind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import HOUR, listening, written
from bot.gallery.stories.kept import what_is_kept
from bot.services.ages import statements
from bot.services.asks import drafts, posting

OPENING = (NoticeKind.ASK_ACCEPTED, NoticeKind.YOU_ACCEPTED)


async def talk(
    story: Story, asker: Player | None = None
) -> tuple[Player, Player, Showing, Showing]:
    """Two who talk, and what stands above their conversation for each."""
    asker = asker or await story.person(ReadBy.ASKER)
    listener = await listening(story)
    await asker.press(await written(story, asker), "post")
    await listener.press(await listener.got(NoticeKind.OFFER), "accept")
    return asker, listener, await asker.got(*OPENING), await listener.got(*OPENING)


async def ended(story: Story) -> tuple[Player, Player, Showing, Showing]:
    """The same, and it has ended; what each reads then."""
    asker, listener, opening, _ = await talk(story)
    await asker.write(story.own["hard"])
    await listener.write(story.own["hello"])
    await asker.press(await asker.press(opening, "end"), "end_now")
    return (
        asker,
        listener,
        await asker.got(NoticeKind.CONVERSATION_ENDED_ASKER),
        await listener.got(NoticeKind.CONVERSATION_ENDED_LISTENER),
    )


async def buttons(story: Story) -> None:
    """What stands below the opening."""
    await story.set_up()
    asker, listener, opening, theirs = await talk(story)
    story.keep("what_to_say", await listener.press(theirs, "what_to_say"))
    story.keep("still_here", await listener.press(theirs, "still_here"))
    story.keep("back_soon", await listener.press(theirs, "back_soon"))
    discreet = story.keep("discreet.on", await asker.press(opening, "discreet"))
    await listener.write(story.own["hello"])
    waiting = await asker.got(NoticeKind.MESSAGE_WAITING)
    story.keep("discreet.shown", await asker.press(waiting, "show_it"))
    story.keep("discreet.off", await asker.press(discreet, "not_discreet"))
    story.keep("mine.as_asker", await asker.run("conversations"))
    mine = story.keep("mine.as_listener", await listener.run("conversations"))
    form = story.keep("form.write", await listener.press(mine, "write_to"))
    empty = await listener.fill(form, words=" ")
    story.keep("form.write.opened_again", await listener.press(empty, "open_again"))
    story.keep("written", await listener.fill(form, words=story.own["hello"]))
    really = story.keep("end.really", await asker.press(opening, "end"))
    story.keep("end.not", await asker.press(really, "keep_talking"))
    story.keep("end.ended", await asker.press(await asker.press(opening, "end"), "end_now"))
    story.keep("end.over_already", await listener.press(theirs, "still_here"))


async def details(story: Story) -> None:
    """Words that give somebody away: as they are, anew, or to nobody."""
    await story.set_up(Feature.CONTACT)
    asker, *_ = await talk(story)
    await asker.write(story.own["details"])
    held = await asker.got(NoticeKind.DETAILS_HELD)
    story.keep("details.sent_anyway", await asker.press(held, "send_anyway"))
    await story.set_up()
    await asker.write(story.own["details"])
    held = await asker.got(NoticeKind.DETAILS_HELD, NoticeKind.DETAILS_REFUSED)
    form = story.keep("form.change_words", await asker.press(held, "change_words"))
    story.keep("details.still", await asker.fill(form, words=story.own["details"]))
    story.keep("details.changed", await asker.fill(form, words=story.own["hard"]))
    await asker.write(story.own["details"])
    held = await asker.got(NoticeKind.DETAILS_HELD, NoticeKind.DETAILS_REFUSED)
    story.keep("details.for_nobody", await asker.press(held, "for_nobody"))
    story.keep("details.gone", await asker.press(held, "for_nobody"))


async def several(story: Story) -> None:
    """With two conversations open: who is this for?"""
    await story.set_up()
    listener = await listening(story)
    page = await listener.press(await listener.run("listen"), "settings")
    take = await listener.press(page, "what_i_take")
    await listener.fill(take, topics=[], languages=[], heavy="no", at_once="3")
    for _ in range(2):
        asker = await story.person(ReadBy.ASKER)
        await asker.press(await written(story, asker), "post")
        await listener.press(await story.in_channel(story.asks), "accept")
    await listener.write(story.own["hello"])
    which = await listener.got(NoticeKind.SEVERAL_OPEN)
    given = story.keep("several.given", await listener.press(which, "for_them"))
    story.keep("several.talking_with", await listener.press(given, "talk_with"))
    story.keep("mine.several", await listener.run("conversations"))


async def silent(story: Story) -> None:
    """Nobody writes."""
    await story.set_up()
    asker, listener, _, _ = await talk(story)
    await listener.write(story.own["hello"])
    await asker.write(story.own["hard"])
    await story.rooms.pass_time(timedelta(minutes=30))
    for _ in range(20):
        await story.rooms.pass_time(HOUR)
        if NoticeKind.LISTENER_QUIET in [
            one.kind for one in story.rooms.messenger.notices(asker.user)
        ]:
            break
    quiet = await asker.got(NoticeKind.LISTENER_QUIET)
    story.keep("wait", await asker.press(quiet, "wait"))
    story.keep("somebody_else", await asker.press(quiet, "somebody_else"))


async def closed_messages(story: Story) -> None:
    """What was written waits, as direct messages are closed."""
    await story.set_up()
    asker, listener, _, _ = await talk(story)
    story.rooms.messenger.closed.add(asker.user)
    for _ in range(2):
        await listener.write(story.own["hello"])
    mine = story.keep("mine.words_wait", await asker.run("conversations"))
    await what_is_kept(story, asker, "waiting")
    shown = story.keep("waiting.shown", await asker.press(mine, "show_waiting"))
    story.keep("waiting.mine_again", await asker.press(shown, "conversations"))
    form = await asker.press(shown, "write_to")
    story.keep("written.messages_closed", await asker.fill(form, words=story.own["hard"]))
    story.keep("waiting.nothing", await asker.press(shown, "look_again"))
    story.keep("mine.nothing", await (await story.person(ReadBy.MEMBER)).run("conversations"))


async def much_waits(story: Story) -> None:
    """More waits than one message takes; and more entries than are listed at once."""
    await story.set_up()
    asker, listener, _, _ = await talk(story)
    story.rooms.messenger.closed.add(asker.user)
    for _ in range(3):
        await listener.write(f"{story.own['hello']} " * 20)
    mine = await asker.run("conversations")
    story.keep("waiting.some", await asker.press(mine, "show_waiting"))
    for _ in range(8):
        place = story.elsewhere()
        await place.set_up()
        there = replace(asker, story=place)
        await statements.say(story.ctx, there.member, Age.ADULT)
        draft = await drafts.draft(story.ctx, there.member, story.own["ask"], "")
        await posting.post(story.ctx, there.member, draft.draft.id, without_dm=True)
    story.keep("mine.many", await asker.run("conversations", direct=True))


STORIES = (buttons, details, several, silent, closed_messages, much_waits)
