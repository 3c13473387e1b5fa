"""Discord tells the next process of what the one before had taken in: nobody sees anything twice.

It never tells it of presses: only a connection that resumes its session is told of these again.
"""

from pathlib import Path

from bot.local_discord import Message
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, talk, until


def tell(stage: Stage, event: str, message: Message) -> None:
    """Let the gateway tell of a message in direct messages."""
    stage.discord.gateway.emit(event, {**message.raw, "channel_type": 1}, 0, None)


async def test_words_edits_and_deletions_told_again_after_a_restart_change_nothing(
    tmp_path: Path,
) -> None:
    """In any order; and what is written then comes after it, once."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        edited, gone = [await asker.send(asker.dm, words) for words in ("one", "two")]
        await until(stage, lambda: heard(listener) == ["one", "two"])
        await asker.edit(edited, "ONE")
        await asker.delete(gone)
        await until(stage, lambda: heard(listener) == ["ONE"])
        before = [[m.content for m in one.sees(one.dm)] for one in (asker, listener)]
        await stage.restart()
        await stage.settle()
        for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_CREATE"):
            tell(stage, event, edited)
        tell(stage, "MESSAGE_DELETE", gone)
        tell(stage, "MESSAGE_CREATE", gone)
        await stage.settle()
        assert [[m.content for m in one.sees(one.dm)] for one in (asker, listener)] == before
        await asker.send(asker.dm, "three")
        await until(stage, lambda: heard(listener) == ["ONE", "three"])
