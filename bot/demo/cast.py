"""Owns the four people: who they are on Discord, and what they do in the story."""

from dataclasses import dataclass
from typing import Final

from bot.demo.identity import Identity
from bot.local_discord import Guild, LocalDiscord, Person


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One of the four: how the transcript calls them, what they do, and their account."""

    name: str
    role: str
    identity: Identity
    person: Person

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


@dataclass(frozen=True, eq=False, slots=True)
class Cast:
    """The four, as they stand beside each other in the transcript."""

    moderator: Part
    asker: Part
    listener: Part
    other: Part

    @property
    def everybody(self) -> tuple[Part, Part, Part, Part]:
        """All of them, from left to right."""
        return self.moderator, self.asker, self.listener, self.other

    @property
    def listeners(self) -> tuple[Part, Part]:
        """The two who opted in."""
        return self.listener, self.other

    def but(self, part: Part) -> tuple[Part, ...]:
        """The other three."""
        return tuple(one for one in self.everybody if one is not part)


# names and numbers that nothing else in the world of the demo could look like by chance
MODERATOR: Final = Identity(
    402918365710284651,
    "harbourlight.door",
    "Doorkeeper of the Harbour",
    "KeeperAtTheDoor",
    "71c0e5a94b8d4f23961ed80b57a2fc36",
)
ASKER: Final = Identity(
    814736052918437265,
    "velvet.narwhal",
    "Velvet Nàrwhal",
    "Brambletoe",
    "a_3f9c1d70b2e84a65c7d0f19b3e5a8264",
)
LISTENER: Final = Identity(
    593102847566019384,
    "marmalade.by.the.sea",
    "Marmalade with the kettle",
    "ToastOnTuesdays",
    "c84a17f2903e4bd5b6e1729f0ad35c48",
)
OTHER: Final = Identity(
    731840295617382904,
    "nightbus_after_dark",
    "Nightbus after dark",
    "LastNightBus",
    "0d6b92e8f7514c3aa95d13c47be0826f",
)


def enter(discord: LocalDiscord) -> Cast:
    """Give the four their accounts. The asker's app speaks a language that the bot does not."""
    return Cast(
        _part(discord, "Doorkeeper", "moderator", MODERATOR),
        _part(discord, ASKER.nickname, "the one who asks", ASKER, locale="sv-SE"),
        _part(discord, "Marmalade", "listener", LISTENER),
        _part(discord, "Nightbus", "listener", OTHER),
    )


def join(guild: Guild, cast: Cast) -> None:
    """Let those in who are not there yet, and give each their name in this server."""
    for part in cast.everybody:
        if part.person.id not in guild.members:
            guild.join(part.person)
        guild.members[part.person.id].nick = part.identity.nickname


def _part(
    discord: LocalDiscord, name: str, role: str, identity: Identity, locale: str = "en-US"
) -> Part:
    person = discord.add_person(
        identity.username,
        global_name=identity.global_name,
        avatar=identity.avatar,
        locale=locale,
        snowflake=identity.id,
    )
    return Part(name, role, identity, person)
