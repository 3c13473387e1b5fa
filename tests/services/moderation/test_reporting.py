"""Reporting: what goes along is chosen, whoever sent it is nowhere; Not okay ends at once."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.asks import AskKind
from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, MessageId, ReportId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.report_errors import (
    NobodyToTell,
    NothingToReport,
    OwnWordsReported,
    ReportOver,
    ReportsForToday,
)
from bot.domain.reports import EvidenceKind, ReportedAs
from bot.services.conversations import discreet_mode, edits, relay
from bot.services.listeners import duty
from bot.services.moderation import actions, asked_back, not_okay, numbers, report_desk, reporting
from bot.services.moderation import overview as moderation_overview
from bot.services.moderation.reported import SeenMessage
from bot.services.moderation.telling import ToldHow, note_moderator
from bot.services.ports import Gone
from bot.services.privacy import erasure, overview
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
)

MODERATOR = here(STRANGER)
HARSH, WORSE, SAID = "Pull yourself together.", "Nobody likes you.", "They were cruel."


async def talking(scene: Scene) -> str:
    """The listener is harsh; the token of the asker's buttons."""
    await scene.talk()
    for words in (HARSH, WORSE):
        await scene.write(LISTENER, words)
    await scene.deliver()
    return scene.end_button(ASKER)


async def sent(scene: Scene, *chosen: int) -> ReportId:
    """The asker reports the listener, with some of the words."""
    draft = await reporting.from_button(scene.ctx, ASKER, None, await talking(scene))
    for place in chosen:
        await reporting.turn(scene.ctx, ASKER, draft.report.id, place)
    await reporting.say(scene.ctx, ASKER, draft.report.id, SAID)
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    await scene.deliver()
    return draft.report.id


async def changed(scene: Scene, message: MessageId, words: str | None) -> None:
    """The listener changes or deletes what they wrote, and that is carried over."""
    if words is None:
        await edits.deleted(scene.ctx, message)
    else:
        await edits.edited(scene.ctx, relay.Written(LISTENER, message, words))
    await scene.deliver()


def cards(scene: Scene) -> list[str | None]:
    """The tokens of the cards in the moderators' channel."""
    said = scene.messenger.said(STAFF)
    return [one.token for one in said if one.kind is NoticeKind.REPORT_CARD]


def told(scene: Scene, user: UserId, kind: NoticeKind) -> int:
    """How often somebody was told something."""
    return sum(one.kind is kind for one in scene.messenger.said(user))


async def waiting(scene: Scene) -> list[ReportId]:
    """What a moderator finds."""
    return [one.id for one in (await report_desk.list_reports(scene.ctx, MODERATOR, 0)).reports]


async def test_only_what_was_chosen_goes_along(scene: Scene) -> None:
    """And until it is sent no moderator knows of it, nor of a number."""
    draft = await reporting.from_button(scene.ctx, ASKER, None, await talking(scene))
    assert [one.words for _, one in draft.offered] == [HARSH, WORSE]
    assert not draft.chosen
    assert not await waiting(scene)
    assert not (await numbers.list_numbers(scene.ctx, GUILD, 0)).shown
    chosen = await reporting.turn(scene.ctx, ASKER, draft.report.id, 1)
    assert [one.words for one in chosen.chosen] == [WORSE]
    assert await reporting.send(scene.ctx, ASKER, draft.report.id) is ToldHow.CHANNEL
    await scene.deliver()
    assert cards(scene) == [draft.report.id] == await waiting(scene)
    shown = await report_desk.open_report(scene.ctx, MODERATOR, draft.report.id)
    assert [one.words for one in shown.evidence] == [WORSE]
    assert shown.number.listener == LISTENER
    assert not shown.report.words


async def test_against_an_asker_moderators_see_a_number_alone(scene: Scene) -> None:
    """The ask itself can go along, as the listener read it."""
    await talking(scene)
    token = scene.end_button(LISTENER)
    draft = await reporting.from_button(scene.ctx, LISTENER, None, token)
    assert [one.kind for _, one in draft.offered] == [EvidenceKind.ASK]
    await reporting.send(scene.ctx, LISTENER, draft.report.id)
    shown = await report_desk.open_report(scene.ctx, MODERATOR, draft.report.id)
    assert shown.number.listener is None
    assert not shown.number.known.listens


