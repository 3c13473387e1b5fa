"""The sections of `config.yaml`: the names and defaults of all settings, and what they mean. Their
bounds stand in `setting_values`; `config` puts them together and reads the file."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.prompts import language_code
from bot.setting_values import (
    ApiUrl,
    AskText,
    Brief,
    Count,
    Daily,
    DutyChoices,
    Few,
    Kept,
    Long,
    PerMinute,
    Section,
    ThreeDays,
    TimeOfDay,
    Wish,
    Zone,
)


class Discord(Section):
    """The Discord that the bot talks to, and where its token lies."""

    api_url: ApiUrl = "https://discord.com/api/v10"
    token_file: Path | None = None


class Backups(Section):
    """Copies of the database, without the key. No folder means the one beside the database."""

    folder: Path | None = None
    daily_at: Daily = time(4, 30)
    zone: Zone = "UTC"
    keep: Count = 7


class PromptFiles(Section):
    """The bot's words; no folder means the shipped one."""

    folder: Path | None = None
    language: Annotated[str, AfterValidator(language_code)] = "en"


class Logging(Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "json"


class AskSettings(Section):
    """An ask, from the form to its end. Texts are counted in characters."""

    order = (("still_wanted_after", "expires_after"),)
    text_at_most: AskText = 1500
    what_would_help_at_most: Wish = 500
    draft_lives: Brief = timedelta(minutes=30)
    still_wanted_after: Long = timedelta(hours=3)
    expires_after: ThreeDays = timedelta(hours=24)
    kept_longer_for: Brief = timedelta(hours=24)
    open_at_once: Count = 1
    per_day: Count = 3
    drafts_at_once: Few = 5
    same_listener_for: Long = timedelta(days=14)


class OpenAskSettings(Section):
    """Open asks, where a server lets their askers choose them."""

    per_day: Count = 20
    told_every: Brief = timedelta(minutes=10)


class OfferSettings(Section):
    """Who is told of an ask, how many, and when."""

    order = (
        ("first_people", "people_at_most"),
        ("next_people", "people_at_most"),
        ("off_duty_after", "moderators_told_after"),
        ("silent_after", "ignored_after"),
        ("silent_nudged_after", "silent_taken_back_after"),
    )
    first_people: Count = 3
    next_people: Count = 3
    more_people_every: Brief = timedelta(seconds=90)
    people_at_most: Count = 12
    people_at_most_within: Brief = timedelta(minutes=10)
    off_duty_people: Count = 5
    off_duty_after: Brief = timedelta(minutes=10)
    moderators_told_after: Brief = timedelta(minutes=15)
    silent_after: Brief = timedelta(minutes=2)
    one_open_offer_for: Brief = timedelta(minutes=5)
    ignored_after: Brief = timedelta(minutes=10)
    silent_nudged_after: Brief = timedelta(minutes=3)
    silent_taken_back_after: Brief = timedelta(minutes=7)
    same_listener_first: Brief = timedelta(minutes=15)
    question_open_for: Brief = timedelta(minutes=10)


class ConversationSettings(Section):
    """A conversation that falls silent, and what may be passed on in it."""

    order = (
        ("idle_warning_after", "idle_close_after"),
        ("idle_close_after", "kept_open_at_most"),
        ("departure_told_after_at_least", "departure_told_after_at_most"),
    )
    idle_warning_after: Long = timedelta(hours=12)
    idle_close_after: Long = timedelta(hours=24)
    kept_open_at_most: Long = timedelta(hours=72)
    messages_per_minute: PerMinute = 120
    asker_asked_after: Brief = timedelta(minutes=15)
    listener_back_within: Brief = timedelta(minutes=10)
    text_held_for: Brief = timedelta(minutes=30)
    members_looked_at_every: Brief = timedelta(minutes=10)
    departure_told_after_at_least: Brief = timedelta(minutes=5)
    departure_told_after_at_most: Brief = timedelta(minutes=30)
    message_ids_kept: Long = timedelta(days=1)


class ListenerSettings(Section):
    """What protects a listener from too much. Hours are the listener's local time."""

    order = (
        ("conversations_at_once", "conversations_per_day"),
        ("offers_per_day_off_duty", "offers_per_day"),
    )
    conversations_at_once: Count = 1
    conversations_per_day: Count = 3
    conversations_per_month: Count = 20
    joins_per_day: Count = 3
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

    order = (
        ("ask_text_after_closing", "closed_metadata"),
        ("ask_text_after_expiring", "closed_metadata"),
    )
    ask_text_after_closing: Kept = timedelta(hours=1)
    ask_text_after_expiring: Kept = timedelta(hours=12)
    closed_metadata: Kept = timedelta(days=7)
    known_servers: Kept = timedelta(days=90)
    help_country: Kept = timedelta(days=180)
    age_statements: Kept = timedelta(days=365)
    stopped_schedules: Kept = timedelta(days=30)
    shown_encouragements: Kept = timedelta(days=90)
    resting_goals: Kept = timedelta(days=90)
    moderation: Kept = timedelta(days=365)
    suggestions: Kept = timedelta(days=30)


class ReportSettings(Section):
    """What people report to moderators."""

    per_day: Count = 5


class LimitSettings(Section):
    """What becomes longer for whoever comes to a limit again and again."""

    order = (("wait_longer_by", "wait_longer_at_most"),)
    wait_longer_by: Brief = timedelta(minutes=5)
    wait_longer_at_most: Brief = timedelta(hours=12)
    forgotten_after: Long = timedelta(hours=6)


class SuggestionSettings(Section):
    """Encouragements that members suggest, where a server switched that on."""

    waiting_at_most: Count = 3
    per_day: Count = 3


class Encouragements(Section):
    """Scheduled encouragements; when each comes is the member's own choice."""

    late_by_at_most: Brief = timedelta(hours=1)
    stopped_after_undelivered_days: Count = 3


class Servers(Section):
    """The servers that the bot is in."""

    kept_for: Brief = timedelta(hours=1)


class PanelSettings(Section):
    """The message with the buttons that stands in each server."""

    looked_for_every: Brief = timedelta(minutes=15)


class Community(Section):
    """Numbers about people; fewer than five would point at somebody."""

    numbers_from_people: Annotated[int, Field(strict=True, ge=5, le=1000)] = 5


class DeliverySettings(Section):
    """How messages leave the bot: not too fast, again after faults, and not for ever."""

    order = (
        ("retry_first_after", "retry_at_most_every"),
        ("closed_dms_retried_every", "passing_faults_for"),
        ("passing_faults_for", "undelivered_kept"),
    )
    messages_per_second: Annotated[int, Field(strict=True, ge=1, le=50)] = 48
    nonce_window: Brief = timedelta(seconds=120)
    retry_first_after: Brief = timedelta(seconds=1)
    retry_at_most_every: Brief = timedelta(minutes=1)
    closed_dms_retried_every: Brief = timedelta(hours=1)
    passing_faults_for: Long = timedelta(hours=6)
    undelivered_kept: Long = timedelta(hours=72)
