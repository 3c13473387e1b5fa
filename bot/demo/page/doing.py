"""Owns what the page asks for: one entry for each thing that a person does, or that happens.

What comes back is plain JSON. What Discord's own apps would refuse raises NotAllowedError, and what
is not there LookupError; a wrong shape raises KeyError, TypeError or ValueError.
"""

import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.demo.page import fields
from bot.demo.page.eyes import Eyes
from bot.demo.page.news import Teller
from bot.demo.page.people import Part
from bot.demo.page.room import Json, Room
from bot.local_discord import Channel, Person, Response
from bot.local_discord.uploads import Upload


async def do(room: Room, asked: Json) -> Json:
    """Do it, and give what the page is told of it."""
    what = asked["do"]
    if what in HAPPENS:
        return {"told": await HAPPENS[what](room, asked)}
    part = room.parts[asked["who"]]
    if what in READS:
        return READS[what](room, part, asked)
    return await DOES[what](room, part.person, asked)


# finding things


def _place(person: Person, asked: Json) -> Channel:
    """The place that is meant, of those that this person sees."""
    return {str(one.id): one for one in person.places()}[asked["channel"]]


def _things(room: Room, values: Any) -> Any:
    """Values as the local Discord takes them: objects for ids, uploads for files."""
    if isinstance(values, list):
        return [_things(room, one) for one in values]
    if not isinstance(values, dict):
        return values
    ((kind, name),) = values.items()
    world = room.discord.world
    if kind == "file":
        return Upload(str(name["name"]), base64.b64decode(name["base64"], validate=True))
    known: Mapping[str, Callable[[int], object]] = {
        "user": world.user,
        "role": {one.id: one for home in world.guilds.values() for one in home.roles}.__getitem__,
        "channel": world.channels.__getitem__,
    }
    return known[kind](int(name))


def _named(room: Room, values: Json) -> Json:
    return {str(key): _things(room, one) for key, one in values.items()}


def _options(room: Room, asked: Json) -> Json:
    """The options of a command that are filled in; each takes one value."""
    given = _named(room, asked.get("options") or {})
    single = {key: one[0] if isinstance(one, list) and one else one for key, one in given.items()}
    return {key: one for key, one in single.items() if one not in ("", [])}


def _answer(room: Room, response: Response) -> Json:
    room.note(response)
    return {"kind": response.kind, "failed": response.failed}


# what is only read


def _history(room: Room, part: Part, asked: Json) -> Json:
    before = int(asked["before"]) if asked.get("before") else None
    messages = part.person.history(_place(part.person, asked), before)
    teller = Teller(room, part)
    return {"messages": [teller.message(one) for one in messages]}


def _commands(room: Room, part: Part, asked: Json) -> Json:
    registered = part.person.commands(_place(part.person, asked))
    eyes = Eyes(room.discord, part.person, {})
    return {"commands": fields.commands(registered, eyes, room.words)}


READS: Final[Mapping[str, Callable[[Room, Part, Json], Json]]] = {
    "history": _history,
    "commands": _commands,
}


# what people do


async def _send(_: Room, person: Person, asked: Json) -> Json:
    files = [(one["name"], base64.b64decode(one["base64"])) for one in asked.get("files") or []]
    reply_to = person.message(asked["reply_to"]) if asked.get("reply_to") else None
    await person.send(_place(person, asked), asked["text"], reply_to=reply_to, files=files)
    return {}


async def _edit(_: Room, person: Person, asked: Json) -> Json:
    await person.edit(person.message(asked["message"]), asked["text"])
    return {}


async def _delete(_: Room, person: Person, asked: Json) -> Json:
    await person.delete(person.message(asked["message"]))
    return {}


async def _react(_: Room, person: Person, asked: Json) -> Json:
    message = person.message(asked["message"])
    await person.react(message, asked["emoji"], add=bool(asked["add"]))
    return {}


async def _type(_: Room, person: Person, asked: Json) -> Json:
    await person.type(_place(person, asked))
    return {}


# what people do with the bot


async def _run(room: Room, person: Person, asked: Json) -> Json:
    options, place = _options(room, asked), _place(person, asked)
    return _answer(room, await person.run(asked["command"], in_=place, **options))


async def _autocomplete(room: Room, person: Person, asked: Json) -> Json:
    others = _options(room, asked)
    others.pop(asked["option"], None)
    offered = await person.autocomplete(
        asked["command"],
        in_=_place(person, asked),
        option=asked["option"],
        typed=asked["typed"],
        **others,
    )
    return {"choices": offered}


async def _menu(room: Room, person: Person, asked: Json) -> Json:
    return _answer(room, await person.menu(asked["command"], person.message(asked["message"])))


async def _press(room: Room, person: Person, asked: Json) -> Json:
    return _answer(room, await person.press(person.message(asked["message"]), asked["control"]))


async def _choose(room: Room, person: Person, asked: Json) -> Json:
    values = _things(room, asked["values"])
    message = person.message(asked["message"])
    return _answer(room, await person.choose(message, asked["control"], values))


async def _submit(room: Room, person: Person, asked: Json) -> Json:
    form = person.forms[int(asked["form"])]
    return _answer(room, await person.submit(form, _named(room, asked["values"])))


async def _dismiss(_: Room, person: Person, asked: Json) -> Json:
    form = person.forms.get(int(asked["form"]))
    if form is not None:
        person.dismiss(form)
    return {}


Does = Callable[[Room, Person, Json], Awaitable[Json]]
DOES: Final[Mapping[str, Does]] = {
    "send": _send,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "type": _type,
    "run": _run,
    "autocomplete": _autocomplete,
    "menu": _menu,
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "dismiss": _dismiss,
}


# what happens


async def _clock(room: Room, asked: Json) -> str:
    match asked.get("until"):
        case "check_in":
            return await room.until_check_in()
        case "more_asked":
            return await room.until_more_are_asked()
    return await room.let_pass(float(asked["seconds"]))


HAPPENS: Final[Mapping[str, Callable[[Room, Json], Awaitable[str]]]] = {
    "clock": _clock,
    "restart": lambda room, _: room.restart(),
    "pull_plug": lambda room, _: room.pull_plug(),
    "plug_in": lambda room, _: room.plug_in(),
    "fail": lambda room, _: room.fail(),
}
