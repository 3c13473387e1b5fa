"""The outbox loop: order, priorities, edits."""

import asyncio
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.asks import OwnWords
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.services.delivery import recognition
from bot.services.delivery.outbox_loop import AT_ONCE, OutboxLoop
from bot.services.offers import acceptance
from bot.services.ports import Outgoing, Refused, SentMessage, Unsure
from bot.storage.store import Tables
from tests.engines import REFUSED
from tests.fakes import RecordingMessenger
from tests.patience import PATIENCE
from tests.services.interrupted import Interrupted
from tests.services.scene import (
    ASKER,
    ASKS,
    DAY,
    LISTENER,
    STRANGER,
    Scene,
    here,
    saying,
)

SECOND = timedelta(seconds=1)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


async def test_a_lane_is_first_in_first_out(scene: Scene) -> None:
    """Everything that somebody is told comes in the order in which it was decided."""
    await scene.ask()
    scene.messenger.fail(ASKER, Unsure())
    await scene.deliver()
    await acceptance.accept(scene.ctx, here(LISTENER), scene.accept_button())
    await scene.write(LISTENER, "Hello.")
    await scene.write(ASKER, "Hello!")
    token = [n.token for n in scene.messenger.said(LISTENER)]
    assert token == [None]
    for _ in range(3):
        await scene.pass_time(SECOND)
    await scene.end(LISTENER)
    assert scene.kinds_to(ASKER)[1:] == [
        NoticeKind.ASK_ACCEPTED,
        NoticeKind.WORDS,
        NoticeKind.CONVERSATION_ENDED_ASKER,
    ]
    assert scene.kinds_to(LISTENER)[1:] == [
        NoticeKind.YOU_ACCEPTED,
        NoticeKind.WORDS,
        NoticeKind.CONVERSATION_ENDED_LISTENER,
    ]


async def test_a_conversation_goes_before_broadcasts(scene: Scene) -> None:
    """Words written after forty asks expired are begun before all of those."""
    await scene.talk()
    for number in range(40):
        await scene.ask(UserId(30_000 + number))
    await scene.deliver()
    before = len(scene.messenger.created)
    scene.clock.advance(DAY)
    await scene.tick()
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    said = [outgoing.notice.kind for outgoing in scene.messenger.created[before:]]
    assert said.count(NoticeKind.ASK_EXPIRED) == 40
    assert said.index(NoticeKind.WORDS) < AT_ONCE  # those begun with it may end before it


async def test_a_conversation_overtakes_broadcasts_that_are_under_way(scene: Scene) -> None:
    """Words written while forty people are told something wait for none that has not begun."""
    await scene.talk()
    for number in range(40):
        await scene.ask(UserId(30_000 + number))
    await scene.deliver()
    began: list[Outgoing] = []

    async def tenth_begins(outgoing: Outgoing) -> None:
        began.append(outgoing)
        if len(began) == 10:
            await scene.write(ASKER, "Hello?")
        await asyncio.sleep(0.01)

    scene.clock.advance(DAY)
    await scene.tick()
    scene.speak_through(Interrupted(tenth_begins))
    await scene.deliver()
    kinds = [outgoing.notice.kind for outgoing in began]
    assert kinds.index(NoticeKind.WORDS) < 30


async def test_words_are_said_as_soon_as_they_are_stored(scene: Scene) -> None:
    """A running loop needs no tick to notice them."""
    await scene.talk()
    said: asyncio.Queue[Outgoing] = asyncio.Queue()
    scene.speak_through(Interrupted(said.put))
    async with saying(scene.delivery), asyncio.timeout(PATIENCE):
        for number in range(5):
            await scene.write(ASKER, str(number))
            assert (await said.get()).notice.text == OwnWords(str(number))