async def test_nobody_else_looks_at_it_and_it_is_sent_once(scene: Scene) -> None:
    """What moderators read cannot be changed."""
    key = await sent(scene, 0)
    for other in (LISTENER, STRANGER):
        with pytest.raises(OutOfDate):
            await reporting.look(scene.ctx, other, key)
    await reporting.send(scene.ctx, ASKER, key)  # pressed twice
    await scene.deliver()
    assert len(cards(scene)) == 1
    with pytest.raises(ReportOver):
        await reporting.say(scene.ctx, ASKER, key, "Something else.")


async def test_not_okay_ends_and_reports_in_one_press(scene: Scene) -> None:
    """Pressed twice it is one report; for three days something can be added to it."""
    token = await talking(scene)
    first = await not_okay.press(scene.ctx, ASKER, token)
    assert await not_okay.press(scene.ctx, ASKER, token) == first
    assert first.report is not None
    assert await scene.count("block") == 1
    await scene.deliver()
    assert told(scene, LISTENER, NoticeKind.CONVERSATION_ENDED_LISTENER) == 1
    assert len(cards(scene)) == 1
    assert not (await report_desk.open_report(scene.ctx, MODERATOR, first.report)).evidence
    await scene.pass_time(HOUR)
    added = await reporting.add(scene.ctx, ASKER, first.report)
    assert [one.words for _, one in added.offered] == [HARSH, WORSE]
    await reporting.turn(scene.ctx, ASKER, first.report, 0)
    await reporting.send(scene.ctx, ASKER, first.report)
    shown = await report_desk.open_report(scene.ctx, MODERATOR, first.report)
    assert [one.words for one in shown.evidence] == [HARSH]
    await scene.pass_time(3 * DAY)
    with pytest.raises(ReportOver):
        await reporting.add(scene.ctx, ASKER, first.report)


async def test_nothing_reaches_moderators_before_it_is_sent(scene: Scene) -> None:
    """Not even words to a report that they have read already: these go once, with what is chosen,
    as they are shown before; and moderators know then that there is more."""
    done = await not_okay.press(scene.ctx, ASKER, await talking(scene))
    assert done.report is not None
    await report_desk.open_report(scene.ctx, MODERATOR, done.report)
    for said in (SAID, "", "Not so.", SAID):
        draft = await reporting.say(scene.ctx, ASKER, done.report, said)
        assert (draft.said or "") == said
        read = await report_desk.open_report(scene.ctx, MODERATOR, done.report)
        assert (read.report.words, list(read.evidence)) == (None, [])
    draft = await reporting.add(scene.ctx, ASKER, done.report)  # that takes no words away
    draft = await reporting.turn(scene.ctx, ASKER, done.report, draft.offered[0][0])
    assert draft.said == SAID
    await scene.deliver()
    before = len(cards(scene))
    await reporting.send(scene.ctx, ASKER, done.report)
    await scene.deliver()
    assert len(cards(scene)) == before + 1
    read = await report_desk.open_report(scene.ctx, MODERATOR, done.report)
    assert read.report.words == draft.said
    assert [one.words for one in read.evidence] == [one.words for one in draft.chosen] == [HARSH]
    with pytest.raises(ReportOver):
        await reporting.say(scene.ctx, ASKER, done.report, "More.")


async def test_what_was_to_be_said_and_was_left_or_erased_is_gone(scene: Scene) -> None:
    """Its writer alone is shown it before; after three days it is gone by itself."""
    done = await not_okay.press(scene.ctx, ASKER, await talking(scene))
    assert done.report is not None
    for way in ("left", "three days", "erased"):
        await reporting.say(scene.ctx, ASKER, done.report, SAID)
        shown = await overview.everything_of(scene.ctx, ASKER)
        (facts,) = [one.facts for one in shown if one.kind is DataKind.REPORT]
        assert SAID in str(facts["may_go_along"])
        if way == "left":
            await reporting.leave(scene.ctx, ASKER, done.report)
        elif way == "erased":
            await erasure.erase_everything(scene.ctx, ASKER)
        else:
            await scene.change_rows("UPDATE report SET sent_at = sent_at - ?", 3 * 86400)
            await scene.tick()
            await scene.change_rows("UPDATE report SET sent_at = sent_at + ?", 3 * 86400)
        assert await scene.count("report_evidence") == 0
    read = await report_desk.open_report(scene.ctx, MODERATOR, done.report)
    assert read.report.words is None


