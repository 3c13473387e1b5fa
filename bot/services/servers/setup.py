"""What setting a server up asks and does beside the choices: how large it is, and who is let in."""

from dataclasses import dataclass

from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Size:
    """How many people there are, about, and from how many on an ask can be open."""

    members: int
    listeners: int
    members_below: int
    listeners_below: int

    @property
    def too_small_for_open_asks(self) -> bool:
        """Whether every ask is private, whatever was chosen."""
        return self.members < self.members_below or self.listeners < self.listeners_below


async def size(ctx: Context, guild: GuildId) -> Size:
    """How large a server is now."""
    small = ctx.settings.small_servers
    return Size(
        ctx.messenger.members(guild),
        await ctx.store.read(lambda tables: tables.listeners.count(guild)),
        small.members_below,
        small.listeners_below,
    )


async def let_everybody_in(ctx: Context, tables: Tables, guild: GuildId) -> None:
    """Whoever waited to be approved as a listener is one, where nobody approves them any more."""
    for one in await tables.newcomers.waiting(guild):
        await tables.newcomers.let_in(one.waits_as or "")
        user, now = await tables.people.user(one.person), ctx.clock.now()
        await tables.known_servers.note(user, guild, now)
        token = await tables.known_servers.token(user, guild, ctx.randomness.token())
        kind = NoticeKind.LISTENER_NEEDS_NO_LOOK
        told = Notice(kind, guild, one.person, token=token)
        await ctx.say(tables, told, lane=f"listener {one.waits_as}")
