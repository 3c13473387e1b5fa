"""What is decided on somebody's words is decided before their unit of work is opened."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import FrameType

import pytest

from bot.domain.ids import MessageId
from bot.services.conversations import edits
from bot.services.conversations.incoming import Written
from bot.storage.store import Tables
from tests.services.scene import ASKER, LISTENER, OTHER, STRANGER, Scene

WORDS_ARE_DECIDED_IN = {"text.py", "message_split.py", "passed_words.py", "characters.py"}


async def in_one(scene: Scene) -> MessageId:
    """Somebody in a conversation writes."""
    await scene.talk()
    return await scene.write(ASKER, "one [two](https://three.example)\u200b " * 100)


async def in_two(scene: Scene) -> MessageId:
    """Somebody in two conversations writes, without saying whom it is for."""
    await scene.talk()
    await scene.talk(LISTENER, OTHER)
    return await scene.write(LISTENER, "one [two](https://three.example)\u200b " * 100)


async def in_none(scene: Scene) -> MessageId:
    """Somebody writes about nothing that is open."""
    return await scene.write(STRANGER, "one [two](https://three.example)\u200b")


@pytest.mark.parametrize("writes", [in_one, in_two, in_none])
async def test_the_one_writer_waits_for_no_cleaning_and_no_splitting(
    scene: Scene, writes: Callable[[Scene], Awaitable[MessageId]]
) -> None:
    """Neither of what is written nor of its edit: in the writer's thread nothing of it runs."""
    entered: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        del event, argument
        entered.add(Path(frame.f_code.co_filename).name)

    async def watch(tables: Tables) -> None:
        del tables
        sys.setprofile(note)  # of this thread alone, which is the writer's

    await scene.store.transaction(watch)
    message = await writes(scene)
    await edits.edited(scene.ctx, Written(STRANGER, message, "three \u200b" * 400))
    assert "incoming.py" in entered, "it was watched"
    assert not entered & WORDS_ARE_DECIDED_IN
