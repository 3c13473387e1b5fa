"""What is erased, when, and that nothing of it is left in any file."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot.domain.asks import AskKind
from bot.domain.guilds import Feature
from bot.domain.limit_errors import DraftsFull
from bot.domain.notices import NoticeKind
from bot.services import retention
from bot.services.asks import drafts, posting
from bot.services.goals import goal as goals
from bot.services.ports import Gone, Unsure
from bot.storage.engine import CheckpointError
from bot.storage.sqlite.database import Database
from bot.storage.store import QUIET_SECONDS, Store, Tables
from tests import server_setup
from tests.engines import contents, on_postgresql, only_on_sqlite
from tests.own_goals import goal_of
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    SEALER,
    Scene,
    here,
)
from tests.storage.words import Pause

SECOND = timedelta(seconds=1)
WEEK = 7 * DAY
OF_AN_ASK = (
    *("ask", "conversation", "button", "bot_message", "outbox", "waiting"),
    *("said_in", "said_about", "done_after", "clearing", "to_clear"),
)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


at_once = only_on_sqlite("the file and its log keep nothing, at once; a PostgreSQL's a day later")


async def sealed(scene: Scene, column: str, table: str) -> bytes:
    """The one sealed value of a table."""
    ((value,),) = await scene.rows(f"SELECT {column} FROM {table}")  # noqa: S608 - names of ours
    assert isinstance(value, bytes)
    return value


def in_files(scene: Scene, value: bytes) -> set[str]:
    """The endings of the files that hold it."""
    files = scene.path.parent.glob(scene.path.name + "*")
    return {file.suffix for file in files if value in file.read_bytes()}


@at_once
async def test_the_search_finds_what_is_there(scene: Scene) -> None:
    """Else the other tests would prove nothing: a kept draft stands in the log file."""
    await scene.draft()
    assert in_files(scene, await sealed(scene, "words_sealed", "draft"))


@at_once
async def test_an_expired_draft_leaves_nothing(scene: Scene) -> None:
    """Not even sealed, neither in the database nor in its log."""
    await scene.draft()
    words = await sealed(scene, "words_sealed", "draft")
    would_help = await sealed(scene, "would_help_sealed", "draft")
    await scene.pass_time(timedelta(minutes=30))
    assert in_files(scene, words) == in_files(scene, would_help) == set()


@at_once
async def test_a_cancelled_draft_leaves_nothing(scene: Scene) -> None:
    """Its author was told that it is erased; the next tick may finish that."""
    preview = await scene.draft()
    words = await sealed(scene, "words_sealed", "draft")
    await drafts.cancel(scene.ctx, here(ASKER), preview.draft.id)
    await scene.pass_time(HOUR)
    assert in_files(scene, words) == set()


@at_once
async def test_words_that_were_passed_on_leave_nothing(scene: Scene) -> None:
    """They are kept only until they are delivered; the next ticks may finish that."""
    await scene.talk()
    await scene.write(ASKER, "Hello?")
    words = await sealed(scene, "words_sealed", "outbox WHERE action = 'create'")
    await scene.deliver()
    await scene.pass_time(HOUR)
    assert in_files(scene, words) == set()


@at_once
async def test_the_words_of_an_ask_are_erased_an_hour_after_it_closed(scene: Scene) -> None:
    """To the second; the rest of the ask stays for a week."""
    await scene.talk()
    await scene.end(ASKER)
    words = await sealed(scene, "words_sealed", "ask")
    await scene.pass_time(HOUR - SECOND)
    assert await sealed(scene, "words_sealed", "ask") == words
    await scene.pass_time(SECOND)
    assert await scene.rows("SELECT words_sealed, would_help_sealed FROM ask") == [(None, None)]
    assert in_files(scene, words) == set()


@pytest.mark.parametrize("way", ["taken back", "expired", "not posted", "ended"])
async def test_however_an_ask_closes_its_words_go(scene: Scene, way: str) -> None:
    """An hour later at the latest, whatever the ending; half a day where nobody was free."""
    if way == "ended":
        await scene.talk()
        await scene.end(LISTENER)
    elif way == "not posted":
        scene.messenger.fail(ASKS, Gone())
        await scene.ask()
        await scene.deliver()
    else:
        await scene.posted()
    if way == "taken back":
        await scene.take_back()
    await scene.pass_time(DAY if way == "expired" else SECOND)
    await scene.pass_time(12 * HOUR if way == "expired" else HOUR)
    assert await scene.count("ask WHERE words_sealed IS NULL") == 1


async def test_the_words_of_an_open_conversation_are_kept(scene: Scene) -> None:
    """However long it lasts: the next listener may still need them."""
    await scene.talk()
    await scene.pass_time(30 * DAY)
    assert await scene.count("ask WHERE words_sealed IS NOT NULL") == 1
    assert await scene.count("conversation WHERE state = 'open'") == 1


async def test_a_week_after_closing_nothing_is_left_of_an_ask(scene: Scene) -> None:
    """To the second: the ask, its conversation, buttons, messages and what waits for it."""
    await scene.talk()
    await scene.end(ASKER)
    await scene.pass_time(WEEK - SECOND)
    assert await scene.count("ask") == await scene.count("conversation") == 1
    await scene.pass_time(SECOND)
    left = {table: await scene.count(table) for table in OF_AN_ASK}
    assert left == dict.fromkeys(OF_AN_ASK, 0)


async def test_a_week_later_nothing_is_left_of_read_and_sent_messages(scene: Scene) -> None:
    """Their keyed tags go, to the second."""
    await scene.talk()
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    assert await scene.count("inbox") == 1
    assert await scene.count("sent") > 0
    await scene.pass_time(WEEK - SECOND)
    assert await scene.count("inbox") == 1
    await scene.pass_time(SECOND)
    assert await scene.count("inbox") == await scene.count("sent") == 0


async def test_words_of_a_closed_ask_leave_the_outbox_once_discord_answers(scene: Scene) -> None:
    """Until then they are needed, to find and correct a post that may stand in the channel."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    scene.messenger.fail(ASKS, *[Unsure()] * 2)
    await scene.ask(kind=AskKind.OPEN)
    await scene.take_back()
    await scene.pass_time(HOUR)
    await scene.pass_time(HOUR)
    assert scene.messenger.said(ASKS) == []
    assert await scene.count("outbox WHERE words_sealed IS NOT NULL") == 0


