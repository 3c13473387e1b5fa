"""A server is set up, or chooses anew, in a test that is about something else: it holds as what is
put in place by /setup, and nobody presses."""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.domain.ages import AgeRule
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import GuildId
from bot.domain.setting_up import WantedSetup
from bot.services.context import Context
from bot.services.servers import guided
from bot.storage.store import Tables


async def set_up(ctx: Context, choices: GuildChoices) -> None:
    """Channels, role and kinds; what else a server chose before stays."""

    def change(known: GuildChoices | None) -> GuildChoices:
        if known is None:
            return replace(choices, language=ctx.language)
        return replace(choices, features=known.features, language=known.language, ages=known.ages)

    await _put(ctx, choices.guild_id, change)


async def switch_on(
    ctx: Context, guild: GuildId, features: Collection[Feature], language: str | None = None
) -> None:
    """These are on, and everything else is off."""

    def change(known: GuildChoices | None) -> GuildChoices:
        assert known is not None, "it is set up first"
        return replace(known, features=frozenset(features), language=language or known.language)

    await _put(ctx, guild, change)


async def choose_ages(ctx: Context, guild: GuildId, rule: AgeRule) -> None:
    """Who may ask and listen."""

    def change(known: GuildChoices | None) -> GuildChoices:
        assert known is not None, "it is set up first"
        return replace(known, ages=rule)

    await _put(ctx, guild, change)


async def _put(
    ctx: Context, guild: GuildId, change: Callable[[GuildChoices | None], GuildChoices]
) -> None:
    async def work(tables: Tables) -> GuildChoices:
        known = await tables.guilds.get(guild)
        chosen = change(known)
        before = None if known is None else WantedSetup.of(known)
        await guided.let_hold(ctx, tables, before, chosen)
        return chosen

    ctx.guilds.remember(await ctx.store.transaction(work))
