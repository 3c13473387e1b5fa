"""An ask: from the form to its end, wherever it turns."""

from datetime import date, timedelta

from bot.domain.community import Numbers, What
from bot.domain.guilds import Feature
from bot.domain.notices import NoticeKind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.services.listeners import duty, preferences
from bot.services.offers import likely_hours

HOUR = timedelta(hours=1)


async def written(story: Story, asker: Player, **answers: str) -> Showing:
    """The preview of an ask; nothing of it is shown."""
    own = {"words": story.own["ask"], "would_help": ""}
    return await asker.fill(await asker.run("ask"), **(own | answers))


async def listening(story: Story, lasts: timedelta = 2 * HOUR) -> Player:
    """Somebody who joined, and is on duty."""
    listener = await story.person(ReadBy.LISTENER)
    await duty.join(story.ctx, listener.member)
    await duty.set_duty(story.ctx, listener.member, lasts)
    return listener


async def writing(story: Story) -> None:
    """The form, the preview and what can be changed in it."""
    await story.set_up(open_asks=True)
    asker = await story.person(ReadBy.ASKER)
    form = story.keep("form", await asker.run("ask"))
    empty = await asker.fill(form, words=" ", would_help=story.own["would_help"])
    story.keep("nothing_written", empty)
    story.keep("form.opened_again", await asker.press(empty, "open_again"))
    own = {"words": story.own["ask"], "would_help": story.own["would_help"]}
    preview = story.keep("preview.nobody_listens", await asker.fill(form, **own))
    for _ in range(story.ctx.settings.small_servers.listeners_below):
        await listening(story)
    preview = story.keep("preview.private", await written(story, asker))
    preview = story.keep("preview.open", await asker.press(preview, "ask_openly"))
    preview = story.keep("preview.private_again", await asker.press(preview, "ask_privately"))
    change = story.keep("form.change", await asker.press(preview, "change"))
    details = await asker.fill(change, words=story.own["details"], would_help="")
    story.keep("preview.gives_away", details)
    many = ",\n".join(f"{name * 20}@example.org" for name in "abcdefghijkl")
    story.keep("preview.gives_much_away", await asker.fill(change, words=many, would_help=""))
    crisis = await asker.fill(change, words=story.own["crisis"], would_help="")
    story.keep("preview.with_help_card", crisis)
    again = story.keep("form.from_panel", await asker.press(story.panel(), "ask"))
    del again
    story.keep("cancelled", await asker.press(crisis, "cancel"))


async def choosing_more(story: Story) -> None:
    """More choices, and who must not get it."""
    await story.set_up()
    asker, listener = await story.person(ReadBy.ASKER), await listening(story)
    preview = await written(story, asker)
    form = story.keep("form.more_choices", await asker.press(preview, "more_choices"))
    chosen = await asker.fill(
        form, topic=["loss"], language=["es"], heavy="yes", without=[str(listener.user)]
    )
    story.keep("preview.with_choices", chosen)
    again = await asker.press(chosen, "more_choices")
    story.keep("form.more_choices_again", again)


async def learning(story: Story) -> None:
    """An ask that would like to learn something, and what a listener reads of it."""
    await story.set_up()
    asker, listener = await story.person(ReadBy.ASKER), await listening(story)
    form = await asker.press(await written(story, asker), "learn_how")
    story.keep("form.learn_how", form)
    preview = story.keep("preview.to_learn", await asker.fill(form, learn=["music"]))
    story.keep("form.learn_how_again", await asker.press(preview, "learn_how"))
    await asker.press(preview, "post")
    await story.in_channel(story.asks)
    story.keep("offer.to_learn", await listener.got(NoticeKind.OFFER))


async def posting(story: Story) -> None:
    """Posting it, taking it back, and what a second press says."""
    await story.set_up()
    asker = await story.person(ReadBy.ASKER)
    await listening(story)
    preview = await written(story, asker)
    change = await asker.press(preview, "change")
    preview = await asker.fill(change, words=story.own["details"], would_help="")
    story.keep("posted.on_duty", await asker.press(preview, "post_as_it_is"))
    story.keep("posted_already", await asker.press(preview, "post_as_it_is"))
    story.keep("already_open", await asker.run("ask"))
    story.keep("mine.waiting", await asker.run("conversations"))
    told = await asker.got(NoticeKind.ASK_POSTED)
    story.keep("taken_back", await asker.press(told, "take_back"))
    story.keep("out_of_date", await asker.press(told, "take_back"))


async def changing(story: Story) -> None:
    """Other words for an ask that was posted, and what may have happened meanwhile."""
    await story.set_up()
    asker, listener = await story.person(ReadBy.ASKER), await listening(story)
    await asker.press(await written(story, asker), "post")
    await story.rooms.pass_time()
    await listener.press(await listener.got(NoticeKind.OFFER), "read_it")
    told = await asker.got(NoticeKind.ASK_POSTED)
    form = story.keep("form.new_words", await asker.press(told, "change_ask"))
    own = {"words": story.own["details"], "would_help": ""}
    new = story.keep("new_words", await asker.fill(form, **own))
    story.keep("left_as_it_was", await asker.press(await asker.fill(form, **own), "leave_ask"))
    late, later = await asker.fill(form, **own), await asker.fill(form, **own)
    story.keep("words_changed", await asker.press(new, "use_new_words"))
    await story.rooms.pass_time()
    reworded = await listener.got(NoticeKind.OFFER_REWORDED)
    await listener.press(reworded, "accept")
    story.keep("taken_meanwhile", await asker.press(late, "use_new_words"))
    talk = await asker.run("conversations")
    await asker.press(await asker.press(talk, "end"), "end_now")
    story.keep("over_meanwhile", await asker.press(later, "use_new_words"))


