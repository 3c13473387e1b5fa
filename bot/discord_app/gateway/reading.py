"""Reading what people wrote while nobody told of it: how fast, and which errors say nothing of what
stands there."""

from http import HTTPStatus

import aiohttp
import discord

from bot.services.ports import Unsure

PAUSE = 0.1
"""Seconds between two channels that are read, so that a start does not use up Discord's limit."""

FORMS_WAIT = 5.0
"""Seconds at most that words in a form wait for what was written before them."""

AGAIN = 5.0
"""Seconds until a channel is read again that could not be read."""

_OUTAGES = (discord.RateLimited, aiohttp.ClientError, OSError, Unsure)
_OF_THE_CALLER = (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS)


def is_no_answer(error: Exception) -> bool:
    """Whether it may be answered later: Discord is out of reach, or wants to hear no more for now.
    Everything else it says is of the channel."""
    if isinstance(error, discord.HTTPException):
        return error.status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.status in _OF_THE_CALLER
    return isinstance(error, _OUTAGES)
