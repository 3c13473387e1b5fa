"""Sentences, labels, times and people's own words, as they are shown on Discord."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from bot import lists
from bot.config import Settings
from bot.discord_app.rendering.reply import Button, Style
from bot.domain import shapes
from bot.domain.asks import OwnWords
from bot.domain.errors import SupportError
from bot.domain.folding import fold
from bot.domain.names import Name
from bot.domain.references import in_words
from bot.domain.shapes import Box
from bot.domain.text import escape
from bot.domain.unread import AskedBack, PossibleMeaning
from bot.prompts import Prompts
from bot.services.ports import Randomness

_PARTS_OF_THE_DAY = (
    (5, "night"),
    (12, "morning"),
    (18, "afternoon"),
    (22, "evening"),
    (24, "late"),
)
"""Until which hour each lasts."""


def _countries(prompts: Prompts, language: str) -> dict[str, str]:
    """The names of the countries with help lines by their codes, in the order of these names."""
    return dict(_named(language, tuple((one.code, one.name) for one in prompts.helplines.values())))


@lru_cache(maxsize=64)
def _named(language: str, countries: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language, sep="-").territories
    shown = [(code, names.get(code, name)) for code, name in countries]
    return tuple(sorted(shown, key=lambda pair: fold(pair[1])))


def own_name(code: str) -> str:
    """What a language calls itself; its code where that is not known."""
    try:
        locale = Locale.parse(code, sep="-")
    except UnknownLocaleError:
        return code
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]


class Words:
    """The words of prompts/ in one language."""

    def __init__(self, prompts: Prompts, language: str, randomness: Randomness) -> None:
        self._prompts = prompts
        self._randomness = randomness
        self.decks = prompts.decks(language)
        self.helplines = prompts.helplines
        self.language = language
        self._locale = Locale.parse(language, sep="-")
        self.spoken = self.options("language")
        """Languages that people speak, by their codes: those to choose from, with their names."""
        self.countries = _countries(prompts, language)
        self.languages = {code: self._name_of(code) for code in prompts.languages}
        """Those that the bot's words exist in; some have a region, as what one reads may have."""
        self.deck_languages = {code: self._name_of(code) for code in prompts.deck_languages}

    def _name_of(self, code: str) -> str:
        """What a language calls itself, as in prompts/ where it stands there."""
        return self.spoken.get(code) or own_name(code)

    def __call__(self, key: str, **values: str | int | Name) -> str:
        """A sentence from prompts/. Names that others chose take no effect in it."""
        return self._prompts.text(self.language, key, **values)

    def countries_like(self, typed: str) -> list[str]:
        """The codes of the countries to suggest: those whose name begins so come first."""
        wanted = fold(typed)
        fitting = [code for code, name in self.countries.items() if wanted in fold(name)]
        return sorted(fitting, key=lambda code: not fold(self.countries[code]).startswith(wanted))

    def all_of(self, some: Iterable[str]) -> str:
        """Several things as a sentence joins them: a, b, and c."""
        return lists.all_of(some, self._locale)

    def one_of(self, some: Iterable[str]) -> str:
        """Likewise, where one of them counts: a, b, or c."""
        return lists.one_of(some, self._locale)

    def options(self, group: str) -> dict[str, str]:
        """A list of prompts/ that people choose from: labels by their keys, in the file's order."""
        keys = self._prompts.keys_of(self.language, group)
        return {key: self(f"{group}.{key}") for key in keys}

    def button(
        self,
        action: str,
        token: str | None = None,
        style: Style = Style.PLAIN,
        choice: int | str | None = None,
        **values: str | int,
    ) -> Button:
        """A button with its label from prompts/. Without a token it gets a new random one."""
        label = self(f"press.{action}.button", **values)
        return Button(label, action, token or self._randomness.token(), style, choice)

    def token(self) -> str:
        """A new random one, for a menu."""
        return self._randomness.token()

    def encouragement(self, text_id: str, language: str) -> tuple[str, str]:
        """A text of the decks, and the name of its theme. Raises KeyError."""
        for deck in self._prompts.decks(language).values():
            for one in deck.texts:
                if one.id == text_id:
                    return one.text, deck.name
        raise KeyError(text_id)

    def from_member(self, words: str, theme: str) -> str:
        """An encouragement that a member suggested: below a line of ours that says so, and without
        a name. `theme` is its key."""
        deck = self.decks.get(theme)
        ours = self("encourage.from_member", theme=theme if deck is None else deck.name)
        return shapes.under(ours, escape(in_words(words)))

    def boxes(self, text: OwnWords | None) -> tuple[Box, ...]:
        """Somebody's own words, shown literally and apart from ours."""
        if text is None:
            return ()
        words, would_help = (Box(escape(in_words(part))) for part in (text.words, text.would_help))
        titled = replace(would_help, title=self("box.would_help"))
        return tuple(box for box in (words, titled) if box.words.strip())

    def moment(self, when: datetime, style: Literal["R", "t", "f", "D"] = "R") -> str:
        """A Discord timestamp: each reader sees it in their own zone."""
        return f"<t:{int(when.timestamp())}:{style}>"

    def day(self, day: date) -> str:
        """A day of UTC as a Discord timestamp: its noon is that day nearly everywhere."""
        return self.moment(datetime.combine(day, time(12), UTC), "D")

    def long_date(self, day: date) -> str:
        """A day as it is written in this language, where Discord shows no timestamps: in a title,
        and in a file."""
        return format_date(day, "long", self._locale)

    def days_off(self, first: date, last: date) -> str:
        """Days from one until another with their weekdays, each in full: by somebody's own clock,
        which a timestamp does not know."""
        begins, ends = (format_date(one, "full", self._locale) for one in (first, last))
        return begins if first == last else self("time.from_until", first=begins, last=ends)

    def country(self, code: str) -> str:
        """The name of any country."""
        return str(self._locale.territories.get(code, code))

    def short_month(self, month: str) -> str:
        """A month, such as 2026-02, or that of a day, likewise and short."""
        return format_skeleton("yMMM", date.fromisoformat(f"{month[:7]}-01"), locale=self._locale)

    def weekdays(self, chosen: Collection[int]) -> str:
        """Days of the week in words; 0 is Monday."""
        names = list(self.options("weekday").values())
        if len(chosen) == len(names):
            return self("time.every_day")
        return self.all_of(name for day, name in enumerate(names) if day in chosen)

    def length(self, lasts: timedelta) -> str:
        """A length of time in words, in hours where it is whole hours."""
        minutes = round(lasts.total_seconds() / 60)
        if minutes % 60:
            return self("time.minutes", count=minutes)
        return self("time.hours", count=minutes // 60)

    def time_said(self, at: time) -> str:
        """A time of day as one says it, beside the figures of the clock: half past noon."""
        named = {0: "midnight", 30: "half_past_midnight", 720: "noon", 750: "half_past_noon"}
        if name := named.get(at.hour * 60 + at.minute):
            return self(f"time.said.{name}")
        hour = (at.hour - 1) % 12 + 1
        whole = "past" if at.minute else "on"
        figures = self(f"time.said.{whole}_the_hour", hour=hour, minute=f"{at:%M}")
        part = next(part for until, part in _PARTS_OF_THE_DAY if at.hour < until)
        return self(f"time.said.{part}", at=figures)

    def choice(self, choice: PossibleMeaning) -> str:
        """One way to read what was typed."""
        if choice.days is not None:
            return self.days_off(*choice.days)
        return choice.place if choice.at is None else self.time_said(choice.at)

    def with_help(self, text: str) -> str:
        """The text, and the one quiet line about help lines that everybody reads. Above a last line
        that announces somebody's words, and not between the two."""
        *above, last = text.split("\n")
        quiet = self("care.always")
        return "\n".join([*above, quiet, last] if last.endswith(":") else [*above, last, quiet])

    def refusal(self, error: SupportError) -> str:
        """What is answered instead of a result; moments as timestamps, lengths in words."""
        values = {name: self._told(value) for name, value in error.values.items()}
        if isinstance(error, AskedBack):
            values["choices"] = self.one_of([self.choice(one) for one in error.choices])
        return self(error.prompt, **values)

    def _told(self, value: str | int | datetime | timedelta) -> str | int:
        if isinstance(value, datetime):
            return self.moment(value)
        return self.length(value) if isinstance(value, timedelta) else value

    def unreachable(self, settings: Settings) -> str:
        """For how long somebody could not be reached when what came by itself has stopped."""
        return self.days(timedelta(days=settings.encouragements.stopped_after_undelivered_days))

    def days(self, lasts: timedelta) -> str:
        """As `length`, in days where it is two of them or more."""
        days = round(lasts.total_seconds() / 86400)
        return self("time.days", count=days) if days > 1 else self.length(lasts)