async def test_times_are_coarse_once_the_words_are_gone(scene: Scene) -> None:
    """To the hour, so that what is kept for a week does not tell when somebody was awake."""
    scene.clock.advance(timedelta(minutes=17, seconds=31))
    await scene.talk()
    scene.clock.advance(timedelta(minutes=9, seconds=13))
    await scene.end(ASKER)
    await scene.pass_time(HOUR)
    times = [
        *(await scene.rows("SELECT posted_at, expires_at, closed_at FROM ask"))[0],
        *(await scene.rows("SELECT started_at, ended_at FROM conversation"))[0],
    ]
    assert {int(str(time)) % 3600 for time in times} == {0}


@at_once
async def test_a_log_file_that_could_not_be_emptied_is_emptied_later(scene: Scene) -> None:
    """Somebody else was reading when the words were erased, with a program of their own."""
    await scene.store.close()
    database = await Database.open(scene.path, busy_seconds=0.05)
    await scene._open(Store(database, SEALER))
    await scene.draft()
    words = await sealed(scene, "words_sealed", "draft")
    scene.clock.advance(HOUR)
    with closing(sqlite3.connect(scene.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM draft").fetchone()
        with pytest.raises(CheckpointError):
            await retention.purge_expired(scene.ctx)
    await scene.pass_time(SECOND)
    assert in_files(scene, words) == set()


@at_once
async def test_a_tick_with_nothing_to_erase_writes_nothing(scene: Scene) -> None:
    """Once a second, so it must not wear the disk out."""
    await scene.posted()
    await scene.tick()
    log = scene.path.with_name(scene.path.name + "-wal")
    before = log.stat().st_size, log.stat().st_mtime_ns
    for _ in range(5):
        scene.clock.advance(SECOND)
        await scene.tick()
    assert (log.stat().st_size, log.stat().st_mtime_ns) == before


async def as_written(scene: Scene) -> object:
    """What becomes another when the database is written anew."""
    if on_postgresql():
        return await scene.rows("SELECT relfilenode::text FROM pg_class WHERE relname = 'draft'")
    return scene.path.read_bytes()


async def rewritten(scene: Scene) -> bool:
    """Whether it was written anew just now."""
    before = await as_written(scene)
    await retention.leave_no_trace(scene.ctx)
    return await as_written(scene) != before


async def test_a_day_later_nothing_is_left_on_any_engine(scene: Scene) -> None:
    """PostgreSQL keeps what was deleted until then, sealed, and its secret was thrown away."""
    await retention.leave_no_trace(scene.ctx)
    await scene.draft()
    words = await sealed(scene, "words_sealed", "draft")
    await scene.pass_time(4 * HOUR)
    if on_postgresql():
        assert words in b"".join(contents(scene.path).values())
    scene.clock.advance(DAY)
    assert await rewritten(scene)
    assert words not in b"".join(contents(scene.path).values())


@at_once
async def test_not_even_sealed_copies_and_tags_are_left_a_day_later(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    """However busy everybody is: the file is written anew, and it is said how long that took."""
    await retention.leave_no_trace(scene.ctx)
    await scene.draft()
    words = await sealed(scene, "words_sealed", "draft")
    await scene.store.checkpoint()
    content = scene.path.read_bytes()
    at = content.index(bytes(300), 4096 + 1000) + 100  # room in some page
    await scene.pass_time(4 * HOUR)
    with scene.path.open("r+b") as file:  # as a page keeps a copy when rows are moved
        file.seek(at)
        file.write(words)
    assert in_files(scene, words)
    assert not await rewritten(scene)
    capsys.readouterr()
    scene.clock.advance(DAY)
    assert in_files(scene, words)
    assert await rewritten(scene)
    assert in_files(scene, words) == set()
    assert "database.rewritten" in capsys.readouterr().out


async def test_the_file_is_written_anew_once_a_day_and_sooner_when_it_is_quiet(
    scene: Scene,
) -> None:
    """Somebody wrote just now, so that it waits; a minute without anybody is quiet."""
    await retention.leave_no_trace(scene.ctx)
    scene.clock.advance(4 * HOUR)
    await scene.draft()
    assert not await rewritten(scene)
    scene.store._changed_at -= QUIET_SECONDS + 1
    assert await rewritten(scene)
    scene.clock.advance(HOUR)
    assert not await rewritten(scene)
    scene.clock.advance(DAY)
    assert await rewritten(scene)


@at_once
async def test_a_file_that_could_not_be_written_anew_is_in_an_hour(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody was reading, so that the log could not be written into the file; it is said."""
    await scene.store.close()
    database = await Database.open(scene.path, busy_seconds=0.05)
    await scene._open(Store(database, SEALER))
    await retention.leave_no_trace(scene.ctx)
    await scene.draft()
    pause = Pause()

    async def slowly(tables: Tables) -> None:
        await tables.meta.get("key_check")
        pause.take()

    scene.clock.advance(DAY)
    reading = asyncio.create_task(scene.read(slowly))
    await pause.inside.wait()
    try:
        await retention.leave_no_trace(scene.ctx)
    finally:
        pause.go_on.set()
        await reading
    assert "database.not_rewritten" in capsys.readouterr().out
    assert not await rewritten(scene)
    scene.clock.advance(HOUR)
    assert await rewritten(scene)


async def test_a_clock_that_is_set_back_does_not_keep_old_copies_for_longer(scene: Scene) -> None:
    """By a year: it counts from now on."""
    await retention.leave_no_trace(scene.ctx)
    scene.clock.advance(-52 * WEEK)
    await retention.leave_no_trace(scene.ctx)
    scene.clock.advance(5 * HOUR)
    await scene.draft()
    assert await rewritten(scene)


async def test_a_goal_that_is_erased_ends_its_partners_conversation(scene: Scene) -> None:
    """It rested for so long that it goes: whoever went along reads that it has ended."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.PARTNERS])
    mine = await goals.save(
        scene.ctx, ASKER, goal_of(ASKER), words="Walk", every="1", at="20:00", zone="UTC"
    )
    shown = await drafts.draft(
        scene.ctx, here(ASKER), "Ask me.", "", for_goal=mine.goal.schedule.id
    )
    await posting.post(scene.ctx, here(ASKER), shown.draft.id)
    await scene.deliver()
    await scene.accept(LISTENER, scene.accept_button())
    await goals.pause(scene.ctx, ASKER)
    await scene.pass_time(90 * DAY)
    assert await scene.count("goal") == 1
    await scene.pass_time(DAY)
    assert await scene.count("goal") == await scene.count("conversation WHERE state = 'open'") == 0
    assert NoticeKind.CONVERSATION_ENDED_LISTENER in scene.kinds_to(LISTENER)
    assert NoticeKind.COMPANY_ENDED in scene.kinds_to(ASKER)


async def test_no_draft_makes_room_for_another(scene: Scene) -> None:
    """Its words would be lost. One more is refused, until another one goes; nobody else's count."""
    await scene.draft(OTHER)
    first, most = scene.clock.now(), scene.settings.asks.drafts_at_once
    for number in range(most):
        await scene.draft(words=f"Draft {number}")
        scene.clock.advance(SECOND)
    with pytest.raises(DraftsFull) as full:
        await scene.draft(words="One more")
    lives = scene.settings.asks.draft_lives
    assert full.value.values == {"count": most, "length": lives, "next": first + lives}
    assert await scene.count("draft") == most + 1
    scene.clock.advance(lives - most * SECOND)
    await scene.draft(words="One more")
