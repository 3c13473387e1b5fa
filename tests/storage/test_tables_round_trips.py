"""What is put into a table comes out as it was, whatever it is."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asks import Ask, AskKind, AskState, Draft, OwnWords
from bot.domain.conversations import Conversation, Party
from bot.domain.goals import Answer, CheckIn
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import (
    AskerNumber,
    AskId,
    ChannelId,
    ConversationId,
    DraftId,
    GuildId,
    ListenerNumber,
    MessageId,
    PersonTag,
    RoleId,
    ScheduleId,
    UserId,
)
from bot.domain.listening import Listener
from bot.domain.notices import OFFERS, Action, Notice, NoticeKind, Part, Priority
from bot.domain.schedules import Rhythm, Schedule, Scheduled, Taste
from bot.domain.timers import Timer, TimerKind
from bot.storage.direct_messages.unaddressed import Stray
from bot.storage.store import Store, Tables
from tests.engines import ENGINES, open_store, using
from tests.how_much import often
from tests.services.scene import SEALER

T = TypeVar("T")

NOW = datetime(2026, 3, 2, 18, 0, 7, tzinfo=UTC)
NUMBERS = count()
SOME_WORDS = OwnWords("words")

SNOWFLAKES = st.integers(0, 2**63 - 1)
UNSIGNED = st.integers(0, 2**64 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
NAMES = TEXTS.map(lambda text: text.replace("\0", ""))
"""What stands in a column as it is: PostgreSQL keeps no NUL in a text, and no name has one."""
OWN_WORDS = st.builds(OwnWords, TEXTS, TEXTS)
TAGS = st.binary(min_size=16, max_size=16)
MOMENTS = st.integers(0, 2**33).map(lambda stamp: datetime.fromtimestamp(stamp, UTC))
PRIORITIES = st.sampled_from([Priority.CONVERSATION, Priority.BROADCAST])
TOKENS = st.text("abcXYZ019_-", min_size=1, max_size=22)


class Table:
    """A database that stays open for all examples, each of which has keys of its own."""

    def __init__(self, runner: asyncio.Runner, store: Store) -> None:
        self._runner = runner
        self._store = store

    def do(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run one transaction."""
        return self._runner.run(self._store.transaction(work))

    def person(self, user: int | None = None) -> PersonTag:
        """Somebody who is known here."""
        number = next(NUMBERS) if user is None else user
        return self.do(lambda tables: tables.people.meet(UserId(number)))

    def ask(self, text: OwnWords = SOME_WORDS) -> Ask:
        """An ask that waits."""
        user = next(NUMBERS)
        ask = Ask(
            AskId(f"ask-{next(NUMBERS)}"),
            GuildId(1),
            self.person(user),
            SEALER.asker_number(GuildId(1), UserId(user)),
            AskKind.PRIVATE,
            AskState.WAITING,
            NOW,
            NOW + timedelta(hours=24),
            text,
        )
        self.do(lambda tables: tables.asks.add(ask, text))
        return ask

    def conversation(self, ask: Ask) -> Conversation:
        """An open conversation about an ask."""
        made = Conversation(
            ConversationId(f"conversation-{next(NUMBERS)}"),
            ask.id,
            ask.guild_id,
            Party(ask.asker, "One"),
            Party(self.person(), "Two"),
            ListenerNumber(bytes(16)),
            NOW,
        )
        self.do(lambda tables: tables.conversations.add(made))
        return made


@pytest.fixture(scope="module", params=ENGINES)
def table(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Table]:
    """One database on each engine for this file."""
    folder = tmp_path_factory.mktemp("tables")
    with using(request.param), asyncio.Runner() as runner:
        store = runner.run(open_store(folder / "tables.sqlite3", SEALER))
        try:
            yield Table(runner, store)
        finally:
            runner.run(store.close())


@settings(max_examples=often(40), deadline=None)
@given(OWN_WORDS, st.sampled_from(AskKind), MOMENTS)
def test_a_draft(table: Table, text: OwnWords, kind: AskKind, expires: datetime) -> None:
    """In any script, of any kind; saving again replaces it."""
    person = table.person()
    draft = Draft(DraftId(f"d{next(NUMBERS)}"), GuildId(5), person, AskKind.PRIVATE, text, NOW)
    changed = replace(draft, kind=kind, expires_at=expires, text=OwnWords("changed"))
    early = datetime(1969, 1, 1, tzinfo=UTC)
    for saved in (draft, changed):

        async def work(tables: Tables, saved: Draft = saved) -> Draft | None:
            await tables.drafts.save(saved)
            return await tables.drafts.get(draft.id, person, early)

        assert table.do(work) == saved


