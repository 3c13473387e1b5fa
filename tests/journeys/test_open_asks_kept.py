"""What an open ask leads to: a report with what was read, a ban, and erasing everything."""

import json

from bot.demo.frames import boxes, said
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation import ActionKind
from bot.local_discord import Message, Person
from bot.services.context import Member
from bot.services.moderation import actions, numbers
from bot.services.privacy import erasure, overview
from tests.journeys.open_asks import answer, ask_openly, press, rules_in, texts
from tests.journeys.stage import Stage

HARSH = "Nobody could ever like you."
REPLY = "The red one, I mean."


def member(stage: Stage, person: Person) -> Member:
    """Them, in the server."""
    return Member(UserId(person.id), GuildId(stage.guild.id))


async def reported(stage: Stage, by: Person, message: Message) -> Message:
    """What somebody sees who reports a message of the thread."""
    shown = (await by.menu(stage.words("command.report_this.name"), message)).message
    assert shown is not None
    return shown


async def test_an_answer_in_the_thread_is_reported_with_its_words(openly: Stage) -> None:
    """Moderators read it beside a private number; whoever wrote it cannot report themselves."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.other, HARSH)
    message = [m for m in openly.listener.sees(thread) if HARSH in m.text][-1]
    draft = await reported(openly, openly.listener, message)
    assert openly.words("report.about.answerer", server="Harbour") in draft.text
    assert boxes(draft) == [HARSH]
    sent = await press(openly, openly.listener, draft, "report_send")
    assert said(sent) == openly.words("report.sent.channel")
    card = openly.admin.sees(openly.staff)[-1]
    shown = await press(openly, openly.admin, card, "look_report")
    assert boxes(shown) == [HARSH]
    assert openly.words("reports.about.answerer") in shown.text
    own = [m for m in openly.other.sees(thread) if HARSH in m.text][-1]
    refused = await reported(openly, openly.other, own)
    assert said(refused) == openly.words("error.own_words_reported")


async def test_what_the_asker_wrote_there_is_reported_as_the_ask(openly: Stage) -> None:
    """With the words that were looked at."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.asker, HARSH)
    message = [m for m in openly.listener.sees(thread) if HARSH in m.text][-1]
    draft = await reported(openly, openly.listener, message)
    assert openly.words("report.about.ask", server="Harbour") in draft.text
    assert HARSH in boxes(draft)


async def test_whoever_is_banned_answers_no_more(openly: Stage) -> None:
    """Without their name: what they do under it is Discord's."""
    thread = await ask_openly(openly)
    ctx, who = openly.bot.desk.ctx, member(openly, openly.other)
    number = await ctx.store.transaction(lambda tables: numbers.know_asker(ctx, tables, who))
    await actions.act(ctx, member(openly, openly.admin), number, ActionKind.BAN, "Because.")
    label = openly.words("press.answer_unnamed.button")
    refused = await openly.other.press(rules_in(openly, thread, openly.other), label)
    assert refused.form is None
    assert refused.message is not None
    assert openly.words("press.read_moderators.button") in map(str, refused.message.buttons)


async def test_what_somebody_answered_is_theirs_to_see_and_to_erase(openly: Stage) -> None:
    """It goes from the thread, too; what whoever asked wrote stays."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.other, HARSH)
    await answer(openly, thread, openly.asker, REPLY)
    ctx, user = openly.bot.desk.ctx, UserId(openly.other.id)
    found = await ctx.store.read(lambda tables: overview.everything_in(tables, user))
    assert HARSH in json.dumps([one.facts for one in found], default=str)
    assert REPLY not in json.dumps([one.facts for one in found], default=str)
    assert await erasure.erase_everything(ctx, user)
    await openly.settle()
    read = "".join(texts(thread, openly.listener))
    assert HARSH not in read
    assert REPLY in read
    assert not await ctx.store.read(lambda tables: overview.everything_in(tables, user))


async def test_whoever_asked_erases_everything(openly: Stage) -> None:
    """Their words go from the channel and the thread, which is over; others' stay."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.other, HARSH)
    await answer(openly, thread, openly.asker, REPLY)
    assert await erasure.erase_everything(openly.bot.desk.ctx, UserId(openly.asker.id))
    await openly.settle()
    read = "".join(texts(thread, openly.listener))
    assert REPLY not in read
    assert HARSH in read
    assert texts(thread, openly.listener)[-1] == openly.words("notice.thread_over")
    assert "lighthouses" not in openly.post().text
