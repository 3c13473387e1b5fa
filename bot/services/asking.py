"""Writing an ask: a draft that only its author sees, until it is posted or cancelled."""

from dataclasses import dataclass, replace

from bot.domain.asks import AskKind, Draft, OwnWords, kinds_offered, written
from bot.domain.errors import OutOfDate
from bot.domain.ids import DraftId
from bot.services.context import Context, Member
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Preview:
    """What the author is shown before posting."""

    draft: Draft
    kinds: tuple[AskKind, ...]
    somebody_here: bool


async def draft(ctx: Context, member: Member, words: str, would_help: str) -> Preview:
    """Keep what was written as a draft. Raises NotSetUp, NoWords, TooManyWords."""
    ctx.guilds.of(member.guild)
    text = _text(ctx, words, would_help)

    async def work(tables: Tables) -> Preview:
        new = Draft(
            DraftId(ctx.randomness.token()),
            member.guild,
            await tables.people.meet(member.user),
            AskKind.PRIVATE,
            text,
            ctx.clock.now() + ctx.settings.asks.draft_lives,
        )
        await tables.drafts.save(new)
        return await _preview(ctx, tables, new)

    return await ctx.store.transaction(work)


async def look(ctx: Context, member: Member, key: DraftId) -> Draft:
    """One's own draft, to change it. Raises OutOfDate."""
    return await ctx.store.read(lambda tables: _own(ctx, tables, member, key))


async def change(
    ctx: Context, member: Member, key: DraftId, words: str, would_help: str
) -> Preview:
    """Write a draft anew. Raises OutOfDate, NoWords, TooManyWords (the draft stays as it was)."""
    text = _text(ctx, words, would_help)
    return await _save(ctx, member, key, text=text)


async def choose(ctx: Context, member: Member, key: DraftId, kind: AskKind) -> Preview:
    """Choose who sees the words. Raises OutOfDate, also where the kind is not offered."""
    return await _save(ctx, member, key, kind=kind)


async def cancel(ctx: Context, member: Member, key: DraftId) -> None:
    """Erase a draft. Raises OutOfDate."""
    person = ctx.person(member)
    if not await ctx.store.transaction(lambda tables: tables.drafts.remove(key, person)):
        raise OutOfDate


def _text(ctx: Context, words: str, would_help: str) -> OwnWords:
    asks = ctx.settings.asks
    return written(words, would_help, asks.text_at_most, asks.what_would_help_at_most)


async def _save(
    ctx: Context,
    member: Member,
    key: DraftId,
    text: OwnWords | None = None,
    kind: AskKind | None = None,
) -> Preview:
    async def work(tables: Tables) -> Preview:
        own = await _own(ctx, tables, member, key)
        changed = replace(
            own,
            text=text or own.text,
            kind=kind or own.kind,
            expires_at=ctx.clock.now() + ctx.settings.asks.draft_lives,
        )
        preview = await _preview(ctx, tables, changed)
        if changed.kind not in preview.kinds:
            raise OutOfDate
        await tables.drafts.save(changed)
        return preview

    return await ctx.store.transaction(work)


async def _own(ctx: Context, tables: Tables, member: Member, key: DraftId) -> Draft:
    own = await tables.drafts.get(key, ctx.person(member), ctx.clock.now())
    if own is None or own.guild_id != member.guild:
        raise OutOfDate
    return own


async def _preview(ctx: Context, tables: Tables, own: Draft) -> Preview:
    small = ctx.settings.small_servers
    kinds = kinds_offered(
        open_asks=ctx.guilds.of(own.guild_id).open_asks,
        members=ctx.messenger.members(own.guild_id),
        listeners=await tables.listeners.count(own.guild_id),
        few_members=small.members_below,
        few_listeners=small.listeners_below,
    )
    here = await tables.listeners.somebody_on_duty(own.guild_id, ctx.clock.now(), own.person)
    return Preview(own, kinds, here)
