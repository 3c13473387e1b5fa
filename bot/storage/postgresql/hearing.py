"""What other processes on this database tell: heard on a connection of its own."""

import asyncio
from collections.abc import Callable
from typing import Final

import psycopg

from bot.database_place import Address
from bot.storage.connection import EVERYTHING
from bot.storage.postgresql.connecting import told
from bot.storage.postgresql.unit_of_work import CHANNEL

_AGAIN_AFTER: Final = 1.0
"""Seconds until a connection that went is opened anew."""

Heard = Callable[[frozenset[str]], None]
"""Called with the words for what is new; EVERYTHING where some may not have been heard."""


async def hear(address: Address, seat: int, heard: Heard) -> None:
    """Hear what all seats but ours tell, until cancelled."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(told(address), autocommit=True) as raw:
                await raw.execute(f"LISTEN {CHANNEL}".encode())
                heard(EVERYTHING)
                async for note in raw.notifies():
                    by, *news = note.payload.split()
                    if by != str(seat):
                        heard(frozenset(news))
        except psycopg.OperationalError:
            await asyncio.sleep(_AGAIN_AFTER)
