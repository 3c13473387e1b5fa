"""What Discord's refusals mean for a message: wait, give up, or try again.

The codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.services.ports import Closed, Gone, Refused, Undelivered, Unsure

DMS_CLOSED = frozenset({50007, 50278})
"""Cannot send to this user: closed direct messages, blocked, or no server in common."""

NOT_THERE = frozenset({10003, 10008, 10013, 50001, 50013, 50083})
"""Unknown channel, message or user; no access or permission; the thread is archived."""


@contextmanager
def told() -> Iterator[None]:
    """Turn what discord.py raises into the subclass of Undelivered that says what to do."""
    try:
        yield
    except discord.HTTPException as error:
        raise _meaning(error) from error
    except (discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unsure from error


def _meaning(error: discord.HTTPException) -> Undelivered:
    if error.code in DMS_CLOSED:
        return Closed()
    if error.code in NOT_THERE:
        return Gone()
    if error.status >= 500 or error.status in (401, 429):
        return Unsure()
    return Refused()
