"""Owns what one of the three is told of: a beginning, and then each change, as the page draws it.

A piece of news is its kind and what belongs to it: message, gone, reactions, places, messages,
form, form_gone, typing, commands; begin, with everything anew.
"""

from typing import Final

from bot.demo.page import drawing, fields
from bot.demo.page.eyes import Eyes, Json
from bot.demo.page.people import Part
from bot.demo.page.room import Room
from bot.local_discord import Change

KINDS: Final = {1: "dm", 10: "thread", 11: "thread", 12: "thread"}
SHOWN_ANEW: Final = ("GUILD_MEMBER_", "GUILD_ROLE_", "GUILD_CREATE", "GUILD_DELETE")
"""Changes after which anything may read differently."""

News = tuple[str, Json]


class Teller:
    """Turns what one person newly sees into news."""

    def __init__(self, room: Room, part: Part) -> None:
        self._person = part.person
        keys = {str(one.person.id): one.key for one in room.parts.values()}
        self._eyes = Eyes(room.discord, part.person, keys)

    def begin(self) -> tuple[int, News]:
        """Everything that this person sees, and the number after which the changes come."""
        snapshot = self._person.snapshot()
        told = {
            "places": self._places(),
            "messages": {
                channel: [drawing.message(one, self._eyes) for one in messages]
                for channel, messages in snapshot["messages"].items()
            },
            "forms": [fields.form(one, self._eyes) for one in snapshot["forms"]],
        }
        return snapshot["number"], ("begin", told)

    def message(self, given: Json) -> Json:
        """One message as this person sees it."""
        return drawing.message(given, self._eyes)

    def news(self, change: Change) -> News | None:
        """What the page is told of a change; None for one that it does not show."""
        kind, data = change.kind, change.data
        if kind in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return "message", self.message(data) | {"fresh": kind == "MESSAGE_CREATE"}
        if kind == "MESSAGE_DELETE":
            return "gone", {"id": data["id"], "channel": data["channel_id"]}
        if kind.startswith("MESSAGE_REACTION"):
            where = {"id": data["message_id"], "channel": data["channel_id"]}
            return "reactions", where | {"reactions": drawing.reactions(data["reactions"])}
        if kind.startswith(("CHANNEL_", "THREAD_")):
            return "places", {"places": self._places()}
        if kind == "FORM_OPEN":
            return "form", fields.form(data, self._eyes)
        if kind == "FORM_CLOSE":
            return "form_gone", {"form": data["form"]}
        if kind == "TYPING_START":
            name = self._eyes.mentioned("@", int(data["user_id"]))[1:]
            return "typing", {"channel": data["channel_id"], "name": name}
        return ("commands", {}) if kind == "COMMANDS_UPDATE" else None

    def _places(self) -> list[Json]:
        return [self._place(self._person.place(one)) for one in self._person.places()]

    def _place(self, place: Json) -> Json:
        kind = KINDS.get(place["type"], "channel")
        name = place["name"] if kind != "dm" else ""
        return {"id": place["id"], "name": name, "kind": kind, "may": place["may"]}
