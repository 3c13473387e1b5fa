"""Reporting and moderating where something is gone: the channel, the server, one's membership, the
key, or what held while a form was open."""

from datetime import timedelta

from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, NumberId, UserId
from bot.domain.moderation import WORDS_AT_MOST, ActionKind
from bot.domain.private_numbers import written
from bot.local_discord import Message, Permissions
from bot.services.context import Member
from bot.services.moderation import actions, numbers
from bot.storage.store import Tables
from tests import server_setup, standing
from tests.journeys.stage import WORDS, Stage
from tests.journeys.talking import buttons, talk
from tests.journeys.test_another_key import rotate
from tests.journeys.test_moderate import moderate, newest, press, ready
from tests.journeys.test_people_go import come_and_go, reach
from tests.journeys.test_reports import card, opening, pressed

__all__ = ["ready"]

HEBREW = "".join(map(chr, range(0x05D0, 0x05EB)))
"""The letters of a script that is written from right to left."""


async def act(stage: Stage, kind: ActionKind, lasts: timedelta | None = None) -> NumberId:
    """Something is done to the asker's number, as another moderator does it; the number."""
    ctx, guild = stage.bot.desk.ctx, GuildId(stage.guild.id)
    asker = Member(UserId(stage.asker.id), guild)

    async def work(tables: Tables) -> NumberId:
        number = await numbers.know_asker(ctx, tables, asker)
        return await standing.in_a_decided_report(ctx, tables, guild, number)

    number = await ctx.store.transaction(work)
    moderator = Member(UserId(stage.admin.id), guild)
    await actions.act(ctx, moderator, number, kind, "Because of that.", lasts)
    return number


def number_of_asker(stage: Stage) -> str:
    """As moderators read it now."""
    asker = Member(UserId(stage.asker.id), GuildId(stage.guild.id))
    return written(stage.bot.desk.ctx.asker_number(asker))


async def test_the_moderators_channel_was_deleted(stage: Stage) -> None:
    """Whoever reports reads so before and after, the report waits in /moderate, and /setup says
    what to choose anew."""
    _, listener = await talk(stage)
    stage.staff.set_overwrite("bot", deny=Permissions.VIEW_CHANNEL)
    checked = await stage.set_up(where=stage.asks)
    stage.staff.delete()
    await stage.settle()
    draft = await pressed(stage, listener, opening(stage, listener), "report")
    assert stage.words("report.way.no_channel") in draft.text
    sent = await pressed(stage, listener, draft, "report_send")
    assert sent.text == stage.words("report.sent.no_channel")
    shown = (await stage.admin.run("moderate", in_=stage.asks)).message
    assert shown is not None
    listed = await pressed(stage, stage.admin, shown, "reports", count=1)
    await pressed(stage, stage.admin, listed, "one_report", number=1)
    again = await pressed(stage, stage.admin, checked, "check_again")
    gone = stage.words("setup.missing.gone", channel=f"<#{stage.staff.id}>")
    assert gone in again.text


async def test_who_left_the_server_still_reports_closes_exports_and_erases(ready: Stage) -> None:
    """All of it from direct messages."""
    stage = ready
    await moderate(stage)
    asker, _ = await talk(stage)
    await reach(stage, asker)
    stage.guild.leave(asker)
    await stage.settle()
    first = opening(stage, asker)
    draft = await pressed(stage, asker, first, "report")
    assert stage.words("report.about.listener", server="Harbour") in draft.text
    await pressed(stage, asker, draft, "report_send")
    await pressed(stage, stage.other, card(stage), "look_report")
    done = await pressed(stage, asker, first, "not_okay")
    assert stage.words("report.not_okay.done") in done.text
    shown = (await asker.run("privacy", in_=asker.dm)).message
    assert shown is not None
    sure = await pressed(stage, asker, shown, "export")
    file = await pressed(stage, asker, sure, "export_now")
    assert file.raw["attachments"]
    sure = await pressed(stage, asker, shown, "erase_all")
    erased = await pressed(stage, asker, sure, "erase_all_now")
    assert erased.text == stage.words("privacy.erase.done")


