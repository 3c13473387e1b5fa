"""What moderators do to a private number, what its person reads of it, and opening a name."""

from datetime import timedelta

from bot.discord_app.rendering.reply import Reply
from bot.domain.ids import NumberId
from bot.domain.moderation import WORDS_AT_MOST, ActionKind
from bot.domain.moderation_record import NAMES_SHOWN_AFTER
from bot.domain.name_openings import MODERATED_FOR
from bot.domain.notices import NoticeKind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.kept import what_is_kept
from bot.gallery.stories.moderating import report
from bot.gallery.stories.talking import talk
from bot.services.context import Member
from bot.services.moderation import actions, numbers, opening
from bot.services.privacy import erasure
from bot.storage.store import Tables

A_DAY = timedelta(days=1)
TOLD = (ActionKind.WARN, ActionKind.PAUSE, ActionKind.LIFT, ActionKind.BAN)
"""What their person is told of some hours later."""


async def acting(story: Story) -> None:
    """Everything that can be done to a number, and what its person reads."""
    await story.set_up()
    moderator = await story.person(ReadBy.MODERATOR)
    asker, listener, conversation, _ = await talk(story)
    await report(story, asker, conversation)
    page = await moderator.run("moderate")
    some = story.keep("numbers", await moderator.press(page, "numbers"))
    find = story.keep("form.find_number", await moderator.press(some, "find_number"))
    story.keep("numbers.unknown", await moderator.fill(find, number="0000 0000"))
    shown = story.keep("number.of_a_listener", await moderator.press(some, "number"))
    assert isinstance(shown.shown, Reply), "a moderator's page"
    found = shown.shown.text.partition("**")[2].partition("**")[0]
    story.keep("numbers.found", await moderator.fill(find, number=found))
    for action in ("hold_talk", "talk_goes_on"):
        story.keep(f"number.{action}", await moderator.press(shown, action))
    await _write(story, moderator, shown, listener)
    banned = await _each(story, moderator, shown, listener)
    await _afterwards(story, moderator, listener)
    await _much_later(story, moderator, listener, banned)


async def _each(story: Story, moderator: Player, shown: Showing, listener: Player) -> Showing:
    """What holds against them, one after the other, and what they read of each; what tells of the
    last one, a ban."""
    told = dict[ActionKind, Showing]()
    for kind in (ActionKind.WARN, ActionKind.NOTE, ActionKind.PAUSE, ActionKind.LIFT,
                 ActionKind.BAN):  # fmt: skip
        shown = await _do(story, moderator, shown, kind)
        if kind is ActionKind.PAUSE:
            story.keep("kept_out.for_a_while", await listener.run("ask"))
        if kind in TOLD:
            await story.rooms.pass_time(A_DAY + timedelta(hours=1))
            told[kind] = await _read(story, listener, kind)
    lifted = await listener.press(told[ActionKind.PAUSE], "read_moderators")
    story.keep("from.pause.over", lifted)
    return told[ActionKind.BAN]


async def _afterwards(story: Story, moderator: Player, listener: Player) -> None:
    """They are kept out; the record; what is kept of both; somebody who is no moderator."""
    page = await moderator.run("moderate")
    story.keep("kept_out", await listener.run("ask"))
    await story.rooms.pass_time(2 * A_DAY)
    story.keep("record", await moderator.press(page, "record"))
    await what_is_kept(story, listener, "moderated")
    await what_is_kept(story, moderator, "moderating")
    outsider = await story.person(ReadBy.MEMBER)
    story.keep("not_a_moderator", await outsider.press(page, "numbers"))


async def _write(story: Story, moderator: Player, shown: Showing, who: Player) -> None:
    """Only write to them."""
    await _do(story, moderator, shown, ActionKind.WRITE)
    told = await _read(story, who, ActionKind.WRITE)
    read = await who.press(told, "read_moderators")
    form = story.keep("form.answer", await who.press(read, "answer_moderators"))
    story.keep("from.answer_sent", await who.fill(form, words=story.own["answer"]))
    story.keep("from.write.answered", await who.press(told, "read_moderators"))
    page = story.keep("page.with_answers", await moderator.run("moderate"))
    some = await moderator.press(page, "numbers")
    story.keep("number.answered", await moderator.press(some, "number"))


async def _do(story: Story, moderator: Player, shown: Showing, kind: ActionKind) -> Showing:
    """Fill in the form, with what is shown after it."""
    form = story.keep(f"form.{kind}", await moderator.press(shown, f"{kind}_number"))
    more = {"length": "2"} if kind is ActionKind.PAUSE else {}
    done = await moderator.fill(form, words=story.own["reason"], **more)
    return story.keep(f"number.after.{kind}", done)


