"""What somebody read of the person whom they report, as the bot still has it: copies that stand in
their own messages, what was changed or deleted since, and the ask.

Of all that only they choose what goes along.
"""

import asyncio
from collections.abc import Sequence

from bot.domain.asks import AskKind
from bot.domain.conversations import Side
from bot.domain.ids import ConversationId, PersonTag, UserId
from bot.domain.message_copies import Place
from bot.domain.reports import EVIDENCE_OFFERED, Evidence, EvidenceKind, ReportedAs, Subject
from bot.domain.shapes import words_under
from bot.services.context import Context
from bot.services.moderation.reported import Reported
from bot.services.ports import SentMessage, Undelivered
from bot.storage.store import Tables

PATIENCE = 5.0
"""Seconds for all copies together; what is not there by then is left out."""

_WRITER = {
    ReportedAs.ASKER: Side.ASKER,
    ReportedAs.LISTENER: Side.LISTENER,
    ReportedAs.MODERATOR: Side.LISTENER,
}


async def find(ctx: Context, user: UserId, reported: Reported) -> Sequence[Evidence]:
    """What may go along, the newest last; what they look at is chosen already."""
    subject, reader = reported.subject, ctx.store.person(user)
    at_hand = await ctx.store.read(lambda tables: _at_hand(tables, reader, subject))
    read = [Evidence(EvidenceKind.READ, words) for words in await _read(ctx, reader, subject)]
    seen = words_under(reported.seen)
    found = [*at_hand, *(one for one in read if one.words != seen)]
    if seen:
        found.append(Evidence(EvidenceKind.READ, seen, chosen=True))
    return found[-EVIDENCE_OFFERED:]


async def _at_hand(tables: Tables, reader: PersonTag, subject: Subject) -> list[Evidence]:
    found = list[Evidence]()
    ask = await tables.asks.get(subject.ask_id) if subject.ask_id else None
    shown = ask is not None and (subject.about is ReportedAs.ASKER or ask.kind is AskKind.OPEN)
    if subject.conversation_id is not None and await _joined(tables, subject.conversation_id):
        shown = False  # whoever joined has not read it
    if (
        ask is not None
        and ask.text is not None
        and shown
        and not subject.about.listens
        and subject.about is not ReportedAs.ANSWERER
    ):
        whole = f"{ask.text.words}\n{ask.text.would_help}".strip()
        found.append(Evidence(EvidenceKind.ASK, whole))
    writer, talk = _WRITER.get(subject.about), subject.conversation_id
    if writer is not None and talk is not None and await _is_of(tables, talk, reader):
        before = await tables.words_before.of(talk, writer)
        kept = await tables.discreet_notices.words_kept(talk, reader)
        found += [Evidence(EvidenceKind.BEFORE, words) for words in before]
        found += [Evidence(EvidenceKind.READ, words) for words in kept]
    return found[-EVIDENCE_OFFERED:]


async def _joined(tables: Tables, key: ConversationId) -> bool:
    conversation = await tables.conversations.get(key)
    return conversation is not None and conversation.room not in (None, key)


async def _is_of(tables: Tables, key: ConversationId, reader: PersonTag) -> bool:
    """Whether it is their own; else they read of it what went to further readers alone."""
    conversation = await tables.conversations.get(key)
    return conversation is not None and conversation.side_of(reader) is not None


async def _read(ctx: Context, reader: PersonTag, subject: Subject) -> Sequence[str]:
    writer, talk = _WRITER.get(subject.about), subject.conversation_id
    if writer is None or talk is None:
        return ()
    places = await ctx.store.read(lambda tables: _places(tables, talk, writer, reader))
    texts = await asyncio.gather(*(_text(ctx, place) for place in places))
    return [words for words in map(words_under, texts) if words]


async def _places(
    tables: Tables, talk: ConversationId, writer: Side, reader: PersonTag
) -> Sequence[Place]:
    if await _is_of(tables, talk, reader):
        return await tables.copies_by_writer.last_read(talk, writer, EVIDENCE_OFFERED)
    found = list[Place]()
    for piece in await tables.copies_by_writer.written_by(talk, writer):
        if piece.written_in is not None and piece.copy is not None:
            of = await tables.conversations.get(piece.conversation_id)
            if of is not None and of.listener.person == reader:
                found.append(piece.copy)
    return sorted(found, key=lambda place: place.message)[-EVIDENCE_OFFERED:]


async def _text(ctx: Context, place: Place) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.messenger.text_of(SentMessage(place.channel, place.message))
    except (Undelivered, TimeoutError):
        return ""
