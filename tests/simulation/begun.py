"""What each history begins with: two servers that are set up, and their people, made once and
copied."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.services.context import Context, Member
from bot.services.listeners import duty
from bot.services.moderation import telling
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite import in_memory
from tests import server_setup, stated
from tests.fakes import START, FixedClock, SeededRandomness
from tests.simulation.discord import SimulatedDiscord
from tests.simulation.disk import Disk, OnLoop
from tests.simulation.images import DrawnAnew
from tests.simulation.life import Parts, begun
from tests.simulation.line import Line
from tests.simulation.loop import seeded
from tests.simulation.process import Process
from tests.simulation.reading import reads_as
from tests.simulation.weather import Weather

HARBOUR, LIGHTHOUSE = GuildId(470_000_000_000_000_701), GuildId(470_000_000_000_000_702)
ASKS, STAFF = ChannelId(480_000_000_000_000_801), ChannelId(480_000_000_000_000_802)
ASKS_THERE, STAFF_THERE = ChannelId(480_000_000_000_000_803), ChannelId(480_000_000_000_000_804)
GUILDS: Mapping[GuildId, tuple[ChannelId, ChannelId]] = {
    HARBOUR: (ASKS, STAFF),
    LIGHTHOUSE: (ASKS_THERE, STAFF_THERE),
}
"""Of each: where asks are posted, and where its moderators meet."""
ASKERS = tuple(UserId(350_000_000_000_000_017 + 10_007 * number) for number in range(3))
LISTENERS = tuple(UserId(620_000_000_000_000_023 + 10_009 * number) for number in range(4))
MODERATORS = tuple(UserId(710_000_000_000_000_029 + 10_037 * number) for number in range(2))
TALK = ASKERS + LISTENERS
EVERYBODY = TALK + MODERATORS
MEMBERS = {HARBOUR: EVERYBODY, LIGHTHOUSE: ASKERS[:2] + LISTENERS[:3] + MODERATORS[:1]}
MODERATE = {HARBOUR: (*MODERATORS, LISTENERS[3]), LIGHTHOUSE: (MODERATORS[0], LISTENERS[0])}
"""In each, somebody listens who moderates, too."""
LONG_AGO = START - timedelta(days=20)
"""Since when they have moderated: long enough to open a name together."""
KEYRING = Keyring(bytes(range(32)))


def named(user: int) -> str:
    """How a trace calls somebody, or a channel."""
    names: dict[int, str] = {**_numbered("asker", ASKERS), **_numbered("listener", LISTENERS)}
    names |= _numbered("moderator", MODERATORS) | {ASKS: "asks", STAFF: "staff"}
    names |= {ASKS_THERE: "asks there", STAFF_THERE: "staff there"}
    return names.get(user, str(user))


def _numbered(name: str, users: tuple[UserId, ...]) -> dict[int, str]:
    return {user: f"{name} {number}" for number, user in enumerate(users, 1)}


@cache
def content() -> bytes:
    """The database."""
    disk = Disk.with_content(in_memory._empty())
    seeded(Random(0)).play(_begin(disk))  # noqa: S311 - the same each time
    disk.process = None
    return disk.serialize()


async def _begin(disk: Disk) -> None:
    clock, chance = FixedClock(), Random(0)  # noqa: S311 - the same each time
    discord = SimulatedDiscord(clock, GUILDS, MEMBERS, MODERATE)
    process = Process(None, "", lambda *_: None)
    engine, sealer, luck = OnLoop(disk, process, chance), Sealer(KEYRING), SeededRandomness()
    line = Line(discord, Weather.fair(chance), process, reads_as, lambda _: None)
    images = DrawnAnew(process, chance)
    life = await begun(
        *(engine, sealer, process, luck, line, images),
        *(discord, clock, lambda: 1.0, Parts()),
    )
    for guild in GUILDS:
        await _set_up(life.ctx, guild)
    long_ago = replace(life.ctx, clock=FixedClock(LONG_AGO))
    for guild, moderators in MODERATE.items():
        for user in moderators:
            await telling.note_moderator(long_ago, Member(user, guild))


async def _set_up(ctx: Context, guild: GuildId) -> None:
    asks, staff = GUILDS[guild]
    choices = GuildChoices(guild, asks, staff, RoleId(901), False, ages=stated.ADULTS_ONLY)
    await server_setup.set_up(ctx, choices)
    await server_setup.switch_on(ctx, guild, (Feature.IMAGES, Feature.PARTNERS))
    await stated.have_said_so(ctx.store, guild, MEMBERS[guild])
    for user in listeners_in(guild):
        await duty.join(ctx, Member(user, guild))


def listeners_in(guild: GuildId) -> tuple[UserId, ...]:
    """Who listens in a server."""
    return tuple(user for user in LISTENERS if user in MEMBERS[guild])


def askers_in(guild: GuildId) -> tuple[UserId, ...]:
    """Who asks in a server."""
    return tuple(user for user in ASKERS if user in MEMBERS[guild])
