"""Fields for a time of day, a place, weekdays, themes and a language; how a taste reads."""

from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field
from bot.discord_app.press import Press
from bot.discord_app.words import Words
from bot.domain.schedules import Rhythm, Taste

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
        fields.line("at", f"{standing.at:%H:%M}" if standing else USUAL_TIME, most=10),
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


def taste_values(words: Words, taste: Taste) -> dict[str, str]:
    """The themes and the language as they read, to fill in `{themes}` and `{language}`."""
    names = [deck.name for key, deck in words.decks.items() if key in taste.themes]
    return {
        "themes": ", ".join(names) or words("schedule.every_theme"),
        "language": words.deck_languages.get(taste.language, taste.language),
    }


def days_chosen(press: Press, words: Words) -> list[int]:
    """The weekdays that were chosen in a form; 0 is Monday."""
    names = list(words.options("weekday"))
    return [names.index(name) for name in press.all_chosen("days") if name in names]
