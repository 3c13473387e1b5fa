"""The list of what is planted, with what the search has to say of each."""

import json
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from tests.leaks import story
from tests.leaks.canaries import as_row_number
from tests.leaks.captured import Captured, Json
from tests.leaks.plants import (
    LISTENER,
    NAME,
    OTHER,
    Change,
    Plant,
    answer,
    body,
    commands,
    extra,
    file,
    follow_up,
    header,
    last_given,
    logs,
    says,
    stores,
    telling,
    token,
)

ID: Final = story.ASKER.snowflake or 0
NICK: Final = story.ASKER.nick or ""
PICTURE: Final = (story.ASKER.avatar or "").removeprefix("a_")
RAW, DIGITS = ID.to_bytes(8, "big"), str(ID).encode()


def in_base64(data: bytes) -> str:
    """As a text that can stand in a message."""
    return b64encode(data).decode()


def _at_the_gateway(captured: Captured) -> Captured:
    frame = json.dumps({"op": 8, "d": {"query": NICK}})
    return replace(captured, frames=[*captured.frames, frame])


def _button(custom_id: str) -> Change:
    row = [{"type": 1, "components": [{"type": 2, "label": "x", "custom_id": custom_id}]}]
    return lambda message: message.update(components=row)


def _across(captured: Captured) -> Captured:
    reference = {"message_id": last_given(captured)}
    return body(lambda message: message.update(message_reference=reference))(captured)


def _embed(**parts: object) -> Change:
    return lambda message: message.update(embeds=[{"description": "x", **parts}])


def _mentions(**allowed: object) -> Change:
    return lambda message: message.update(allowed_mentions=allowed)


def _without_mentions(message: Json) -> None:
    message.pop("allowed_mentions", None)


def _options(**more: object) -> Change:
    return lambda ask: ask.update(options=[{"type": 3, "name": "words", **more}])


TO_THE_LISTENER: Final[Mapping[str, Mapping[str, Plant]]] = {
    "id": {
        "digits": says(str(ID)),
        "hex": says(f"{ID:x}"),
        "hex in capitals": says(f"{ID:X}"),
        "base64": says(in_base64(DIGITS)),
        "base64, one on": says(in_base64(b"x" + DIGITS)),
        "base64, two on": says(in_base64(b"xx" + DIGITS)),
        "bytes in base64 for URLs": says(urlsafe_b64encode(RAW).decode()),
        "bytes turned round": says(in_base64(RAW[::-1])),
        "behind a button": body(_button(f"1:accept:{ID:022}")),
        "address of a picture": says(f"https://cdn.example/avatars/{ID}/x.png"),
    },
    "name or picture": {
        "username, URL-encoded": says("".join(f"%{one:02x}" for one in NAME.encode())),
        "username, base64 twice": says(in_base64(b64encode(NAME.encode()))),
        "display name in JSON escapes": says("Velvet N\u00e0rwhal"),
        "display name, decomposed": says("Velvet Na\u0300rwhal"),
        "nickname in capitals": says(NICK.upper()),
        "nickname, zlib in base64": says(in_base64(zlib.compress(NICK.encode()))),
        "nickname in an edit": body(lambda one: one.update(content=NICK), method="PATCH"),
        "picture": says(f"a_{PICTURE}"),
    },
    "picture": {"its bytes": says(in_base64(bytes.fromhex(PICTURE)))},
    "direct messages' id": {"source": telling(lambda one: f"<#{one.person(NAME).dm}>")},
    "message or press": {"source": telling(last_given), "token": telling(token)},
    "file": {
        "name": says(quote(story.FILES[0])),
        "EXIF": file("picture.jpg", b"\xff\xd8" + story.EXIF[0]),
    },
}
"""By what of the asker's it is."""

ELSEWHERE: Final[Mapping[str, tuple[Plant, str]]] = {
    "nickname in the channel": (says(NICK, ""), f"of {NAME}, to everybody"),
    "listener's nickname": (says("ToastOnTuesdays", NAME), f"of {LISTENER}, to {NAME}"),
    "another listener": (says(OTHER), f"of {OTHER}, to {LISTENER}"),
    "header": (header("X-Trace", NAME), f"of {NAME}, in an address, a header"),
    "address": (extra("GET", f"/guilds/1/members/{NAME}"), f"of {NAME}, in an address"),
    "gateway": (_at_the_gateway, f"of {NAME}, in an address, a header or the gateway"),
    "opening": (extra("POST", "/users/@me/channels", {"recipient_id": "1", "x": 1}), "are opened"),
    "words logged": (logs(lambda _: "First words of side 0."), f"words of {NAME}, in the log"),
    "words logged, base64": (
        logs(lambda _: in_base64(b"First words of side 0.")),
        f"words of {NAME}, in the log",
    ),
    "id logged": (logs(lambda _: f"who={ID:x}"), f"id of {NAME}, in the log"),
    "token logged": (logs(lambda one: one.secrets[0]), "token of the operator, in the log"),
    "press logged": (logs(token), f"message or press of {NAME}, in the log"),
    "traceback": (logs(lambda _: f'File "x.py", line 3\nKeyError: {NICK!r}'), f"of {NAME}, in the"),
    "id stored": (stores(RAW), f"id of {NAME}, in bot.sqlite3"),
    "id stored as a row's number": (stores(as_row_number(ID)), f"id of {NAME}, in bot.sqlite3"),
    "name stored": (stores(NICK.encode()), f"of {NAME}, in bot.sqlite3"),
    "words stored": (stores(b"An answer of side 1."), f"words of {LISTENER}, in bot.sqlite3"),
}

BREACHES: Final[Mapping[int, tuple[Plant, ...]]] = {
    1: (answer(lambda given: given["data"].update(flags=0)), follow_up),
    2: (commands(_options()),),
    3: (commands(_options(autocomplete=True)),),
    4: (extra("POST", "/channels/{dm}/typing"),),
    5: (
        extra("POST", "/channels/{dm}/threads", {"name": "A private thread"}),
        extra("PUT", f"/channels/1/thread-members/{ID}"),
        extra("PATCH", "/channels/1", {"name": "for somebody"}),
        extra("POST", "/guilds/1/channels", {"name": "for somebody"}),
    ),
    6: (
        body(_mentions(parse=["users"])),
        body(_mentions(parse=["users"]), method="PATCH"),
        body(_mentions(parse=[], replied_user=True)),
        body(_without_mentions, reader=""),
        answer(lambda given: _without_mentions(given["data"])),
    ),
    7: (_across,),
    8: (body(_embed(author={"name": "x"})), body(_embed(footer={"text": "x"}), reader="")),
    9: (body(lambda one: one.update(content="See https://example.org", flags=0)),),
    10: (file("IMG_2044 (Quince Lane).jpg", b"x" * 20), file(f"{ID}.png", b"x" * 20)),
    13: (body(lambda one: one.update(content="<@104857600123456789>"), method="PATCH"),),
    14: (header("X-Audit-Log-Reason", "for the ask of today"),),
    15: (body(_button("1:accept:7")), body(_button("accept"))),
}
"""What breaks a rule, by the number of the rule."""
