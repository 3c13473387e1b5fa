"""A thousand replies to what the bot does not know yet that it said: none reaches the wrong person.

In each round an asker writes, their listener sees it and answers it by a reply at once, while the
listener's own switch points anywhere. The bot has not heard yet that it was sent, hears of it by
the echo alone, loses the answer, or is stopped or killed meanwhile.
"""

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from shutil import copyfile

import pytest

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.services.conversations import recipient, relay
from bot.services.delivery import recognition
from bot.services.ports import SentMessage, Unsure
from tests.faults.town import FILE, Town, town
from tests.faults.wire import Moment, Stored, Wire
from tests.how_much import many_rounds
from tests.services.scene import GUILD, saying

LISTENER = UserId(301)
ASKERS = (UserId(201), UserId(202), UserId(203))
PAUSE = timedelta(seconds=2)


def channel_of(user: UserId) -> ChannelId:
    """Somebody's direct messages on a Wire."""
    return ChannelId(user + 1_000_000)


class Fate(StrEnum):
    """What happens to the request that brings an asker's words to the listener."""

    ANSWERED = "answered"
    LATE = "late"
    LOST = "lost"
    STOPPED = "stopped"
    KILLED = "killed"


class Told(StrEnum):
    """How else the bot learns of it before it reads the reply."""

    ECHO = "echo"
    HISTORY = "history"
    """The connection was lost: the channel is looked through before it is read."""
    NOTHING = "nothing"
    """Neither works: the worst case, in which it must ask."""


@dataclass
class Gate:
    """Holds up the answer to one message of the listener's channel once Discord has it."""

    wire: Wire
    words: str
    fate: Fate
    stored: asyncio.Future[Stored] = field(default_factory=asyncio.Future)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, moment: Moment) -> None:
        """The message stands there: what comes of its answer is the round's fate."""
        newest = self.wire.messages[-1] if moment is Moment.AFTER else None
        if newest is None or self.words not in newest.reads or self.stored.done():
            return
        self.stored.set_result(newest)
        if self.fate is not Fate.ANSWERED:
            await self.release.wait()
        if self.fate is Fate.LOST:
            raise Unsure


