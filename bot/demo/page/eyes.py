"""Owns with whose eyes something is read: what people, roles and places are called there."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from bot.demo.page.markdown import Called, Node, Reading
from bot.local_discord import LocalDiscord, Person

Json = dict[str, Any]


def nameless(sign: str, _: int) -> str:
    """What a mention reads as of which nothing is known."""
    return f"{sign[0]}…"


class Eyes:
    """One person's eyes; without a person, those of whoever looks at the gallery, where `called`
    says what a mention reads as."""

    def __init__(
        self,
        discord: LocalDiscord | None,
        person: Person | None,
        keys: Mapping[str, str],
        called: Called = nameless,
    ) -> None:
        self._discord, self.person, self._keys, self._called = discord, person, keys, called
        self._reading = Reading(self.mentioned)

    def blocks(self, text: str | None) -> list[Node]:
        """A text as a tree."""
        return self._reading.blocks(text or "")

    def inline(self, text: str) -> list[Node]:
        """A piece of a text, without blocks."""
        return self._reading.inline(text)

    def who(self, user: Json, member: Json | None = None) -> Json:
        """Somebody: what they are called here, which of the three they are, whether a bot."""
        nick = (member or self._members.get(user["id"]) or {}).get("nick")
        name = nick or user.get("global_name") or user["username"]
        return {"name": name, "key": self._keys.get(user["id"], ""), "bot": bool(user.get("bot"))}

    def mentioned(self, sign: str, snowflake: int) -> str:
        """What a mention reads as; nothing is told of what this person does not see."""
        if self._discord is None or self.person is None:
            return self._called(sign, snowflake)
        world = self._discord.world
        if sign == "#":
            place = world.channels.get(snowflake)
            seen = place is not None and place in self.person.places()
            return f"#{place.name}" if place is not None and seen else "#…"
        if sign == "@&":
            return (
                f"@{next((one['name'] for one in self.roles if int(one['id']) == snowflake), '…')}"
            )
        member = self._members.get(str(snowflake))
        if snowflake == world.bot.id:
            return f"@{world.bot.global_name or world.bot.username}"
        return f"@{self.who(member['user'], member)['name']}" if member else "@…"

    @cached_property
    def _guilds(self) -> list[Json]:
        return self.person.snapshot(0)["guilds"] if self.person is not None else []

    @cached_property
    def _members(self) -> dict[str, Json]:
        return {one["user"]["id"]: one for guild in self._guilds for one in guild["members"]}

    @property
    def members(self) -> list[Json]:
        """Who is in this person's servers."""
        return [*self._members.values()]

    @property
    def roles(self) -> list[Json]:
        """The roles of this person's servers, without that of everybody."""
        all_roles = [role for guild in self._guilds for role in guild["roles"]]
        return [one for one in all_roles if one["name"] != "@everyone"]

    @property
    def places(self) -> list[Json]:
        """The channels that this person sees, as Discord writes them."""
        if self.person is None:
            return []
        return [self.person.place(one) for one in self.person.places() if one.guild is not None]
