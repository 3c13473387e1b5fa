"""Setting a server up step by step: what is chosen is a draft, until it is put in place whole.

There is one draft a server, whoever of those who manage it works on it. What was put in place can
be taken back, change by change.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import GuildId
from bot.domain.setting_up import Field, SetupStep, WantedSetup, changed
from bot.services.ages import choosing
from bot.services.context import Context
from bot.services.servers import setup
from bot.storage.store import Tables

CHANGES_KEPT = 5
"""How many changes can be taken back, one after the other."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far it is. `now`: what holds; None in a server that is not set up. `begun`: there is a
    draft. `last_change`: the number of the change that can be taken back."""

    step: SetupStep
    wanted: WantedSetup
    now: WantedSetup | None
    begun: bool = False
    revision: int = 0
    last_change: int | None = None

    @property
    def changed(self) -> tuple[Field, ...]:
        """What would be another than it is."""
        return () if self.now is None else changed(self.now, self.wanted)


@dataclass(frozen=True, slots=True)
class PutInPlace:
    """What came of it. `done` False: the draft is another than the one that was seen, or is not
    whole. `before`: what a server had, to tell what changed; None: it was not set up."""

    done: bool
    stands: SetUp
    before: WantedSetup | None = None


async def get(ctx: Context, guild: GuildId) -> SetUp:
    """Where whoever sets this server up is."""

    async def work(tables: Tables) -> SetUp:
        return await _stands(ctx, tables, guild)

    return await ctx.store.read(work)


async def change_draft(
    ctx: Context, guild: GuildId, change: Callable[[WantedSetup], WantedSetup], step: SetupStep
) -> SetUp:
    """Change the draft, and be at a step; the draft begins with what the server has."""

    async def work(tables: Tables) -> SetUp:
        before = await _stands(ctx, tables, guild)
        after = change(before.wanted)
        if before.begun and before.wanted == after:
            await tables.setup_drafts.go(guild, step, ctx.clock.now())
            return replace(before, step=step)
        if not before.begun and before.now == after:
            return replace(before, step=step)
        revision = await tables.setup_drafts.put(guild, step, after, ctx.clock.now())
        return replace(before, step=step, wanted=after, begun=True, revision=revision)

    return await ctx.store.transaction(work)


async def claim(ctx: Context, guild: GuildId, revision: int) -> SetUp | None:
    """Somebody puts the draft with this revision in place: it has another one from here on, so that
    nobody else does, too. None where it has another already."""

    async def work(tables: Tables) -> SetUp | None:
        before = await _stands(ctx, tables, guild)
        if not before.begun or before.revision != revision or before.wanted.missing is not None:
            return None
        now = ctx.clock.now()
        new = await tables.setup_drafts.put(guild, SetupStep.CHECK, before.wanted, now)
        return replace(before, step=SetupStep.CHECK, revision=new)

    return await ctx.store.transaction(work)


async def keep_made(
    ctx: Context, guild: GuildId, change: Callable[[WantedSetup], WantedSetup], revision: int
) -> int:
    """A channel was made for the draft: the revision that it has then. Where somebody changed the
    draft meanwhile the channel is kept in it all the same, and the revision is none that is put in
    place."""

    async def work(tables: Tables) -> int:
        before = await _stands(ctx, tables, guild)
        now = ctx.clock.now()
        new = await tables.setup_drafts.put(guild, SetupStep.CHECK, change(before.wanted), now)
        return new if before.revision == revision else 0

    return await ctx.store.transaction(work)


async def drop(ctx: Context, guild: GuildId) -> SetUp:
    """Nobody wants the draft any more."""

    async def work(tables: Tables) -> SetUp:
        await tables.setup_drafts.drop(guild)
        return await _stands(ctx, tables, guild)

    return await ctx.store.transaction(work)


async def put_in_place(ctx: Context, guild: GuildId, revision: int) -> PutInPlace:
    """Let the draft with this revision hold from now on, all of it at once."""

    async def work(tables: Tables) -> PutInPlace:
        before = await _stands(ctx, tables, guild)
        chosen = before.wanted.choices(guild)
        whole = before.wanted.missing is None and chosen is not None
        if not whole or chosen is None or not before.begun or before.revision != revision:
            return PutInPlace(False, before)
        if before.now is not None and before.changed:
            await tables.setup_drafts.keep_before(guild, before.now, CHANGES_KEPT)
        await let_hold(ctx, tables, before.now, chosen)
        await tables.setup_drafts.drop(guild)
        return PutInPlace(True, await _held(tables, chosen), before.now)

    return _remembered(ctx, guild, await ctx.store.transaction(work))


async def take_back(ctx: Context, guild: GuildId, number: int) -> PutInPlace:
    """Let hold what held before the last change, if that still has this number."""

    async def work(tables: Tables) -> PutInPlace:
        before = await _stands(ctx, tables, guild)
        last = await tables.setup_drafts.before(guild)
        chosen = None if last is None else last[1].choices(guild)
        if last is None or last[0] != number or chosen is None:
            return PutInPlace(False, before)
        await tables.setup_drafts.taken_back(guild, number)
        await tables.setup_drafts.drop(guild)
        await let_hold(ctx, tables, before.now, chosen)
        return PutInPlace(True, await _held(tables, chosen), before.now)

    return _remembered(ctx, guild, await ctx.store.transaction(work))


async def let_hold(
    ctx: Context, tables: Tables, before: WantedSetup | None, chosen: GuildChoices
) -> None:
    """These choices hold, with what follows for people: listeners who waited, and those whose age
    is asked anew. Whoever calls this remembers them once they are stored."""
    await tables.guilds.save(chosen)
    if before is None:
        return
    if before.ages != chosen.ages and chosen.ages is not None:
        await choosing.chosen_anew(ctx, tables, chosen.guild_id)
    if Feature.APPROVE_LISTENERS not in chosen.features:
        await setup.let_everybody_in(ctx, tables, chosen.guild_id)


def _remembered(ctx: Context, guild: GuildId, outcome: PutInPlace) -> PutInPlace:
    chosen = outcome.stands.wanted.choices(guild)
    if outcome.done and chosen is not None:
        ctx.guilds.remember(chosen)
        structlog.get_logger("setting_up").info("setup.saved", open_asks=chosen.open_asks)
    return outcome


async def _stands(ctx: Context, tables: Tables, guild: GuildId) -> SetUp:
    known = await tables.guilds.get(guild)
    now = None if known is None else WantedSetup.of(known)
    draft = await tables.setup_drafts.get(guild)
    last = await tables.setup_drafts.before(guild)
    number = None if last is None else last[0]
    if draft is not None:
        return SetUp(draft.step, draft.wanted, now, True, draft.revision, number)
    wanted = WantedSetup(language=ctx.language) if now is None else now
    return SetUp(
        SetupStep.MODERATORS if now is None else SetupStep.CHECK, wanted, now, last_change=number
    )


async def _held(tables: Tables, chosen: GuildChoices) -> SetUp:
    last, now = await tables.setup_drafts.before(chosen.guild_id), WantedSetup.of(chosen)
    return SetUp(SetupStep.CHECK, now, now, last_change=None if last is None else last[0])
