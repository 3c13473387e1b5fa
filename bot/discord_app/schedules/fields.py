"""Fields for a time of day, a place, weekdays, themes and a language; how a taste reads."""

from datetime import datetime

from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field
from bot.discord_app.interactions.handlers import UserAction
from bot.discord_app.rendering.words import Words
from bot.domain.schedules import Rhythm, Taste
from bot.domain.zones import zone_info

USUAL_TIME = "09:00"


def rhythm_fields(fields: Fields, words: Words, standing: Rhythm | None) -> tuple[Field, ...]:
    """When: the time, the place and the weekdays, as they stand."""
    names = list(words.options("weekday"))
    days = [name for day, name in enumerate(names) if not standing or day in standing.weekdays]
    return (
        *clock_fields(fields, standing),
        fields.some_of("days", words.options("weekday"), days),
    )


def clock_fields(fields: Fields, standing: Rhythm | None) -> tuple[Field, ...]:
    """The time of day and the place of the clock, as they stand."""
    return (
        fields.line("at", f"{standing.at:%H:%M}" if standing else USUAL_TIME),
        fields.line("zone", standing.zone if standing else ""),
    )


def taste_fields(fields: Fields, words: Words, standing: Taste | None) -> tuple[Field, ...]:
    """What about: the themes and the language, as they stand."""
    themes = {deck.key: deck.name for deck in words.decks.values()}
    language = standing.language if standing else words.language
    return (
        fields.some_of("themes", themes, standing.themes if standing else ()),
        fields.some_of("language", words.deck_languages, {language}, 1),
    )


def clock_values(words: Words, rhythm: Rhythm, now: datetime) -> dict[str, str]:
    """The time and the place as they read, to fill in `{at}`, `{said}`, `{zone}`, and `{now}`: what
    its clock shows now, by which one sees that it is the right one."""
    return {
        "at": f"{rhythm.at:%H:%M}",
        "said": words.time_said(rhythm.at),
        "zone": rhythm.zone,
        "now": shown_by(rhythm.zone, now),
    }


def shown_by(zone: str, now: datetime) -> str:
    """What the clock shows somewhere."""
    return f"{now.astimezone(zone_info(zone)):%H:%M}"


def taste_values(words: Words, taste: Taste) -> dict[str, str]:
    """The themes and the language as they read, to fill in `{themes}` and `{language}`."""
    names = [deck.name for key, deck in words.decks.items() if key in taste.themes]
    return {
        "themes": words.all_of(names) or words("schedule.every_theme"),
        "language": words.deck_languages.get(taste.language, taste.language),
    }


def days_chosen(press: UserAction, words: Words) -> list[int]:
    """The weekdays that were chosen in a form; 0 is Monday."""
    names = list(words.options("weekday"))
    return [names.index(name) for name in press.all_chosen("days") if name in names]
