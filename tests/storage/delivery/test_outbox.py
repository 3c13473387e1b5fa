"""The outbox: whose turn it is, and what is still known after a stop."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asks import OwnWords
from bot.domain.ids import ChannelId, OutboxId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.storage.store import Tables
from tests.engines import ENGINES, on_both_engines, open_store, using
from tests.how_much import often
from tests.services.scene import SEALER
from tests.storage.delivery.mail import ANNA, BEN, HOUR, NOW, SECOND, Mail, opened


@on_both_engines
async def test_a_lane_is_first_in_first_out_whatever_the_priorities(mail: Mail) -> None:
    """What is urgent does not overtake in its own lane, or an end would come before the words."""
    await mail.put(ANNA, "first")
    await mail.put(ANNA, "urgent", Priority.CONVERSATION)
    assert await mail.whose() == "first"
    await mail.do(lambda tables: tables.outbox.remove(OutboxId(1)))
    assert await mail.whose() == "urgent"


@on_both_engines
async def test_urgent_lanes_come_first_then_the_oldest(mail: Mail) -> None:
    """Conversation before broadcast, and then in the order in which it was decided."""
    await mail.put(1, "broadcast")
    await mail.put(2, "words", Priority.CONVERSATION)
    await mail.put(3, "later words", Priority.CONVERSATION)
    turns = []
    while entry := await mail.next():
        turns.append(entry.nonce)
        key = entry.id
        await mail.do(lambda tables, key=key: tables.outbox.remove(key))  # type: ignore[misc]
    assert turns == ["words", "later words", "broadcast"]


@on_both_engines
async def test_a_lane_where_something_is_on_its_way_has_no_turn(mail: Mail) -> None:
    """One after the other in each lane."""
    await mail.put(ANNA, "one")
    await mail.put(BEN, "other")
    assert await mail.whose(busy=(mail.lane(ANNA),)) == "other"
    assert await mail.whose(busy=(mail.lane(ANNA), mail.lane(BEN))) is None


@on_both_engines
async def test_what_is_postponed_holds_up_its_lane_and_no_other(mail: Mail) -> None:
    """Until its second, not before."""
    await mail.put(ANNA, "late")
    await mail.put(ANNA, "behind")
    await mail.put(BEN, "other")
    late = await mail.id_of("late")
    await mail.do(lambda tables: tables.outbox.postpone(late, NOW + HOUR))
    assert await mail.whose() == "other"
    assert await mail.whose(busy=(mail.lane(BEN),)) is None
    assert await mail.whose(NOW + HOUR - SECOND, (mail.lane(BEN),)) is None
    assert await mail.whose(NOW + HOUR, (mail.lane(BEN),)) == "late"


@on_both_engines
async def test_a_look_passes_over_all_of_a_lane_that_rests(mail: Mail) -> None:
    """What stood behind and what comes later carry the moment of the first, whatever it is."""
    for nonce in ("late", "behind"):
        await mail.put(ANNA, nonce)
    late = await mail.id_of("late")
    await mail.do(lambda tables: tables.outbox.postpone(late, NOW + HOUR))
    await mail.put(ANNA, "later")
    assert await mail.due() == []
    assert await mail.due(NOW + HOUR) == ["late", "behind", "later"]


@on_both_engines
async def test_the_rest_of_a_lane_is_due_once_its_first_is_gone(mail: Mail) -> None:
    """However it went: said after all, given up, or dropped with its kind."""
    for nonce in ("late", "behind"):
        await mail.put(ANNA, nonce)
    late = await mail.id_of("late")
    await mail.do(lambda tables: tables.outbox.postpone(late, NOW + HOUR))
    await mail.do(lambda tables: tables.outbox.remove(late))
    assert await mail.whose() == "behind"


@on_both_engines
async def test_what_is_held_beside_what_was_seen_stays_held(mail: Mail) -> None:
    """Its reader may be looking at the rest at this moment."""
    for nonce in ("seen", "shown"):
        await mail.put(ANNA, nonce)
    seen, anna = await mail.id_of("seen"), mail.store.person(ANNA)
    await mail.do(lambda tables: tables.outbox.hold_all(anna, NOW + HOUR))
    await mail.do(lambda tables: tables.outbox.have_seen([seen]))
    assert await mail.whose() is None
    assert await mail.whose(NOW + HOUR) == "shown"


@on_both_engines
async def test_hurrying_is_for_one_person_only(mail: Mail) -> None:
    """What waits for them is due at once; what waits for others goes on waiting."""
    for user, nonce in ((ANNA, "hers"), (BEN, "his")):
        await mail.put(user, nonce)
        key = await mail.id_of(nonce)
        await mail.do(lambda tables, key=key: tables.outbox.postpone(key, NOW + HOUR))  # type: ignore[misc]
    anna = mail.store.person(ANNA)
    await mail.do(lambda tables: tables.outbox.hurry(anna, NOW))
    assert await mail.whose() == "hers"
    assert await mail.whose(busy=(mail.lane(ANNA),)) is None


@on_both_engines
async def test_attempts_are_counted_from_the_first_one(mail: Mail) -> None:
    """However many there are, the moment of the first one stays."""
    await mail.put(ANNA, "one")
    key = await mail.id_of("one")
    for number in range(3):
        began = NOW + number * SECOND
        await mail.do(lambda tables, began=began: tables.outbox.begin_attempt(key, began))  # type: ignore[misc]
    entry = await mail.next()
    assert entry is not None
    assert (entry.attempts, entry.first_attempt_at) == (3, NOW)


@on_both_engines
async def test_a_stop_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """After a stop the entry is there with its nonce, its words, its attempts and its turn."""
    async with opened(tmp_path) as mail:
        await mail.put(ANNA, "one")
        await mail.put(ANNA, "two")
        key = await mail.id_of("one")
        await mail.do(lambda tables: tables.outbox.begin_attempt(key, NOW))
        before = await mail.next()
    async with opened(tmp_path) as again:
        assert before is not None
        assert await again.next() == before
        assert (before.nonce, before.attempts, before.first_attempt_at) == ("one", 1, NOW)
        assert before.notice.text == OwnWords("one")


@on_both_engines
async def test_what_was_said_is_removed_once(mail: Mail) -> None:
    """The second time finds nothing, and the number is never given again."""
    await mail.put(ANNA, "one")
    key = await mail.id_of("one")
    assert await mail.do(lambda tables: tables.outbox.remove(key))
    assert not await mail.do(lambda tables: tables.outbox.remove(key))
    await mail.put(ANNA, "two")
    assert await mail.id_of("two") > key


@on_both_engines
async def test_a_channel_and_a_person_never_share_a_lane(mail: Mail) -> None:
    """Whatever their numbers are."""

    async def work(tables: Tables) -> None:
        notice = Notice(NoticeKind.ASK_IN_CHANNEL, None, ChannelId(ANNA))
        await tables.outbox.put(notice, "channel", NOW)

    await mail.do(work)
    await mail.put(ANNA, "person")
    assert await mail.whose(busy=(str(int(ANNA)),)) == "person"


Rows = list[tuple[int, Priority, int]]
"""Lane, priority and when it is due, in seconds from now."""

PRIORITIES = st.sampled_from([Priority.CONVERSATION, Priority.BROADCAST])
ROWS = st.lists(st.tuples(st.integers(1, 4), PRIORITIES, st.sampled_from([-5, 0, 5])), max_size=12)


@pytest.fixture(scope="module", params=ENGINES)
def runner_and_mail(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[asyncio.Runner, Mail]]:
    """One outbox on each engine for many examples."""
    with using(request.param), asyncio.Runner() as runner:
        store = runner.run(open_store(tmp_path_factory.mktemp("mail") / "m.sqlite3", SEALER))
        yield runner, Mail(store)
        runner.run(store.close())


def expected(rows: Rows, busy: set[int]) -> int | None:
    """Whose turn it is, said in another way than in SQL."""
    heads: dict[int, tuple[Priority, int, int]] = {}
    for at, (lane, priority, due) in enumerate(rows):
        heads.setdefault(lane, (priority, at, due))
    able = [
        (priority, due, at)
        for lane, (priority, at, due) in heads.items()
        if due <= 0 and lane not in busy
    ]
    return min(able)[2] if able else None


@settings(max_examples=often(100), deadline=None)
@given(ROWS, st.sets(st.integers(1, 4)))
def test_whose_turn_it_is(
    runner_and_mail: tuple[asyncio.Runner, Mail], rows: Rows, busy: set[int]
) -> None:
    """Of any mail, the head of a free lane that is due, the most urgent, then the longest due."""
    runner, mail = runner_and_mail

    async def work(tables: Tables) -> str | None:
        for at, (lane, priority, due) in enumerate(rows):
            person = await tables.people.meet(UserId(lane))
            notice = Notice(NoticeKind.WORDS, None, person, priority=priority)
            await tables.outbox.put(notice, str(at), NOW + due * SECOND)
        lanes = [mail.lane(UserId(lane)) for lane in busy]
        entry = await tables.outbox.next(NOW, lanes)
        await tables.outbox._sql.execute("DELETE FROM outbox")
        return None if entry is None else entry.nonce

    turn = expected(rows, busy)
    assert runner.run(mail.do(work)) == (None if turn is None else str(turn))
