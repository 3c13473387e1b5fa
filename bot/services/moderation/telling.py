"""How moderators come to know of a report: by a card in their channel, or, where whom it is about
reads that channel, by a word to each of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NotSetUp
from bot.domain.ids import ChannelId, GuildId, ReportId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.report_errors import NobodyToTell
from bot.domain.reports import Report, ReportedAs
from bot.services import moderators
from bot.services.context import Context, Member
from bot.services.direct_messages import opening
from bot.services.moderation import reported
from bot.services.ports import Undelivered
from bot.storage.store import Tables


class ToldHow(StrEnum):
    """How they come to know. Each has its words under `report.way.<way>`."""

    CHANNEL = "channel"
    OTHERS = "others"
    """Whom it is about reads the channel: each other moderator is told."""
    NO_OTHERS = "no_others"
    """As OTHERS, where no other is known."""
    NO_CHANNEL = "no_channel"
    """Nothing can be written there: it waits in /moderate."""
    NO_MODERATOR = "no_moderator"
    """It stands in the channel, but whoever moderated here lately reads it no longer."""


REACHES_NOBODY = frozenset({ToldHow.NO_OTHERS, ToldHow.NO_CHANNEL, ToldHow.NO_MODERATOR})
"""Ways by which nobody may come to know of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """How, and whom directly."""

    way: ToldHow
    others: Sequence[UserId] = ()


async def how(ctx: Context, report: Report) -> Told:
    """How moderators would come to know of it now. Raises NobodyToTell. Only of a listener it is
    looked whether they read along: of an asker, whoever is told instead would learn that from
    it."""
    guild = report.guild_id
    channel = channel_of(ctx, guild)
    if report.subject.about is ReportedAs.LISTENER and await _reads_along(ctx, report):
        others = await _others(ctx, report)
        return Told(ToldHow.OTHERS if others else ToldHow.NO_OTHERS, others)
    try:
        posts = await ctx.messenger.can_post(channel)
    except Undelivered:
        posts = True  # an outage: it is tried, and tried again
    if not posts:
        return Told(ToldHow.NO_CHANNEL)
    return Told(ToldHow.CHANNEL if await _somebody_reads(ctx, guild) else ToldHow.NO_MODERATOR)


def channel_of(ctx: Context, guild: GuildId) -> ChannelId:
    """Where the moderators of a server meet. Raises NobodyToTell."""
    try:
        return ctx.guilds.of(guild).moderator_channel
    except NotSetUp:
        raise NobodyToTell from None


async def tell_moderators(ctx: Context, tables: Tables, report: Report, told: Told) -> None:
    """Let them know that there is one, and nothing of it: what stands in a channel stays there."""
    if told.way in (ToldHow.CHANNEL, ToldHow.NO_MODERATOR):
        channel = ctx.guilds.of(report.guild_id).moderator_channel
        card = Notice(NoticeKind.REPORT_CARD, report.guild_id, channel, token=report.id)
        await ctx.say(tables, card)
    for user in told.others:
        person = await tables.people.meet(user)
        notice = Notice(NoticeKind.REPORT_FOR_OTHERS, report.guild_id, person)
        await ctx.say(tables, notice, lane=f"report {report.id} {person.hex()}")


async def was_not_told(ctx: Context, tables: Tables, key: ReportId) -> None:
    """The card could not be written: whoever sent the report reads that it waits, and what else
    there is."""
    report, user = await tables.reports.get(key), await tables.reports.reporter(key)
    if report is not None and user is not None:
        person = await tables.people.meet(user)
        notice = Notice(NoticeKind.REPORT_NOT_TOLD, report.guild_id, person)
        await ctx.say(tables, notice, lane=f"report {key} not told")


async def note_moderator(ctx: Context, moderator: Member) -> None:
    """Somebody looks after their server now, and is told where another must not be."""
    number, now = ctx.listener_number(moderator), ctx.clock.now()
    if not await ctx.store.read(lambda tables: tables.moderators_seen.is_noted(number, now)):
        await ctx.store.transaction(
            lambda tables: tables.moderators_seen.note(moderator.guild, number, moderator.user, now)
        )
        await opening.for_an_answer(ctx, moderator.user)


async def note_no_moderator(ctx: Context, member: Member) -> None:
    """Somebody uses the bot and looks after their server no longer: once they do again, it is as if
    for the first time."""
    number = ctx.listener_number(member)
    if await ctx.store.read(lambda tables: tables.moderators_seen.since(number)) is not None:
        await ctx.store.transaction(lambda tables: tables.moderators_seen.forget_one(number))


async def _reads_along(ctx: Context, report: Report) -> bool:
    user = await ctx.store.read(lambda tables: _whom(tables, report))
    try:
        return user is not None and await moderators.can_read(ctx, report.guild_id, user)
    except Undelivered:
        return True  # that they do not find out counts for more than being quick


async def _others(ctx: Context, report: Report) -> Sequence[UserId]:
    """The other moderators who were here lately and still read their channel."""
    user = await ctx.store.read(lambda tables: _whom(tables, report))
    return await moderators.still_reading(ctx, report.guild_id, () if user is None else (user,))


async def _somebody_reads(ctx: Context, guild: GuildId) -> bool:
    """Whether one of those who moderated here lately still reads the channel. Where none is known,
    nothing is: nobody tells the bot who its moderators are."""
    known = await ctx.store.read(lambda tables: tables.moderators_seen.of(guild))
    for user in known[: moderators.AT_MOST]:
        try:
            if await moderators.can_read(ctx, guild, user):
                return True
        except Undelivered:
            return True
    return not known


async def _whom(tables: Tables, report: Report) -> UserId | None:
    if report.number is not None:
        return await tables.known_numbers.user(report.number)
    return await reported.user_of(tables, report.subject)
