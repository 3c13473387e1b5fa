"""Files that people sent, as Discord has them now. Where one is to be had is known here alone, for
as long as it is asked for."""

import asyncio
from collections.abc import Callable

import aiohttp
import discord

from bot.discord_app.outgoing.discord_errors import translating_errors
from bot.domain.images import MOST_BYTES, ImageFault, SentImage, UncleanImage
from bot.services.ports import Unsure

UNKNOWN_MESSAGE = 10008
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

FILE_WITHIN = 10.0
"""Seconds for one file that somebody sent."""


async def image(message: discord.PartialMessage, is_it: Callable[[int], bool]) -> SentImage | None:
    """The image of a message, by its number there; None when the message is gone, or the image in
    it. Raises an Undelivered, and UncleanImage for one that is too large or that is not given."""
    with translating_errors(direct=True):
        try:
            found = await message.fetch()
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            return None
    file = next((one for one in found.attachments if is_it(one.id)), None)
    return None if file is None else await _given(file)


async def _given(file: discord.Attachment) -> SentImage:
    """Raises UncleanImage for one that is too large or not given, Unsure for one that is late."""
    if file.size > MOST_BYTES:
        raise UncleanImage(ImageFault.TOO_LARGE)
    try:
        async with asyncio.timeout(FILE_WITHIN):
            return SentImage(await file.read(), hidden=file.is_spoiler())
    except (discord.NotFound, discord.Forbidden) as error:
        raise UncleanImage(ImageFault.OUT_OF_REACH) from error
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Unsure from error
