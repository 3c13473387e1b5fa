"""How whatever somebody did is answered: at once where the work is quick, else acknowledged first.

Discord shows after three seconds that nothing came. So a timer acknowledges what takes longer than
a moment, whatever it waits for, and the answer takes that place later.
"""

import asyncio
from collections.abc import Awaitable
from functools import partial
from typing import Any

import aiohttp
import discord
import structlog

from bot.discord_app.components.frames import fits
from bot.discord_app.components.views import (
    answer,
    attached,
    change_answer,
    in_place_of,
)
from bot.discord_app.interactions.handlers import Ack
from bot.discord_app.rendering.reply import Reply

Interaction = discord.Interaction[Any]

GRACE = 0.3
"""Seconds until it is acknowledged: most work takes a few milliseconds, and is then answered with
one request instead of two."""


class Answering:
    """The one answer to an interaction. Entered before the work begins, left when all is said.

    A late answer loses the reply, never the work: what Discord refuses is not raised.
    """

    def __init__(self, interaction: Interaction, ack: Ack) -> None:
        self._interaction = interaction
        self._ack = ack
        self._acknowledging: asyncio.Task[bool] | None = None

    def __enter__(self) -> "Answering":
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(GRACE, self._acknowledge)
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._acknowledging is not None:
            self._acknowledging.cancel()  # it is over, unless the bot stops meanwhile

    async def show(self, reply: Reply) -> bool:
        """Answer; whether Discord took it. What has no room where the button is stands below it."""
        if self._ack is Ack.REPLY:
            if self._is_first():
                return await respond(self._interaction, reply)
            return await self._put_there(reply, in_frames=fits(reply))
        there = in_place_of(reply, self._interaction.message)
        if there is None:
            return await self._beside(reply)
        if self._is_first():
            change = self._interaction.response.edit_message
            files = [] if reply.file is None else [attached(reply.file)]
            was = self._interaction.message
            beside = bool(files) or (was is not None and bool(was.attachments))
            return await taken(change(**there, attachments=files) if beside else change(**there))
        return await self._put_there(reply, in_frames=there["view"].has_components_v2())

    async def apologise(self, reply: Reply) -> None:
        """Say what failed. The message that holds the button stays: it can be tried again."""
        await (self.show(reply) if self._ack is Ack.REPLY else self._beside(reply))

    async def _put_there(self, reply: Reply, *, in_frames: bool) -> bool:
        heard = await self._was_heard()
        return heard and await taken(change_answer(self._interaction, reply, in_frames=in_frames))

    async def _beside(self, reply: Reply) -> bool:
        """As a message of its own, which only this person sees."""
        if self._is_first():
            return await respond(self._interaction, reply)
        send = self._interaction.followup.send
        return await self._was_heard() and await taken(send(**answer(reply), ephemeral=True))

    def _acknowledge(self) -> None:
        thinking = self._ack is Ack.REPLY
        defer = self._interaction.response.defer(ephemeral=True, thinking=thinking)
        self._acknowledging = asyncio.create_task(taken(defer))

    def _is_first(self) -> bool:
        """Whether nothing was said before; the timer says nothing from here on."""
        self._timer.cancel()
        return self._acknowledging is None

    async def _was_heard(self) -> bool:
        return self._acknowledging is not None and await self._acknowledging


async def respond(interaction: Interaction, reply: Reply) -> bool:
    """The first answer, as a message that only this person sees; whether Discord took it."""
    send = partial(interaction.response.send_message, **answer(reply), ephemeral=True)
    return await taken(send() if reply.file is None else send(file=attached(reply.file)))


async def taken(answer: Awaitable[object]) -> bool:
    """Whether Discord took an answer. It may no longer wait for it, or be out of reach."""
    try:
        await answer
    except (
        discord.HTTPException,
        discord.InteractionResponded,
        aiohttp.ClientError,
        OSError,
    ) as error:
        log = structlog.get_logger("router")
        log.warning("interaction.unanswered", code=getattr(error, "code", 0))
        return False
    return True
