#!/usr/bin/env bash
# discord.py 2.7.1, AutoShardedClient: it asks GET /gateway/bot where to connect, goes there once, and
# after a lost session to wss://gateway.discord.gg, whatever the answer was.
#
# Behaviour: the address of the answer is handed to the first connection of each shard alone. A RESUME
# goes to the address of READY. Where the session is over (INVALID_SESSION, as Discord says some time after
# a loss) a new one is begun at an address that stands in a class of the library; nothing asks again.
# Seen here, with a resolver that notes who is looked up and lets nobody out: first connection 127.0.0.1,
# as told; next one gateway.discord.gg.
# Why it matters: whoever puts a proxy of the gateway between (one identity for many processes, sessions
# kept over a restart, a server of one's own for tests) sees all well, until a session ends: then the bot
# leaves the proxy for good, with an IDENTIFY of its own.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check discord.py==2.7.1
cat > "$dir/gateway.py" <<'PY'
import asyncio
import json
import logging

import aiohttp
import discord
from aiohttp import WSMsgType, web
from aiohttp.abc import AbstractResolver
from discord.http import Route

ME = {"id": "1", "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
APP = {"id": "1", "name": "bot", "icon": None, "description": "", "verify_key": "", "flags": 0,
       "summary": "", "owner": ME, "bot_public": True, "bot_require_code_grant": False}


class Notes(AbstractResolver):
    """Nobody is found."""

    def __init__(self):
        self.asked, self.for_one = [], asyncio.Event()

    async def resolve(self, host, port=0, family=0):
        self.asked.append(host)
        self.for_one.set()
        raise OSError("nobody is let out")

    async def close(self):
        pass


async def main():
    logging.getLogger("discord").propagate = False
    logging.getLogger("discord").addHandler(logging.NullHandler())
    first = []

    async def connection(request):
        first.append(request.url.host)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40000}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.json()["op"] == 2:
                ready = {"v": 10, "user": ME, "guilds": [], "session_id": "one", "shard": [0, 1],
                         "resume_gateway_url": url, "application": {"id": "1", "flags": 0}}
                await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": ready})
                await client.wait_until_ready()
                await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
        return socket

    def says(answer):
        return web.Response(body=json.dumps(answer), headers={"Content-Type": "application/json"})

    app = web.Application()
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    app.router.add_get("/api/users/@me", lambda _: says(ME))
    app.router.add_get("/api/oauth2/applications/@me", lambda _: says(APP))
    app.router.add_get("/api/gateway/bot", lambda _: says(
        {"url": url, "shards": 1, "session_start_limit": limit}))
    app.router.add_get("/ws/", connection)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    url, Route.BASE = f"ws://127.0.0.1:{port}/ws/", f"http://127.0.0.1:{port}/api"

    notes = Notes()
    connector = aiohttp.TCPConnector(resolver=notes)
    client = discord.AutoShardedClient(intents=discord.Intents.none(), connector=connector)
    running = asyncio.create_task(client.start("token"))
    await asyncio.wait_for(notes.for_one.wait(), 60)
    print(f"told: 127.0.0.1\nfirst: {first[0]}\nnext: {notes.asked[0]}")
    running.cancel()
    await client.close()
    await runner.cleanup()


asyncio.run(main())
PY
seen=$("$dir/venv/bin/python" "$dir/gateway.py")
echo "$seen"
[ "$seen" = $'told: 127.0.0.1\nfirst: 127.0.0.1\nnext: gateway.discord.gg' ]