async def test_words_are_begun_where_they_are_stored(scene: Scene) -> None:
    """They need no look: nobody can read the database, and they are said all the same."""
    await scene.talk()
    said: asyncio.Queue[Outgoing] = asyncio.Queue()
    scene.speak_through(Interrupted(said.put))
    free = threading.Event()

    async def hold(_: Tables) -> None:
        free.wait(10)  # it runs in SQLite's thread

    async with saying(scene.delivery):
        await scene.delivery.drain()
        await asyncio.sleep(0.2)  # until there is room again it keeps looking, which would wait
        readers = [asyncio.create_task(scene.store.read(hold)) for _ in range(2)]  # all there are
        await scene.write(ASKER, "Hello?")
        try:
            async with asyncio.timeout(8):
                assert (await said.get()).notice.text == OwnWords("Hello?")
        finally:
            free.set()
            await asyncio.gather(*readers)
        await scene.delivery.drain()
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_words_that_come_before_the_answer_are_said_after_it(scene: Scene) -> None:
    """Discord's echo came, its answer not yet, and somebody writes on: nothing else wakes it."""
    await scene.talk()

    async def echo_comes_first(outgoing: Outgoing) -> None:
        sent = SentMessage(outgoing.channel, MessageId(1000 + len(scene.messenger.created)))
        await recognition.echoed(scene.ctx, outgoing.nonce, sent)
        if outgoing.notice.text == OwnWords("first"):
            await scene.write(ASKER, "second")

    scene.speak_through(Interrupted(echo_comes_first))
    async with saying(scene.delivery), asyncio.timeout(PATIENCE):
        await scene.write(ASKER, "first")
        while len(scene.words_to(LISTENER)) < 2:  # noqa: ASYNC110 - the loop looks in its own time
            await asyncio.sleep(0.01)
    assert scene.words_to(LISTENER) == ["first", "second"]


async def test_what_could_not_be_stored_is_not_said(scene: Scene) -> None:
    """It was begun in a transaction that then failed: nobody hears of it, and the next is said."""
    await scene.talk()
    person = scene.store.person(LISTENER)

    async def fails(tables: Tables) -> None:
        notice = Notice(NoticeKind.THANKS, None, person, priority=Priority.CONVERSATION)
        await scene.ctx.say(tables, notice)
        sql = tables.outbox._sql  # what follows fails when it is committed, not before
        await sql.hold_references()
        await sql.execute("UPDATE outbox SET person_tag = x'00'")

    async with saying(scene.delivery):
        with pytest.raises(REFUSED):
            await scene.store.transaction(fails)
        await scene.write(ASKER, "Hello?")
        await scene.delivery.drain()
    assert NoticeKind.THANKS not in scene.kinds_to(LISTENER)
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_what_waits_is_said_once_time_has_passed_and_the_loop_is_woken(scene: Scene) -> None:
    """A tick wakes the loop; it does not look at the clock by itself."""
    await scene.talk()
    said: asyncio.Queue[Outgoing] = asyncio.Queue()
    messenger = Interrupted(said.put)
    messenger.fail(LISTENER, Unsure())
    scene.speak_through(messenger)
    async with saying(scene.delivery), asyncio.timeout(PATIENCE):
        await scene.write(ASKER, "Hello?")
        await scene.delivery.drain()
        assert messenger.created == []
        scene.clock.advance(SECOND)
        scene.delivery.wake()
        first, second = await said.get(), await said.get()
        assert first.nonce == second.nonce


async def test_an_edit_of_what_was_never_sent_is_dropped(scene: Scene) -> None:
    """The post was refused, so there is nothing to correct, and nothing waits for ever."""
    scene.messenger.fail(ASKS, Refused())
    await scene.ask()
    await scene.posted(STRANGER)
    await scene.take_back(STRANGER)
    await scene.deliver()
    assert len(scene.messenger.said(ASKS)) == 1
    assert await scene.count("outbox") == 0


async def test_a_post_and_its_edit_stay_in_order(scene: Scene) -> None:
    """Accepted while the answer to the post is still unknown: first the post, then the edit."""
    scene.messenger.lose_answer(ASKS, Unsure())
    await scene.ask()
    await scene.deliver()
    await acceptance.accept(scene.ctx, here(LISTENER), scene.accept_button())
    await scene.pass_time(SECOND)
    assert len(scene.messenger.said(ASKS)) == 1
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_TAKEN_IN_CHANNEL


