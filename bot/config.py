"""Everything an operator may set: `config.yaml` becomes frozen settings, checked as a whole.

Owns: the names, defaults and bounds of all settings, and where the token comes from. Does not
own: what a server's admins choose for themselves (that is data, in the database) and what the
settings are used for. Nothing is read at import; the caller holds the result.
"""

import os
import re
import shlex
import stat
from collections.abc import Mapping
from datetime import time, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.prompts import language_code
from bot.strict_yaml import Fault, FileFaults, checked, read

_UNITS: Final = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "day": 86400}


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    plain = isinstance(value, int | float | str) and not isinstance(value, bool)
    parts = re.fullmatch(
        r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(s|sec|min|h|hour|day|)s?", str(value) if plain else ""
    )
    if parts is None:
        raise ValueError('must be a length of time, such as "90 s", "2 min", "3 h" or "7 days"')
    return timedelta(seconds=float(parts[1]) * _UNITS[parts[2] or "s"])


def _up_to(days: int = 0, hours: int = 0) -> AfterValidator:
    def within(value: timedelta) -> timedelta:
        if timedelta(0) < value <= timedelta(days=days, hours=hours):
            return value
        most = f"{days} days" if days else f"{hours} h"
        raise ValueError(f"must be longer than nothing and at most {most}")

    return AfterValidator(within)


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    parts = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", str(value))
    if parts:
        return time(int(parts[1]), int(parts[2]))
    raise ValueError('must be a time of day, such as "22:00"')


def _api_url(value: str) -> str:
    try:
        url = urlsplit(value)
        host, _ = url.hostname or "", url.port
    except ValueError:
        host = ""
    if not host or re.search(r"[\\@?#\s]", value) or url.scheme not in ("http", "https"):
        raise ValueError("must be a plain address that starts with https://")
    if url.scheme == "http" and not _is_this_machine(host):
        raise ValueError("must start with https://; http:// is only for this machine")
    return value.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _rising(values: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if any(later <= earlier for earlier, later in pairwise(values)):
        raise ValueError("must go from short to long, each once")
    return values


Brief = Annotated[timedelta, BeforeValidator(_duration), _up_to(hours=24)]
Long = Annotated[timedelta, BeforeValidator(_duration), _up_to(days=30)]
Kept = Annotated[timedelta, BeforeValidator(_duration), _up_to(days=3650)]
Count = Annotated[int, Field(strict=True, ge=1, le=1000)]
# an ask's two parts stand in one Discord message of 2000 characters: they can only be shorter
AskText = Annotated[int, Field(strict=True, ge=1, le=1500)]
Wish = Annotated[int, Field(strict=True, ge=1, le=500)]
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]
ApiUrl = Annotated[str, AfterValidator(_api_url)]
DutyChoices = Annotated[
    tuple[Brief, ...], Field(min_length=1, max_length=4), AfterValidator(_rising)
]


class Section(BaseModel):
    """One section of the file. `order` names pairs of which the second may not be less."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    order: ClassVar[tuple[tuple[str, str], ...]] = ()

    @field_validator("*")
    @classmethod
    def _stands_in_order(cls, value: Any, info: ValidationInfo) -> Any:
        for low, high in cls.order:
            if high == info.field_name and low in info.data:
                _refuse_disorder(info.data[low], value, low)
        return value


def _refuse_disorder(low: Any, high: Any, name: str) -> None:
    # numbers may be equal; of two times that are equal, the first could never matter
    if isinstance(high, timedelta) and high <= low:
        raise PydanticCustomError("order", "must be longer than {beside}", {"beside": name})
    if high < low:
        raise PydanticCustomError("order", "must not be less than {beside}", {"beside": name})


class Discord(Section):
    """The Discord that the bot talks to, and where its token lies."""

    api_url: ApiUrl = "https://discord.com/api/v10"
    token_file: Path | None = None


class Storage(Section):
    """Where the data lies; the key lies apart from it and from its backups."""

    database: Path = Path("data/lend-an-ear.sqlite3")
    key_file: Path = Path("data/lend-an-ear.key")


class PromptFiles(Section):
    """The bot's words; no folder means the shipped one."""

    folder: Path | None = None
    language: Annotated[str, AfterValidator(language_code)] = "en"


