"""What is passed on: which message of one side stands as which message on the other."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.conversations import Side, other
from bot.domain.ids import ChannelId, ConversationId, HeldId, MessageId, PieceId


class PartKind(StrEnum):
    """What a message of ours carries."""

    WORDS = "words"
    STICKER = "sticker"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message's worth: words, the name of a sticker, or the number of an image in its
    message."""

    kind: PartKind
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands."""

    channel: ChannelId
    message: MessageId


NOWHERE = ChannelId(0)
"""The channel of what was written into a form: nothing stands there to be signed or followed."""


IMAGES_FROM = 100
"""The position of a message's first image: behind all words that it may become, also by edits."""

NOTHING = b""
"""The tag of no words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A message of ours that carries one part of a message that a person wrote.

    `copy` is None until it was delivered. `words_tag` tells whether the words have changed; it is
    NOTHING for a message of which nothing can be read, which has no copy. `refused`: Discord did
    not take these words, so the copy says what it said before, if there is one.
    """

    id: PieceId
    conversation_id: ConversationId
    writer: Side
    position: int
    words_tag: bytes
    source: Place
    copy: Place | None
    refused: bool = False
    written_in: ConversationId | None = None
    """Where its writer wrote it, for a copy to one more reader, who is the listener of another
    conversation in the same room; `writer` is their side there."""

    @property
    def reader(self) -> Side:
        """Which side of its conversation it is for."""
        return other(self.writer) if self.written_in is None else Side.LISTENER

    @property
    def of_another_listener(self) -> bool:
        """Whether it was written by neither of the two of its conversation."""
        return self.written_in is not None and self.writer is Side.LISTENER

    @property
    def empty(self) -> bool:
        """Whether there is nothing to carry: a picture alone, or words that were edited away."""
        return self.words_tag == NOTHING

    @property
    def is_image(self) -> bool:
        """Whether it carries an image, of which neither bytes nor an address is kept."""
        return self.position >= IMAGES_FROM


class End(StrEnum):
    """One of the two messages that belong to a piece."""

    SOURCE = "source"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reply refers to: one end of an earlier piece, in the reader's own channel."""

    piece: PieceId
    end: End


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of "Who is this for?": the other side's alias, and what the button carries."""

    alias: str
    token: str


@dataclass(frozen=True, slots=True)
class Held:
    """A text whose reader is not chosen yet."""

    id: HeldId
    source: Place
    words: str
    stickers: tuple[str, ...]
    reference: Reference | None = None
    """What it replies to, where its reader is known."""
    images: tuple[int, ...] = ()
    """Those that came with it, by their numbers in the message."""
