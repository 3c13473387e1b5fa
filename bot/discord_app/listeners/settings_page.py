"""The page of a listener's settings: all that they chose, in plain words, and the ways to change
it."""

from collections import defaultdict

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.words import Words
from bot.discord_app.schedules.fields import shown_by
from bot.domain.holiday_places import HolidayPlace
from bot.domain.quiet_hours import Span
from bot.domain.references import in_words
from bot.domain.shapes import Box
from bot.domain.text import escape
from bot.domain.week import ALL_DAY, meets_quiet
from bot.services.listeners.preferences import Chosen

_FORMS = ("what_i_take", "my_skills", "my_hours", "my_week", "my_days_off")


def settings_page(desk: DiscordContext, chosen: Chosen) -> Reply:
    """The page as it is after a look or a change."""
    words, preferences, interests = desk.words, chosen.listener.preferences, chosen.interests
    now = preferences.zone and shown_by(preferences.zone, desk.ctx.clock.now())
    text = words(
        "settings.shown",
        topics=_names(words, "topic", interests.topics) or words("settings.anything"),
        skills=_skills(words, chosen),
        languages=_names(words, "language", interests.languages) or words("settings.any_language"),
        heavy=words(f"heavy_listen.{preferences.heavy}"),
        at_once=chosen.at_once,
        off_duty=words(f"settings.off_duty.{'yes' if preferences.off_duty_offers else 'no'}"),
        zone=preferences.zone or words("settings.no_zone"),
        now=words("settings.now", now=now) if now else "",
        quiet=typed_span(chosen.quiet),
        week=_week_of(words, chosen),
        days_off=_days_off(words, chosen),
        holidays=_holidays(words, chosen),
    )
    own = Box(escape(in_words("\n".join(chosen.skills.own))), words("settings.own_skills"))
    boxes = (own,) if chosen.skills.own else ()
    return Reply(text, boxes, (*map(words.button, _FORMS), words.button("panel")))


def typed_span(span: Span) -> str:
    """Hours as they can be typed."""
    return f"{span.start:%H:%M}-{span.end:%H:%M}"


def place_named(words: Words, place: HolidayPlace) -> str:
    """A country, or a part of one, as it can be typed too."""
    country = words.country(place.country)
    return f"{country}, {place.part}" if place.part else country


def _names(words: Words, group: str, chosen: frozenset[str]) -> str:
    options = words.options(group)
    return words.all_of(label for key, label in options.items() if key in chosen)


def _skills(words: Words, chosen: Chosen) -> str:
    """Those of the list; own words stand below all else, in a frame of their own."""
    listed = _names(words, "skill", chosen.skills.listed)
    if listed:
        return listed
    return words("settings.own_skills_alone" if chosen.skills.own else "settings.no_skills")


def _week_of(words: Words, chosen: Chosen) -> str:
    week = chosen.interests.week
    if not week:
        return words("settings.any_time")
    names = list(words.options("weekday").values())
    alike: defaultdict[tuple[Span, ...], list[str]] = defaultdict(list)
    for day, spans in sorted(week.items()):
        alike[spans].append(names[day])
    lines = [
        words("settings.on_days", days=words.all_of(days), hours=words.all_of(_said(words, spans)))
        for spans, days in alike.items()
    ]
    if not chosen.listener.preferences.off_duty_offers:
        lines.append(words("settings.week_counts_later"))
    if meets_quiet(week, chosen.quiet):
        lines.append(words("settings.week_meets_quiet"))
    return _below(lines)


def _said(words: Words, spans: tuple[Span, ...]) -> list[str]:
    return [words("settings.all_day") if one == ALL_DAY else typed_span(one) for one in spans]


def _days_off(words: Words, chosen: Chosen) -> str:
    days = chosen.interests.days_off
    lines = [words("settings.off_on", days=words.days_off(one.first, one.last)) for one in days]
    return _below(lines) if lines else words("settings.none_chosen")


def _holidays(words: Words, chosen: Chosen) -> str:
    if chosen.holidays is None:
        return words("settings.none_chosen")
    place, upcoming = place_named(words, chosen.holidays), chosen.next_holiday
    if upcoming is None:  # whatever it is, their holidays are those of this place
        return place
    return words("settings.holidays_in", place=place, day=words.days_off(upcoming, upcoming))


def _below(lines: list[str]) -> str:
    """A list that begins below what it is of."""
    return "\n".join(["", *lines])
