"""What the services need from outside, where a second implementation exists.

Messenger: Discord, or a recorder in tests. Images: a process that draws, or nothing.
PublicHolidays: a package, or none. Clock and Randomness: real, or fixed in tests and demo.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.domain.holiday_places import HolidayPlace
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.images import CleanImage, ImageFault, SentImage, ShownImage, UncleanImage
from bot.domain.notices import Notice, NoticeKind

T = TypeVar("T")


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


class Randomness(Protocol):
    """Chance. Seeded in tests only."""

    def token(self) -> str:
        """128 random bits as 22 characters that are safe in a URL."""

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items in random order."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """Where a message of the bot stands."""

    channel: ChannelId
    message: MessageId


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some messages of ours, oldest first; `read_up_to` is the last message of anybody that was
    looked at, None when there is nothing after it."""

    messages: tuple[SentMessage, ...]
    read_up_to: MessageId | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send: what, where to, and the nonce that keeps a retry from doubling it.
    `language`: in which its reader, or the server whose channel it is, reads."""

    notice: Notice
    nonce: str
    channel: ChannelId
    language: str
    first_attempt_at: datetime | None = None
    reply_to: MessageId | None = None
    """An earlier message of the same channel."""
    image: ShownImage | None = None
    """What it shows, where it is an image."""


class Standing(StrEnum):
    """How somebody stands in a server."""

    HERE = "here"
    TIMED_OUT_BRIEFLY = "timed_out_briefly"
    """For a few hours at most: they may do nothing new here, and what is open goes on. If it ended,
    a moderator who listens could try out, by a minute for each suspect, with whom they talk."""
    TIMED_OUT = "timed_out"
    GONE = "gone"
    """They left, were banned, or the account is deleted."""


class Undelivered(Exception):
    """A message could not be delivered. The subclass is the plan."""


class Closed(Undelivered):
    """The person does not accept direct messages now; they may later."""


class Gone(Undelivered):
    """The channel, the message or the account does not exist; it will not help to try again."""


class NotPermitted(Gone):
    """The bot may not do this in a channel of a server, until people there change it."""


class Refused(Undelivered):
    """Discord will never take this message as it is."""


class Unsure(Undelivered):
    """No clear answer: the message may exist or not. To be tried again with the same nonce."""


class Passing(Unsure):
    """A refusal that has come at random, or that is not known: to be tried again for hours."""


class NotBefore(Unsure):
    """Discord takes no more of this kind for so many seconds; nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class TooFast(Unsure):
    """Direct messages are opened too fast for Discord: it waits, and so do all new ones."""


class Images(Protocol):
    """Draws images anew, so that nothing but what is to be seen goes on."""

    @property
    def available(self) -> bool:
        """Whether images can be drawn here at all."""

    async def clean(self, data: bytes) -> CleanImage:
        """The image drawn anew. Raises UncleanImage with the reason why there is none."""

    async def close(self) -> None:
        """Nothing is drawn any more."""


class PublicHolidays(Protocol):
    """Which days are off in a country, or in a part of it."""

    async def find(self, country: str, part: str) -> HolidayPlace | None:
        """The place, by the code of its country and the code or folded name of a part, which may be
        empty; None where its holidays are not known."""

    async def days(self, place: str, first: date, last: date) -> Sequence[date]:
        """The days off there, by the code of a place that was found; both ends included."""


class NoHolidays:
    """Where none are known."""

    async def find(self, country: str, part: str) -> HolidayPlace | None:
        """Nowhere."""
        del country, part
        return None

    async def days(self, place: str, first: date, last: date) -> Sequence[date]:
        """Never."""
        del place, first, last
        return ()


class NoImages:
    """Where nothing draws them."""

    available = False

    async def clean(self, data: bytes) -> CleanImage:
        """None can be drawn here."""
        del data
        raise UncleanImage(ImageFault.UNKNOWN)

    async def close(self) -> None:
        """There is nothing to end."""


class Messenger(Protocol):
    """Says notices to people. Every method raises a subclass of Undelivered when it cannot."""

    def known_dm(self, user: UserId) -> ChannelId | None:
        """The same, where this connection opened it or heard from it lately; asks nobody."""

    async def open_dm(self, user: UserId) -> ChannelId:
        """The direct-message channel with a user."""

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Send it. With the same nonce inside Discord's window it is stored once."""

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """Our messages in the channel since `first_attempt_at` that read exactly like this one in
        any language, as its reader may have changed theirs; oldest first. A history carries no
        nonces."""

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Put the notice in the place of an earlier one."""

    async def begin_thread(self, outgoing: Outgoing, post: SentMessage) -> ChannelId:
        """Let a thread begin at a post of ours, with the name that the notice reads as; where one
        does already, that one."""

    async def put_away(self, thread: ChannelId) -> None:
        """Archive a thread of ours."""

    async def delete(self, message: SentMessage) -> None:
        """Delete a message of ours."""

    async def written_by_us(
        self, channel: ChannelId, since: datetime, after: MessageId | None = None
    ) -> HistoryPage:
        """A page of our messages in a channel since a moment, or after a message."""

    async def sign(self, message: SentMessage, sign: NoticeKind, *, shown: bool) -> None:
        """Show a small sign on a message that a person wrote, or take it away."""

    async def standing(self, guild: GuildId, user: UserId) -> Standing:
        """How somebody stands in a server. Raises Gone when the bot itself is not in it."""

    async def roles(self, guild: GuildId, user: UserId) -> frozenset[RoleId]:
        """The roles of somebody in a server. Raises Gone for those who are not in it."""

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """Whether the bot may post asks in this channel; without `history`: whether it may write
        there what it need not find again."""

    async def is_there(self, message: SentMessage) -> bool:
        """Whether a message of ours still stands: False when somebody deleted it."""

    async def text_of(self, message: SentMessage) -> str:
        """What a message of ours says. Raises Gone when it is no more."""

    async def words_of(self, message: SentMessage) -> str:
        """What a message that a person wrote says now. Raises Gone when it is no more."""

    async def sent_image(
        self, message: SentMessage, is_it: Callable[[int], bool]
    ) -> SentImage | None:
        """The image of a person's message, by its number there, as Discord has it now; None when
        the message or the image in it is gone. Raises UncleanImage for one that is too large, or
        that Discord does not give."""

    async def can_read(self, channel: ChannelId, guild: GuildId, user: UserId) -> bool:
        """Whether somebody sees a channel of a server."""

    def members(self, guild_id: int) -> int:
        """About how many people the server has; 0 when it is not known."""
