"""The backups that a running bot makes by itself: when, and what happens when one fails."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.config import Settings
from bot.database_place import Address
from bot.services import backups
from bot.services.backups import AFTER_A_FAULT, DailyBackup
from bot.storage.sqlite import backup_files, backup_process
from bot.storage.store import Store
from tests.engines import only_on_sqlite, open_store
from tests.fakes import FixedClock
from tests.services.scene import SEALER
from tests.storage.sqlite.copies import being_made, children, grow, names, until

pytestmark = only_on_sqlite("the backups of a PostgreSQL are its operator's")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = datetime(2026, 3, 27, 12, tzinfo=UTC)
FILE = "bot.sqlite3"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An open database."""
    opened = await open_store(tmp_path / FILE, SEALER)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> FixedClock:
    """It is noon."""
    return FixedClock(BEGUN)


def settings(folder: Path, **backup: object) -> Settings:
    """These, and the database of the test."""
    storage = {"database": folder / FILE, "key_file": folder / "key"}
    return Settings.model_validate({"storage": storage, "backup": backup})


def made(folder: Path) -> list[datetime]:
    """When each backup that counts was made."""
    database = folder / FILE
    found = backup_files.backups(backup_files.default_folder(database), database)
    return [one.made_at for one in found]


async def test_one_is_made_each_day_at_the_local_time(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """The first soon after the start; then each at half past four in Berlin, also in the night in
    which the clocks go forward there."""
    daily = DailyBackup(
        settings(tmp_path, zone="Europe/Berlin", daily_at="4:30", keep=9), store, clock
    )
    for _ in range(3 * 24 * 4):
        await daily.look()
        clock.advance(timedelta(minutes=15))
    assert made(tmp_path) == [
        BEGUN,
        datetime(2026, 3, 28, 3, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 2, 30, tzinfo=UTC),
        datetime(2026, 3, 30, 2, 30, tzinfo=UTC),
    ]


async def test_one_that_was_missed_comes_at_the_next_start(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """And a start on a day on which there is one makes none."""
    wanted = settings(tmp_path)
    await DailyBackup(wanted, store, clock).look()
    clock.advance(6 * HOUR)
    await DailyBackup(wanted, store, clock).look()
    assert made(tmp_path) == [BEGUN]
    clock.advance(12 * HOUR)  # past half past four
    await DailyBackup(wanted, store, clock).look()
    assert made(tmp_path) == [BEGUN, BEGUN + 18 * HOUR]


async def test_only_so_many_are_kept(tmp_path: Path, store: Store, clock: FixedClock) -> None:
    """The newest."""
    daily = DailyBackup(settings(tmp_path, keep=2), store, clock)
    for _ in range(4):
        await daily.look()
        clock.advance(DAY)
    assert made(tmp_path) == [BEGUN + 2 * DAY, BEGUN + 3 * DAY]


async def test_off_is_off(tmp_path: Path, store: Store, clock: FixedClock) -> None:
    """None is made, and no folder."""
    daily = DailyBackup(settings(tmp_path, daily_at=None), store, clock)
    for _ in range(3):
        await daily.look()
        clock.advance(DAY)
    assert not (tmp_path / "backups").exists()


async def test_those_of_a_postgresql_are_its_operators(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """None is made, and no folder."""
    wanted = settings(tmp_path)
    database = Address("postgresql://host/ear")
    storage = wanted.storage.model_copy(update={"database": database})
    daily = DailyBackup(wanted.model_copy(update={"storage": storage}), store, clock)
    for _ in range(3):
        await daily.look()
        clock.advance(DAY)
    assert not (tmp_path / "backups").exists()


async def test_one_from_the_future_does_not_count(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """A clock that was wrong for a day must not end all backups."""
    wanted = settings(tmp_path)
    await DailyBackup(wanted, store, FixedClock(BEGUN + 300 * DAY)).look()
    await DailyBackup(wanted, store, clock).look()
    assert made(tmp_path) == [BEGUN, BEGUN + 300 * DAY]


async def test_one_that_fails_is_logged_and_tried_again(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """Not each minute; and the bot goes on."""
    daily = DailyBackup(settings(tmp_path), store, clock)
    (tmp_path / "backups").touch()
    with capture_logs() as lines:
        for _ in range(15):
            await daily.look()
            clock.advance(AFTER_A_FAULT / 15)
    assert [(line["event"], line["code"]) for line in lines] == [
        ("backup.not_made", "not_a_folder")
    ]
    (tmp_path / "backups").unlink()
    with capture_logs() as lines:
        await daily.look()
    assert [line["event"] for line in lines] == ["backup.made"]
    assert made(tmp_path) == [BEGUN + AFTER_A_FAULT]


async def test_a_fault_of_the_code_is_logged_too(
    tmp_path: Path, store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As anything else that goes wrong there."""

    def broken(*_: object, **__: object) -> Iterator[None]:
        raise ZeroDivisionError

    monkeypatch.setattr(backup_process, "make", broken)
    with capture_logs() as lines:
        await DailyBackup(settings(tmp_path), store, clock).look()
    assert [(line["event"], line["code"]) for line in lines] == [("backup.not_made", "fault")]


async def test_while_one_is_made_people_go_on_and_the_log_is_left_alone(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """To empty the log would wait for the backup and hold up all who write."""
    grow(tmp_path / FILE, 6)
    daily = DailyBackup(settings(tmp_path), store, clock)
    making = asyncio.create_task(daily.look())
    await until(lambda: being_made(tmp_path / "backups"))
    await store.transaction(lambda tables: tables.meta.put("written", b"meanwhile"))
    await store.checkpoint()
    assert not making.done()
    log = tmp_path / f"{FILE}-wal"
    assert log.stat().st_size
    await making
    await store.checkpoint()
    assert not log.stat().st_size


async def test_while_one_is_made_it_is_no_time_to_write_the_database_anew(store: Store) -> None:
    """Both take the disk for long."""
    store._changed_at -= 1000
    assert store.is_quiet()
    with store.copied():
        assert not store.is_quiet()
    assert store.is_quiet()


async def test_a_stop_ends_it_and_leaves_nothing(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """The next start makes it."""
    grow(tmp_path / FILE, 6)
    daily = DailyBackup(settings(tmp_path), store, clock)
    looking = asyncio.create_task(daily.look())
    await until(lambda: being_made(tmp_path / "backups"))
    await daily.stop()
    await asyncio.gather(looking, return_exceptions=True)
    assert names(tmp_path / "backups") == []


async def test_to_stop_where_none_is_made_is_nothing(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    """As it mostly is."""
    daily = DailyBackup(settings(tmp_path), store, clock)
    await daily.stop()
    await daily.look()
    await daily.stop()
    assert made(tmp_path) == [BEGUN]


@pytest.mark.parametrize(("upgrade_to", "niceness"), [(None, 19), (99, 0)])
async def test_only_one_that_nobody_waits_for_stands_behind_all_else(
    tmp_path: Path, store: Store, upgrade_to: int | None, niceness: int
) -> None:
    """On a busy machine that is for long, and a bot whose database changes does not start before
    there is one."""
    del store
    grow(tmp_path / FILE, 6)
    before = set(children())
    making = asyncio.create_task(backups.make(settings(tmp_path), BEGUN, upgrade_to))
    await until(lambda: being_made(tmp_path / "backups"))
    (pid,) = set(children()) - before
    more = os.getpriority(os.PRIO_PROCESS, pid) - os.getpriority(os.PRIO_PROCESS, 0)
    assert more == min(niceness, 19 - os.getpriority(os.PRIO_PROCESS, 0))
    await making
