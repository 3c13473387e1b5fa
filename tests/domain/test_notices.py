from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.asks import Ask, AskKind, AskState, OwnWords
from bot.domain.conversations import Conversation, Party, Side
from bot.domain.ids import (
    AskerNumber,
    AskId,
    ChannelId,
    ConversationId,
    GuildId,
    ListenerNumber,
    PersonTag,
)
from bot.domain.notices import PARTS, Action, NoticeKind, Part, Priority
from bot.domain.notices_about import about_conversation, ask_in_channel

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TALK = Conversation(
    ConversationId("c"),
    AskId("a"),
    GuildId(1),
    Party(PersonTag(b"asker"), "River"),
    Party(PersonTag(b"listener"), "Maple"),
    ListenerNumber(b"number"),
    NOW,
)
OPEN = Ask(
    AskId("a"),
    GuildId(1),
    PersonTag(b"secret tag"),
    AskerNumber(b"secret number"),
    AskKind.OPEN,
    AskState.WAITING,
    NOW,
    NOW,
    OwnWords("canary"),
)
PRIVATE = replace(OPEN, kind=AskKind.PRIVATE)
CHANNEL = ChannelId(9)


@pytest.mark.parametrize("action", [Action.CREATE, Action.EDIT])
def test_a_private_ask_never_shows_a_word_in_a_channel(action: Action) -> None:
    """Whatever is said of it there, and nothing that leads to its asker."""
    for kind in NoticeKind:
        notice = ask_in_channel(kind, PRIVATE, CHANNEL, action, "token")
        assert notice.to == CHANNEL
        assert "canary" not in repr(notice)
        assert "secret" not in repr(notice)


def test_an_open_ask_shows_its_words_until_it_is_over() -> None:
    """People answer it below, also while a listener talks with its asker, who never stands there;
    then the words are gone from the channel."""
    for kind in NoticeKind:
        notice = ask_in_channel(kind, OPEN, CHANNEL, Action.EDIT)
        assert ("canary" in repr(notice)) == (kind is not NoticeKind.ASK_OVER_IN_CHANNEL)
        assert "secret" not in repr(notice)


@pytest.mark.parametrize(
    ("side", "reader", "across", "own"),
    [(Side.ASKER, b"asker", "Maple", "River"), (Side.LISTENER, b"listener", "River", "Maple")],
)
def test_each_side_is_told_by_the_names_that_it_knows(
    side: Side, reader: bytes, across: str, own: str
) -> None:
    """The other's alias, one's own, and nothing that leads to the other person."""
    notice = about_conversation(NoticeKind.WORDS, TALK, side, text=OwnWords("hello"))
    assert (notice.to, notice.alias, notice.own_alias) == (reader, across, own)
    assert notice.priority is Priority.CONVERSATION
    others = {b"asker", b"listener", b"number"} - {reader}
    assert not any(repr(tag) in repr(notice) for tag in others)


def test_what_is_edited_later_knows_its_part() -> None:
    """Whatever stands in the channel for an ask is one message, whatever it says."""
    in_channel = {
        kind for kind in NoticeKind if kind.startswith("ask_") and kind.endswith("_in_channel")
    }
    assert {kind for kind, part in PARTS.items() if part is Part.POST} == in_channel
    assert NoticeKind.WORDS not in PARTS
