"""Who is in a story: two askers who have nothing in common, and the same others for both."""

import random
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.config import Settings
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.local_discord import Channel, Permissions, Person
from tests import server_setup
from tests.fakes import START
from tests.journeys.stage import Identity, Stage, staged

KEY: Final = bytes(range(7, 39))
"""The same in both: so a number differs only where it is the asker's."""

LONG_AGO: Final = timedelta(days=4)
"""Between what an asker did elsewhere and the story: longer than any limit counts."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks, in all that Discord tells of them and that the bot may know already."""

    identity: Identity
    joined: timedelta
    """How long before the story they came to the server."""
    roles: tuple[str, ...]
    first: bool
    """Whether Discord lists them before all other members."""
    place: str
    """The channel that they press and write commands in."""
    known: bool
    """Whether they used the bot before."""


def two_askers(chance: random.Random) -> tuple[Asker, Asker]:
    """One who is new here, and one whom the bot and the server know; in either order."""
    old, new = 200_000_000_000_000_000, 1_300_000_000_000_000_000
    first, second = (chance.sample((old, new), 2)) if chance.random() < 0.8 else (new, new - 999)
    numbers = [one + chance.randrange(1, 10**12) for one in (first, second)]
    one = Identity("quartz_ibex_20418", "Quartz Ibex", "Quibby", "a" * 32, "de", numbers[0])
    two = Identity("wren.of.the.moor", "The Wren  of the Moor", None, None, "es-ES", numbers[1])
    askers = [
        Asker(one, timedelta(days=2), (), first=False, place="ask-here", known=False),
        Asker(two, timedelta(days=900), ("Elders", "Knitters"), True, "knitting", known=True),
    ]
    chance.shuffle(askers)
    return askers[0], askers[1]


@dataclass
class Cast:
    """The stage with everybody on it."""

    stage: Stage
    asker: Person
    place: Channel
    """Where the asker is, in the server."""
    member: Person
    """Somebody else who may ask, too."""
    moderator: Person
    """Who also listens."""
    began: int = 0
    """The last id before the story; what was there earlier is not looked at."""

    @property
    def others(self) -> tuple[Person, ...]:
        """Everybody but the asker."""
        return (self.stage.admin, self.stage.listener, self.moderator, self.member)

    @property
    def everybody(self) -> tuple[Person, ...]:
        """Everybody."""
        return (self.asker, *self.others)

    def place_of(self, person: Person) -> Channel:
        """Where somebody runs commands."""
        if person is self.asker:
            return self.place
        moderates = person in (self.moderator, self.stage.admin)
        return self.stage.staff if moderates else self.stage.asks


@asynccontextmanager
async def on_stage(
    folder: Path, who: Asker, settings: Settings, features: Collection[Feature]
) -> AsyncIterator[Cast]:
    """Everything as it is when a story begins: set up, with two listeners, one of whom moderates,
    and the bot started anew."""
    async with staged(folder, settings, who.identity, KEY) as stage:
        cast = _cast(stage, who)
        await stage.set_up(open_asks=True)
        await server_setup.switch_on(stage.bot.desk.ctx, GuildId(stage.guild.id), features)
        if who.known:
            await _known_already(cast)
        for person in (stage.listener, stage.other):
            await stage.join(person)
        stage.clock.advance(LONG_AGO)
        await stage.settle()
        await stage.restart()
        await stage.everybody_is_an_adult()
        cast.began = stage.discord.world.snowflakes.next()
        yield cast


def _cast(stage: Stage, who: Asker) -> Cast:
    guild, discord = stage.guild, stage.discord
    member = discord.add_person("member.by.the.lantern", snowflake=700_700_700_700_700_700)
    guild.join(member)
    knitting = guild.add_channel("knitting")
    guild.set_permissions(stage.moderators, Permissions.MODERATE_MEMBERS)
    guild.set_roles(stage.other, [stage.moderators])
    carried = [guild.add_role(name) for name in ("Elders", "Knitters")]
    guild.set_roles(stage.asker, [role for role in reversed(carried) if role.name in who.roles])
    guild.members[stage.asker.id].joined_at = START - who.joined
    if who.first:
        mine = guild.members.pop(stage.asker.id)
        others = dict(guild.members)
        guild.members.clear()
        guild.members.update({stage.asker.id: mine, **others})
    place = knitting if who.place == "knitting" else stage.asks
    return Cast(stage, stage.asker, place, member, stage.other)


async def _known_already(cast: Cast) -> None:
    """The asker wrote to the bot long ago, looked around, and posted nothing."""
    asker, stage = cast.asker, cast.stage
    await asker.send(asker.dm, "Is anybody there?")
    await stage.settle()
    for command in ("help", "privacy", "conversations"):
        await asker.run(command, in_=cast.place)
    form = (await asker.run("ask", in_=cast.place)).form
    assert form is not None
    await asker.submit(form, {form.fields[0].names[1]: "Something from long ago."})
    await stage.settle()