async def test_a_days_reports_are_limited_and_ending_is_not(scene: Scene) -> None:
    """Not okay ends in any case."""
    token = await talking(scene)
    for _ in range(scene.settings.reports.per_day):
        draft = await reporting.from_button(scene.ctx, ASKER, None, token)
        await reporting.send(scene.ctx, ASKER, draft.report.id)
        await report_desk.decide_nothing(scene.ctx, MODERATOR, draft.report.id)
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    with pytest.raises(ReportsForToday):
        await reporting.send(scene.ctx, ASKER, draft.report.id)
    assert (await not_okay.press(scene.ctx, ASKER, token)).way is not_okay.NotSent.LIMITED
    await scene.deliver()
    assert told(scene, LISTENER, NoticeKind.CONVERSATION_ENDED_LISTENER) == 1


async def test_a_post_is_reported_by_whoever_reads_it(scene: Scene) -> None:
    """Its words go along where they stood in the channel; not by its own asker, nor elsewhere."""
    await scene.join(*CROWD)
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.ask(words=HARSH, kind=AskKind.OPEN)
    await scene.deliver()
    token = scene.accept_button()
    with pytest.raises(OwnWordsReported):
        await reporting.from_button(scene.ctx, ASKER, GUILD, token)
    with pytest.raises(OutOfDate):
        await reporting.from_button(scene.ctx, OTHER, None, token)
    draft = await reporting.from_button(scene.ctx, OTHER, GUILD, token)
    assert [one.words for _, one in draft.offered] == [HARSH]


@pytest.mark.parametrize("ours", [False, True])
async def test_what_nobody_wrote_is_not_reported(scene: Scene, ours: bool) -> None:
    """A message of somebody else's, and the bot's own help."""
    seen = SeenMessage(MessageId(77), "Five lines", ours)
    for guild in (None, GUILD):
        with pytest.raises(NothingToReport):
            await reporting.from_message(scene.ctx, OTHER, guild, seen)


def message_of(scene: Scene, channel: int, kind: NoticeKind) -> SeenMessage:
    """The newest message of a kind in a channel, as its reader sees it."""
    found = [
        number
        for number, one in enumerate(scene.messenger.created)
        if (one.channel, one.notice.kind) == (channel, kind)
    ]
    return SeenMessage(MessageId(1000 + found[-1]), "", ours=True)


async def test_every_message_of_the_bot_leads_to_whom_it_is_about(scene: Scene) -> None:
    """A post, an offer, the openings of a conversation, what was passed on, and the end."""
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    button = await scene.posted()
    await scene.tick()
    await scene.deliver()
    seen: list[tuple[UserId, int, GuildId | None, NoticeKind, ReportedAs]] = [
        (OTHER, ASKS, GUILD, NoticeKind.ASK_IN_CHANNEL, ReportedAs.ASK),
        (LISTENER, LISTENER, None, NoticeKind.OFFER, ReportedAs.ASK),
    ]
    await scene.accept(LISTENER, button)
    await scene.write(LISTENER, HARSH)
    await scene.deliver()
    await scene.end(ASKER)
    seen += [
        (LISTENER, LISTENER, None, NoticeKind.YOU_ACCEPTED, ReportedAs.ASKER),
        (LISTENER, LISTENER, None, NoticeKind.CONVERSATION_ENDED_LISTENER, ReportedAs.ASKER),
        (ASKER, ASKER, None, NoticeKind.ASK_ACCEPTED, ReportedAs.LISTENER),
        (ASKER, ASKER, None, NoticeKind.WORDS, ReportedAs.LISTENER),
    ]
    for user, channel, guild, kind, about in seen:
        message = message_of(scene, channel, kind)
        draft = await reporting.from_message(scene.ctx, user, guild, message)
        assert (kind, draft.report.subject.about) == (kind, about)


