#!/usr/bin/env bash
# nextcord 2.6.0, disnake 2.12.0: one send() that meets a 502 can post the message twice, and a nonce given by
# the caller does not help; hikari 2.7.0 posts twice unless a nonce is given; discord.py 2.7.1 posts once.
#
# Behaviour: all four repeat POST /channels/{id}/messages by themselves after a 502. Discord drops the repeat
# only if it carries the same nonce and `enforce_nonce`. discord.py makes up a nonce and enforces it; hikari
# enforces one that it is given; nextcord and disnake pass the caller's nonce on without `enforce_nonce`.
# The server here is a loopback one that stores the first message, loses its own answer to a 502, and knows
# a repeat by an enforced nonce only, as Discord's documentation of "Create Message" has it.
# Seen, messages stored without / with a nonce: discord.py 1 1, nextcord 2 2, disnake 2 2, hikari 2 1.
# Why it matters: who relays somebody's words reads "has a nonce parameter" as "will not say it twice"; of
# libraries of one family, only one keeps that.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cat > "$dir/send.py" <<'PY'
import asyncio
import importlib
import json
import logging
import sys

from aiohttp import web

logging.disable(logging.CRITICAL)
LIBRARY = sys.argv[1]
ME = {"id": "1", "username": "bot", "discriminator": "0", "avatar": None, "bot": True, "flags": 0}
APPLICATION = {"id": "1", "name": "bot", "icon": None, "description": "", "bot_public": True, "owner": ME,
               "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None, "summary": ""}
MESSAGE = {"channel_id": "1", "author": ME, "timestamp": "2026-11-28T12:00:00+00:00", "edited_timestamp": None,
           "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
           "embeds": [], "pinned": False, "type": 0, "flags": 0, "components": []}


def answer(body, status=200):
    return web.Response(status=status, body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})


class Channel:
    """Stores what is posted; the answer to the first post is lost."""

    def __init__(self):
        self.posts, self.stored = 0, []

    async def post(self, request):
        body = json.loads(await request.text())
        self.posts += 1
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        known = [kept for kept, _ in self.stored if nonce is not None and kept == nonce]
        if not known:
            self.stored.append((nonce, body["content"]))
        if self.posts == 1:
            return web.Response(status=502)
        return answer({**MESSAGE, "id": "100", "content": body["content"]})


async def send(base, **nonce):
    module = importlib.import_module(LIBRARY)
    if LIBRARY == "hikari":
        app = module.RESTApp(url=base)
        await app.start()
        async with app.acquire("token", "Bot") as rest:
            await rest.create_message(1, "I am here.", **nonce)
        await app.close()
        return
    module.http.Route.BASE = base
    client = module.Client(intents=module.Intents.none())
    await client.login("a.b.c")
    await client.get_partial_messageable(1).send("I am here.", **nonce)
    await client.close()


async def messages(**nonce):
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
    await send(f"http://127.0.0.1:{runner.addresses[0][1]}", **nonce)
    await runner.cleanup()
    assert channel.posts == 2
    return len(channel.stored)


async def main():
    print(await messages(), await messages(nonce="of-the-caller"))


asyncio.run(main())
PY
look() {
  python3 -m venv "$dir/$2"
  "$dir/$2/bin/pip" install -qq --disable-pip-version-check "$1"
  "$dir/$2/bin/python" "$dir/send.py" "$2"
}
expect() { echo "$1, messages stored without and with a nonce: $3"; [ "$2" = "$3" ]; }
expect discord.py "1 1" "$(look discord.py==2.7.1 discord)"
expect nextcord "2 2" "$(look nextcord==2.6.0 nextcord)"
expect disnake "2 2" "$(look disnake==2.12.0 disnake)"
expect hikari "2 1" "$(look hikari==2.7.0 hikari)"
