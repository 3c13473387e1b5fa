"""What must hold where three talk."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.domain.ids import ConversationId, MessageId, UserId, message_at
from bot.domain.notices import MODERATOR_JOINED, NoticeKind
from tests.simulation.begun import named
from tests.simulation.discord import Said
from tests.simulation.seen import JOINED, conversations, heard, key_of, words_in
from tests.simulation.town import Town

_ROOMS = "SELECT conversation_id, COALESCE(room, conversation_id) FROM conversation"
_TOO_MANY = """
    SELECT room, moderates, COUNT(*) FROM conversation WHERE state = 'open' AND room IS NOT NULL
    GROUP BY room, moderates
"""
_LISTENERS, _MODERATORS = 2, 1
"""At most, in one room."""


def room_of(town: Town) -> dict[ConversationId, str]:
    """In which room each conversation is; one of two is a room of its own."""
    return dict(town.disk.looked(_ROOMS))


def talks_of(town: Town) -> dict[UserId, set[str]]:
    """In which rooms somebody was told that they are."""
    rooms, found = room_of(town), dict[UserId, set[str]]()
    for key, both in conversations(town).items():
        for user in both:
            found.setdefault(user, set()).add(rooms.get(key, key))
    return found


def too_many(town: Town) -> Iterator[str]:
    """Whoever joins first is the only one."""
    for room, moderates, count in town.disk.looked(_TOO_MANY):
        if count > (_MODERATORS if moderates else _LISTENERS):
            yield f"several winners: {count} in room {room}"
    told = Counter(town.ledger.joined)
    rows = Counter(row[0] for row in town.disk.looked(_JOINED))
    for ask, count in Counter(ask for ask, _ in told).items():
        if count > rows[ask] and not town.erased:
            yield f"several winners: {count} were told that they joined, of {rows[ask]}"


_JOINED = "SELECT ask_id FROM conversation WHERE room IS NOT NULL AND moderates = 0"


def lost_beside(town: Town) -> Iterator[str]:
    """What a listener writes arrives at the other one, once both were told."""
    rooms, talks = room_of(town), conversations(town)
    open_ones = dict(town.disk.looked(_OPEN_LISTENERS))
    gone = town.left | town.erased.keys() | town.ledger.kept_out | town.ledger.held
    listens = {key: _listener(both) for key, both in talks.items() if key in open_ones}
    for key, reader in listens.items():
        for other, writer in listens.items():
            if key == other or rooms[key] != rooms[other] or not reader or not writer:
                continue
            if gone & {reader, writer, *talks[key]} or len(talks_of(town)[writer]) > 1:
                continue
            since = max(_knows_since(town, writer), _knows_since(town, reader))
            yield from _missing(town, key, writer, reader, since)


def _listener(both: dict[UserId, Said]) -> UserId | None:
    kinds = (NoticeKind.YOU_ACCEPTED, NoticeKind.YOU_JOINED)
    return next((user for user, said in both.items() if said.notice.kind in kinds), None)


def _knows_since(town: Town, listener: UserId) -> MessageId:
    """Since when somebody knows of the other listener."""
    kinds = (*JOINED, NoticeKind.SOMEBODY_JOINED_YOU)
    return max(
        (one.id for one in heard(town, listener) if one.notice.kind in kinds),
        default=MessageId(1 << 62),
    )


def _missing(
    town: Town, key: ConversationId, writer: UserId, reader: UserId, since: MessageId
) -> Iterator[str]:
    arrived = {words_in(one) for one in heard(town, reader) if one.notice.conversation_id == key}
    for one in town.mine(writer):
        words = key_of(one.text)
        if words and one.id > since and words not in arrived:
            yield f"lost: {words} of {named(writer)} beside {named(reader)}"


def learned_before(town: Town) -> Iterator[str]:
    """Whoever joins reads nothing that was written before, and a moderator nothing of somebody
    who was not told of them."""
    typed = {key: one for one in town.discord.typed if (key := key_of(one.text))}
    begun = {key: _from(seconds) for key, seconds in town.disk.looked(_BEGUN)}
    for key, both in conversations(town).items():
        for reader, said in both.items():
            if said.notice.kind not in (NoticeKind.YOU_JOINED, NoticeKind.YOU_STEPPED_IN):
                continue
            for one in town.discord.said:
                words = words_in(one)
                if one.channel != said.channel or one.notice.conversation_id != key or not words:
                    continue
                if typed[words].id < begun.get(key, 0):
                    yield f"learned: {words}, by {named(reader)} who joined later"
                if said.notice.kind is NoticeKind.YOU_STEPPED_IN:
                    yield from _unknown(town, typed[words].author, reader, words, one)


def _unknown(town: Town, writer: UserId, reader: UserId, words: str, read: Said) -> Iterator[str]:
    told = any(
        one.notice.kind in MODERATOR_JOINED and one.id < read.id for one in heard(town, writer)
    )
    if not told and writer != reader:
        yield f"learned: {words} of {named(writer)}, by {named(reader)} of whom they do not know"


def _from(seconds: int) -> MessageId:
    """The first number of a message of that second."""
    return message_at(datetime.fromtimestamp(seconds, UTC))


_BEGUN = "SELECT conversation_id, started_at FROM conversation WHERE state = 'open'"
_OPEN_LISTENERS = """
    SELECT conversation_id, room FROM conversation WHERE state = 'open' AND moderates = 0
"""

CHECKS = (too_many, lost_beside, learned_before)