async def test_the_bot_left_the_server_for_good(stage: Stage) -> None:
    """Not okay blocks, and says truthfully that nobody there can be told; so does Report."""
    asker, _ = await talk(stage)
    await reach(stage, asker)
    first = opening(stage, asker)
    await come_and_go(stage, stage.guild.leave, "running")
    await stage.pass_time(timedelta(minutes=61))
    done = await pressed(stage, asker, first, "not_okay")
    assert stage.words("report.not_okay.gone") in done.text
    assert stage.words("press.helplines.button") in buttons(done)
    told = await pressed(stage, asker, first, "report")
    assert told.text == stage.words("error.nobody_to_tell")
    mine = (await asker.run("conversations", in_=asker.dm)).message
    assert mine is not None
    assert stage.words("press.blocks.button") in buttons(mine)


async def held_ask(stage: Stage, words: str) -> None:
    """The asker posts something that a moderator looks at first."""
    preview = await stage.write(words)
    posted = await stage.asker.press(preview, stage.words("press.post.button"))
    assert posted.message is not None
    assert stage.words("ask.held") in posted.message.text
    mine = (await stage.asker.run("conversations", in_=stage.asker.dm)).message
    assert mine is not None
    for read in (posted.message, mine):  # nobody can say yet how long it usually takes
        assert stage.words("ask.looked_at.unknown") in read.text
    await stage.settle()
    assert stage.words("ask.looked_at.unknown") in newest(stage.asker).text


async def test_held_asks_are_looked_at_one_by_one(ready: Stage) -> None:
    """With the number above, on which all can be done; one goes out, one does not, in words."""
    shown = await press(ready, await moderate(ready), "held_asks", count=0)
    assert shown.text == ready.words("held_asks.none")
    ctx, guild = ready.bot.desk.ctx, GuildId(ready.guild.id)
    await server_setup.switch_on(ctx, guild, [Feature.APPROVE_ASKS])
    posts = len(ready.public(ready.listener))
    await held_ask(ready, "Please hear me.")
    assert len(ready.public(ready.listener)) == posts
    held = await press(ready, await moderate(ready), "held_asks", count=1)
    assert "Please hear me." in str(held.raw)
    number = number_of_asker(ready)
    acting = await press(ready, held, "held_number", number=number)
    assert acting.text.startswith(ready.words("numbers.asker", number=number))
    form = (await ready.other.press(acting, ready.words("press.note_number.button"))).form
    assert form is not None
    await ready.pass_time(timedelta(minutes=5))  # retention leaves it while somebody writes
    noted = (
        await ready.other.submit(form, {ready.words("acting.note.field_label"): HEBREW})
    ).message
    assert noted is not None
    assert HEBREW in str(noted.raw)
    out = await press(ready, held, "let_it_out")
    assert out.text == ready.words("held_asks.is_out")
    await ready.settle()
    assert len(ready.public(ready.listener)) == posts + 1
    told = ready.words("notice.ask_let_out", server=ready.guild.name)
    assert newest(ready.asker).text == told
    await ready.accept()
    await ready.end(ready.asker)
    await held_ask(ready, "And again.")
    held = await press(ready, await moderate(ready), "held_asks", count=1)
    form = (await ready.other.press(held, ready.words("press.keep_it_in.button"))).form
    assert form is not None
    kept = await ready.other.submit(form, {ready.words("held_asks.field_label"): "Not like this."})
    assert kept.message is not None
    await ready.settle()
    assert "Not like this." in str(newest(ready.asker).raw)
    assert ready.words("press.helplines.button") in buttons(newest(ready.asker))


async def test_a_ban_that_comes_while_the_form_is_open(ready: Stage) -> None:
    """The words are not lost, why is read by a press, help lines stay, and leaving the server and
    joining again changes nothing."""
    form = (await ready.asker.run("ask", in_=ready.asks)).form
    assert form is not None
    await act(ready, ActionKind.BAN)
    refused = (await ready.asker.submit(form, {WORDS: "It has been a long week."})).message
    assert refused is not None
    assert ready.words("error.banned_here") in refused.text
    assert "It has been a long week." in str(refused.raw)
    for action in ("read_moderators", "helplines", "privacy"):
        assert ready.words(f"press.{action}.button") in buttons(refused)
    ready.guild.leave(ready.asker)
    await ready.settle()
    ready.guild.join(ready.asker)
    again = (await ready.asker.run("ask", in_=ready.asks)).message
    assert again is not None
    assert ready.words("error.banned_here") in again.text