async def test_moderators_ask_back_as_often_as_they_need(scene: Scene) -> None:
    """The reporter answers each once; nobody else can read a question."""
    key = await sent(scene)
    for number in (1, 2):
        await report_desk.ask_back(scene.ctx, MODERATOR, key, f"Question {number}?")
        await scene.deliver()
        assert told(scene, ASKER, NoticeKind.REPORT_QUESTION) == number
        question = (await report_desk.open_report(scene.ctx, MODERATOR, key)).questions[0]
        with pytest.raises(OutOfDate):
            await asked_back.read_question(scene.ctx, LISTENER, question.id)
        assert (await asked_back.read_question(scene.ctx, ASKER, question.id)).can_answer
        await asked_back.answer_question(scene.ctx, ASKER, question.id, f"Answer {number}.")
        page = await report_desk.list_reports(scene.ctx, MODERATOR, 0)
        assert key in page.answered
    shown = await report_desk.open_report(scene.ctx, MODERATOR, key)
    assert [one.answer for one in shown.questions] == ["Answer 2.", "Answer 1."]
    assert not (await report_desk.list_reports(scene.ctx, MODERATOR, 0)).answered


async def test_acting_on_a_number_decides_what_was_read(scene: Scene) -> None:
    """A note does not; and what is decided cannot be opened again."""
    key = await sent(scene)
    number = (await report_desk.open_report(scene.ctx, MODERATOR, key)).number.known.id
    await actions.act(scene.ctx, MODERATOR, number, ActionKind.NOTE, "Known.")
    assert await waiting(scene) == [key]
    await actions.act(scene.ctx, MODERATOR, number, ActionKind.WARN, "Be kind.")
    assert not await waiting(scene)
    with pytest.raises(ReportOver):
        await report_desk.open_report(scene.ctx, MODERATOR, key)


async def test_whom_it_is_about_finds_nothing_of_it(scene: Scene) -> None:
    """A moderator who listens: neither the report nor its count; the card goes to the others
    alone."""
    scene.messenger.readers = {LISTENER, STRANGER}
    for one in (LISTENER, STRANGER, OTHER):  # the last of them moderates no longer
        await note_moderator(scene.ctx, here(one))
    key = await sent(scene)
    assert not cards(scene)
    assert told(scene, STRANGER, NoticeKind.REPORT_FOR_OTHERS) == 1
    for user in (LISTENER, OTHER):
        assert told(scene, user, NoticeKind.REPORT_FOR_OTHERS) == 0
    assert await waiting(scene) == [key]
    assert await report_desk.count_reports(scene.ctx, here(LISTENER)) == 0
    assert not (await report_desk.list_reports(scene.ctx, here(LISTENER), 0)).reports
    for looker, found in ((here(LISTENER), 0), (MODERATOR, 1)):
        page = await numbers.list_numbers(scene.ctx, GUILD, 0, looker)
        assert len(page.shown) == found
        standing = await moderation_overview.get_standing(scene.ctx, GUILD, looker)
        assert standing.numbers == found
    with pytest.raises(ReportOver):
        await report_desk.open_report(scene.ctx, here(LISTENER), key)
    await report_desk.decide_nothing(scene.ctx, MODERATOR, key)
    assert await scene.count("moderation_record") == 0  # they read that, too


async def test_without_another_moderator_it_is_said_before(scene: Scene) -> None:
    """Nothing stands in the channel that they read."""
    scene.messenger.readers = {LISTENER}
    draft = await reporting.from_button(scene.ctx, ASKER, None, await talking(scene))
    assert draft.way is ToldHow.NO_OTHERS
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    await scene.deliver()
    assert not cards(scene)


async def test_without_a_channel_it_is_said_and_waits(scene: Scene) -> None:
    """In /moderate."""
    token = await talking(scene)
    scene.messenger.may_post = False
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    assert draft.way is ToldHow.NO_CHANNEL
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    assert await waiting(scene) == [draft.report.id]


async def test_a_card_that_cannot_be_written_is_told(scene: Scene) -> None:
    """The channel was deleted just then."""
    token = await talking(scene)
    scene.messenger.fail(STAFF, Gone())
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    await scene.deliver()
    assert told(scene, ASKER, NoticeKind.REPORT_NOT_TOLD) == 1
    assert await waiting(scene) == [draft.report.id]