async def changing_held(story: Story) -> None:
    """Where a moderator looks at asks first, they look at the new words."""
    await story.set_up(Feature.APPROVE_ASKS)
    asker = await story.person(ReadBy.ASKER)
    await listening(story)
    await asker.press(await written(story, asker), "post")
    form = await asker.press(await asker.got(NoticeKind.ASK_HELD), "change_ask")
    new = await asker.fill(form, words=story.own["hello"], would_help="")
    story.keep("words_changed.held", await asker.press(new, "use_new_words"))


async def without_messages(story: Story) -> None:
    """The asker's direct messages are closed."""
    await story.set_up()
    asker = await story.person(ReadBy.ASKER)
    story.rooms.messenger.closed.add(asker.user)
    preview = await written(story, asker)
    refused = story.keep("dms_closed", await asker.press(preview, "post"))
    story.keep("posted.without_messages", await asker.press(refused, "post_anyway"))


async def waiting_long(story: Story) -> None:
    """Nobody comes for hours: it is asked whether it is still wanted, and it ends."""
    await story.set_up()
    await listening(story, 12 * HOUR)  # while nobody is there it is not asked
    asker = await story.person(ReadBy.ASKER)
    await asker.press(await written(story, asker), "post")
    await story.rooms.pass_time(4 * HOUR)
    wanted = await asker.got(NoticeKind.STILL_WANTED)
    other = await story.person(ReadBy.ASKER)
    await other.press(await written(story, other), "post")
    await story.rooms.pass_time(4 * HOUR)
    over = await other.press(await other.got(NoticeKind.STILL_WANTED), "take_it_back")
    story.keep("taken_back.when_asked", over)
    story.keep("goes_on", await asker.press(wanted, "keep_looking"))
    await story.rooms.pass_time(30 * HOUR)
    expired = await asker.got(NoticeKind.ASK_EXPIRED)
    story.keep("mine.over", await asker.run("conversations"))
    story.keep("preview.again", await asker.press(expired, "ask_again"))
    story.keep("kept_until_later", await asker.press(expired, "keep_until_later"))
    story.keep("mine.stands", await asker.press(expired, "keep_until_later"))


async def often_about_later(story: Story) -> None:
    """Nobody is on duty, and several listeners have said when they are about."""
    await story.set_up()
    later = (story.ctx.clock.now() + 48 * HOUR).weekday()
    for _ in range(5):
        who = (await story.person(ReadBy.LISTENER)).member
        await duty.join(story.ctx, who)
        await preferences.when(story.ctx, who, zone="UTC", quiet="3:00-4:00", off_duty=True)
        await preferences.which_days(story.ctx, who, days=[later], span="9:00-12:00")
    await likely_hours.count_hours(story.ctx)
    asker = await story.person(ReadBy.ASKER)
    preview = story.keep("preview.often_about_later", await written(story, asker))
    story.keep("posted.often_about_later", await asker.press(preview, "post"))


async def held(story: Story) -> None:
    """A moderator looks at it first; then one that goes out some minutes later."""
    await story.set_up(Feature.APPROVE_ASKS)
    asker = await story.person(ReadBy.ASKER)
    await listening(story)
    story.keep("posted.held", await asker.press(await written(story, asker), "post"))


async def off_duty(story: Story) -> None:
    """Somebody listens here, and not now; others asked about the same topic."""
    await story.set_up()
    asker, listener = await story.person(ReadBy.ASKER), await listening(story)
    await duty.set_duty(story.ctx, listener.member, None)
    people = {(What.ASKED, "loss"): 5}
    numbers = Numbers(date(2026, 3, 2), people)
    await story.ctx.store.transaction(lambda tables: tables.tallies.show(story.guild, numbers))
    preview = await written(story, asker)
    form = await asker.press(preview, "more_choices")
    chosen = await asker.fill(form, topic=["loss"], language=[], heavy="no", without=[])
    story.keep("preview.off_duty", chosen)
    story.keep("posted.off_duty", await asker.press(chosen, "post"))


async def later(story: Story) -> None:
    """In a small server an ask goes out some minutes later."""
    await story.set_up(Feature.DELAY)
    story.rooms.messenger.people = 20
    asker = await story.person(ReadBy.ASKER)
    await listening(story)
    preview = story.keep("preview.small", await written(story, asker))
    story.keep("posted.later", await asker.press(preview, "post"))
    story.rooms.messenger.people = 120


STORIES = (
    *(writing, choosing_more, learning, posting, changing, changing_held, without_messages),
    *(waiting_long, often_about_later, held, off_duty, later),
)
