"""The bot is stopped at every boundary of delivery, and takes up where it was."""

import asyncio
from datetime import timedelta
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest

from bot.domain.ids import UserId
from bot.services.ports import Unsure
from tests.fakes import START
from tests.faults.town import FILE, Town, town
from tests.faults.wire import NONCES_ARE_KNOWN_FOR, Moment, Wire
from tests.services.scene import saying

ANNA, BEN = UserId(201), UserId(301)
WORDS = ((ANNA, "yes"), (BEN, "yes"), (ANNA, "yes"), (BEN, "x" * 2500), (ANNA, "no"), (BEN, "yes"))


async def story(made: Town) -> None:
    """Two people talk and end it: a dozen notices in three lanes, some of them reading alike."""
    await made.talk(ANNA, BEN)
    for number, (who, text) in enumerate(WORDS):
        await made.write(who, 7_000_000 + number, text)
    await made.end(ANNA)


class StopAt:
    """Lets somebody know at the n-th boundary, and never returns from there."""

    def __init__(self, boundary: int) -> None:
        self._left = boundary
        self.reached = asyncio.Event()

    async def __call__(self, moment: Moment) -> None:
        """One more boundary."""
        del moment
        self._left -= 1
        if self._left <= 0:
            self.reached.set()
            await asyncio.Event().wait()


async def told(folder: Path) -> tuple[Wire, Wire]:
    """Put the whole story into the outbox of a new database.

    What people read before anything of it was said, and after all of it, without any fault.
    """
    async with town(folder / "start") as made:
        await story(made)
        start = made.wire
    async with town(take(folder, "start", "calm"), start) as made:
        await made.calm()
        return start, made.wire


def take(folder: Path, name: str, new: str) -> Path:
    """A copy of the files of a bot that was stopped."""
    (folder / new).mkdir(mode=0o700)
    copyfile(folder / name / FILE, folder / new / FILE)
    return folder / new


async def test_the_story_is_worth_stopping(tmp_path: Path) -> None:
    """Three lanes, at least ten messages, one of them edited."""
    _, calm = await told(tmp_path)
    assert len(calm.reads()) == 3
    assert len(calm.messages) >= 10
    assert any("ask_over_in_channel" in stored.reads for stored in calm.messages)


async def stopped(folder: Path, wire: Wire, boundary: int) -> Town | None:
    """Let the bot run until it is cancelled at a boundary; None when there are not so many."""
    stop = StopAt(boundary)
    async with town(folder, wire) as made:
        made.messenger.trouble = stop
        async with saying(made.delivery):
            over = asyncio.create_task(made.delivery.drain())
            reached = asyncio.create_task(stop.reached.wait())
            await asyncio.wait({over, reached}, return_when=asyncio.FIRST_COMPLETED)
            for task in (over, reached):
                task.cancel()
            await asyncio.gather(over, reached, return_exceptions=True)
    return made if stop.reached.is_set() else None


async def test_stopped_at_any_boundary_everything_is_said_once(tmp_path: Path) -> None:
    """Before and after each call; taken up at once, or when Discord has forgotten the nonces."""
    start, calm = await told(tmp_path)
    for boundary in count(1):
        folder = take(tmp_path, "start", f"stopped-{boundary}")
        made = await stopped(folder, start, boundary)
        if made is None:
            break
        for pause in (timedelta(0), 2 * NONCES_ARE_KNOWN_FOR):
            again = take(tmp_path, folder.name, f"{folder.name}-{pause.seconds}")
            async with town(again, made.wire, now=made.clock.now() + pause) as other:
                await other.calm()
                assert other.wire.reads() == calm.reads(), again.name
    assert boundary > 2 * len(calm.messages)


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
async def test_started_again_and_again_everything_is_said_once(
    tmp_path: Path, moment: Moment
) -> None:
    """In each run of the bot every third call gets no answer, and then the bot is stopped."""
    start, calm = await told(tmp_path)
    folder, wire, now = take(tmp_path, "start", "stopped"), start, START
    runs = 0
    while True:
        runs += 1
        async with town(folder, wire, now=now) as made:
            made.messenger.trouble = NoAnswerToEveryThird(moment)
            await made.deliver()
            now, wire = made.clock.now() + timedelta(seconds=90), made.wire
            if not await made.waiting():
                break
    assert wire.reads() == calm.reads()
    assert runs > 2


class NoAnswerToEveryThird:
    """Every third call gets no answer, at one moment or the other."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._calls = 0

    async def __call__(self, moment: Moment) -> None:
        """No answer, if it is a third one."""
        if moment is self._moment:
            self._calls += 1
            if self._calls % 3 == 0:
                raise Unsure
