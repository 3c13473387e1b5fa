"""Reporting: a draft that only its reporter sees, what goes along as they choose, and sending it.

Nothing that a moderator or anybody else is shown comes from who sent it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

from bot.domain.asks import written
from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.errors import OutOfDate
from bot.domain.form_errors import NoWords
from bot.domain.ids import GuildId, ReportId, UserId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.report_errors import ReportOver, ReportsForToday
from bot.domain.reports import Evidence, Report, ReportState
from bot.services import cool_downs, restrictions
from bot.services.context import Context, Member
from bot.services.direct_messages import opening
from bot.services.moderation import evidence, reported, telling
from bot.services.moderation.reported import Reported, SeenMessage
from bot.services.moderation.telling import Told, ToldHow
from bot.storage.store import Tables

Find: TypeAlias = Callable[[Tables], Awaitable[Reported]]

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report as its reporter looks at it, with what may go along by its place, and how
    moderators would come to know of it. `said`: their own words, of which moderators read nothing
    before they are sent."""

    report: Report
    offered: Sequence[tuple[int, Evidence]]
    said: str | None = None
    way: ToldHow = ToldHow.CHANNEL

    @property
    def chosen(self) -> Sequence[Evidence]:
        """What would go along."""
        return [one for _, one in self.offered if one.chosen]


async def from_button(ctx: Context, user: UserId, guild: GuildId | None, token: str) -> ReportDraft:
    """Begin to report what a button stands for. Raises OutOfDate, NothingToReport,
    NobodyToTell; PausedHere and BannedHere for a post."""
    return await _begin(ctx, user, lambda t: reported.behind_button(ctx, t, user, guild, token))


async def from_message(
    ctx: Context, user: UserId, guild: GuildId | None, message: SeenMessage
) -> ReportDraft:
    """As `from_button`, for a message that they look at."""
    return await _begin(ctx, user, lambda t: reported.behind_message(ctx, t, user, guild, message))


async def _begin(ctx: Context, user: UserId, find: Find) -> ReportDraft:
    what = await ctx.store.read(find)
    telling.channel_of(ctx, what.guild)
    await ctx.store.read(lambda tables: _must_be_free(ctx, tables, user, what))
    key, now = ReportId(ctx.randomness.token()), ctx.clock.now()
    draft = Report(key, what.guild, what.subject, ReportState.DRAFT, now)
    found = await evidence.find(ctx, user, what)

    async def work(tables: Tables) -> None:
        await reported.must_be_known(tables, what.subject)
        for earlier in await tables.reports.of_reporter(user, now - A_DAY):
            if earlier.state is ReportState.DRAFT:  # they look at this one now
                await tables.reports.remove(earlier.id)
        await tables.reports.begin(draft, user)
        await tables.report_evidence.offer(key, found)

    await ctx.store.transaction(work)
    return await look(ctx, user, key)


async def _must_be_free(
    ctx: Context, tables: Tables, user: UserId, what: Reported | Report
) -> None:
    """Whoever is kept out reports what was written to them, and no posts. Raises PausedHere,
    BannedHere."""
    guild = what.guild if isinstance(what, Reported) else what.guild_id
    if what.subject.conversation_id is None and what.subject.question is None:
        await restrictions.must_be_free(ctx, tables, Member(user, guild))


async def look(ctx: Context, user: UserId, key: ReportId) -> ReportDraft:
    """One's own report, while something can go along. Raises ReportOver, also for others'."""

    async def work(tables: Tables) -> ReportDraft:
        return await _draft(tables, await _require(ctx, tables, user, key))

    draft = await ctx.store.read(work)
    return replace(draft, way=(await telling.how(ctx, draft.report)).way)


async def _draft(tables: Tables, report: Report) -> ReportDraft:
    said = report.words or await tables.report_evidence.to_be_said(report.id)
    return ReportDraft(report, await tables.report_evidence.offered(report.id), said)


async def add(ctx: Context, user: UserId, key: ReportId) -> ReportDraft:
    """Look again for what may go along with a report that was sent without. Raises ReportOver."""
    report = await ctx.store.read(lambda tables: _require(ctx, tables, user, key))
    found = await evidence.find(ctx, user, Reported(report.guild_id, report.subject))

    async def work(tables: Tables) -> None:
        await _require(ctx, tables, user, key)
        await tables.report_evidence.offer(key, found)

    await ctx.store.transaction(work)
    return await look(ctx, user, key)


