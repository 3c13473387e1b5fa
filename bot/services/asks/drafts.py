"""Writing an ask: a draft that only its author sees, until it is posted or cancelled."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ages import Age
from bot.domain.asks import AskKind, Draft, Here, OwnWords, Wishes, written
from bot.domain.community import What
from bot.domain.errors import CannotPostYet, OutOfDate, PostedAlready
from bot.domain.ids import DraftId, GuildId, ScheduleId, UserId
from bot.services import cool_downs, membership, restrictions
from bot.services.ages import admission
from bot.services.asks import access, kinds, limits
from bot.services.context import Context, Member
from bot.services.offers import likely_hours, search
from bot.services.servers import ask_channels
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Preview:
    """What the author is shown before posting."""

    draft: Draft
    kinds: tuple[AskKind, ...]
    here: Here
    others_asked: bool
    """Enough other people asked about this topic; never how many."""
    first: str | None = None
    """The alias of the listener who is told first."""
    small: bool = False
    """Whether so few people are in the server that they may guess who asks."""
    blocks: bool = False
    """Whether the author blocked somebody in that server."""
    likely: datetime | None = None
    """When listeners are likely to be there next, where that may be said."""

    @property
    def shown(self) -> bool:
        """Whether the server sees that somebody asks (`search.is_shown`)."""
        own = self.draft
        return own.kind is not AskKind.PRIVATE or not (own.excluded or self.blocks)


async def begin(ctx: Context, member: Member, for_goal: ScheduleId | None = None) -> None:
    """Whether one may ask now: known before a word is written. Raises NotSetUp, BannedHere,
    AskAlreadyOpen, InConversation, AsksForToday, TooSoonAgain, CannotPostYet, ServerAway, what
    `must_be_admitted` raises; OutOfDate where a goal cannot have a partner."""
    ctx.guilds.of(member.guild)
    await membership.bot_must_be_there(ctx, member.guild)
    await admission.must_be_admitted(ctx, member)
    async with cool_downs.noting(ctx, limits.of_asks(member)):
        await ctx.store.read(lambda tables: limits.check(ctx, tables, member, for_goal))
    if await ask_channels.is_closed(ctx, member.guild):
        raise CannotPostYet


async def draft(
    ctx: Context,
    member: Member,
    words: str,
    would_help: str,
    again: str | None = None,
    *,
    for_goal: ScheduleId | None = None,
) -> Preview:
    """Keep what was written as a draft, perhaps for the same listener again (`again` is a token of
    `SameListener`), or to find a partner for a goal of one's own.

    Raises NotSetUp, BannedHere, NoWords, TooManyWords, DraftsFull; OutOfDate when the token is, or
    the goal has ended.
    """
    ctx.guilds.of(member.guild)
    text, age = _text(ctx, words, would_help), await admission.group_of(ctx, member)

    async def work(tables: Tables) -> Preview:
        await restrictions.must_be_free(ctx, tables, member)
        await _check(ctx, tables, member, again)
        new = Draft(
            DraftId(ctx.randomness.token()),
            member.guild,
            await tables.people.meet(member.user, ctx.language),
            AskKind.PRIVATE,
            text,
            ctx.clock.now() + ctx.settings.asks.draft_lives,
            again=again,
        )
        await limits.must_have_room(ctx, tables, member)
        await tables.drafts.save(new)
        if for_goal is not None:
            await limits.draft_for_goal(tables, new.id, for_goal)
        return await _preview(ctx, tables, member, new, age)

    return await ctx.store.transaction(work)


async def get_draft(ctx: Context, member: Member, key: DraftId) -> Draft:
    """One's own draft, to change it. Raises OutOfDate, and PostedAlready."""
    return await ctx.store.read(lambda tables: _own(ctx, tables, member, key))


async def change(
    ctx: Context, member: Member, key: DraftId, words: str, would_help: str
) -> Preview:
    """Write a draft anew. Raises OutOfDate, NoWords, TooManyWords (the draft stays as it was)."""
    text = _text(ctx, words, would_help)
    return await _save(ctx, member, key, lambda own: replace(own, text=text))


async def choose(ctx: Context, member: Member, key: DraftId, kind: AskKind) -> Preview:
    """Choose who sees the words. Raises OutOfDate, also where the kind is not offered."""
    preview = await _save(ctx, member, key, lambda own: replace(own, kind=kind))
    if preview.draft.kind is not kind:
        raise OutOfDate
    return preview