async def test_a_pause_that_ends_while_forms_are_open(ready: Stage) -> None:
    """An appeal is taken all the same, and a lift, and one can ask at once."""
    await act(ready, ActionKind.PAUSE, timedelta(hours=1))
    refused = (await ready.asker.run("ask", in_=ready.asks)).message
    assert refused is not None
    why = (await ready.asker.press(refused, ready.words("press.read_moderators.button"))).message
    assert why is not None
    appeal = (await ready.asker.press(why, ready.words("press.appeal.button"))).form
    shown = await number_shown(ready)
    lift = (await ready.other.press(shown, ready.words("press.lift_number.button"))).form
    assert appeal is not None
    assert lift is not None
    await ready.pass_time(timedelta(minutes=61))
    field = ready.words("from_moderators.field_label")
    sent = (await ready.asker.submit(appeal, {field: "It was meant kindly."})).message
    assert sent is not None
    assert sent.text == ready.words("from_moderators.sent")
    done = (
        await ready.other.submit(lift, {ready.words("acting.lift.field_label"): "Well."})
    ).message
    assert done is not None
    assert ready.words("acting.lift.done") in done.text
    assert (await ready.write("It has been a long week.")).buttons


async def number_shown(stage: Stage) -> Message:
    """The asker's number, as a moderator opens it."""
    listed = await press(stage, await moderate(stage), "numbers", count=1)
    return await press(stage, listed, "number", number=number_of_asker(stage))


async def warn(stage: Stage, shown: Message, words: str) -> Message:
    """Fill in the form for a warning; the answer."""
    form = (await stage.other.press(shown, stage.words("press.warn_number.button"))).form
    assert form is not None
    done = await stage.other.submit(form, {stage.words("acting.warn.field_label"): words})
    assert done.message is not None
    return done.message


async def test_a_reason_that_nobody_sees_and_one_from_right_to_left(ready: Stage) -> None:
    """The first is refused in words, and nothing is done; the second is read as it was written.
    Discord's own form takes none that is empty or longer than it says."""
    await act(ready, ActionKind.NOTE)
    shown = await number_shown(ready)
    refused = await warn(ready, shown, "\u202e\u200b")
    assert ready.words("error.no_words") in refused.text
    form = (await ready.other.press(shown, ready.words("press.warn_number.button"))).form
    assert form is not None
    assert {field.part["max_length"] for field in form.fields} == {WORDS_AT_MOST}
    done = await warn(ready, shown, HEBREW)
    assert ready.words("acting.warn.done") in done.text
    await ready.pass_time(timedelta(hours=25))
    why = await ready.asker.press(newest(ready.asker), ready.words("press.read_moderators.button"))
    assert why.message is not None
    assert HEBREW in str(why.message.raw)


async def test_buttons_from_before_a_key_rotation(ready: Stage) -> None:
    """They do what they did; the numbers are others, and an earlier one is found no more."""
    await act(ready, ActionKind.WRITE)
    await ready.settle()
    told, shown, before = newest(ready.asker), await number_shown(ready), number_of_asker(ready)
    await rotate(ready)
    assert number_of_asker(ready) != before
    why = (await ready.asker.press(told, ready.words("press.read_moderators.button"))).message
    assert why is not None
    assert "Because of that." in str(why.raw)
    done = await warn(ready, shown, "Be kind.")
    assert number_of_asker(ready) in done.text
    listed = await press(ready, await moderate(ready), "numbers", count=1)
    form = (await ready.other.press(listed, ready.words("press.find_number.button"))).form
    assert form is not None
    label = ready.words("numbers.form.number.field_label")
    late = (await ready.other.submit(form, {label: before})).message
    assert late is not None
    assert ready.words("error.unknown_number") in late.text