async def say(ctx: Context, user: UserId, key: ReportId, words: str) -> ReportDraft:
    """What the reporter wants to say, once they send it; nothing is as well. Raises ReportOver,
    also where they said something that is sent, and TooManyWords."""
    try:
        text = written(words, "", WORDS_AT_MOST, 0).words
    except NoWords:
        text = ""

    async def work(tables: Tables) -> None:
        report = await _require(ctx, tables, user, key)
        if report.state is ReportState.DRAFT:
            await tables.reports.say(key, text)
        elif report.words:
            raise ReportOver  # moderators read them already
        else:
            await tables.report_evidence.say(key, text)

    await ctx.store.transaction(work)
    return await look(ctx, user, key)


async def turn(ctx: Context, user: UserId, key: ReportId, position: int) -> ReportDraft:
    """Let some words go along, or no longer; how moderators come to know is not looked up. Raises
    ReportOver."""

    async def work(tables: Tables) -> ReportDraft:
        report = await _require(ctx, tables, user, key)
        if not await tables.report_evidence.turn(key, position):
            raise ReportOver
        return await _draft(tables, report)

    return await ctx.store.transaction(work)


async def leave(ctx: Context, user: UserId, key: ReportId) -> None:
    """Send nothing: a draft is erased, and what was only offered. Raises ReportOver."""

    async def work(tables: Tables) -> None:
        report = await _require(ctx, tables, user, key)
        if report.state is ReportState.DRAFT:
            await tables.reports.remove(key)
        else:
            await tables.report_evidence.offer(key, ())
            await tables.report_evidence.say(key, "")

    await ctx.store.transaction(work)


async def send(ctx: Context, user: UserId, key: ReportId) -> ToldHow:
    """Send it, or what goes along with one that was sent; how moderators come to know of it.
    Raises ReportOver, ReportsForToday, TooSoonAgain, NobodyLeft, PausedHere, BannedHere."""
    report = await ctx.store.read(lambda tables: _require(ctx, tables, user, key))
    told = await telling.how(ctx, report)

    async def work(tables: Tables) -> None:
        report = await _require(ctx, tables, user, key)
        if report.state is ReportState.DRAFT:
            await _must_be_free(ctx, tables, user, report)
            await must_have_one_left(ctx, tables, user)
            number = await reported.know(ctx, tables, report.guild_id, report.subject)
            await tables.reports.send(key, number, ctx.clock.now())
            await tables.limits.use(of_reports(user), ctx.clock.now() + A_DAY)
            await telling.tell_moderators(ctx, tables, report, told)
            await tables.report_evidence.send(key)
        elif await _add(tables, key) and report.opened_at is not None:
            await telling.tell_moderators(ctx, tables, report, told)  # they have read it without

    async with cool_downs.noting(ctx, of_reports(user)):
        await ctx.store.transaction(work)
    await opening.for_an_answer(ctx, user)
    return told.way


async def _add(tables: Tables, key: ReportId) -> bool:
    """What goes along with a report that was sent goes now; whether anything does."""
    words = await tables.report_evidence.to_be_said(key)
    if words:
        await tables.reports.say(key, words)
    return bool(await tables.report_evidence.send(key) or words)


async def must_have_one_left(ctx: Context, tables: Tables, user: UserId) -> None:
    """Raises ReportsForToday, TooSoonAgain. Erasing everything changes nothing of it."""
    whose, at_most = of_reports(user), ctx.settings.reports.per_day
    await cool_downs.must_have_rested(ctx, tables, whose)
    frees = await cool_downs.frees(ctx, tables, whose, at_most)
    if frees is not None:
        raise ReportsForToday(count=at_most, next=frees)


def of_reports(user: UserId) -> WhoseLimit:
    """How many reports somebody may send, in all servers."""
    return WhoseLimit(Limited.REPORTS, user)


async def file_at_once(
    ctx: Context, tables: Tables, user: UserId, what: Reported, told: Told
) -> ReportId:
    """Send a report without anything that goes along; where one about the same conversation is not
    decided yet, that is the one. Raises ReportsForToday, TooSoonAgain, NobodyLeft."""
    now = ctx.clock.now()
    for earlier in await tables.reports.of_reporter(user, now - A_DAY):
        if earlier.state is ReportState.OPEN and earlier.subject == what.subject:
            return earlier.id
    await must_have_one_left(ctx, tables, user)
    number = await reported.know(ctx, tables, what.guild, what.subject)
    key = ReportId(ctx.randomness.token())
    report = Report(key, what.guild, what.subject, ReportState.OPEN, now, number)
    await tables.reports.begin(report, user)
    await tables.limits.use(of_reports(user), now + A_DAY)
    await telling.tell_moderators(ctx, tables, report, told)
    return key


async def _require(ctx: Context, tables: Tables, user: UserId, key: ReportId) -> Report:
    report = await tables.reports.get(key)
    if report is None or await tables.reports.reporter(key) != user:
        raise OutOfDate
    if not report.can_be_added_to(ctx.clock.now()):
        raise ReportOver
    return report