async def test_an_unopened_report_is_brought_up_twice(scene: Scene) -> None:
    """In the channel after a day; a day later whoever sent it reads so, and nobody else."""
    key = await sent(scene)
    await scene.pass_time(DAY)
    assert cards(scene) == [key, key]
    assert told(scene, ASKER, NoticeKind.REPORT_UNOPENED) == 0
    await scene.pass_time(DAY)
    assert told(scene, ASKER, NoticeKind.REPORT_UNOPENED) == 1
    await scene.pass_time(2 * DAY)
    assert told(scene, ASKER, NoticeKind.REPORT_UNOPENED) == 1
    assert len(cards(scene)) == 2


async def test_where_nobody_moderates_any_more_it_is_said_before_and_after_a_day(
    scene: Scene,
) -> None:
    """Of those who did lately none reads the channel; the operator and whoever sent it are told a
    day after, once."""
    scene.messenger.readers = {STRANGER}
    await note_moderator(scene.ctx, MODERATOR)
    token = await talking(scene)
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    assert draft.way is ToldHow.CHANNEL
    scene.messenger.readers = set()  # the last one left
    assert (await reporting.look(scene.ctx, ASKER, draft.report.id)).way is ToldHow.NO_MODERATOR
    assert await reporting.send(scene.ctx, ASKER, draft.report.id) is ToldHow.NO_MODERATOR
    await scene.deliver()
    assert cards(scene) == [draft.report.id]  # whoever comes finds it
    for day in range(3):
        with capture_logs() as log:
            await scene.pass_time(DAY)
        assert [one["event"] for one in log].count("report.unopened") == int(day == 0)
        assert told(scene, ASKER, NoticeKind.REPORT_UNOPENED) == 1


async def test_in_a_server_that_the_bot_left_for_good_it_still_ends_and_blocks(
    scene: Scene,
) -> None:
    """Nobody there can be told, which is said; what was sent before is erased, which is said, too;
    all that is theirs still opens and goes."""
    token = await talking(scene)
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    await scene.deliver()
    await scene.lose_server()
    await scene.deliver()
    assert told(scene, ASKER, NoticeKind.REPORT_OVER_SERVER) == 1
    done = await not_okay.press(scene.ctx, ASKER, token)
    assert done == not_okay.NotOkay(None, not_okay.NotSent.GONE)
    assert await scene.count("block") == 1
    with pytest.raises(NobodyToTell):
        await reporting.from_button(scene.ctx, ASKER, None, token)
    assert await scene.count("report") == 0
    assert await overview.everything_of(scene.ctx, ASKER)
    assert await erasure.erase_everything(scene.ctx, ASKER)


@pytest.mark.parametrize(("opened", "kept"), [(True, 3 * DAY), (False, 14 * DAY)])
async def test_what_went_along_dies_and_then_the_report(
    scene: Scene, opened: bool, kept: timedelta
) -> None:
    """Three days after it was opened, two weeks after it was sent, a month in all."""
    key = await sent(scene, 0)
    if opened:
        await report_desk.open_report(scene.ctx, MODERATOR, key)
    await scene.pass_time(kept - HOUR)
    assert await scene.count("report_evidence") == 1
    await scene.pass_time(HOUR)
    assert await scene.count("report_evidence") == 0
    assert await waiting(scene) == [key]
    await scene.pass_time(30 * DAY - kept)
    assert await scene.count("report") == 0


async def test_what_goes_along_later_is_there_as_long_once_it_was_read(scene: Scene) -> None:
    """Its days begin when a moderator reads it, not when they first opened the report."""
    done = await not_okay.press(scene.ctx, ASKER, await talking(scene))
    assert done.report is not None
    await report_desk.open_report(scene.ctx, MODERATOR, done.report)
    await reporting.add(scene.ctx, ASKER, done.report)
    await scene.pass_time(3 * DAY - HOUR)
    await reporting.turn(scene.ctx, ASKER, done.report, 0)
    await reporting.send(scene.ctx, ASKER, done.report)
    await scene.pass_time(DAY)
    read = await report_desk.open_report(scene.ctx, MODERATOR, done.report)
    assert [one.words for one in read.evidence] == [HARSH]
    await scene.pass_time(3 * DAY - HOUR)
    assert await scene.count("report_evidence") == 1
    await scene.pass_time(HOUR)
    assert await scene.count("report_evidence") == 0


