"""What somebody typed, as it may be passed on, and the messages that it becomes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.details import CONTACT, Detail
from bot.domain.message_copies import MessagePart, PartKind
from bot.domain.shapes import A_LINE
from bot.domain.text import clean, neutralise_links, split

ROOM_FOR_WORDS = 1900
"""Characters of a relayed message that are left beside the alias, of Discord's 2000; the sign of a
quote before each line is counted in.

https://docs.discord.com/developers/resources/message#create-message
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of what somebody wrote, decided before anything is stored: the database's one
    writer does not wait for it.

    `own`: the words as their writer sees them again; `words`: as they may be passed on; `parts`:
    the messages that these and the stickers become.
    """

    own: str
    words: str
    parts: Sequence[MessagePart]
    exact: tuple[str, ...] = ()
    """Those of the words that give their writer away, as they were typed."""
    contact: bool = False
    """Whether somebody could be reached or found by these."""
    images: tuple[int, ...] = ()
    """What came with them: looked at only once it is known who they are for."""


def decide(
    text: str,
    stickers: Sequence[str] = (),
    details: Callable[[str], Sequence[Detail]] = lambda _: (),
    images: tuple[int, ...] = (),
) -> Decided:
    """Clean what somebody wrote, split it, and look what in it gives them away."""
    own = clean(text)
    words = neutralise_links(own)
    found = details(words)
    exact = tuple(dict.fromkeys(words[one.start : one.end] for one in found))
    contact = any(one.kind in CONTACT for one in found)
    return Decided(own, words, split_into_parts(words, stickers), exact, contact, images)


def sanitize(text: str) -> str:
    """What somebody typed, as it may be passed on."""
    return neutralise_links(clean(text))


def split_into_parts(words: str, stickers: Sequence[str] = ()) -> list[MessagePart]:
    """The messages that safe words and the names of stickers become, in order."""
    texts = split(words, ROOM_FOR_WORDS, A_LINE)
    pieces = [MessagePart(PartKind.WORDS, text) for text in texts if text]
    names = [clean(name) for name in stickers]
    return pieces + [MessagePart(PartKind.STICKER, name) for name in names if name]