@dataclass
class Rounds:
    """A town in which a listener has several conversations, and what came of all rounds.

    `guessing`: as before replies were resolved, an unknown reply counts as none.
    """

    folder: Path
    chance: random.Random
    count: int
    guessing: bool = False
    reached: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    town: Town = field(init=False)
    number: int = 0
    written: int = 0
    place: Path = field(init=False)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        """The files of the first bot."""
        self.place = self.folder / "town"

    async def begin(self) -> None:
        """Everybody asks the same listener."""
        self.town = await self._open.enter_async_context(town(self.place))
        for asker in ASKERS[: self.count]:
            await self.town.talk(asker, LISTENER)
        await self.settle()

    async def close(self) -> None:
        """Close the files."""
        await self._open.aclose()

    async def play(self) -> None:
        """One round: words, a reply at once, and where the reply is read."""
        self.number += 1
        asker = self.chance.choice(ASKERS[: self.count])
        words, reply = f"<words {self.number}>", f"<reply {self.number}>"
        fate, told = self.chance.choice(list(Fate)), self.chance.choice(list(Told))
        await self.switch(self.chance.choice(ASKERS[: self.count]))
        await self.town.write(asker, self.snowflake(), words)
        gate = self.town.messenger.trouble = Gate(self.town.wire, words, fate)
        async with saying(self.town.delivery):
            stored = await gate.stored
            if fate is Fate.ANSWERED:
                await self.town.delivery.drain()
            elif fate is Fate.KILLED:
                self.copy_files()
            elif fate is not Fate.STOPPED:
                await self.read(stored, told, reply)
                gate.release.set()
                await self.town.delivery.drain()
        if fate in (Fate.STOPPED, Fate.KILLED):
            await self.start_again()
        if fate not in (Fate.LATE, Fate.LOST):
            await self.read(stored, told, reply)
        await self.settle()
        self.note(asker, reply)

    async def read(self, stored: Stored, told: Told, reply: str) -> None:
        """Read the listener's reply, after whatever is told before it."""
        ctx, place = self.town.ctx, SentMessage(stored.channel, stored.message)
        if not self.guessing and told is Told.ECHO:
            await recognition.echoed(ctx, stored.nonce, place)
        if not self.guessing and told is Told.HISTORY:
            await recognition.look_for_doubtful(ctx, stored.channel)
        known = await ctx.store.read(lambda tables: tables.messages.was_noted(stored.message))
        self.unknown += not known
        answers = None if self.guessing and not known else stored.message
        message = MessageId(self.snowflake())
        await relay.pass_on(ctx, relay.Written(LISTENER, message, reply, reply_to=answers))

    def copy_files(self) -> None:
        """What a kill leaves at this moment: nothing is closed, nothing written back."""
        before, self.place = self.place, self.folder / f"killed-{self.number}"
        self.place.mkdir(mode=0o700)
        for name in (FILE, FILE + "-wal"):
            copyfile(before / name, self.place / name)

    async def start_again(self) -> None:
        """Another bot takes up the files that are there."""
        wire, now = self.town.wire, self.town.clock.now()
        await self._open.aclose()
        self.town = await self._open.enter_async_context(town(self.place, wire, now=now))

    async def switch(self, asker: UserId) -> None:
        """From now on the listener talks with this asker."""
        number = self.town.store.asker_number(GUILD, asker)
        own = self.town.store.listener_number(GUILD, LISTENER)
        sql = (
            "SELECT token FROM button JOIN conversation USING (conversation_id)"
            " WHERE asker_number = ? AND number = ?"
        )
        rows = await self.town.store._database.read(lambda on: on.fetch_all(sql, (number, own)))
        await recipient.talk_with(self.town.ctx, LISTENER, rows[0][0])

    async def settle(self) -> None:
        """Let time pass until everything is said."""
        async with saying(self.town.delivery):
            while await self.town.waiting():
                await self.town.delivery.drain()
                self.town.clock.advance(PAUSE)

    def snowflake(self) -> int:
        """The id of a message that is written now."""
        since = self.town.clock.now() - datetime(2015, 1, 1, tzinfo=UTC)
        self.written += 1
        return (int(since.total_seconds() * 1000) << 22) + self.written

    def note(self, asker: UserId, reply: str) -> None:
        """Who reads the reply."""
        readers = [one.channel for one in self.town.wire.messages if reply in one.reads]
        assert len(readers) <= 1, "it is read once"
        right = channel_of(asker)
        self.reached["nobody" if not readers else "right" if readers == [right] else "wrong"] += 1

    @property
    def questions(self) -> int:
        """How often the listener was asked whom a text is for."""
        return sum("several_open" in one.reads for one in self.town.wire.messages)


async def played(folder: Path, count: int, rounds: int, *, guessing: bool = False) -> Rounds:
    """So many rounds in so many conversations, always the same ones."""
    made = Rounds(folder, random.Random(count), count, guessing)  # noqa: S311 - repeatable
    await made.begin()
    try:
        for _ in range(rounds):
            await made.play()
    finally:
        await made.close()
    return made


@many_rounds
@pytest.mark.parametrize("count", [2, 3])
async def test_no_reply_of_five_hundred_reaches_the_wrong_person(
    tmp_path: Path, count: int
) -> None:
    """Each is read by whom it answers, or its writer is asked: as often as it was unknown."""
    made = await played(tmp_path, count, 500)
    assert made.reached["wrong"] == 0
    assert made.questions == made.reached["nobody"] == made.unknown
    assert made.unknown < 150, "most are known by their echo, or found in the history"
    assert made.reached["right"] > 350


@pytest.mark.parametrize("count", [2, 3])
async def test_the_rounds_would_show_a_guess(tmp_path: Path, count: int) -> None:
    """The same rounds find the wrong person where an unknown reply counts as none."""
    made = await played(tmp_path, count, 40, guessing=True)
    assert made.reached["wrong"] > 0
