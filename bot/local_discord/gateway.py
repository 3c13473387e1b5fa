"""Owns the gateway: connections, sessions, shards, resuming, intents, and its switches.

docs: events/gateway, topics/opcodes-and-status-codes#gateway. Heartbeats keep real time.
"""

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from bot.local_discord import payloads
from bot.local_discord.sessions import Connection, Refused, Session

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord
    from bot.local_discord.world import Guild

Json = dict[str, Any]
HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT = 1, 2, 3, 4, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11
MEMBERS, PRESENCES, MESSAGE_CONTENT = 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = ((1 << 17) - 1) | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25
HIDDEN_WITHOUT_CONTENT: Json = {"content": "", "embeds": [], "components": [], "attachments": []}


class Gateway:
    """All sessions and connections, and the switches that break them."""

    def __init__(self, server: "LocalDiscord") -> None:
        self._server = server
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.heartbeat_interval = 41.25
        self.privileged = 0
        """Bits of the privileged intents that are switched on for the application."""
        self.shards = 1
        """How many shards GET /gateway/bot recommends."""
        self.down = False
        self.repeat = 1
        """How often each event is sent; twice imitates what Discord warns of."""

    def emit(self, name: str, payload: Json, intent: int = 0, guild: "Guild | None" = None) -> None:
        """Give an event to every session that it concerns."""
        hears_dm = intent == 1 << 12 and "guild_id" not in payload
        place = None if guild is None or hears_dm else guild.id
        for session in self.sessions.values():
            if session.wants(place, intent):
                shown = self._without_content(name, payload, session)
                for _ in range(self.repeat):
                    self._record(session, name, shown)

    def _record(self, session: Session, name: str, payload: Json) -> None:
        self._server.traffic.events.append((session.shard, name, payload))
        session.record(name, payload)

    def _without_content(self, name: str, payload: Json, session: Session) -> Json:
        if name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or "guild_id" not in payload:
            return payload
        bot_id = str(self._server.bot_id)
        named = any(one["id"] == bot_id for one in payload["mentions"])
        if session.intents & MESSAGE_CONTENT or payload["author"]["id"] == bot_id or named:
            return payload
        return payload | HIDDEN_WITHOUT_CONTENT

    def listening(self, guild_id: int | None) -> bool:
        """Say whether a session exists that would get what happens there."""
        return any(session.wants(guild_id, 0) for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection from HELLO to its end."""
        if self.down:
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 20)
        await socket.prepare(request)
        compressed = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, compressed=compressed)
        self.connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.put(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000)})
        try:
            await self._read(connection, request.query.get("v", "10"))
        except Refused as refused:
            await socket.close(code=refused.code, message=refused.reason.encode())
        finally:
            writer.cancel()
            self._forget(connection)
        return socket

    def _forget(self, connection: Connection) -> None:
        self.connections.discard(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None

    async def _read(self, connection: Connection, version: str) -> None:
        if version not in ("9", "10"):
            raise Refused(4012, "Invalid API version.")
        while True:
            patience = connection.beat + self.heartbeat_interval * 1.5 - time.monotonic()
            try:
                frame = await connection.socket.receive(timeout=max(0.01, patience))
            except TimeoutError:
                raise Refused(4009, "Session timed out.") from None
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return self._closed_by_bot(connection, frame.type is WSMsgType.CLOSE, frame.data)
            self._receive(connection, frame.data)

    def _closed_by_bot(self, connection: Connection, clean: bool, code: object) -> None:
        if clean and code in (1000, 1001) and connection.session is not None:
            self.sessions.pop(connection.session.id, None)  # a clean goodbye ends the session

    def _receive(self, connection: Connection, data: str | bytes) -> None:
        connection.limit()
        if len(data) > 4096:
            raise Refused(4002, "Payload too large.")
        try:
            frame = json.loads(data)
            op, body = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            raise Refused(4002, "Error while decoding payload.") from None
        if op == HEARTBEAT:
            connection.beat = time.monotonic()
            connection.put(HEARTBEAT_ACK, None)
        elif op == IDENTIFY:
            self._identify(connection, body)
        elif op == RESUME:
            self._resume(connection, body)
        elif op not in (PRESENCE, VOICE, REQUEST_MEMBERS):
            raise Refused(4001, "Unknown opcode.")
        elif connection.session is None:
            raise Refused(4003, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            self._members(connection.session, body)

    def _identify(self, connection: Connection, body: Json) -> None:
        if connection.session is not None:
            raise Refused(4005, "Already authenticated.")
        if body.get("token", "").removeprefix("Bot ") != self._server.token:
            raise Refused(4004, "Authentication failed.")
        shard, shards = body.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Refused(4010, "Invalid shard.")
        intents = body.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Refused(4013, "Invalid intent(s).")
        if intents & PRIVILEGED & ~self.privileged:
            raise Refused(4014, "Disallowed intent(s).")
        session = Session(shard, shards, intents)
        self._attach(connection, session)
        for old in [s for s in self.sessions.values() if s.shard == shard and not s.connection]:
            del self.sessions[old.id]  # nobody will resume it: the bot began anew
        self.sessions[session.id] = session
        self._greet(session)

    def _attach(self, connection: Connection, session: Session) -> None:
        old = session.connection
        if old is not None:
            old.session = None
            self._server.spawn(old.socket.close(code=4000))
        connection.session, session.connection = session, connection

    def _greet(self, session: Session) -> None:
        world = self._server.world
        mine = [g for g in world.guilds.values() if g.has_bot and session.wants(g.id, 0)]
        ready: Json = {"v": 10, "user": payloads.myself(world.bot), "session_id": session.id}
        ready |= {"guilds": [{"id": str(g.id), "unavailable": True} for g in mine]}
        ready |= {"resume_gateway_url": self._server.gateway_url, "session_type": "normal"}
        ready |= {"shard": [session.shard, session.shards], "private_channels": []}
        ready |= {"application": {"id": str(world.bot.id), "flags": 0}}
        self._record(session, "READY", ready)
        for guild in mine:
            if session.intents & 1:
                known = payloads.guild_create(guild) | {"unavailable": False}
                self._record(session, "GUILD_CREATE", known)  # a new guild's has no such key

    def _resume(self, connection: Connection, body: Json) -> None:
        if body.get("token", "").removeprefix("Bot ") != self._server.token:
            raise Refused(4004, "Authentication failed.")
        session = self.sessions.get(body.get("session_id", ""))
        first = session.log[0][0] if session is not None and session.log else 1
        if session is None or body["seq"] + 1 < first:
            return connection.put(INVALID_SESSION, False)
        if body["seq"] > session.sequence:
            raise Refused(4007, "Invalid seq.")
        self._attach(connection, session)
        for number, text in session.log:
            if number > body["seq"]:
                connection.queue.put_nowait(text)
        self._record(session, "RESUMED", {"_trace": []})
        return None

    def _members(self, session: Session, body: Json) -> None:
        guild = self._server.world.guilds[int(body["guild_id"])]
        asked = body.get("user_ids", [])
        ids = [int(one) for one in (asked if isinstance(asked, list) else [asked])]
        found = [m for m in guild.members.values() if not ids or m.user.id in ids]
        query = body.get("query") or ""
        found = [m for m in found if m.user.username.startswith(query)][: body.get("limit") or None]
        shape: Json = {"guild_id": str(guild.id), "chunk_index": 0, "chunk_count": 1}
        shape["members"] = [payloads.member(guild, member.user) for member in found]
        shape["not_found"] = [str(one) for one in ids if one not in guild.members]
        session.record("GUILD_MEMBERS_CHUNK", shape | {"nonce": body.get("nonce")})

    async def disconnect(self, code: int = 4000) -> None:
        """Close every connection with a code; sessions stay and can be resumed."""
        for connection in list(self.connections):
            await connection.socket.close(code=code)

    def request_reconnect(self) -> None:
        """Ask every connection to reconnect and resume (op 7)."""
        for connection in self.connections:
            connection.put(RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9 to every connection; unless resumable, all sessions are forgotten."""
        if not resumable:
            self.sessions.clear()
        for connection in self.connections:
            connection.session = connection.session if resumable else None
            connection.put(INVALID_SESSION, resumable)
