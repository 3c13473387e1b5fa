"""People on a disk whose writes fail again and again.

`python -m tests.faults.failing_disk FOLDER ROUNDS` is run by `strace`, which lets the system refuse
some of the writes. Whoever is told that something went wrong does it again, as people do; what was
taken is never done again. Ends with 1 where somebody then reads something twice, not at all, or out
of order.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

from bot.domain.ids import MessageId, UserId
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.conversations import ending, relay
from bot.services.offers import acceptance
from tests.services.scene import Scene, here, playing

T = TypeVar("T")

AGAIN: Final = 5
"""How often somebody tries, at most: hardly ever do two writes of one deed fail one after the
other."""

WORDS: Final = 3
"""From each of the two."""

MOST: Final = 70
PAIRS: Final = [(UserId(200 + one), UserId(270 + one)) for one in range(MOST)]
"""Who asks, and who listens: other people in each story."""
MINUTE: Final = timedelta(minutes=1)


async def insist(deed: Callable[[], Awaitable[T]]) -> T:
    """Do it until it is taken."""
    for _ in range(AGAIN):
        try:
            return await deed()
        except sqlite3.OperationalError:
            continue
    return await deed()


async def say_all(scene: Scene) -> None:
    """Until nothing has to be said any more; what failed is tried a minute later."""
    await scene.deliver()
    while await scene.count("outbox"):
        scene.clock.advance(MINUTE)
        await scene.deliver()


async def write(scene: Scene, one: UserId, text: str, number: int) -> None:
    """Something in direct messages. Discord tells of it until it is taken."""
    written = relay.Written(one, MessageId(number), text)
    await insist(lambda: relay.pass_on(scene.ctx, written))


async def story(scene: Scene, asker: UserId, listener: UserId) -> None:
    """Somebody asks, is heard, and one of them ends it."""
    await insist(lambda: scene.join(listener))
    member = here(asker)
    preview = await insist(lambda: drafts.draft(scene.ctx, member, "A long week.", ""))
    await insist(lambda: posting.post(scene.ctx, member, preview.draft.id))
    await say_all(scene)
    button = scene.accept_button()
    await insist(lambda: acceptance.accept(scene.ctx, here(listener), button))
    await say_all(scene)
    for number in range(WORDS):
        await write(scene, asker, f"word {number}", 1000 * asker + number)
        await write(scene, listener, f"answer {number}", 1000 * listener + number)
    await say_all(scene)
    token = scene.end_button(asker)
    await insist(lambda: ending.end_own(scene.ctx, asker, token))
    await say_all(scene)


def look(scene: Scene, asker: UserId, listener: UserId) -> None:
    """All of it was said once, and in order."""
    assert scene.words_to(listener) == [f"word {number}" for number in range(WORDS)]
    assert scene.words_to(asker) == [f"answer {number}" for number in range(WORDS)]
    ended = (NoticeKind.CONVERSATION_ENDED_ASKER, NoticeKind.CONVERSATION_ENDED_LISTENER)
    for one, kind in zip((asker, listener), ended, strict=True):
        assert scene.kinds_to(one).count(kind) == 1, scene.kinds_to(one)


async def main(folder: Path, rounds: int) -> None:
    """So many stories, one after the other."""
    async with playing(folder, reminding=False) as scene:
        for pair in PAIRS[:rounds]:
            await story(scene, *pair)
            scene.clock.advance(timedelta(days=1))
        for pair in PAIRS[:rounds]:
            look(scene, *pair)
        whole = await scene.rows("PRAGMA integrity_check")
        assert whole == [("ok",)], whole


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
