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

_WRITER = {ReportedAs.ASKER: Side.ASKER, ReportedAs.LISTENER: Side.LISTENER}


async def find(ctx: Context, user: UserId, reported: Reported) -> Sequence[Evidence]:
    """What may go along, the newest last; what they look at is chosen already."""
    subject, reader = reported.subject, ctx.store.person(user)
    at_hand = await ctx.store.read(lambda tables: _at_hand(tables, reader, subject))
    read = [Evidence(EvidenceKind.READ, words) for words in await _read(ctx, subject)]
    seen = words_under(reported.seen)
    found = [*at_hand, *(one for one in read if one.words != seen)]
    if seen:
        found.append(Evidence(EvidenceKind.READ, seen, chosen=True))
    return found[-EVIDENCE_OFFERED:]


async def _at_hand(tables: Tables, reader: PersonTag, subject: Subject) -> list[Evidence]:
    found = list[Evidence]()
    ask = await tables.asks.get(subject.ask_id) if subject.ask_id else None
    shown = ask is not None and (subject.about is ReportedAs.ASKER or ask.kind is AskKind.OPEN)
    if (
        ask is not None
        and ask.text is not None
        and shown
        and subject.about not in (ReportedAs.LISTENER, ReportedAs.ANSWERER)
    ):
        whole = f"{ask.text.words}\n{ask.text.would_help}".strip()
        found.append(Evidence(EvidenceKind.ASK, whole))
    writer, talk = _WRITER.get(subject.about), subject.conversation_id
    if writer is not None and talk is not None:
        before = await tables.words_before.of(talk, writer)
        kept = await tables.discreet_notices.words_kept(talk, reader)
        found += [Evidence(EvidenceKind.BEFORE, words) for words in before]
        found += [Evidence(EvidenceKind.READ, words) for words in kept]
    return found[-EVIDENCE_OFFERED:]


async def _read(ctx: Context, subject: Subject) -> Sequence[str]:
    writer, talk = _WRITER.get(subject.about), subject.conversation_id
    if writer is None or talk is None:
        return ()
    places = await ctx.store.read(lambda tables: _places(tables, talk, writer))
    texts = await asyncio.gather(*(_text(ctx, place) for place in places))
    return [words for words in map(words_under, texts) if words]


async def _places(tables: Tables, talk: ConversationId, writer: Side) -> Sequence[Place]:
    return await tables.message_copies.last_read(talk, writer, EVIDENCE_OFFERED)


async def _text(ctx: Context, place: Place) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.messenger.text_of(SentMessage(place.channel, place.message))
    except (Undelivered, TimeoutError):
        return ""
