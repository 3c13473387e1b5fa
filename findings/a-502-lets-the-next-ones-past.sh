#!/usr/bin/env bash
# discord.py 2.7.1 and hikari 2.7.0: of five messages sent one after another to a channel, the third meets a 502 and
# is posted last. disnake 2.12.2 and nextcord 2.6.0, of discord.py's family, keep the order.
#
# Behaviour: all four have a bucket for each channel, and repeat after a 502 by themselves. In disnake and nextcord the
# bucket is a queue: who repeats holds it, and the others wait. discord.py's counts how many may be under way, so the
# others go on while one sleeps before its next try; hikari gives its place back and takes a new one. Nothing is
# raised (hikari logs that it tries again, discord.py does not), each send() returns its message, and only the ids are
# out of order. Without an error both keep the order of thirty, so no test shows it. A 429 that leaves
# X-RateLimit-Remaining above 0 does the same.
# The server here is a loopback one with a limit of five for each five seconds that answers the first "3" with 502.
# Seen, as posted: discord.py 1 2 4 5 3; hikari 1 2 4 5 3; disnake 1 2 3 4 5; nextcord 1 2 3 4 5.
# Why it matters: each event has a task of its own, so a relay that hands on what somebody writes sends like this
# without meaning to. "I can't go on" and then "like this, I need a break" is another message the other way round.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cat > "$dir/send.py" <<'PY'
import asyncio
import importlib
import json
import logging
import sys
import time

from aiohttp import web

logging.disable(logging.CRITICAL)
LIBRARY = sys.argv[1]
ME = {"id": "1", "username": "bot", "discriminator": "0", "avatar": None, "bot": True, "flags": 0}
APPLICATION = {"id": "1", "name": "bot", "icon": None, "description": "", "bot_public": True, "owner": ME,
               "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None, "summary": ""}
MESSAGE = {"channel_id": "1", "author": ME, "timestamp": "2026-11-28T12:00:00+00:00", "edited_timestamp": None,
           "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
           "embeds": [], "pinned": False, "type": 0, "flags": 0, "components": []}
LINES = [str(number) for number in range(1, 6)]


def answer(body, **headers):
    return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json", **headers})


class Channel:
    """Posts what comes; the first try of "3" is lost."""

    def __init__(self):
        self.posted, self.lost = [], False

    async def post(self, request):
        line = json.loads(await request.text())["content"]
        if line == "3" and not self.lost:
            self.lost = True
            return web.Response(status=502)
        self.posted.append(line)
        limit = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": str(5 - len(self.posted)),
                 "X-RateLimit-Reset": f"{time.time() + 5:.3f}", "X-RateLimit-Reset-After": "5",
                 "X-RateLimit-Bucket": "abcd"}
        return answer({**MESSAGE, "id": str(100 + len(self.posted)), "content": line}, **limit)


async def send(base):
    """Each line in a task of its own, begun in order."""
    module = importlib.import_module(LIBRARY)
    if LIBRARY == "hikari":
        app = module.RESTApp(url=base)
        await app.start()
        async with app.acquire("token", "Bot") as rest:
            await asyncio.gather(*(rest.create_message(1, line) for line in LINES))
        await app.close()
        return
    module.http.Route.BASE = base
    client = module.Client(intents=module.Intents.none())
    await client.login("a.b.c")
    channel = client.get_partial_messageable(1)
    await asyncio.gather(*(channel.send(line) for line in LINES))
    await client.close()


async def main():
    channel, app = Channel(), web.Application()

    async def me(_):
        return answer(ME)

    async def application(_):
        return answer(APPLICATION)

    app.add_routes([web.get("/users/@me", me), web.get("/oauth2/applications/@me", application),
                    web.get("/applications/@me", application), web.post("/channels/1/messages", channel.post)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await send(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()
    print(*channel.posted)


asyncio.run(main())
PY
look() {
  python3 -m venv "$dir/$2"
  "$dir/$2/bin/pip" install -qq --disable-pip-version-check "$1"
  "$dir/$2/bin/python" "$dir/send.py" "$2"
}
expect() { echo "$1 posted: $3"; [ "$2" = "$3" ]; }
expect discord.py "1 2 4 5 3" "$(look discord.py==2.7.1 discord)"
expect hikari "1 2 4 5 3" "$(look hikari==2.7.0 hikari)"
expect disnake "1 2 3 4 5" "$(look disnake==2.12.2 disnake)"
expect nextcord "1 2 3 4 5" "$(look nextcord==2.6.0 nextcord)"
