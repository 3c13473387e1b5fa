"""Owns the three people of the page and the server on which they meet."""

from dataclasses import dataclass
from typing import Final

from bot.demo.stage import MEMBERS, furnish
from bot.local_discord import Channel, Guild, LocalDiscord, Person, Role

LOCALES: Final = {"en": "en-US", "es": "es-ES", "fr": "fr"}
"""What a person's own Discord is set to, by the language of the page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three: what they do here, how they are called, what they look at first ("dm" or a
    channel), and their account."""

    key: str
    name: str
    opens: str
    person: Person


@dataclass(frozen=True, slots=True)
class Place:
    """The server: where the panel stands, where asks go, where moderators meet, and their role."""

    guild: Guild
    entrance: Channel
    asks: Channel
    staff: Channel
    moderators: Role


def enter(discord: LocalDiscord) -> tuple[Place, dict[str, Part]]:
    """Make the server, and let the three in."""
    discord.world.bot.global_name = "Lend an Ear"
    asker = _part(discord, "asker", "Sam", "welcome")
    listener = _part(discord, "listener", "Noor", "dm")
    moderator = _part(discord, "moderator", "Alex", "staff")
    guild = discord.add_guild("Harbour", owner=moderator.person, member_count=MEMBERS)
    for part in (asker, listener):
        guild.join(part.person)
    place = Place(guild, *furnish(guild))
    guild.set_roles(moderator.person, [place.moderators])
    return place, {part.key: part for part in (asker, listener, moderator)}


def further(discord: LocalDiscord, place: Place, count: int) -> list[Part]:
    """So many more members, whom the page does not show."""
    number = len(place.guild.members)
    made = [_part(discord, "listener", f"Listener {number + one}", "dm") for one in range(count)]
    for part in made:
        place.guild.join(part.person)
    return made


def _part(discord: LocalDiscord, key: str, name: str, opens: str) -> Part:
    return Part(key, name, opens, discord.add_person(name.lower(), global_name=name))
