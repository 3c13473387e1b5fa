"""Encouragements that members suggested, once they stand in a server's deck: read and kept like the
others, and never with a name."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.suggestions import Suggestion, is_members
from bot.services.context import Context, Member
from bot.storage.store import Tables

KEPT_TOLD_AT_LEAST, KEPT_TOLD_AT_MOST = timedelta(hours=1), timedelta(hours=24)
"""How long after it whoever suggested a text reads that somebody keeps it: when it was could tell
who."""


async def require_kept(ctx: Context, tables: Tables, text: str, keeper: UserId) -> None:
    """Somebody keeps this text now. The first time whoever suggested it is thanked, later, if they
    wanted so. Raises OutOfDate where it stands in no deck any more."""
    suggested = await tables.suggested_deck.with_text(text) if is_members(text) else None
    if suggested is None:
        raise OutOfDate
    own = ctx.asker_number(Member(keeper, suggested.guild_id)) == suggested.asker
    if not own and await tables.suggested_deck.note_kept(suggested.id):
        await tell_writer(ctx, tables, suggested, NoticeKind.SUGGESTION_KEPT, _pause(ctx))


async def suggested_by(
    ctx: Context, tables: Tables, user: UserId, guild: GuildId | None
) -> Sequence[Suggestion]:
    """What somebody suggested in a server, or, without one, in all; not what they took back."""
    if guild is not None:
        return await tables.suggestions.of([ctx.asker_number(Member(user, guild))])
    mine = await tables.numbers.of(ctx.store.person(user))
    return await tables.suggestions.of(list(mine.asking.values()))


async def tell_writer(
    ctx: Context,
    tables: Tables,
    suggested: Suggestion,
    kind: NoticeKind,
    after: timedelta = timedelta(),
) -> None:
    """Say it to whoever suggested it, in a lane of its own, so that nothing waits behind it;
    nothing to whoever did not want to be told."""
    key = suggested.number
    user = None if key is None else await tables.known_numbers.user(key)
    if user is None or not suggested.text.tell:
        return
    notice = Notice(kind, suggested.guild_id, await tables.people.meet(user), token=suggested.id)
    when = ctx.clock.now() + after
    await tables.outbox.put(
        notice, ctx.randomness.token(), when, f"suggestion {suggested.id} {kind}"
    )


def _pause(ctx: Context) -> timedelta:
    least, most = (int(one.total_seconds()) for one in (KEPT_TOLD_AT_LEAST, KEPT_TOLD_AT_MOST))
    return timedelta(seconds=ctx.randomness.sample(range(least, most + 1), 1)[0])
