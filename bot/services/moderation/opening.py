"""Opening the name behind a private number: asked for, agreed to by another moderator, looked at.

Two accounts of one person cannot be told apart, and how long somebody has had the right is known
only from when they first used it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.asks import written
from bot.domain.errors import OutOfDate
from bot.domain.ids import NumberId, OpeningId, UserId
from bot.domain.moderation import WORDS_AT_MOST, KnownNumber
from bot.domain.moderation_errors import (
    NameAskedFor,
    NobodyBehind,
    NotLongEnough,
    OwnNumber,
    TwoPeopleNeeded,
)
from bot.domain.moderation_record import RecordedAct
from bot.domain.name_openings import (
    MODERATED_FOR,
    OPEN_FOR,
    TOLD_AT_LEAST,
    TOLD_AT_MOST,
    NameOpening,
)
from bot.domain.notices import Notice, NoticeKind
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.moderation import answers, record
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class OpeningShown:
    """One that is there, with its number."""

    opening: NameOpening
    known: KnownNumber


async def list_openings(ctx: Context, moderator: Member) -> Sequence[OpeningShown]:
    """Those that are there, but of the moderator's own numbers: nobody is to see that their name
    is wanted."""

    async def work(tables: Tables) -> Sequence[OpeningShown]:
        found = list[OpeningShown]()
        for one in await tables.name_openings.of(moderator.guild, ctx.clock.now()):
            known = await tables.known_numbers.get(one.number, moderator.guild)
            if known is not None and not _is_own(ctx, moderator, known):
                found.append(OpeningShown(one, known))
        return found

    return await ctx.store.read(work)


async def ask(ctx: Context, moderator: Member, number: NumberId, reason: str) -> None:
    """Ask another moderator to open the name together. Raises OutOfDate, OwnNumber, NotLongEnough,
    NobodyBehind, NameAskedFor, NoWords, TooManyWords."""
    why = written(reason, "", WORDS_AT_MOST, 0).words

    async def work(tables: Tables) -> None:
        known = await tables.known_numbers.get(number, moderator.guild)
        if known is None:
            raise OutOfDate
        await _must_have_the_right(ctx, tables, moderator, known)
        if await tables.known_numbers.user(number) is None:
            raise NobodyBehind
        key, now = OpeningId(ctx.randomness.token()), ctx.clock.now()
        await tables.name_openings.erase_expired(now)  # or one that nobody sees is in the way
        new = NameOpening(key, number, now + OPEN_FOR, moderator.user, why)
        if not await tables.name_openings.add(new):
            raise NameAskedFor
        await record.note(ctx, tables, moderator, RecordedAct.NAME_ASKED_FOR, number, why)
        await answers.let_moderators_look(ctx, tables, moderator.guild)

    await ctx.store.transaction(work)


async def agree(ctx: Context, moderator: Member, key: OpeningId, reason: str) -> None:
    """Agree, as another person than the one who asked; the person behind is told by the bot itself,
    some days from now. Raises as `ask`, and TwoPeopleNeeded."""
    why = written(reason, "", WORDS_AT_MOST, 0).words

    async def work(tables: Tables) -> None:
        opening, known = await _require(ctx, tables, moderator, key)
        await _must_have_the_right(ctx, tables, moderator, known)
        if moderator.user == opening.first:
            raise TwoPeopleNeeded
        user = await tables.known_numbers.user(known.id)
        if user is None:
            raise NobodyBehind
        if not await tables.name_openings.agree(key, moderator.user, why, ctx.clock.now()):
            raise OutOfDate
        await record.note(ctx, tables, moderator, RecordedAct.NAME_OPENED, known.id, why)
        await _tell_later(ctx, tables, Member(user, moderator.guild), key)

    await ctx.store.transaction(work)


async def look(ctx: Context, moderator: Member, key: OpeningId) -> UserId:
    """The name, for one of the two, once. Raises OutOfDate, NobodyBehind."""

    async def work(tables: Tables) -> UserId:
        opening, known = await _require(ctx, tables, moderator, key)
        if not opening.may_look(moderator.user):
            raise OutOfDate
        user = await tables.known_numbers.user(known.id)
        if user is None:
            raise NobodyBehind
        await tables.name_openings.look(key, first=moderator.user == opening.first)
        await record.note(ctx, tables, moderator, RecordedAct.NAME_SEEN, known.id)
        return user

    return await ctx.store.transaction(work)


async def _require(
    ctx: Context, tables: Tables, moderator: Member, key: OpeningId
) -> tuple[NameOpening, KnownNumber]:
    opening = await tables.name_openings.get(key, moderator.guild, ctx.clock.now())
    if opening is None:
        raise OutOfDate
    known = await tables.known_numbers.get(opening.number, moderator.guild)
    if known is None or _is_own(ctx, moderator, known):
        raise OutOfDate
    return opening, known


def _is_own(ctx: Context, moderator: Member, known: KnownNumber) -> bool:
    return known.number in restrictions.numbers_of(ctx, moderator)


async def _must_have_the_right(
    ctx: Context, tables: Tables, moderator: Member, known: KnownNumber
) -> None:
    if _is_own(ctx, moderator, known):
        raise OwnNumber
    since = await tables.moderators_seen.since(ctx.listener_number(moderator))
    if since is None or ctx.clock.now() - since < MODERATED_FOR:
        raise NotLongEnough(days=MODERATED_FOR.days)


async def _tell_later(ctx: Context, tables: Tables, member: Member, key: OpeningId) -> None:
    person = await tables.people.meet(member.user)
    least, most = int(TOLD_AT_LEAST.total_seconds()), int(TOLD_AT_MOST.total_seconds())
    pause = timedelta(seconds=ctx.randomness.sample(range(least, most + 1), 1)[0])
    notice, when = Notice(NoticeKind.NAME_OPENED, member.guild, person), ctx.clock.now() + pause
    await tables.outbox.put(notice, ctx.randomness.token(), when, f"moderators {key}")
