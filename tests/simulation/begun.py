"""What each history begins with: a server that is set up, and its people, made once and copied."""

from collections.abc import Mapping
from functools import cache
from random import Random

from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.services.context import Member
from bot.services.listeners import duty
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite import in_memory
from tests import server_setup, stated
from tests.fakes import FixedClock, SeededRandomness
from tests.simulation.discord import SimulatedDiscord
from tests.simulation.disk import Disk, OnLoop
from tests.simulation.life import Parts, begun
from tests.simulation.line import Line
from tests.simulation.loop import seeded
from tests.simulation.process import Process
from tests.simulation.reading import reads_as
from tests.simulation.weather import Weather

HARBOUR = GuildId(470_000_000_000_000_701)
ASKS, STAFF = ChannelId(480_000_000_000_000_801), ChannelId(480_000_000_000_000_802)
GUILDS: Mapping[GuildId, tuple[ChannelId, ...]] = {HARBOUR: (ASKS, STAFF)}
ASKERS = tuple(UserId(350_000_000_000_000_017 + 10_007 * number) for number in range(3))
LISTENERS = tuple(UserId(620_000_000_000_000_023 + 10_009 * number) for number in range(4))
EVERYBODY = ASKERS + LISTENERS
KEYRING = Keyring(bytes(range(32)))


def named(user: int) -> str:
    """How a trace calls somebody, or a channel."""
    names = {**_numbered("asker", ASKERS), **_numbered("listener", LISTENERS)}
    return {**names, ASKS: "asks", STAFF: "staff"}.get(user, str(user))


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
    discord = SimulatedDiscord(clock, GUILDS)
    process = Process(None, "", lambda *_: None)
    engine, sealer, luck = OnLoop(disk, process, chance), Sealer(KEYRING), SeededRandomness()
    line = Line(discord, Weather.fair(chance), process, reads_as, lambda _: None)
    life = await begun(*(engine, sealer, process, luck, line, discord, clock, lambda: 1.0, Parts()))
    choices = GuildChoices(HARBOUR, ASKS, STAFF, RoleId(901), False, ages=stated.ADULTS_ONLY)
    await server_setup.set_up(life.ctx, choices)
    await stated.have_said_so(life.ctx.store, HARBOUR, EVERYBODY)
    for user in LISTENERS:
        await duty.join(life.ctx, Member(user, HARBOUR))
