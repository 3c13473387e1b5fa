"""Setting a server up, step by step: what was chosen so far, what is missing, what would change.

Nothing of it holds before it is put in place; what was put in place can be taken back.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.ages import AgeRule, Ages
from bot.domain.guilds import Feature, GuildChoices, Kept
from bot.domain.ids import ChannelId, GuildId, RoleId


class SetupStep(StrEnum):
    """In the order in which they are asked."""

    MODERATORS = "moderators"
    CHANNELS = "channels"
    AGES = "ages"
    ASKS = "asks"
    WORDS = "words"
    MORE = "more"
    KEPT = "kept"
    CHECK = "check"

    @property
    def number(self) -> int:
        """From 1 on."""
        return STEPS.index(self) + 1

    @property
    def next(self) -> "SetupStep":
        """The one after it; the last stays."""
        return STEPS[min(self.number, len(STEPS) - 1)]

    @property
    def before(self) -> "SetupStep":
        """The one before it; the first stays."""
        return STEPS[max(self.number - 2, 0)]


STEPS = tuple(SetupStep)


class SetupPlace(StrEnum):
    """A channel that the bot needs."""

    ASKS = "asks"
    PANEL = "panel"
    STAFF = "staff"


class Field(StrEnum):
    """One thing that is chosen, as it is told what it was and what it is now."""

    ROLE = "role"
    ASKS = "asks"
    PANEL = "panel"
    STAFF = "staff"
    AGES = "ages"
    KINDS = "kinds"
    APPROVALS = "approvals"
    LANGUAGE = "language"
    ZONE = "zone"
    TOPICS = "topics"
    MORE = "more"
    CLOSED = "closed"
    RECORD = "record"


ASKED_IN = {
    SetupStep.MODERATORS: (Field.ROLE,),
    SetupStep.CHANNELS: (Field.ASKS, Field.PANEL, Field.STAFF),
    SetupStep.AGES: (Field.AGES,),
    SetupStep.ASKS: (Field.KINDS, Field.APPROVALS),
    SetupStep.WORDS: (Field.LANGUAGE, Field.ZONE, Field.TOPICS),
    SetupStep.MORE: (Field.MORE,),
    SetupStep.KEPT: (Field.CLOSED, Field.RECORD),
}
"""What each step asks for."""

ABOUT_ASKS = (Feature.APPROVE_ASKS, Feature.APPROVE_LISTENERS, Feature.DELAY)
"""What is switched on where approvals are chosen; everything else has a step of its own."""

OTHERS = tuple(one for one in Feature if one not in ABOUT_ASKS)

TOO_MANY_CHANNELS = 500
"""https://support.discord.com/hc/en-us/articles/33694251638295"""


@dataclass(frozen=True, slots=True)
class WantedSetup:
    """What was chosen so far. `made`: channels that were not chosen are made; `panel` None and not
    made: it stands in the channel for asks. `topics`: those that can be chosen; empty: all. `zone`:
    where the server's clock is; empty: UTC."""

    role: RoleId | None = None
    asks: ChannelId | None = None
    panel: ChannelId | None = None
    staff: ChannelId | None = None
    made: bool = False
    open_asks: bool = False
    features: frozenset[Feature] = frozenset()
    language: str = ""
    ages: AgeRule | None = None
    topics: frozenset[str] = frozenset()
    kept: Kept = field(default_factory=Kept)
    zone: str = ""

    @classmethod
    def of(cls, choices: GuildChoices) -> "WantedSetup":
        """What a server has now."""
        return cls(
            choices.moderator_role,
            choices.ask_channel,
            choices.panel_channel,
            choices.moderator_channel,
            open_asks=choices.open_asks,
            features=choices.features,
            language=choices.language,
            ages=choices.ages,
            topics=choices.topics,
            kept=choices.kept,
            zone=choices.zone,
        )

    def choices(self, guild: GuildId) -> GuildChoices | None:
        """The same as it is put in place; None while a channel or the role is missing."""
        if self.asks is None or self.staff is None or self.role is None:
            return None
        return GuildChoices(
            guild,
            self.asks,
            self.staff,
            self.role,
            self.open_asks,
            self.panel,
            self.features,
            self.language,
            self.ages,
            self.topics,
            self.kept,
            self.zone,
        )

    @property
    def to_make(self) -> tuple[SetupPlace, ...]:
        """The channels that are made once this is put in place."""
        return tuple(place for place in SetupPlace if self.made and self.channel(place) is None)

    def channel(self, place: SetupPlace) -> ChannelId | None:
        """The one that was chosen."""
        return {
            SetupPlace.ASKS: self.asks,
            SetupPlace.PANEL: self.panel,
            SetupPlace.STAFF: self.staff,
        }[place]

    def with_channel(self, place: SetupPlace, channel: ChannelId | None) -> "WantedSetup":
        """The same with another channel."""
        match place:
            case SetupPlace.ASKS:
                return replace(self, asks=channel)
            case SetupPlace.PANEL:
                return replace(self, panel=channel)
            case SetupPlace.STAFF:
                return replace(self, staff=channel)

    def with_features(self, of: Collection[Feature], on: Collection[str]) -> "WantedSetup":
        """The same with some of these on and the others of them off."""
        chosen = {one for one in of if one in on}
        return replace(self, features=(self.features - frozenset(of)) | chosen)

    @property
    def for_adults_only(self) -> bool:
        """Whether everybody there says that they are 18 or older."""
        return self.ages is not None and self.ages.ages is Ages.ADULTS_ONLY

    @property
    def missing(self) -> SetupStep | None:
        """The first step at which something is missing that a server needs."""
        if self.role is None:
            return SetupStep.MODERATORS
        if not self.made and (self.asks is None or self.staff is None):
            return SetupStep.CHANNELS
        return SetupStep.AGES if self.ages is None else None

    def values(self) -> Mapping[Field, object]:
        """What was chosen for each thing, to be compared."""
        return {
            Field.ROLE: self.role,
            Field.ASKS: self._place(SetupPlace.ASKS),
            Field.PANEL: self._place(SetupPlace.PANEL),
            Field.STAFF: self._place(SetupPlace.STAFF),
            Field.AGES: self.ages,
            Field.KINDS: self.open_asks,
            Field.APPROVALS: self.features & frozenset(ABOUT_ASKS),
            Field.LANGUAGE: self.language,
            Field.ZONE: self.zone,
            Field.TOPICS: self.topics,
            Field.MORE: self.features & frozenset(OTHERS),
            Field.CLOSED: self.kept.closed_days,
            Field.RECORD: self.kept.record_days,
        }

    def _place(self, place: SetupPlace) -> object:
        return "made" if place in self.to_make else self.channel(place)


def changed(before: WantedSetup, after: WantedSetup) -> tuple[Field, ...]:
    """What would be another than it is."""
    now, then = before.values(), after.values()
    return tuple(field for field in Field if now[field] != then[field])


def shorter(offered: Iterable[int], at_most: timedelta) -> tuple[int, ...]:
    """The days that a server may choose: less than whoever runs the bot set, never more."""
    return tuple(days for days in offered if timedelta(days=days) < at_most)
