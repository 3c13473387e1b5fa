"""What the simulated Discord tells, in the shape in which discord.py would, as far as the inbox of
the bot looks at it.
"""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import discord

from bot.domain.ids import ChannelId
from tests.simulation.discord import Said, SimulatedDiscord, Typed
from tests.simulation.line import Line

_OUT_OF_REACH = "reset"


class DirectMessages:
    """Somebody's direct messages, as the inbox reads them."""

    def __init__(self, line: Line, discord_: SimulatedDiscord, channel: int) -> None:
        self._line, self._discord, self._channel = line, discord_, ChannelId(channel)

    async def history(
        self, *, limit: int | None, after: Any = None, oldest_first: bool = False
    ) -> AsyncIterator[Any]:
        """The messages of a channel, the newest first if nothing else is asked for. As discord.py,
        raises an OSError where there is no answer."""
        try:
            found = await self._line.ask("history", lambda: self._discord.history(self._channel))
        except Exception as error:
            raise OSError(_OUT_OF_REACH) from error
        wanted = [one for one in found if after is None or one.id > after.id]
        for one in (wanted if oldest_first else wanted[::-1])[:limit]:
            yield as_message(one)


def as_message(one: Said | Typed) -> discord.Message:
    """A message as discord.py has it, as far as the inbox looks at it."""
    typed = one if isinstance(one, Typed) else None
    reply = typed and typed.reply_to
    shape = SimpleNamespace(
        id=one.id,
        guild=None,
        nonce=one.nonce if isinstance(one, Said) else None,
        channel=SimpleNamespace(id=one.channel),
        author=SimpleNamespace(id=typed.author if typed else 0, bot=typed is None),
        content=one.text if isinstance(one, Typed) else one.reads,
        edited_at=typed and typed.edited_at,
        type=discord.MessageType.default if reply is None else discord.MessageType.reply,
        flags=SimpleNamespace(voice=False),
        reference=None if reply is None else SimpleNamespace(message_id=reply),
        attachments=[
            SimpleNamespace(id=number, content_type="image/png")
            for number in (typed.images if typed else ())
        ],
        stickers=[],
        poll=None,
        message_snapshots=[],
    )
    return cast("discord.Message", shape)