async def test_a_dm_channel_is_opened_once(scene: Scene) -> None:
    """Then it is known, also after a restart: opening many is what gets a bot quarantined."""
    opened: list[UserId] = []

    class Counting(RecordingMessenger):
        async def open_dm(self, user: UserId) -> ChannelId:
            """Count it."""
            opened.append(user)
            return await super().open_dm(user)

    scene.speak_through(Counting())
    for _ in range(3):
        await scene.write(STRANGER, "Hello?")
        await scene.deliver()
    await scene.restart()
    await scene.write(STRANGER, "Hello?")
    await scene.deliver()
    assert opened == [STRANGER]


async def test_a_burst_is_said_whole(scene: Scene) -> None:
    """Two hundred notices in twenty lanes, more than are served at once: each once, in order."""
    people = [UserId(30_000 + number) for number in range(20)]
    for number in range(10):
        for person in people:
            await scene.write(person, str(number))
    await scene.deliver()
    for person in people:
        assert scene.kinds_to(person) == [NoticeKind.NOTHING_OPEN] * 10


async def test_what_came_first_is_not_overtaken_for_ever(scene: Scene) -> None:
    """What waits for a look goes first, though for each that is said somebody else writes."""
    firsts = [UserId(30_000 + number) for number in range(20)]
    laters = [UserId(40_000 + number) for number in range(25)]
    order: list[int] = []

    async def somebody_writes(outgoing: Outgoing) -> None:
        order.append(outgoing.channel)
        if laters:
            await scene.write(laters.pop(0), "later")

    scene.speak_through(Interrupted(somebody_writes))
    slow = scene.ctx.settings.delivery.model_copy(update={"messages_per_second": 50})
    settings = scene.ctx.settings.model_copy(update={"delivery": slow})
    delivery = OutboxLoop(replace(scene.ctx, settings=settings))
    for person in firsts:
        await scene.write(person, "first")
    async with saying(delivery), asyncio.timeout(PATIENCE):
        await delivery.drain()
    assert len(order) == 45
    assert max(order.index(person) for person in firsts) < 25


async def test_a_stop_that_comes_with_news_stops(scene: Scene) -> None:
    """News and the end of the loop in the same moment, while the pace leaves no room: it ends."""
    slow = scene.ctx.settings.delivery.model_copy(update={"messages_per_second": 10})
    settings = scene.ctx.settings.model_copy(update={"delivery": slow})
    delivery = OutboxLoop(replace(scene.ctx, settings=settings))
    for _ in range(3):
        while delivery.pace.has_room():
            await delivery.pace.acquire()  # something was just said
        before, running = delivery.pace.waited, asyncio.create_task(delivery.run())
        while delivery.pace.waited == before:  # noqa: ASYNC110 - real seconds of the pace
            await asyncio.sleep(0.01)
        delivery.wake()
        running.cancel()
        done, _ = await asyncio.wait([running], timeout=PATIENCE)
        running.cancel()
        assert done, "it swallowed the cancel"


async def test_a_look_that_takes_long_leaves_nothing_behind(scene: Scene) -> None:
    """Room comes while it looks for words alone: it looks again, though nothing else happens."""
    await scene.ask()
    before = len(scene.messenger.created)
    slow = scene.ctx.settings.delivery.model_copy(update={"messages_per_second": 20})
    settings = scene.ctx.settings.model_copy(update={"delivery": slow})
    delivery = OutboxLoop(replace(scene.ctx, settings=settings))
    while delivery.pace.has_room():
        await delivery.pace.acquire()  # something was just said

    async def hold(_: Tables) -> None:
        time.sleep(0.3)  # noqa: ASYNC251 - it runs in SQLite's thread

    readers = [asyncio.create_task(scene.ctx.store.read(hold)) for _ in range(2)]  # all there are
    await asyncio.sleep(0.01)
    running = asyncio.create_task(delivery.run())
    try:
        async with asyncio.timeout(PATIENCE):
            while len(scene.messenger.created) == before:  # noqa: ASYNC110 - real seconds of the pace
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, *readers, return_exceptions=True)
    assert len(scene.messenger.created) > before
