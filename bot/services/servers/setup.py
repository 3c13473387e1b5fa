"""Setting a server up: where asks are posted, who moderates, which asks may be chosen, and what is
switched on."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import structlog

from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature, GuildChoices
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


async def save_choices(ctx: Context, choices: GuildChoices) -> None:
    """Keep a server's choices, in the database and then in memory; what is switched on stays, the
    language, and the choice of ages. That of a new server is the language of whoever sets it up."""

    async def work(tables: Tables) -> GuildChoices:
        known = await tables.guilds.get(choices.guild_id)
        kept = (
            replace(choices, language=ctx.language)
            if known is None
            else replace(choices, features=known.features, language=known.language, ages=known.ages)
        )
        await tables.guilds.save(kept)
        return kept

    ctx.guilds.remember(await ctx.store.transaction(work))
    structlog.get_logger("setting_up").info("setup.saved", open_asks=choices.open_asks)


async def switch_on(
    ctx: Context, guild: GuildId, features: Collection[Feature], language: str | None = None
) -> bool:
    """Let these be on, and everything else off; what was set up stays. Whoever waited to be
    approved as a listener is one where that is off now. Whether the `language` of its channels is
    another one now. Raises NotSetUp."""
    before = ctx.guilds.language(guild)

    async def work(tables: Tables) -> GuildChoices:
        known = await tables.guilds.get(guild)
        if known is None:
            raise NotSetUp
        spoken = known.language if language is None else language
        chosen = replace(known, features=frozenset(features), language=spoken)
        await tables.guilds.save(chosen)
        if Feature.APPROVE_LISTENERS not in chosen.features:
            await let_everybody_in(ctx, tables, guild)
        return chosen

    ctx.guilds.remember(await ctx.store.transaction(work))
    structlog.get_logger("setting_up").info("setup.switched", on=sorted(features))
    return ctx.guilds.language(guild) != before


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
