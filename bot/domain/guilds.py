"""What a server chose in /setup."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.domain.ages import AgeRule, Ages
from bot.domain.ids import ChannelId, GuildId, RoleId


class Feature(StrEnum):
    """What a server may switch on. All of it is off until somebody who manages it chooses."""

    PARTNERS = "partners"
    """A listener may go with somebody's goal."""
    REFLECTION = "reflection"
    """Whoever asked may write down for themselves what they take with them."""
    COMMUNITY = "community"
    """/community shows how the server is doing, in numbers that point at nobody."""
    APPROVE_ASKS = "approve_asks"
    """A moderator looks at each ask before it goes out."""
    APPROVE_LISTENERS = "approve_listeners"
    """A moderator approves everybody who would like to be a listener."""
    DELAY = "delay"
    """In a small server an ask goes out some minutes after it was posted, by chance."""
    CONTACT = "contact"
    """Two who talk may tell each other how to be reached elsewhere."""
    SUGGESTIONS = "suggestions"
    """Members may suggest encouragements; moderators decide."""
    IMAGES = "images"
    """Two who talk may show each other images, drawn anew."""
    TIPS = "tips"
    """Whoever asked openly may offer what helped, in their own words; moderators decide."""


FOR_ADULTS_ONLY = frozenset({Feature.PARTNERS, Feature.CONTACT, Feature.IMAGES, Feature.TIPS})
"""What is off for everybody in a server that is not for adults only, whatever is switched on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many days a server keeps something, where that is shorter than whoever runs the bot
    set; 0: as long as that. `closed_days`: what is left of closed asks and conversations.
    `record_days`: what moderators did."""

    closed_days: int = 0
    record_days: int = 0

    def closed(self, at_most: timedelta) -> timedelta:
        """How long what is left of closed asks is kept there."""
        return _shorter(self.closed_days, at_most)

    def record(self, at_most: timedelta) -> timedelta:
        """How long what moderators did is kept there."""
        return _shorter(self.record_days, at_most)


def _shorter(days: int, at_most: timedelta) -> timedelta:
    return min(timedelta(days=days), at_most) if days else at_most


@dataclass(frozen=True, slots=True)
class GuildChoices:
    """Where asks are posted, who keeps people safe, and whether open asks may be chosen.

    `panel_channel`: where the panel stands; None: in the channel for asks.
    `features`: what is switched on. `language`: of what stands in its channels; empty: the bot's.
    `ages`: who may ask and listen; None until somebody who manages it has chosen.
    `topics`: those that can be chosen there; empty: all. `kept`: what is kept there for less long.
    `zone`: where its clock is; empty: UTC.
    """

    guild_id: GuildId
    ask_channel: ChannelId
    moderator_channel: ChannelId
    moderator_role: RoleId
    open_asks: bool
    panel_channel: ChannelId | None = None
    features: frozenset[Feature] = frozenset()
    language: str = ""
    ages: AgeRule | None = None
    topics: frozenset[str] = frozenset()
    kept: Kept = field(default_factory=Kept)
    zone: str = ""

    @property
    def panel_stands_in(self) -> ChannelId:
        """The channel of the panel."""
        return self.ask_channel if self.panel_channel is None else self.panel_channel

    @property
    def for_adults_only(self) -> bool:
        """Whether everybody there said that they are 18 or older."""
        return self.ages is not None and self.ages.ages is Ages.ADULTS_ONLY

    @property
    def keeps_groups_apart(self) -> bool:
        """Whether people of 13 to 17 and those of 18 and older ask and listen there."""
        return self.ages is not None and self.ages.ages is Ages.TWO_GROUPS

    def has(self, feature: Feature) -> bool:
        """Whether something is on there."""
        if feature in FOR_ADULTS_ONLY and not self.for_adults_only:
            return False
        return feature in self.features
