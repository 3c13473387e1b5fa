"""Owns what a gateway connection and its session hold: frames, compression, replay, limits."""

import asyncio
import json
import secrets
import time
import zlib
from collections import deque

from aiohttp import web

from bot.local_discord.errors import Json


class Refused(Exception):
    """The connection has to be closed with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Session:
    """What survives a lost connection: the events so far and what was identified for."""

    def __init__(self, shard: int, shards: int, intents: int) -> None:
        self.id = secrets.token_hex(16)
        self.shard, self.shards, self.intents = shard, shards, intents
        self.sequence = 0
        self.log: deque[tuple[int, str]] = deque(maxlen=20_000)
        self.connection: Connection | None = None

    def record(self, name: str, payload: Json) -> None:
        """Keep an event and send it if somebody is connected."""
        self.sequence += 1
        text = json.dumps({"op": 0, "t": name, "s": self.sequence, "d": payload})
        self.log.append((self.sequence, text))
        if self.connection is not None:
            self.connection.queue.put_nowait(text)

    def after(self, sequence: int) -> list[str] | None:
        """Give the events after one, or None when some of them are forgotten."""
        if self.log and sequence + 1 < self.log[0][0]:
            return None
        return [text for number, text in self.log if number > sequence]

    def wants(self, guild_id: int | None, intent: int = 0) -> bool:
        """Say whether an event belongs to this shard and to its intents."""
        home = 0 if guild_id is None else (guild_id >> 22) % self.shards
        return home == self.shard and (intent == 0 or bool(self.intents & intent))

    def attach(self, connection: "Connection") -> "Connection | None":
        """Send to this connection from now on; give the one that it replaces."""
        replaced = self.connection
        if replaced is not None:
            replaced.session = None
        self.connection, connection.session = connection, self
        return replaced


class Connection:
    """One websocket: its compression, its queue of frames, its limits."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self.session: Session | None = None
        self.received: deque[float] = deque(maxlen=120)
        self.beat = time.monotonic()
        self._deflate = zlib.compressobj() if compressed else None

    def put(self, op: int, data: object) -> None:
        """Queue a frame that is not an event."""
        self.queue.put_nowait(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Send what is queued, in order, until cancelled."""
        while True:
            text = await self.queue.get()
            if self._deflate is None:
                await self.socket.send_str(text)
                continue
            packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)

    def limit(self) -> None:
        """Refuse more than 120 frames a minute (docs: events/gateway#rate-limiting)."""
        now = time.monotonic()
        if len(self.received) == 120 and self.received[0] > now - 60:
            raise Refused(4008, "You are being rate limited.")
        self.received.append(now)