async def test_it_outlives_the_erasing_of_whom_it_is_about(scene: Scene) -> None:
    """Until it is decided; with what went along."""
    key = await sent(scene, 0)
    await erasure.erase_everything(scene.ctx, LISTENER)
    shown = await report_desk.open_report(scene.ctx, MODERATOR, key)
    assert [one.words for one in shown.evidence] == [HARSH]
    assert not shown.number.reachable
    await report_desk.decide_nothing(scene.ctx, MODERATOR, key)
    assert await scene.count("report") == 0


async def test_whoever_sent_it_is_gone_with_their_erasing(scene: Scene) -> None:
    """Their words as well; moderators can no longer ask back. Only they were shown it before."""
    key = await sent(scene, 0)
    for user, facts in ((ASKER, [(SAID, (HARSH,))]), (LISTENER, [])):
        found = await overview.everything_of(scene.ctx, user)
        shown = [one.facts for one in found if one.kind is DataKind.REPORT]
        assert [(one["words"], one["went_along"]) for one in shown] == facts
    await erasure.erase_everything(scene.ctx, ASKER)
    left = await report_desk.open_report(scene.ctx, MODERATOR, key)
    assert not left.answerable
    assert left.report.words is None
    with pytest.raises(ReportOver):
        await report_desk.ask_back(scene.ctx, MODERATOR, key, "Why?")


async def test_what_was_changed_or_deleted_can_still_go_along(scene: Scene) -> None:
    """As it was read; a day after the end it is gone."""
    token = await talking(scene)
    message = await scene.write(LISTENER, "You are a burden.")
    await scene.deliver()
    await changed(scene, message, "You are welcome.")
    await changed(scene, message, None)
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    before = [one.words for _, one in draft.offered if one.kind is EvidenceKind.BEFORE]
    assert before == ["You are a burden.", "You are welcome."]
    later = await scene.write(LISTENER, "Go away.")
    await scene.deliver()
    await scene.end(ASKER)
    await changed(scene, later, None)  # also within a day after the end
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    assert [one.words for _, one in draft.offered if one.kind is EvidenceKind.BEFORE][2:] == [
        "Go away."
    ]
    await scene.pass_time(DAY + HOUR)
    assert await scene.count("words_before") == 0


@pytest.mark.parametrize("reported", [False, True])
async def test_words_before_outlive_erasing_only_while_reported(
    scene: Scene, reported: bool
) -> None:
    """A report that is not decided holds them."""
    token = await talking(scene)
    message = await scene.write(LISTENER, "You are a burden.")
    await scene.deliver()
    await changed(scene, message, None)
    if reported:
        await not_okay.press(scene.ctx, ASKER, token)
    await erasure.erase_everything(scene.ctx, LISTENER)
    await scene.pass_time(HOUR)
    assert await scene.count("words_before") == int(reported)


async def test_somebody_discreet_lets_go_along_what_they_open(scene: Scene) -> None:
    """It stands in none of their messages."""
    await scene.talk()
    token = scene.end_button(ASKER)
    await discreet_mode.choose(scene.ctx, ASKER, discreet=True)
    await scene.write(LISTENER, HARSH)
    await scene.deliver()
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    assert [one.words for _, one in draft.offered] == [HARSH]


async def test_whoever_is_kept_out_reports_no_posts(scene: Scene) -> None:
    """Neither begun nor sent: it would be a way in to the moderators of whoever was put out."""
    token = await scene.posted()
    draft = await reporting.from_button(scene.ctx, OTHER, GUILD, token)
    number = await scene.store.transaction(
        lambda tables: numbers.know_asker(scene.ctx, tables, here(OTHER))
    )
    await actions.act(scene.ctx, MODERATOR, number, ActionKind.BAN, "Because.")
    with pytest.raises(BannedHere):
        await reporting.send(scene.ctx, OTHER, draft.report.id)
    with pytest.raises(BannedHere):
        await reporting.from_button(scene.ctx, OTHER, GUILD, token)
    assert not await waiting(scene)


async def test_being_banned_takes_no_report_away(scene: Scene) -> None:
    """About a conversation that they were in, from their direct messages."""
    token = await talking(scene)
    number = await scene.store.transaction(
        lambda tables: numbers.know_asker(scene.ctx, tables, here(ASKER))
    )
    await actions.act(scene.ctx, MODERATOR, number, ActionKind.BAN, "Because.")
    await scene.deliver()
    draft = await reporting.from_button(scene.ctx, ASKER, None, token)
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    assert await waiting(scene) == [draft.report.id]
