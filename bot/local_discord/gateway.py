"""Owns the gateway: connections, sessions, shards, resuming, intents, and its switches.

docs: events/gateway, topics/opcodes-and-status-codes#gateway. Heartbeats keep real time.
"""

import asyncio
import json
import time
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from bot.local_discord import asked, payloads
from bot.local_discord.asked import MEMBERS, SOUNDS
from bot.local_discord.errors import Json
from bot.local_discord.sessions import Connection, Refused, Session

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord
    from bot.local_discord.world import Guild

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT = 1, 2, 3, 4, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = {"members": 1 << 1, "presences": 1 << 8, "message_content": MESSAGE_CONTENT}
FLAGS = {1 << 1: 1 << 15, 1 << 8: 1 << 13, MESSAGE_CONTENT: 1 << 19}
"""What the application's flags say of a privileged intent (docs: resources/application)."""
KNOWN_INTENTS = ((1 << 17) - 1) | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25
IMITATED = {"compress": ("", "zlib-stream"), "encoding": ("json",)}
HELLO_SECONDS = 0.02
"""Real seconds between the answer to the upgrade and HELLO: over the internet they never meet."""
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
        self.outage = False
        """Whether READY only lists the servers: each is told of when the outage is over."""
        self.repeat = 1
        """How often each event is sent; twice imitates what Discord warns of."""
        self._shown_online = False

    @property
    def flags(self) -> int:
        """Give the flags of the application."""
        return sum(flag for intent, flag in FLAGS.items() if self.privileged & intent)

    @property
    def online(self) -> bool:
        """Say whether the bot is connected, as its green dot would."""
        return any(session.connection is not None for session in self.sessions.values())

    def _show_dot(self) -> None:
        """Tell people when the bot came or went."""
        if self.online != self._shown_online:
            self._shown_online = self.online
            bot, audience = self._server.world.bot, self._server.world.audience
            dot = "online" if self.online else "offline"
            audience.tell_all("PRESENCE_UPDATE", {"user": {"id": str(bot.id)}, "status": dot})
            self._server.world.touch()

    def emit(self, name: str, payload: Json, intent: int = 0, guild: "Guild | None" = None) -> None:
        """Give an event to every session that it concerns."""
        place = None if guild is None else guild.id
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
        concerned = {one["id"] for one in (payload["author"], *payload["mentions"])}
        if session.intents & MESSAGE_CONTENT or str(self._server.bot_id) in concerned:
            return payload
        return payload | HIDDEN_WITHOUT_CONTENT

    def listening(self, guild_id: int | None) -> bool:
        """Say whether a session exists that would get what happens there."""
        return any(session.wants(guild_id) for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection from HELLO to its end."""
        if self.down:
            return web.Response(status=503)
        for key, known in IMITATED.items():
            if request.query.get(key, known[0]) not in known:
                words = f"local_discord does not implement {key}={request.query[key]}"
                return web.Response(status=501, text=words)
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 20, autoclose=False)
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        self.connections.add(connection)
        writer = asyncio.create_task(connection.write())
        await asyncio.sleep(HELLO_SECONDS)
        connection.put(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000)})
        try:
            await self._read(connection, request.query.get("v", "10"))
        except Refused as refused:
            await socket.close(code=refused.code, message=refused.reason.encode())
        finally:
            writer.cancel()
            self.connections.discard(connection)
            if connection.session is not None:
                connection.session.connection = None
            self._show_dot()
        return socket

    async def _read(self, connection: Connection, version: str) -> None:
        if version not in ("9", "10"):
            raise Refused(4012, "Invalid API version.")
        while True:
            patience = connection.beat + self.heartbeat_interval * 1.5 - time.monotonic()
            try:
                frame = await connection.socket.receive(timeout=max(0.01, patience))
            except TimeoutError:
                raise Refused(4009, "Session timed out.") from None
            if frame.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                self._receive(connection, frame.data)
                continue
            if frame.type is WSMsgType.CLOSE:
                clean = frame.data in (1000, 1001)
                if clean and connection.session is not None:  # a clean goodbye ends the session
                    self.sessions.pop(connection.session.id, None)
                await connection.socket.close(code=frame.data or 1000)
            return

    def _receive(self, connection: Connection, data: str | bytes) -> None:
        connection.limit()
        self._server.traffic.frames.append(data if isinstance(data, str) else repr(data))
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
        elif op in (IDENTIFY, RESUME):
            if body.get("token", "").removeprefix("Bot ") != self._server.token:
                raise Refused(4004, "Authentication failed.")
            (self._identify if op == IDENTIFY else self._resume)(connection, body)
            self._show_dot()
        elif op not in (PRESENCE, VOICE, MEMBERS, SOUNDS):
            raise Refused(4001, "Unknown opcode.")
        elif connection.session is None:
            raise Refused(4003, "Not authenticated.")
        elif op in (MEMBERS, SOUNDS):
            for name, payload in asked.answers(op, body, connection.session, self._server.world):
                self._record(connection.session, name, payload)

    def _identify(self, connection: Connection, body: Json) -> None:
        if connection.session is not None:
            raise Refused(4005, "Already authenticated.")
        shard, shards = body.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Refused(4010, "Invalid shard.")
        intents = body.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Refused(4013, "Invalid intent(s).")
        if intents & sum(PRIVILEGED.values()) & ~self.privileged:
            raise Refused(4014, "Disallowed intent(s).")
        for old in [s for s in self.sessions.values() if s.shard == shard and not s.connection]:
            del self.sessions[old.id]  # nobody will resume it: the bot began anew
        session = Session(shard, shards, intents)
        session.attach(connection)
        self.sessions[session.id] = session
        self._greet(session)

    def _greet(self, session: Session) -> None:
        world = self._server.world
        mine = [g for g in world.guilds.values() if g.has_bot and session.wants(g.id)]
        ready = payloads.fixed("ready") | {"user": payloads.myself(world.bot)}
        ready |= {"guilds": [{"id": str(g.id), "unavailable": True} for g in mine]}
        ready |= {"session_id": session.id, "shard": [session.shard, session.shards]}
        ready |= {"resume_gateway_url": self._server.gateway_url}
        ready |= {"application": {"id": str(world.bot.id), "flags": self.flags}}
        self._record(session, "READY", ready)
        if not self.outage:
            self._tell_of_guilds(session)

    def outage_over(self) -> None:
        """Tell every session of its servers, which READY only listed."""
        self.outage = False
        for session in self.sessions.values():
            self._tell_of_guilds(session)

    def _tell_of_guilds(self, session: Session) -> None:
        mine = [g for g in self._server.world.guilds.values() if g.has_bot and session.wants(g.id)]
        for guild in mine if session.intents & 1 else ():
            known = payloads.guild_create(guild) | {"unavailable": False}
            self._record(session, "GUILD_CREATE", known)  # a new guild's has no such key

    def _resume(self, connection: Connection, body: Json) -> None:
        session = self.sessions.get(body.get("session_id", ""))
        missed = None if session is None else session.after(body["seq"])
        if session is None or missed is None:
            return connection.put(INVALID_SESSION, False)
        if body["seq"] > session.sequence:
            raise Refused(4007, "Invalid seq.")
        replaced = session.attach(connection)
        if replaced is not None:
            self._server.spawn(replaced.socket.close(code=4000))
        for text in missed:
            connection.queue.put_nowait(text)
        return self._record(session, "RESUMED", {"_trace": []})

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
        self._show_dot()
