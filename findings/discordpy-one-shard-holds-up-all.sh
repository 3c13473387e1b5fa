#!/usr/bin/env bash
# discord.py 2.7.1, AutoShardedClient: while one shard waits for its next try, no other shard that
# loses its connection gets it back, though Discord would take it at once.
#
# Behaviour: what happens to the shards comes into one queue, and one loop works on it, one shard
# after the other. A shard that could not reconnect sleeps its back-off inside of that loop, each
# pause longer than the one before. Until it is over the others' items lie in the queue, also those
# that ask for nothing but a RESUME, for which Discord keeps a session only for a while.
# Seen here: of two shards, one has its connection closed with 1000 while new connections are
# refused with 503, until it waits for at least five seconds; then everything works again.
#   the other loses its connection (4000) before that: back within a second
#   the other loses its connection (4000) in that pause: back once the first is, after its whole pause
# Why it matters: shards are there so that trouble with one is no trouble for the rest; with this
# client it spreads as soon as a second one hiccups, and a health check of "some shard is connected"
# or of the process's loop shows nothing of it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check discord.py==2.7.1
cat > "$dir/shards.py" <<'PY'
import asyncio
import json
import logging
import re
import time

import discord
from aiohttp import WSMsgType, web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

ME = {"id": "1", "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
APP = {"id": "1", "name": "bot", "icon": None, "description": "", "verify_key": "", "flags": 0,
       "summary": "", "owner": ME, "bot_public": True, "bot_require_code_grant": False}


class Gateway:
    """Two shards, HELLO, READY and RESUMED: all that a client needs to stay connected."""

    def __init__(self):
        self.refuses, self.sockets, self.came = False, {}, {}

    async def connection(self, request):
        if self.refuses:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40000}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self.heard(socket, message.json())
        return socket

    async def heard(self, socket, told):
        if told["op"] == 1:
            await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
        if told["op"] not in (2, 6):
            return
        begins = told["op"] == 2
        shard = told["d"]["shard"][0] if begins else int(told["d"]["session_id"])
        self.sockets[shard], self.came[shard] = socket, time.monotonic()
        ready = {"v": 10, "user": ME, "guilds": [], "session_id": str(shard), "shard": [shard, 2],
                 "resume_gateway_url": self.url, "application": {"id": "1", "flags": 0}}
        name, body = ("READY", ready) if begins else ("RESUMED", {})
        await socket.send_json({"op": 0, "s": 1, "t": name, "d": body})

    async def back_after(self, shard):
        """Seconds from the loss of a connection until the client has another."""
        lost = time.monotonic()
        await self.sockets[shard].close(code=4000)
        while self.came[shard] < lost:
            await asyncio.sleep(0.05)
        return self.came[shard] - lost


class Pauses(logging.Handler):
    """How long a shard waits, as the client's own log says."""

    said = 0.0

    def emit(self, record):
        found = re.search(r"reconnect for shard ID 1 in ([0-9.]+)s", record.getMessage())
        if found:
            self.said = float(found[1])


def says(answer):
    """An answer of Discord's HTTP interface."""
    return web.Response(body=json.dumps(answer), headers={"Content-Type": "application/json"})


async def main():
    gateway, pauses = Gateway(), Pauses()
    told = logging.getLogger("discord.shard")
    told.addHandler(pauses)
    told.propagate = False
    answers = {"/users/@me": ME, "/oauth2/applications/@me": APP, "/applications/@me": APP}
    app = web.Application()
    for path, answer in answers.items():
        app.router.add_get("/api" + path, lambda _, answer=answer: says(answer))
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 2}
    app.router.add_get("/api/gateway/bot", lambda _: says(
        {"url": gateway.url, "shards": 2, "session_start_limit": limit}))
    app.router.add_get("/ws/", gateway.connection)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    gateway.url, Route.BASE = f"ws://127.0.0.1:{port}/ws/", f"http://127.0.0.1:{port}/api"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway.url)

    client = discord.AutoShardedClient(intents=discord.Intents.none())
    running = asyncio.create_task(client.start("token"))
    await asyncio.wait_for(client.wait_until_ready(), 60)
    before = await gateway.back_after(0)
    gateway.refuses = True
    await gateway.sockets[1].close(code=1000)
    while pauses.said < 5:
        await asyncio.sleep(0.05)
    gateway.refuses, pause = False, pauses.said
    meanwhile = await gateway.back_after(0)
    print("before: within a second" if before < 1 else f"before: {before:.1f} s",
          "in the other's pause: after the whole of it" if pause - 1 < meanwhile < pause + 10
          else f"in the other's pause of {pause:.1f} s: {meanwhile:.1f} s", sep="\n")
    running.cancel()
    await client.close()
    await runner.cleanup()


asyncio.run(main())
PY
seen=$("$dir/venv/bin/python" "$dir/shards.py")
echo "$seen"
[ "$seen" = $'before: within a second\nin the other\'s pause: after the whole of it' ]