@settings(max_examples=often(40), deadline=None)
@given(OWN_WORDS, SNOWFLAKES, TAGS, st.sampled_from(AskKind), MOMENTS, MOMENTS)
def test_an_ask(
    table: Table,
    text: OwnWords,
    guild: int,
    number: bytes,
    kind: AskKind,
    posted: datetime,
    expires: datetime,
) -> None:
    """With every field, its words sealed in between."""
    ask = replace(
        table.ask(text),
        id=AskId(f"other-{next(NUMBERS)}"),
        guild_id=GuildId(guild),
        asker_number=AskerNumber(number),
        kind=kind,
        posted_at=posted,
        expires_at=expires,
    )

    async def work(tables: Tables) -> Ask | None:
        await tables.asks.add(ask, text)
        return await tables.asks.get(ask.id)

    assert table.do(work) == ask


@settings(max_examples=often(40), deadline=None)
@given(st.sampled_from(NoticeKind), PRIORITIES, st.data())
def test_a_notice(table: Table, kind: NoticeKind, priority: Priority, data: st.DataObject) -> None:
    """To a person or a channel, with and without each of its parts."""
    ask = table.ask() if data.draw(st.booleans()) else None
    conversation = table.conversation(ask) if ask and data.draw(st.booleans()) else None
    to = data.draw(st.one_of(st.just(None), SNOWFLAKES))
    notice = Notice(
        kind,
        data.draw(st.one_of(st.none(), SNOWFLAKES.map(GuildId))),
        table.person() if to is None else ChannelId(to),
        data.draw(st.sampled_from([Action.CREATE, Action.EDIT])),
        priority,
        ask.id if ask and kind not in OFFERS else None,
        conversation.id if conversation else None,
        data.draw(st.one_of(st.none(), TOKENS)),
        data.draw(st.one_of(st.none(), NAMES)),
        data.draw(st.one_of(st.none(), NAMES)),
        data.draw(st.one_of(st.none(), OWN_WORDS)),
    )
    nonce = f"nonce-{next(NUMBERS)}"

    async def work(tables: Tables) -> tuple[Notice, str, int, datetime, datetime | None]:
        await tables.outbox.put(notice, nonce, NOW)
        entry = await tables.outbox.next(NOW, ())
        assert entry is not None
        await tables.outbox.remove(entry.id)
        return (
            entry.notice,
            entry.nonce,
            entry.attempts,
            entry.created_at,
            entry.first_attempt_at,
        )

    assert table.do(work) == (notice, nonce, 0, NOW, None)


@settings(max_examples=often(40), deadline=None)
@given(UNSIGNED, UNSIGNED, UNSIGNED)
def test_a_person(table: Table, user: int, first: int, second: int) -> None:
    """Any snowflake is found again by its tag; the newest direct-message channel is kept."""
    tag = table.person(user)

    async def work(tables: Tables) -> tuple[int, int | None, int | None]:
        await tables.people.remember_dm(tag, ChannelId(first))
        once = await tables.people.dm_channel(tag)
        await tables.people.remember_dm(tag, ChannelId(second))
        return await tables.people.user(tag), once, await tables.people.dm_channel(tag)

    assert table.do(work) == (user, first, second)
    assert table.person(user) == tag


@settings(max_examples=often(30), deadline=None)
@given(UNSIGNED, UNSIGNED, st.sampled_from(Part))
def test_a_message_that_is_edited_later(
    table: Table, channel: int, message: int, part: Part
) -> None:
    """Each part of an ask has its own place, and the newest counts."""
    ask = table.ask()

    async def work(tables: Tables) -> list[tuple[ChannelId, MessageId] | None]:
        before = await tables.messages.where(ask.id, part)
        for place in ((1, 2), (channel, message)):
            await tables.messages.remember(ask.id, part, ChannelId(place[0]), MessageId(place[1]))
        others = [other for other in Part if other is not part]
        elsewhere = [await tables.messages.where(ask.id, other) for other in others]
        return [before, await tables.messages.where(ask.id, part), *elsewhere]

    before, there, *elsewhere = table.do(work)
    assert (before, there) == (None, (channel, message))
    assert set(elsewhere) <= {None}


@settings(max_examples=often(30), deadline=None)
@given(UNSIGNED)
def test_a_message_is_read_for_the_first_time_once(table: Table, message: int) -> None:
    """And what was read is not taken for something that was sent."""
    fresh = MessageId((message + (next(NUMBERS) << 20)) % 2**64)

    async def work(tables: Tables) -> list[bool]:
        read = [await tables.messages.first_time(fresh, NOW) for _ in range(3)]
        sent = await tables.messages.was_noted(fresh)
        for _ in range(2):
            await tables.messages.note_sent(fresh, NOW)
        return [*read, sent, await tables.messages.was_noted(fresh)]

    assert table.do(work) == [True, False, False, False, True]