async def choose_more(
    ctx: Context,
    member: Member,
    key: DraftId,
    wishes: Wishes,
    without: Collection[UserId],
    *,
    nobody: bool = False,
) -> Preview:
    """Choose topic, language, whether it is heavy, and who must not get it; what is to be learned
    stays. Nobody named keeps those who were named before, unless it shall be `nobody`. Raises
    OutOfDate."""
    excluded = frozenset(ctx.store.listener_number(member.guild, user) for user in without)

    def changed(own: Draft) -> Draft:
        before = frozenset() if nobody else own.excluded
        chosen = replace(wishes, learn=own.wishes.learn)
        return replace(own, wishes=chosen, excluded=excluded or before)

    return await _save(ctx, member, key, changed)


async def choose_to_learn(ctx: Context, member: Member, key: DraftId, learn: str) -> Preview:
    """Choose what one would like to learn, a key of the list; empty: nothing. Raises OutOfDate."""
    return await _save(
        ctx, member, key, lambda own: replace(own, wishes=replace(own.wishes, learn=learn))
    )


async def get_preview(ctx: Context, member: Member, key: DraftId) -> Preview:
    """The preview of one's own draft. Raises OutOfDate."""

    age = await admission.group_of(ctx, member)

    async def work(tables: Tables) -> Preview:
        return await _preview(ctx, tables, member, await _own(ctx, tables, member, key), age)

    return await ctx.store.read(work)


async def cancel(ctx: Context, member: Member, key: DraftId) -> None:
    """Erase a draft. Raises OutOfDate."""
    person = ctx.person(member)
    if not await ctx.store.transaction(lambda tables: tables.drafts.remove(key, person)):
        raise OutOfDate


async def _check(ctx: Context, tables: Tables, member: Member, again: str | None) -> None:
    """Raises OutOfDate where a token is not, or no longer, this member's in this server."""
    if again is None:
        return
    same = await tables.same_listener.get(again, ctx.person(member), ctx.clock.now())
    if same is None or same.guild_id != member.guild:
        raise OutOfDate


def _text(ctx: Context, words: str, would_help: str) -> OwnWords:
    asks = ctx.settings.asks
    return written(words, would_help, asks.text_at_most, asks.what_would_help_at_most)


async def _save(
    ctx: Context, member: Member, key: DraftId, changed: Callable[[Draft], Draft]
) -> Preview:
    age = await admission.group_of(ctx, member)

    async def work(tables: Tables) -> Preview:
        new = changed(await _own(ctx, tables, member, key))
        if new.kind is AskKind.OPEN:  # a channel hides from nobody
            new = replace(new, excluded=frozenset())
        new = replace(new, expires_at=ctx.clock.now() + ctx.settings.asks.draft_lives)
        preview = await _preview(ctx, tables, member, new, age)
        if new.kind not in preview.kinds:
            preview = replace(preview, draft=replace(new, kind=AskKind.PRIVATE))
        await tables.drafts.save(preview.draft)
        return preview

    return await ctx.store.transaction(work)


async def _own(ctx: Context, tables: Tables, member: Member, key: DraftId) -> Draft:
    person = ctx.person(member)
    own = await tables.drafts.get(key, person, ctx.clock.now())
    if own is not None and own.guild_id == member.guild:
        return own
    if await access.find_own(ctx, tables, member.user, key) is not None:
        raise PostedAlready
    raise OutOfDate


async def _preview(ctx: Context, tables: Tables, member: Member, own: Draft, age: Age) -> Preview:
    offered = await kinds.offered(ctx, tables, own.guild_id)
    here = await search.who_is_here(ctx, tables, own.guild_id, own.person, age)
    topic = own.wishes.topic
    others = bool(topic) and await tables.tallies.is_shown(own.guild_id, What.ASKED, topic)
    same = own.again and await tables.same_listener.get(own.again, own.person, ctx.clock.now())
    first, small = same.alias if same else None, kinds.is_small(ctx, own.guild_id)
    blocks = await tables.blocks.has_any(ctx.asker_number(member))
    likely = await likely_hours.next_here(ctx, tables, own.guild_id, own.person, age, here)
    return Preview(own, offered, here, others, first, small, blocks, likely)


async def home_of(
    ctx: Context, user: UserId, draft: DraftId, *, posted: bool = False
) -> GuildId | None:
    """The server of one's own draft, for a press in direct messages, which name none; `posted`:
    also of what was posted since."""
    person, now = ctx.store.person(user), ctx.clock.now()

    async def work(tables: Tables) -> GuildId | None:
        own = await tables.drafts.get(draft, person, now)
        if own is not None or not posted:
            return None if own is None else own.guild_id
        ask = await access.find_own(ctx, tables, user, draft)
        return None if ask is None else ask.guild_id

    return await ctx.store.read(work)