async def _read(story: Story, who: Player, kind: ActionKind) -> Showing:
    """What they read of it."""
    told = await who.got(NoticeKind.FROM_MODERATORS)
    read = story.keep(f"from.{kind}", await who.press(told, "read_moderators"))
    if kind is ActionKind.BAN:
        story.keep("form.appeal", await who.press(read, "appeal"))
    return told


async def _much_later(story: Story, moderator: Player, who: Player, banned: Showing) -> None:
    """A ban is due for another look; then whoever did it is gone, and in the end whose number it
    was is gone as well."""
    page = await moderator.run("moderate")
    await story.rooms.pass_time(timedelta(days=100))
    story.keep("numbers.to_review", await moderator.press(page, "numbers"))
    await erasure.erase_everything(story.ctx, moderator.user)
    story.keep("record.nobody", await moderator.press(page, "record"))
    await erasure.erase_everything(story.ctx, who.user)
    story.keep("from.ban.words_erased", await who.press(banned, "read_moderators"))
    gone = await moderator.press(await moderator.press(page, "numbers"), "number")
    story.keep("number.of_a_listener_who_is_gone", gone)


async def names(story: Story) -> None:
    """A name that two moderators open."""
    await story.set_up()
    one, other = await story.person(ReadBy.MODERATOR), await story.person(ReadBy.MODERATOR)
    asker, listener, conversation, _ = await talk(story)
    await report(story, asker, conversation)
    for moderator in (one, other):
        page = await moderator.run("moderate")
    number = await one.press(await one.press(page, "numbers"), "number")
    form = story.keep("form.open_name", await one.press(number, "open_name"))
    story.keep("names.too_early", await one.fill(form, words=story.own["report"]))
    await story.rooms.pass_time(MODERATED_FOR + timedelta(hours=1))
    asked = story.keep("names.asked", await one.fill(form, words=story.own["report"]))
    story.keep("names.asked_already", await one.fill(form, words=story.own["report"]))
    story.keep("names.own", await one.press(asked, "names_asked_for"))
    wanted = story.keep("names", await other.press(page, "names_asked_for"))
    agree = story.keep("form.agree", await other.press(wanted, "agree_to_open"))
    story.keep("names.agreed", await other.fill(agree, words=story.own["report"]))
    open_now = story.keep("names.open", await one.press(page, "names_asked_for"))
    story.keep("names.name", await one.press(open_now, "look_at_name"))
    really = await listener.press(await listener.run("privacy"), "erase_all")
    erased = await listener.press(really, "erase_all_now")
    story.keep("names.told_by_erasing", erased)
    await story.rooms.pass_time(2 * A_DAY)
    story.keep("record.of_names", await one.press(page, "record"))
    await _pages(story, one, page)
    await _a_month_later(story, one, page)


async def _a_month_later(story: Story, one: Player, page: Showing) -> None:
    """What had to do with names stands in the record by then."""
    await story.rooms.pass_time(NAMES_SHOWN_AFTER)
    record = story.keep("record.of_notes", await one.press(page, "record"))
    while record.has("record_after"):
        record = await one.press(record, "record_after")
    story.keep("record.of_names_later", record)


async def _pages(story: Story, moderator: Player, page: Showing) -> None:
    """Where there is more than one message takes."""
    people = [Member(story.somebody(), story.guild) for _ in range(6)]

    async def work(tables: Tables) -> list[NumberId]:
        return [await numbers.know_asker(story.ctx, tables, member) for member in people]

    found = await story.ctx.store.transaction(work)
    note, reason = ActionKind.NOTE, story.own["reason"]
    for one in found:
        await actions.act(story.ctx, moderator.member, one, note, reason)
    many = story.keep("numbers.many", await moderator.press(page, "numbers"))
    rest = story.keep("numbers.rest", await moderator.press(many, "numbers_after"))
    story.keep("numbers.back", await moderator.press(rest, "numbers_before"))
    for one in found[:4]:
        await opening.ask(story.ctx, moderator.member, one, "*" * WORDS_AT_MOST)
    wanted = story.keep("names.many", await moderator.press(page, "names_asked_for"))
    story.keep("names.rest", await moderator.press(wanted, "names_after"))
    listed = NumberId(many.button("number").token)
    for _ in range(10):
        await actions.act(story.ctx, moderator.member, listed, note, reason)
    shown = story.keep("number.many", await moderator.press(many, "number"))
    story.keep("number.rest", await moderator.press(shown, "number_more"))
    record = story.keep("record.many", await moderator.press(page, "record"))
    older = story.keep("record.older", await moderator.press(record, "record_after"))
    story.keep("record.newer", await moderator.press(older, "record_before"))


STORIES = (acting, names)
