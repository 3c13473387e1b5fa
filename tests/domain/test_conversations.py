from datetime import UTC, datetime

import pytest

from bot.domain.conversations import Conversation, Party, Side, other
from bot.domain.ids import AskId, ConversationId, GuildId, ListenerNumber, PersonTag

ASKER, LISTENER = Party(PersonTag(b"a"), "River"), Party(PersonTag(b"b"), "Maple")
TALK = Conversation(
    ConversationId("c"),
    AskId("a"),
    GuildId(1),
    ASKER,
    LISTENER,
    ListenerNumber(b"n"),
    datetime(2026, 3, 2, tzinfo=UTC),
)


@pytest.mark.parametrize("side", list(Side))
def test_across_is_the_other_side_and_back(side: Side) -> None:
    """There are two, and each is across from the other."""
    assert other(side) is not side
    assert other(other(side)) is side


@pytest.mark.parametrize(("side", "party"), [(Side.ASKER, ASKER), (Side.LISTENER, LISTENER)])
def test_each_side_has_its_own_person(side: Side, party: Party) -> None:
    """The side of a person leads back to that person."""
    assert TALK.side_of(party.person) is side
    assert TALK.party(side) == party


@pytest.mark.parametrize("tag", [b"", b"c", b"A", b"ab"])
def test_nobody_else_has_a_side(tag: bytes) -> None:
    """Whoever they are."""
    assert TALK.side_of(PersonTag(tag)) is None
