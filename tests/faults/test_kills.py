"""The process is killed at any commit and any call: what its files hold then is enough.

The files are copied while the bot runs, as a kill would leave them, and another bot takes them up.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from bot.domain.ids import UserId
from tests.faults.town import FILE, Town, town
from tests.faults.wire import Moment, Wire
from tests.services.scene import saying

ANNA, BEN = UserId(201), UserId(301)
WORDS = ((ANNA, "yes"), (BEN, "yes"), (ANNA, "yes"), (BEN, "x" * 2500), (ANNA, "no"))


async def story(made: Town) -> None:
    """What the two write and do; Discord tells of all of it again after a kill."""
    for number, (who, text) in enumerate(WORDS):
        await made.write(who, 7_000_000 + number, text)
    await made.end(ANNA)


@dataclass(frozen=True)
class Left:
    """What a kill leaves: files, and what Discord has."""

    folder: Path
    wire: Wire
    now: datetime


class Killer:
    """Copies the files at every commit, and before and after every call."""

    def __init__(self, made: Town, folder: Path) -> None:
        self._made = made
        self._folder = folder
        self.left: list[Left] = []
        made.store.on_commit(self.kill)
        made.messenger.trouble = self

    async def __call__(self, moment: Moment) -> None:
        """A kill here."""
        del moment
        self.kill()

    def kill(self) -> None:
        """Nothing is closed and nothing is written back: the log file is left as it is."""
        folder = self._folder / f"killed-{len(self.left)}"
        folder.mkdir(mode=0o700)
        for name in (FILE, FILE + "-wal"):
            copyfile(self._folder / "town" / name, folder / name)
        wire = self._made.wire.copy(self._made.clock)
        self.left.append(Left(folder, wire, self._made.clock.now()))


async def test_killed_anywhere_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    """Every message that Discord tells of again is passed on once, in its order."""
    async with town(tmp_path / "town") as made:
        await made.talk(ANNA, BEN)
        await made.calm()
        killer = Killer(made, tmp_path)
        async with saying(made.delivery):
            await story(made)
            await made.delivery.drain()
        whole = made.wire.reads()
    assert len(killer.left) > 30
    for left in killer.left:
        async with town(left.folder, left.wire, now=left.now) as again:
            await story(again)
            await again.calm()
            assert again.wire.reads() == whole, left.folder.name
