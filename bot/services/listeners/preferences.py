"""What a listener chooses: what they listen to, how many at once, and when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.dates import read_days_off
from bot.domain.days_off import DaysOff, joined_days
from bot.domain.errors import NotAListener
from bot.domain.form_errors import ClockNeeded, ZoneNeeded
from bot.domain.holiday_places import HolidayPlace
from bot.domain.listening import Heavy, Interests, Listener, Preferences
from bot.domain.quiet_hours import Span
from bot.domain.schedules import today_in
from bot.domain.skills import Skills, read_own
from bot.domain.times import read_span, read_spans
from bot.domain.unread import WhichDays
from bot.domain.zones import whose_clock
from bot.services.context import Context, Member
from bot.services.listeners import public_holidays
from bot.services.schedules import planning
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Chosen:
    """A listener with all that they chose; `quiet` and `at_once` as they count now. `holidays`:
    whose public holidays are days off, and the next of them."""

    listener: Listener
    interests: Interests
    skills: Skills
    quiet: Span
    at_once: int
    holidays: HolidayPlace | None = None
    next_holiday: date | None = None


async def get_preferences(ctx: Context, member: Member) -> Chosen:
    """One's own settings. Raises NotAListener."""
    return await ctx.store.read(lambda tables: _chosen(ctx, tables, member))


async def what_to_take(
    ctx: Context,
    member: Member,
    *,
    topics: Collection[str],
    languages: Collection[str],
    heavy: Heavy,
    at_once: int,
) -> Chosen:
    """Choose topics, languages, whether heavy ones, how many at once. Raises NotAListener."""

    async def work(tables: Tables) -> Chosen:
        known = await _chosen(ctx, tables, member)
        chosen = replace(known.listener.preferences, heavy=heavy, at_once=at_once)
        topics_chosen, spoken = frozenset(topics), frozenset(languages)
        interests = replace(known.interests, topics=topics_chosen, languages=spoken)
        return await _save(ctx, tables, member, chosen, interests)

    return await ctx.store.transaction(work)


async def when(ctx: Context, member: Member, *, zone: str, quiet: str, off_duty: bool) -> Chosen:
    """Choose where one's clock is, the quiet hours as typed (empty: the usual ones), and whether
    one is told of asks off duty. Raises NotAListener, UnknownZone, AskedBack, UnknownHours,
    ZoneNeeded."""
    place = planning.read_in("other_zone", ctx.places().read, zone) if zone.strip() else None
    if place is None and off_duty:
        raise ZoneNeeded
    hours = read_span(quiet) if quiet.strip() else None

    async def work(tables: Tables) -> Chosen:
        known = await _chosen(ctx, tables, member)
        chosen = replace(
            known.listener.preferences, zone=place, quiet=hours, off_duty_offers=off_duty
        )
        return await _save(ctx, tables, member, chosen, known.interests)

    return await ctx.store.transaction(work)


async def which_days(ctx: Context, member: Member, *, days: Collection[int], span: str) -> Chosen:
    """Choose the hours of some weekdays as typed, or take these days out where nothing is typed.
    Raises NotAListener, WhichDays, UnknownHours, HalvesUnclear, AllDayOrNever, TooManyHours."""
    hours = read_spans(span) if span.strip() else ()
    if hours and not days:
        raise WhichDays

    async def work(tables: Tables) -> Chosen:
        known = await _chosen(ctx, tables, member)
        week = {day: one for day, one in known.interests.week.items() if day not in days}
        if hours:
            week |= dict.fromkeys(days, hours)
        interests = replace(known.interests, week=week)
        return await _save(ctx, tables, member, known.listener.preferences, interests)

    return await ctx.store.transaction(work)


async def which_days_off(
    ctx: Context, member: Member, *, typed: str, out: Collection[str], holidays: str | None
) -> Chosen:
    """Choose days off as typed, take some out again, as they are written, and choose whose public
    holidays are days off, too: as typed, empty for nobody's; None leaves that as it is. Raises
    NotAListener, ClockNeeded, UnknownDate and what is one, WhichDate, TooManyDaysOff,
    UnknownCountry, UnknownPart."""
    listener = (await get_preferences(ctx, member)).listener
    if listener.preferences.zone is None and (typed.strip() or holidays):
        raise ClockNeeded
    today = today_in(_zone_of(ctx, listener), ctx.clock.now())
    more = _dates(typed, today)
    place = await public_holidays.find(ctx, holidays or "")

    async def work(tables: Tables) -> Chosen:
        known = await _chosen(ctx, tables, member)
        chosen = known.listener.preferences
        if holidays is not None:
            chosen = replace(chosen, holidays_of=place.place.code if place else None)
        if place is not None:
            await public_holidays.keep_known(tables, place)
        left = [one for one in known.interests.days_off if str(one) not in out]
        interests = replace(known.interests, days_off=joined_days([*left, *more], today))
        return await _save(ctx, tables, member, chosen, interests)

    return await ctx.store.transaction(work)


async def which_skills(
    ctx: Context, member: Member, *, listed: Collection[str], typed: str
) -> tuple[Chosen, Sequence[str]]:
    """Choose what one can share with whoever would like to learn it: keys of the list, and own
    words as typed. Beside it those that were typed more than once, which are kept once. Raises
    NotAListener, TooManySkills, SkillTooLong, SkillNamesSomebody, SkillIsLink, NoWordInSkill."""
    own = read_own(typed)

    async def work(tables: Tables) -> Chosen:
        await _chosen(ctx, tables, member)
        number, skills = ctx.listener_number(member), Skills(frozenset(listed), own.kept)
        await tables.skills.save(number, skills)
        return await _chosen(ctx, tables, member)

    return await ctx.store.transaction(work), own.twice


def _dates(typed: str, today: date) -> list[DaysOff]:
    if not typed.strip():
        return []
    return [planning.read_in("days", lambda text: read_days_off(text, today), typed)]


def _zone_of(ctx: Context, listener: Listener) -> str:
    """Whose day it is for them: that of their clock, or else of the server's."""
    chosen = listener.preferences.zone
    return whose_clock([chosen] if chosen else [], ctx.guilds.zone(listener.guild_id))


async def _save(
    ctx: Context, tables: Tables, member: Member, chosen: Preferences, interests: Interests
) -> Chosen:
    number = ctx.listener_number(member)
    await tables.preferences.save(number, chosen, interests.week)
    await tables.preferences.save_interests(number, interests)
    return await _chosen(ctx, tables, member)


async def _chosen(ctx: Context, tables: Tables, member: Member) -> Chosen:
    number, usual = ctx.listener_number(member), ctx.settings.listeners
    listener = await tables.listeners.get(number)
    if listener is None:
        raise NotAListener
    chosen = listener.preferences
    today, off = today_in(_zone_of(ctx, listener), ctx.clock.now()), chosen.holidays_of
    return Chosen(
        listener,
        await tables.preferences.interests(number),
        await tables.skills.of(number),
        chosen.quiet or Span(usual.quiet_from, usual.quiet_until),
        chosen.at_once or usual.conversations_at_once,
        None if off is None else await tables.public_holidays.get(off),
        None if off is None else await tables.public_holidays.next(off, today),
    )
