"""Thousands of faults, seeded: nothing lost, nothing doubled, nothing out of order."""

import random
from datetime import timedelta
from pathlib import Path

from bot.domain.ids import UserId
from bot.services.ports import Unsure
from tests.faults.town import Town, town
from tests.faults.wire import NONCES_ARE_KNOWN_FOR, Moment

PAIRS = [(UserId(200 + number), UserId(300 + number)) for number in range(8)]
SMALL_TALK = ("yes", "no", "yes", "I see.", "...", "yes")


CHANCE = {Moment.BEFORE: 0.6, Moment.AFTER: 0.9, Moment.LOOKING: 0.8}


class Dice:
    """Takes answers away by chance, before or after Discord has got it, so many in all."""

    def __init__(self, seed: int, faults: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - faults that can be repeated
        self._left = faults
        self.faults = dict.fromkeys(Moment, 0)

    async def __call__(self, moment: Moment) -> None:
        """No answer, perhaps."""
        if self._left and self._random.random() < CHANCE[moment]:
            self._left -= 1
            self.faults[moment] += 1
            raise Unsure

    def pause(self) -> timedelta:
        """Any time up to more than the window of a nonce."""
        return timedelta(seconds=self._random.choice((1, 2, 5, 20, 61, 130, 1300)))


async def settled(made: Town) -> dict[int, list[str]]:
    """Begin all conversations without a fault; what stands in the channels."""
    for asker, listener in PAIRS:
        await made.talk(asker, listener)
    await made.calm()
    return made.wire.reads()


async def chatter(made: Town, rounds: int) -> dict[int, list[str]]:
    """Everybody writes, a few texts over and over; what each should read, in order."""
    heard: dict[int, list[str]] = {}
    message = 7_000_000
    for number in range(rounds):
        for asker, listener in PAIRS:
            for writer, reader in ((asker, listener), (listener, asker)):
                text = SMALL_TALK[(number + writer) % len(SMALL_TALK)]
                message += 1
                await made.write(writer, message, text)
                heard.setdefault(reader + 1_000_000, []).append(text)
    return heard


async def test_two_thousand_faults_lose_double_and_turn_nothing(tmp_path: Path) -> None:
    """Every answer may get lost, before or after the effect; everybody reads every word once."""
    async with town(tmp_path) as made:
        before = await settled(made)
        heard = await chatter(made, rounds=18)
        dice = made.messenger.trouble = Dice(5, 2000)
        await made.calm(dice.pause)
        assert sum(dice.faults.values()) == 2000
        assert min(dice.faults.values()) > 250
        assert_heard(made, before, heard)


async def test_late_retries_double_nothing(tmp_path: Path) -> None:
    """Discord has forgotten every nonce when it is tried again: the history is what counts."""
    async with town(tmp_path) as made:
        before = await settled(made)
        heard = await chatter(made, rounds=6)
        lost = [False]

        async def every_other_answer_is_lost(moment: Moment) -> None:
            if moment is Moment.AFTER:
                lost[0] = not lost[0]
                if lost[0]:
                    raise Unsure

        made.messenger.trouble = every_other_answer_is_lost
        await made.calm(lambda: 2 * NONCES_ARE_KNOWN_FOR)
        assert any(heard.values()), "something was written"
        assert_heard(made, before, heard)


def assert_heard(made: Town, before: dict[int, list[str]], heard: dict[int, list[str]]) -> None:
    """Everybody read what was written to them: all of it, once, in order."""
    after = made.wire.reads()
    for channel, words in heard.items():
        new = after[channel][len(before[channel]) :]
        assert [read.split(": ")[1].removesuffix(" / ") for read in new] == words
