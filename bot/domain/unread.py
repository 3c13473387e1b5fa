"""What was typed and cannot be read, or not in one way only: the errors of the readers.

Beside those that stand in errors.py:

SettingsRefused
├── UnknownDate     days cannot be read
│   ├── DateOver        they are over
│   ├── DaysBackwards   they end before they begin
│   └── TooFarAhead     they lie further ahead than is kept
├── TooManyDaysOff  more than fit
├── UnknownCountry  no country, or not its public holidays
└── UnknownPart     nor the part of it
"""

from dataclasses import dataclass
from datetime import date, time

from bot.domain.form_errors import SettingsRefused


@dataclass(frozen=True, slots=True)
class PossibleMeaning:
    """One way to read what was typed: `value` can stand in its place; it reads as a place, as a
    time of day, or as days from one until another."""

    value: str
    place: str = ""
    at: time | None = None
    days: tuple[date, date] | None = None


class AskedBack(SettingsRefused):
    """What was typed can be read in several ways, and is not guessed at. `field` is the one in
    which it was typed."""

    def __init__(self, choices: tuple[PossibleMeaning, ...], field: str = "") -> None:
        super().__init__()
        self.choices = choices
        self.field = field


class WhichPlace(AskedBack):
    """Several places may be meant."""

    prompt = "error.which_place"


class LikelyPlace(AskedBack):
    """No place is called so; one is called almost so."""

    prompt = "error.likely_place"


class WhichHalf(AskedBack):
    """A time of day of which there are two."""

    prompt = "error.which_half"


class WhichDate(AskedBack):
    """A date whose day and month may change places."""

    prompt = "error.which_date"


class UnknownZone(SettingsRefused):
    """No place with that name is known."""

    prompt = "error.unknown_zone"


class NoPlace(SettingsRefused):
    """A time of day was given, and no place whose clock it is by."""

    prompt = "error.no_place"


class UnknownTime(SettingsRefused):
    """The time of day cannot be read."""

    prompt = "error.unknown_time"


class UnknownWhen(SettingsRefused):
    """One field was to hold a time and a place, and neither can be read."""

    prompt = "error.unknown_when"


class UnknownDays(SettingsRefused):
    """The number of days cannot be read, or is too large; `most` is the limit."""

    prompt = "error.unknown_days"


class NoWholeDays(UnknownDays):
    """A length of time that is not one of whole days. Value: `most`."""

    prompt = "error.no_whole_days"


class UnknownHours(SettingsRefused):
    """The hours cannot be read."""

    prompt = "error.unknown_hours"


class HalvesUnclear(UnknownHours):
    """The hours may be of the morning or of the evening."""

    prompt = "error.halves_unclear"


class NoLength(UnknownHours):
    """The hours end when they begin: all day, or never?"""

    prompt = "error.no_length"


class AllDayOrNever(NoLength):
    """The same of a day's hours, where all day can be said."""

    prompt = "error.all_day_or_never"


class TooManyHours(SettingsRefused):
    """More stretches of a day than fit. Value: `most`."""

    prompt = "error.too_many_hours"


class WhichDays(SettingsRefused):
    """Hours were typed, and no day was chosen for them."""

    prompt = "error.which_days"


class UnknownDate(SettingsRefused):
    """The days cannot be read."""

    prompt = "error.unknown_date"


class DateOver(UnknownDate):
    """They are over already."""

    prompt = "error.date_over"


class DaysBackwards(UnknownDate):
    """They end before they begin."""

    prompt = "error.days_backwards"


class TooFarAhead(UnknownDate):
    """They lie further ahead than is kept. Value: `most`, in days."""

    prompt = "error.too_far_ahead"


class TooManyDaysOff(SettingsRefused):
    """More days off than fit. Value: `most`."""

    prompt = "error.too_many_days_off"


class UnknownCountry(SettingsRefused):
    """No country is known by what was typed, or not its public holidays."""

    prompt = "error.unknown_country"


class UnknownPart(SettingsRefused):
    """The country is known, and not the part of it that was typed after the comma."""

    prompt = "error.unknown_part"
