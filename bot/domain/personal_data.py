"""What is stored about one person, as they are shown it: pieces of kinds, in servers or in none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from bot.domain.ids import AskerNumber, GuildId, ListenerNumber, PersonTag, UserId


class DataKind(StrEnum):
    """Each has its words under `privacy.kept.<kind>` and `privacy.page.<kind>` in prompts."""

    ASK = "ask"
    DRAFT = "draft"
    OPEN_THREAD = "open_thread"
    THREAD_MESSAGE = "thread_message"
    CONVERSATION = "conversation"
    WAITING_WORDS = "waiting_words"
    """Words that wait for this person, as they would read them."""
    READ_HERE = "read_here"
    """What they read of a conversation inside a server, or wrote there."""
    NOT_READ_YET = "not_read_yet"
    """What moderators did or asked, where they could not be told."""
    HELD_WORDS = "held_words"
    """Words of theirs whose reader is not chosen, or that stand in no conversation."""
    FORM = "form"
    NOTE = "note"
    SAME_LISTENER = "same_listener"
    BLOCK = "block"
    GOAL = "goal"
    CHECK_IN = "check_in"
    SCHEDULE = "schedule"
    KEPT_TEXT = "kept_text"
    SUGGESTION = "suggestion"
    SEEN_TEXTS = "seen_texts"
    LISTENER = "listener"
    OFFER = "offer"
    FIRST_QUESTION = "first_question"
    """Asked before anybody accepted: by them, or of them."""
    MORNING_WORDS = "morning_words"
    """Written for the morning of somebody who asked."""
    COUNTED = "counted"
    SERVER = "server"
    AGE = "age"
    """What they said of their age."""
    HELP_COUNTRY = "help_country"
    MODERATOR_ACTION = "moderator_action"
    REPORT = "report"
    MODERATED = "moderated"
    """That they looked after a server."""
    LIMIT = "limit"
    """How near they came to one, or how long they wait."""
    SETTINGS = "settings"
    """How they want to be written to."""


Fact: TypeAlias = str | int | bool | datetime | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece. `facts` are by a name that stands under `privacy.fact` in prompts; what people
    wrote is among them as they wrote it, other people's only as this person reads it."""

    kind: DataKind
    guild: GuildId | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Whose:
    """A person as the tables know them: the tag, and their two numbers in every server."""

    user: UserId
    person: PersonTag
    asking: Mapping[GuildId, AskerNumber]
    listening: Mapping[GuildId, ListenerNumber]
