"""What Discord tells through the gateway of messages and threads, as discord.py reads it.

Whatever discord.py can read, we can: a message is somebody's in their direct messages, or nothing
to us. What is passed on is what was written there, and images only where they are called so; a
message that is a voice message brings none. Words are told on or refused, and nothing fails. What
happens in a thread that is not ours ends there.
"""

from collections.abc import Iterable
from typing import Any

import discord

from bot.discord_app.gateway.incoming_message import READABLE, written
from bot.discord_app.gateway.thread_events import ThreadEvents
from bot.gallery.world import Rooms
from bot.services.conversations import edits, relay
from tests.fuzz.drawn import Drawn
from tests.fuzz.played import Played, connected

_KINDS = (0, 19, 1, 6, 7, 12, 18, 20, 21, 46, 99)
_FLAGS = (0, 1 << 13, 1 << 12, 1 << 2, 1 << 15)
_OPEN = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2026-11-30T18:00:00"}
_FILES = (None, "image/png", "image/", "text/plain", "audio/ogg", "", "IMAGE/PNG")


class Target:
    """Tells a client that is not connected, and what stands behind it."""

    def __init__(self, played: Played) -> None:
        self._played = played
        self._state = connected()

    def seeds(self) -> Iterable[bytes]:
        """Of each kind a few."""
        for kind in range(8):
            yield bytes([kind, 0, 0, 0, 1, kind, 2, 40]) + b"I am fine, and you?" * 3
            yield bytes(range(kind * 30, kind * 30 + 30))

    def check(self, data: bytes) -> None:
        """Raises whatever does not hold."""
        drawn = Drawn(data)
        event = drawn.number(3)
        if event == 0:
            self._played.run(lambda rooms: self._thread(rooms, _thread(drawn)))
            return
        payload = _message(drawn)
        message = discord.Message(state=self._state, channel=self._place(payload), data=payload)
        found = written(message)
        if found is None:
            others = message.author.bot or message.guild or message.type not in READABLE
            assert others, "somebody's words are not taken in"
            self._played.run(lambda rooms: self._events(rooms).written(message))
            return
        _is_theirs(found, payload)
        self._played.run(lambda rooms: _passed_on(rooms, found, edit=event == 1))

    def _place(self, payload: Any) -> Any:
        if "guild_id" not in payload:
            channel: Any = discord.Object(int(payload["channel_id"]))
            channel.guild = None
            return channel
        guild: Any = discord.Object(5)
        owner = str(self._state.user.id) if payload["flags"] else "7"
        thread: Any = _thread(Drawn(b"")) | {"id": payload["channel_id"], "owner_id": owner}
        thread |= {"name": "x", "message_count": 0, "member_count": 0, "thread_metadata": _OPEN}
        return discord.Thread(guild=guild, state=self._state, data=thread)

    def _events(self, rooms: Rooms) -> ThreadEvents:
        return ThreadEvents(rooms.ctx, self._state._get_client())

    async def _thread(self, rooms: Rooms, payload: Any) -> None:
        events = self._events(rooms)
        await events.changed(discord.RawThreadUpdateEvent(payload))
        deleted: Any = {**payload, "parent_id": payload.get("parent_id") or "1"}
        await events.deleted(discord.RawThreadDeleteEvent(deleted))
        gone: Any = {"id": payload["id"], "channel_id": payload["id"]}
        await events.message_deleted(discord.RawMessageDeleteEvent(gone))


def _is_theirs(found: relay.Written, payload: Any) -> None:
    assert found.author == int(payload["author"]["id"]), "another writer"
    assert found.text == payload["content"], "other words"
    named = {int(one["id"]): one.get("content_type") or "" for one in payload["attachments"]}
    assert all(named[one].startswith("image/") for one in found.images), "no image by its own word"
    if payload["flags"] & 1 << 13:
        assert not found.images, "a voice message brings images"
        assert found.refused, "a voice message is taken for words"
    assert found.reply_to is None or payload["type"] == 19, "no reply, and read as one"


async def _passed_on(rooms: Rooms, found: relay.Written, *, edit: bool) -> None:
    await relay.pass_on(rooms.ctx, found)
    await relay.pass_on(rooms.ctx, found)
    if edit:
        await edits.edited(rooms.ctx, found)
        await edits.deleted(rooms.ctx, found.message)


def _message(drawn: Drawn) -> Any:
    """As https://docs.discord.com/developers/resources/message has it."""
    author = {"id": str(drawn.id()), "username": drawn.text(20), "discriminator": "0"}
    payload = {
        "id": str(drawn.id() + 4096),
        "channel_id": str(drawn.id()),
        "author": {**author, "avatar": None, "bot": drawn.number(15) == 15},
        "type": drawn.one_of(_KINDS) if drawn.yes() else 0,
        "flags": drawn.one_of(_FLAGS),
        "attachments": [_file(drawn, number) for number in range(drawn.number(6))],
        **{key: [] for key in ("embeds", "mentions", "mention_roles", "components")},
        "pinned": False,
        "mention_everyone": False,
        "tts": False,
        "timestamp": "2026-11-30T18:00:00.000000+00:00",
        "edited_timestamp": None,
    }
    if drawn.number(3) == 3:
        payload |= {"guild_id": "5"}
    if drawn.yes():
        payload["message_reference"] = _reference(drawn)
    if drawn.number(3) == 3:
        payload["webhook_id"] = str(drawn.id())
    stickers = [{"id": str(one), "name": drawn.text(40), "format_type": 1} for one in range(3)]
    payload["sticker_items"] = stickers[: drawn.number(3)]
    return payload | {"content": drawn.text(6000)}


def _file(drawn: Drawn, number: int) -> Any:
    kind = drawn.one_of(_FILES)
    told = {} if kind is None else {"content_type": kind}
    file = {"id": str(number), "filename": drawn.text(10), "size": drawn.number(65_000)}
    return file | {"url": "https://x.example/1", "proxy_url": "https://x.example/1", **told}


def _reference(drawn: Drawn) -> Any:
    whole = {"message_id": str(drawn.id()), "channel_id": "1", "guild_id": "5", "type": 0}
    return {key: value for key, value in whole.items() if key == "channel_id" or drawn.yes()}


def _thread(drawn: Drawn) -> Any:
    """As https://docs.discord.com/developers/resources/channel#thread-metadata-object has it."""
    payload: dict[str, Any] = {"id": str(drawn.id()), "guild_id": "5", "parent_id": "6", "type": 11}
    if drawn.yes():
        payload["thread_metadata"] = {"archived": drawn.yes(), "locked": drawn.yes()}
    return payload


def made() -> Target:
    """With a conversation behind it."""
    return Target(Played())