@settings(max_examples=often(30), deadline=None)
@given(
    SNOWFLAKES,
    SNOWFLAKES,
    SNOWFLAKES,
    SNOWFLAKES,
    st.sampled_from(AskKind),
    st.frozensets(st.sampled_from(Feature)),
)
def test_what_a_server_chose(
    table: Table,
    guild: int,
    asks: int,
    moderators: int,
    role: int,
    kinds: AskKind,
    features: frozenset[Feature],
) -> None:
    """Ids of any size, and the newest choice; also what is switched on."""
    open_asks = kinds is AskKind.OPEN
    others = frozenset(Feature) - features
    first = GuildChoices(
        GuildId(guild), ChannelId(1), ChannelId(2), RoleId(3), not open_asks, features=others
    )
    second = GuildChoices(
        GuildId(guild),
        ChannelId(asks),
        ChannelId(moderators),
        RoleId(role),
        open_asks,
        features=features,
    )

    async def work(tables: Tables) -> list[GuildChoices | None]:
        for choices in (first, second):
            await tables.guilds.save(choices)
        listed = [choices for choices in await tables.guilds.all() if choices.guild_id == guild]
        return [*listed, await tables.guilds.get(second.guild_id)]

    assert table.do(work) == [second, second]


@settings(max_examples=often(30), deadline=None)
@given(SNOWFLAKES, MOMENTS, st.one_of(st.none(), MOMENTS))
def test_a_listener(table: Table, guild: int, joined: datetime, until: datetime | None) -> None:
    """Joins once, is on duty until, leaves once."""
    number = ListenerNumber(next(NUMBERS).to_bytes(16, "big"))
    listener = Listener(number, GuildId(guild), table.person(), joined)

    async def work(tables: Tables) -> list[object]:
        added = [await tables.listeners.add(listener) for _ in range(2)]
        duty = await tables.listeners.set_duty(number, until)
        found = await tables.listeners.get(number)
        removed = [await tables.listeners.remove(number) for _ in range(2)]
        gone = [await tables.listeners.set_duty(number, until), await tables.listeners.get(number)]
        return [*added, duty, found, *removed, *gone]

    to_the_hour = datetime.fromtimestamp(int(joined.timestamp()) // 3600 * 3600, UTC)
    there = replace(listener, joined_at=to_the_hour, on_duty_until=until)
    assert table.do(work) == [True, False, True, there, True, False, False, None]


@settings(max_examples=often(30), deadline=None)
@given(NAMES, NAMES, MOMENTS)
def test_a_conversation(table: Table, alias: str, other: str, started: datetime) -> None:
    """Found by either side while it is open, and by its id for ever."""
    ask, user = table.ask(), next(NUMBERS)
    made = Conversation(
        ConversationId(f"c{next(NUMBERS)}"),
        ask.id,
        ask.guild_id,
        Party(ask.asker, alias),
        Party(table.person(user), other),
        SEALER.listener_number(ask.guild_id, UserId(user)),
        started,
    )

    async def work(tables: Tables) -> list[object]:
        await tables.conversations.add(made)
        found = [
            await tables.conversations.get(made.id),
            *await tables.conversations.open_with(made.asker.person),
            *await tables.conversations.open_with(made.listener.person),
        ]
        ended = [await tables.conversations.end(made.id, NOW) for _ in range(2)]
        open_still = await tables.conversations.open_with(made.asker.person)
        return [*found, *ended, *open_still, await tables.conversations.get(made.id)]

    over = replace(made, open=False)
    assert table.do(work) == [made, made, made, True, False, over]


@settings(max_examples=often(30), deadline=None)
@given(st.sampled_from(TimerKind), MOMENTS, MOMENTS)
def test_something_that_waits(
    table: Table, what: TimerKind, first: datetime, second: datetime
) -> None:
    """It waits once, until the newest time, and is taken once."""
    ask = table.ask()
    moved = Timer(what, second, ask.id)

    async def work(tables: Tables) -> list[object]:
        await tables.timers.put(Timer(what, first, ask.id))
        await tables.timers.put(moved)
        rows = [due for due in await tables.timers.due(second) if due.ask_id == ask.id]
        rows += [due for due in await tables.timers.due(second, {what}) if due.what == what]
        stale = first != second and await tables.timers.take(Timer(what, first, ask.id))
        return [*rows, stale, *[await tables.timers.take(moved) for _ in range(2)]]

    assert table.do(work) == [moved, False, True, False]


@settings(max_examples=often(30), deadline=None)
@given(TEXTS, TEXTS, st.booleans(), st.sampled_from(Answer), st.dates())
def test_a_goal(
    table: Table, words: str, changed: str, resting: bool, answer: Answer, day: date
) -> None:
    """In any script; its newest check-in is answered, and all of it goes with its schedule."""
    key = ScheduleId(f"goal-{next(NUMBERS)}")
    rhythm = Rhythm("UTC", time(12), every_days=31, first_day=day)
    schedule = Schedule(key, Scheduled.CHECK_IN, table.person(), rhythm, None, Taste("en"))
    first, second = (CheckIn(f"{key}-{number}", key, day, bool(number)) for number in range(2))

    async def work(tables: Tables) -> list[object]:
        await tables.schedules.save(schedule, NOW)
        for one in (words, changed):
            await tables.goals.save(key, one, resting=resting)
        kept = [await tables.goals.words(key), await tables.goals.is_resting(key)]
        for check_in in (first, second):
            await tables.goals.ask(check_in)
        answered = [
            await tables.goals.answer(one.token, answer, "a-text") for one in (first, second)
        ]
        await tables.goals.excuse(key)
        lately = await tables.goals.lately(key)
        await tables.schedules.remove(key)
        gone = [await tables.goals.words(key), await tables.goals.by_token(second.token)]
        return [kept, answered, lately, gone]

    assert table.do(work) == [
        [changed, resting],
        [False, True],
        [replace(second, answer=answer, text_id="a-text"), replace(first, excused=True)],
        [None, None],
    ]


def test_what_looks_for_a_partner(table: Table) -> None:
    """A draft, then an ask, until that is closed; all of it goes with the goal."""
    person, ask = table.person(), table.ask()
    key, draft = ScheduleId(f"goal-{next(NUMBERS)}"), DraftId(f"d{next(NUMBERS)}")
    rhythm = Rhythm("UTC", time(12))
    schedule = Schedule(key, Scheduled.CHECK_IN, person, rhythm, None, Taste("en"))

    async def work(tables: Tables) -> list[object]:
        await tables.schedules.save(schedule, NOW)
        await tables.goals.save(key, "words", resting=False)
        await tables.drafts.save(Draft(draft, GuildId(5), person, AskKind.PRIVATE, SOME_WORDS, NOW))
        none = [await tables.partners.wanted(draft), await tables.partners.goal_of(ask.id)]
        await tables.partners.want(draft, key)
        await tables.partners.look(ask.id, key)
        linked = [await tables.partners.wanted(draft), await tables.partners.goal_of(ask.id)]
        standing = [await tables.partners.open_ask(key)]
        await tables.asks.move(ask.id, AskState.WAITING, AskState.CLOSED, NOW)
        standing.append(await tables.partners.open_ask(key))
        await tables.partners.erase_drafts(key)
        gone = await tables.drafts.get(draft, person, datetime(1969, 1, 1, tzinfo=UTC))
        await tables.schedules.remove(key)
        return [none, linked, standing, gone, await tables.partners.goal_of(ask.id)]

    assert table.do(work) == [[None, None], [key, key], [ask.id, None], None, None]


@settings(max_examples=often(30), deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.integers(0, 2**63 - 1))
def test_what_was_written_outside_a_conversation(
    table: Table, first: str, second: str, changed: str, message: int
) -> None:
    """Each part follows its own message, and the last one takes the rest with it."""
    person, other = table.person(), table.person()
    token, start = f"stray-{next(NUMBERS)}", message + (next(NUMBERS) << 20)
    one, two = MessageId(start), MessageId(start + 1)

    async def work(tables: Tables) -> list[object]:
        strays, read = tables.unaddressed, list[object]()
        for part, words in ((one, first), (two, second)):
            await strays.keep(token, person, part, words, NOW + timedelta(minutes=30))
        read += [await strays.get(token, person, NOW), await strays.newest(person, NOW)]
        read += [await strays.get(token, other, NOW), sorted(await strays.messages(person))]
        read += [await strays.change(one, changed), await strays.get(token, person, NOW)]
        read += [await strays.take_back(two), await strays.get(token, person, NOW)]
        read += [await strays.change(two, changed), await strays.take_back(two)]
        read += [await strays.take_back(one), await strays.get(token, person, NOW)]
        return [*read, await strays.messages(person)]

    both = Stray(token, f"{first}\n{second}")
    assert table.do(work) == [
        *(both, both, None, [one, two]),
        *(True, Stray(token, f"{changed}\n{second}"), True, Stray(token, changed)),
        *(False, False, True, None, []),
    ]