class Logging(Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "json"


class Asks(Section):
    """An ask, from the form to its end. Texts are counted in characters."""

    order = (("still_wanted_after", "expires_after"),)
    text_at_most: AskText = 1500
    what_would_help_at_most: Wish = 500
    draft_lives: Brief = timedelta(minutes=30)
    still_wanted_after: Long = timedelta(hours=3)
    expires_after: Long = timedelta(hours=24)
    kept_longer_for: Brief = timedelta(hours=12)
    open_at_once: Count = 1
    per_day: Count = 3


class Offers(Section):
    """Who is told of an ask, how many, and when."""

    order = (
        ("first_people", "people_at_most"),
        ("next_people", "people_at_most"),
        ("off_duty_after", "moderators_told_after"),
        ("silent_nudged_after", "silent_taken_back_after"),
    )
    first_people: Count = 3
    next_people: Count = 6
    more_people_every: Brief = timedelta(seconds=120)
    people_at_most: Count = 12
    people_at_most_within: Brief = timedelta(minutes=10)
    off_duty_people: Count = 5
    off_duty_after: Brief = timedelta(minutes=10)
    moderators_told_after: Brief = timedelta(minutes=15)
    ignored_after: Brief = timedelta(minutes=10)
    silent_nudged_after: Brief = timedelta(minutes=3)
    silent_taken_back_after: Brief = timedelta(minutes=7)


class Conversations(Section):
    """A conversation that falls silent, and what may be passed on in it."""

    order = (
        ("idle_warning_after", "idle_close_after"),
        ("idle_close_after", "kept_open_at_most"),
        ("departure_told_after_at_least", "departure_told_after_at_most"),
    )
    idle_warning_after: Long = timedelta(hours=12)
    idle_close_after: Long = timedelta(hours=24)
    kept_open_at_most: Long = timedelta(hours=72)
    contact_details: Literal["blocked", "allowed"] = "blocked"
    asker_asked_after: Brief = timedelta(minutes=15)
    listener_back_within: Brief = timedelta(minutes=10)
    text_held_for: Brief = timedelta(minutes=30)
    members_looked_at_every: Brief = timedelta(minutes=10)
    departure_told_after_at_least: Brief = timedelta(minutes=5)
    departure_told_after_at_most: Brief = timedelta(minutes=30)
    message_ids_kept: Long = timedelta(days=1)


class Listeners(Section):
    """What protects a listener from too much. Hours are the listener's local time."""

    order = (
        ("conversations_at_once", "conversations_per_day"),
        ("offers_per_day_off_duty", "offers_per_day"),
    )
    conversations_at_once: Count = 1
    conversations_per_day: Count = 3
    offers_per_day_off_duty: Count = 2
    offers_per_day: Count = 8
    heavy_per_week: Count = 2
    rest_after_heavy: Long = timedelta(hours=12)
    ignored_in_a_row: Count = 3
    quiet_from: TimeOfDay = time(22)
    quiet_until: TimeOfDay = time(8)
    duty_choices: DutyChoices = (timedelta(hours=1), timedelta(hours=2), timedelta(hours=4))


class SmallServers(Section):
    """Where people could guess who asks: below either number, asks are private only."""

    order = (("random_delay_at_least", "random_delay_at_most"),)
    members_below: Annotated[int, Field(strict=True, ge=0, le=1000)] = 50
    listeners_below: Annotated[int, Field(strict=True, ge=0, le=1000)] = 5
    random_delay_at_least: Brief = timedelta(minutes=10)
    random_delay_at_most: Brief = timedelta(minutes=30)


class Retention(Section):
    """How long something is kept before it is erased, or looked at again."""

    order = (("ask_text_after_closing", "closed_metadata"),)
    ask_text_after_closing: Kept = timedelta(hours=1)
    closed_metadata: Kept = timedelta(days=7)
    reports: Kept = timedelta(days=30)
    bans_reviewed_after: Kept = timedelta(days=90)
    audit: Kept = timedelta(days=365)
    known_servers: Kept = timedelta(days=90)


class Encouragements(Section):
    """Scheduled encouragements; when each comes is the member's own choice."""

    late_by_at_most: Brief = timedelta(hours=1)


class Panel(Section):
    """The message with the buttons that stands in each server."""

    looked_for_every: Brief = timedelta(minutes=15)


class Community(Section):
    """Numbers about people; fewer than five would point at somebody."""

    numbers_from_people: Annotated[int, Field(strict=True, ge=5, le=1000)] = 5


class Delivery(Section):
    """How messages leave the bot: not too fast, again after faults, and not for ever."""

    order = (
        ("retry_first_after", "retry_at_most_every"),
        ("closed_dms_retried_every", "undelivered_kept"),
    )
    messages_per_second: Annotated[int, Field(strict=True, ge=1, le=50)] = 48
    nonce_window: Brief = timedelta(seconds=120)
    retry_first_after: Brief = timedelta(seconds=1)
    retry_at_most_every: Brief = timedelta(minutes=1)
    closed_dms_retried_every: Brief = timedelta(hours=1)
    undelivered_kept: Long = timedelta(hours=72)


class Settings(BaseModel):
    """All settings. A section that is absent or empty means its defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    discord: Discord = Discord()
    storage: Storage = Storage()
    prompts: PromptFiles = PromptFiles()
    logging: Logging = Logging()
    asks: Asks = Asks()
    offers: Offers = Offers()
    conversations: Conversations = Conversations()
    listeners: Listeners = Listeners()
    small_servers: SmallServers = SmallServers()
    retention: Retention = Retention()
    encouragements: Encouragements = Encouragements()
    panel: Panel = Panel()
    community: Community = Community()
    delivery: Delivery = Delivery()

    @model_validator(mode="before")
    @classmethod
    def _empty_means_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        empty = {key for key in cls.model_fields if data.get(key, cls) is None}
        return {key: value for key, value in data.items() if key not in empty}

    def beside(self, folder: Path) -> Self:
        """The same settings with every relative path taken from `folder`."""
        token, prompts = self.discord.token_file, self.prompts.folder
        storage = {
            "database": folder / self.storage.database,
            "key_file": folder / self.storage.key_file,
        }
        changed = {
            "discord": self.discord.model_copy(update={"token_file": token and folder / token}),
            "prompts": self.prompts.model_copy(update={"folder": prompts and folder / prompts}),
            "storage": self.storage.model_copy(update=storage),
        }
        return self.model_copy(update=changed)


def load(path: Path) -> Settings:
    """The settings in `path`, its relative paths taken from that file's folder.

    Raises FileFaults with everything that is wrong, so that nothing starts half configured.
    """
    return checked(Settings, read(path), _about_a_token).beside(path.parent)


def _about_a_token(key: str) -> str | None:
    if "token" not in key.lower():
        return None
    return (
        "the token never stands in this file: put it into the environment as DISCORD_TOKEN or"
        " into a file named by discord.token_file; if others could read it here, reset it"
    )


class Token:
    """The bot's token. It shows itself to nobody by accident: ask with `reveal()`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Token(...)"

    def reveal(self) -> str:
        """The token itself, for the login and nothing else."""
        return self._value


def read_token(settings: Settings, environ: Mapping[str, str]) -> Token:
    """The token from DISCORD_TOKEN, or else from `discord.token_file`; or FileFaults."""
    found, source = environ.get("DISCORD_TOKEN", "").strip(), "DISCORD_TOKEN"
    if not found:
        if settings.discord.token_file is None:
            words = "no token: set this variable, or name a file as discord.token_file"
            raise FileFaults([Fault(source, 0, 0, words)])
        found, source = _from_file(settings.discord.token_file), "discord.token_file"
    if not re.fullmatch(r"[!-~]{1,200}", found):
        raise FileFaults([Fault(source, 0, 0, "does not hold a token: one word of letters")])
    return Token(found)


def _from_file(path: Path) -> str:
    # a token pasted where its file's name belongs must not be repeated: tell the folder only
    try:
        with path.open("rb") as file:
            mode, raw = os.fstat(file.fileno()).st_mode, file.read(1000)
    except OSError as error:
        words = f"cannot read the file of that name in {path.parent}: {error.strerror}"
        raise FileFaults([Fault("discord.token_file", 0, 0, words)]) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        words = f"others may use this file; run: chmod 600 {shlex.quote(str(path))}"
        raise FileFaults([Fault("discord.token_file", 0, 0, words)])
    return raw.decode("ascii", "replace").strip()
