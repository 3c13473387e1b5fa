"""Stronger than searching for names: nothing that anybody else receives depends on who asks."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.local_discord import Channel, Person
from tests.journeys.stage import Identity, Stage, staged

ONE = Identity("quiet_otter_4471", "Otter", "Ott", "a" * 32, "fi", 111_111_111_111_111_111)
TWO = Identity("loud_heron_9", "The Great Heron", None, None, "ja", 1_222_222_222_222_222_222)

# a snowflake and a moment are Discord's own, made anew in each run
OF_DISCORD = {
    *("id", "channel_id", "timestamp", "edited_timestamp", "nonce", "message_id"),
    *("last_message_id", "parent_id", "archive_timestamp", "create_timestamp"),
}


async def story(stage: Stage) -> None:
    """One ask that is offered by DM, answered, mended, ends and is looked back on, one that is
    taken back, one that expires; a stray DM."""
    await stage.is_set_up()
    await stage.join(stage.listener)
    panel = await stage.join(stage.other)
    await stage.other.press(panel, "On duty for 1 hour")
    await stage.ask("It has been a long week.", "Somebody to hear it.")
    await stage.pass_time(timedelta(minutes=5))
    await stage.accept()
    hello = await stage.asker.send(stage.asker.dm, "Hello. Thank you for being there.")
    unsaid = await stage.asker.send(stage.asker.dm, "Never mind this one.")
    await stage.settle()
    await stage.listener.wait_for(stage.listener.dm, "Never mind")
    await stage.asker.edit(hello, "Hello. Thank you for coming.")
    await stage.asker.delete(unsaid)
    await stage.listener.wait_for(stage.listener.dm, "for coming")
    await stage.settle()
    await stage.listener.send(stage.listener.dm, "Hello. What was the longest part?")
    await stage.settle()
    await stage.asker.send(stage.asker.dm, "", files=[("my_street.png", b"\x89PNG")])
    await stage.settle()
    await stage.end(stage.asker)
    await look_back(stage)
    await stage.ask("Once more.")
    posted = [m for m in stage.asker.sees(stage.asker.dm) if "Take it back" in map(str, m.buttons)]
    await stage.asker.press(posted[-1], "Take it back")
    await stage.settle()
    await stage.ask("And again.")
    await stage.pass_time(stage.settings.asks.expires_after)
    await stage.asker.send(stage.asker.dm, "Is anybody there?")
    await stage.settle()


async def look_back(stage: Stage) -> None:
    """It helped, thanks, and the chat is cleared on the asker's side."""
    ended = await stage.asker.wait_for(stage.asker.dm, "has ended")
    await stage.asker.press(ended, "It helped")
    form = (await stage.asker.press(ended, "Say thanks")).form
    assert form is not None
    await stage.asker.submit(form, {"A few words, if you like": "You were patient with me."})
    await stage.settle()
    await stage.listener.wait_for(stage.listener.dm, "You were patient with me.")
    really = (await stage.asker.press(ended, "Clear this chat")).message
    assert really is not None
    await stage.asker.press(really, "Clear it")
    await stage.settle()


def without_discords_own(value: Any) -> Any:
    """A message without the ids and moments that Discord itself gave it."""
    if isinstance(value, Mapping):
        return {k: without_discords_own(v) for k, v in value.items() if k not in OF_DISCORD}
    return [without_discords_own(item) for item in value] if isinstance(value, list) else value


def received(person: Person, channel: Channel) -> bytes:
    """Everything that somebody sees in a channel, byte for byte: what stands there, then what is
    shown to them alone. Which of the two comes first when both are on their way is chance."""
    sees = sorted(person.sees(channel), key=lambda message: message.ephemeral)
    seen = [without_discords_own(message.raw) for message in sees]
    return json.dumps(seen, sort_keys=True).encode()


async def views_of_others(folder: Path, who: Identity) -> dict[str, bytes]:
    """Play the story with this asker, and collect what everybody else received."""
    async with staged(folder, who=who) as stage:
        await story(stage)
        others = (stage.admin, stage.listener, stage.other)
        return {
            f"{person.username} in {channel.name or 'their DM'}": received(person, channel)
            for person in others
            for channel in (stage.asks, stage.staff, person.dm)
        }


async def test_two_different_askers_leave_the_same_traces(tmp_path: Path) -> None:
    """The same story with another id, name, nickname, avatar and locale: identical bytes."""
    first = await views_of_others(tmp_path / "one", ONE)
    second = await views_of_others(tmp_path / "two", TWO)
    assert len(b"".join(first.values())) > 5000
    assert first == second


@pytest.mark.parametrize("part", ["quiet_otter", "Otter", "Ott", "111111111111111111"])
async def test_the_comparison_would_notice(tmp_path: Path, part: str) -> None:
    """Had the asker written their own name, the two stories would differ."""
    async with staged(tmp_path, who=ONE) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        await stage.ask(f"I am {part}.")
        await stage.accept()
        assert part.encode() in received(stage.listener, stage.listener.dm).replace(b"\\\\", b"")
