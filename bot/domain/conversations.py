"""What a conversation is: an asker and a listener, each known to the other by an alias only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import AskId, ConversationId, GuildId, ListenerNumber, PersonTag


class Side(StrEnum):
    """Which of the two somebody is."""

    ASKER = "asker"
    LISTENER = "listener"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a conversation: who it is (keyed), and the name worn for this one talk."""

    person: PersonTag
    alias: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Two people, two fresh aliases. It is open until either side ends it.

    `gone`: who of them left the server, or may not write there, or cannot be written to for good.
    """

    id: ConversationId
    ask_id: AskId
    guild_id: GuildId
    asker: Party
    listener: Party
    listener_number: ListenerNumber
    started_at: datetime
    open: bool = True
    gone: frozenset[Side] = frozenset()
    frozen: bool = False
    """Whether moderators hold it: both know, and neither knows why."""
    handed_over: bool = False
    """Whether its listener hands it over: its asker is asked, or was, whether they go on."""
    known_to_moderators: bool = False
    """Whether its asker told moderators who they are."""
    room: ConversationId | None = None
    """What it has in common with the others of its asker in which somebody joined this talk: each
    who joins talks with the asker in a conversation of their own, and words go to all of them."""
    moderates: bool = False
    """Whether a moderator joined here, whom all know as one: nobody's listener, though they stand
    on that side. Where nobody listens any more, it is over for all."""

    @property
    def stopped(self) -> bool:
        """Nothing is passed on. Where one of them went, the other is told some time later, and
        until then sees what they would see of somebody who is slow."""
        return bool(self.gone) or self.frozen

    def side_of(self, person: PersonTag) -> Side | None:
        """The side this person is on, or None for anybody else."""
        if person == self.asker.person:
            return Side.ASKER
        return Side.LISTENER if person == self.listener.person else None

    def party(self, side: Side) -> Party:
        """The person and alias on a side."""
        return self.asker if side is Side.ASKER else self.listener


def other(side: Side) -> Side:
    """The side across."""
    return Side.LISTENER if side is Side.ASKER else Side.ASKER


def one_of_each_room(conversations: Iterable[Conversation]) -> list[Conversation]:
    """The first of those that belong together, and all others: what somebody writes to."""
    found = dict[ConversationId, Conversation]()
    for one in conversations:
        found.setdefault(one.room or one.id, one)
    return list(found.values())
