"""The record of what moderators did: entries that each hold the hash of the one before.

Whoever changes an entry, or takes one out, breaks every hash after it; whoever cuts off the end
leaves a head that is not the one that was posted. An entry holds hashes alone, each with something
random in it that goes with what it stands for: afterwards nobody can try out words or people.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import GuildId, UserId

HASH_BYTES = 32
SHOWN_AFTER = timedelta(hours=25)
"""After the hour in which something was done, what it was stands in the record, to all moderators
alike: a day after it every name that was asked for is gone from the list, and whatever was done is
told. Before, one of them who sees that a name is asked for and finds none in the list, or that
somebody was warned and finds no number with it, would know that it is about themself."""
NAMES_SHOWN_AFTER = timedelta(days=32)
"""As SHOWN_AFTER, for what had to do with a name: by then whoever's it was has been told."""
BEGINNING = bytes(HASH_BYTES)
"""What the first entry of a server has in the place of the hash before it."""


class RecordedAct(StrEnum):
    """What stands in the record. Each has its words under `record.<act>` in prompts, but those of
    `ALIKE`."""

    WARNED = "warn"
    PAUSED = "pause"
    BANNED = "ban"
    LIFTED = "lift"
    WROTE = "write"
    NOTED = "note"
    HELD = "hold"
    WENT_ON = "go_on"
    NAME_ASKED_FOR = "name_asked_for"
    NAME_OPENED = "name_opened"
    NAME_SEEN = "name_seen"
    ASKED_BACK = "asked_back"
    LET_OUT = "let_out"
    KEPT_IN = "kept_in"
    """An ask that waited for a look."""
    ANSWERED_WORRY = "answered_worry"
    JOINED_WORRY = "joined_worry"
    """A listener was worried about somebody; the second is joining the two."""
    LEFT_REPORT = "left_report"
    """There was nothing to do about it."""
    APPROVED_LISTENER = "approved_listener"
    NOT_NOW_LISTENER = "not_now_listener"
    """Somebody who would like to listen."""
    APPROVED_YOUNG = "approved_young"
    YOUNG_NO_LONGER = "young_no_longer"
    """Somebody who listens to those who are 13 to 17."""
    TOOK_SUGGESTION = "took_suggestion"
    LEFT_SUGGESTION = "left_suggestion"
    TOOK_OUT_SUGGESTION = "took_out_suggestion"
    """It stood in the deck."""
    LET_SUGGESTION_STAND = "let_suggestion_stand"
    """Somebody had wanted moderators to look at it again."""


OF_NAMES = frozenset({RecordedAct.NAME_ASKED_FOR, RecordedAct.NAME_OPENED, RecordedAct.NAME_SEEN})
ALIKE = frozenset({RecordedAct.LET_OUT, RecordedAct.HELD, RecordedAct.WENT_ON, RecordedAct.NOTED})
"""What never reads apart: a note is never told, so whoever read of one and found none in the list
could tell that it is about themself. An ask that was let out is in no list either, and nobody's
secret: what is read may as well be one."""

NOT_YET, ONE_OF_SEVERAL = "not_yet", "one_of_several"
"""How an entry reads instead of by what was done: its key under `record` in prompts."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One thing that was done, with its place in the server's record, counted from 1."""

    guild_id: GuildId
    position: int
    made_at: datetime
    """To the hour."""
    what: RecordedAct
    moderator_hash: bytes
    number_hash: bytes
    words_hash: bytes
    before_hash: bytes
    moderator: UserId | None = None
    """Who did it, beside the entry: None once they erased everything."""

    def reads(self, now: datetime) -> str:
        """The key under `record` of what moderators read now: the same for all of them."""
        age = now - self.made_at
        if age < SHOWN_AFTER:
            return NOT_YET
        alike = self.what in ALIKE or (self.what in OF_NAMES and age < NAMES_SHOWN_AFTER)
        return ONE_OF_SEVERAL if alike else self.what

    @property
    def entry_hash(self) -> bytes:
        """Of all of it but the moderator, who may go."""
        parts = (
            str(self.guild_id).encode(),
            str(self.position).encode(),
            str(int(self.made_at.timestamp())).encode(),
            self.what.encode(),
            self.moderator_hash,
            self.number_hash,
            self.words_hash,
            self.before_hash,
        )
        return hash_of(*parts)


def hash_of(*parts: bytes) -> bytes:
    """SHA-256 of some parts, each with its length before it, so that none runs into the next."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(4, "big") + part)
    return made.digest()


SHOWN_OF_HEAD = 16
"""Characters of a head that are posted: 64 bits, which nobody can aim at."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a server's record ends: how many entries there ever were, and the last one's hash."""

    position: int
    entry_hash: bytes

    def written(self) -> str:
        """As it is posted and read aloud: `14 7f3a 09bc 55d1 e204`."""
        shown = self.entry_hash.hex()[:SHOWN_OF_HEAD]
        return " ".join([str(self.position), *(shown[at : at + 4] for at in range(0, 16, 4))])


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry of a record that is not as it was written, and why."""

    position: int
    why: str


def first_broken(entries: Iterable[tuple[RecordEntry, bytes]]) -> Broken | None:
    """The first entry that was changed, or before which one is missing; None where all hangs
    together. Each comes with the hash that is stored with it, in their order; the first may be a
    later one, as old ones are erased."""
    before: tuple[int, bytes] | None = None
    for entry, stored in entries:
        if before is not None and entry.position != before[0] + 1:
            return Broken(entry.position, "an entry before it is missing")
        if before is not None and entry.before_hash != before[1]:
            return Broken(entry.position, "the one before it was changed")
        if entry.entry_hash != stored:
            return Broken(entry.position, "it was changed")
        before = entry.position, stored
    return None
