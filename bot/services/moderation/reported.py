"""What somebody reports: the ask or the conversation behind a button or a message, and whose number
that comes to. Leaving a server, or being kept out of it, takes nothing of this away."""

from dataclasses import dataclass, replace

from bot.domain.asks import Ask
from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.first_questions import FirstQuestion
from bot.domain.ids import (
    NO_NUMBER,
    NOBODY,
    AskId,
    ConversationId,
    FirstQuestionId,
    GuildId,
    MessageId,
    NumberId,
    PersonTag,
    PieceId,
    PrivateNumber,
    ThreadMessageId,
    UserId,
)
from bot.domain.moderation import KnownNumber
from bot.domain.open_asks import ThreadMessage, ThreadWriter
from bot.domain.report_errors import NobodyLeft, NothingToReport, OwnWordsReported
from bot.domain.reports import ReportedAs, Subject
from bot.domain.shapes import under
from bot.services.context import Context
from bot.storage.store import Tables

"""Whom somebody on each side reports."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What is reported, in which server; `seen` are words that the reporter looks at."""

    guild: GuildId
    subject: Subject
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as Discord shows it to whoever reports it; `ours`: whether the bot wrote it."""

    id: MessageId
    words: str
    ours: bool


async def behind_button(
    ctx: Context, tables: Tables, user: UserId, guild: GuildId | None, token: str
) -> Reported:
    """What is behind a button of one's own, or below a post in this server. Raises OutOfDate,
    NothingToReport."""
    asked = await tables.first_questions.get(token)
    if asked is not None:
        return await _of_question(ctx, tables, user, asked)
    meaning = await tables.button_tokens.meaning(token)
    if meaning is None or meaning.person not in (None, ctx.store.person(user)):
        raise OutOfDate
    if meaning.conversation_id is not None:
        return await _of_conversation(ctx, tables, user, meaning.conversation_id)
    if meaning.ask_id is None:
        raise OutOfDate
    found = await _of_ask(ctx, tables, user, meaning.ask_id)
    if meaning.person is None and found.guild != guild:
        raise OutOfDate
    return found


async def behind_message(
    ctx: Context, tables: Tables, user: UserId, guild: GuildId | None, message: SeenMessage
) -> Reported:
    """What a message of the bot's is about, for whoever may read it. Raises NothingToReport."""
    if not message.ours:
        raise NothingToReport
    if guild is not None:
        written = await tables.thread_messages.at(message.id)
        if written is not None:
            return await _of_answer(ctx, tables, user, written)
        ask = await tables.messages.ask_posted_as(guild, message.id)
    else:
        said = await tables.message_copies.referred(message.id)
        talk = said[0] if said else await tables.message_copies.where_said(message.id)
        another = said and await _of_another(ctx, tables, user, said[1].piece, message.words)
        if another:
            return another
        if talk is not None:
            seen = message.words if said else ""
            return await _of_conversation(ctx, tables, user, talk, seen)
        question = await tables.message_copies.asked_as(message.id)
        asked = question and await tables.first_questions.get(question)
        if asked:
            return await _of_question(ctx, tables, user, asked)
        ask = await tables.message_copies.about_ask(message.id)
    if ask is None:
        raise NothingToReport
    return await _of_ask(ctx, tables, user, ask)


async def _of_conversation(
    ctx: Context, tables: Tables, user: UserId, key: ConversationId, seen: str = ""
) -> Reported:
    conversation = await tables.conversations.get(key)
    side = None if conversation is None else conversation.side_of(ctx.store.person(user))
    if conversation is None or side is None:
        raise OutOfDate
    about = ReportedAs.ASKER if side is Side.LISTENER else _across(conversation)
    subject = Subject(about, conversation.ask_id, key)
    return Reported(conversation.guild_id, subject, seen)


async def _of_another(
    ctx: Context, tables: Tables, user: UserId, key: PieceId, seen: str
) -> Reported | None:
    """What another listener in the same room wrote; None for all else."""
    piece = await tables.message_copies.get(key)
    if piece is None or not piece.of_another_listener:
        return None
    own = await tables.conversations.get(piece.conversation_id)
    if own is None or own.listener.person != ctx.store.person(user):
        raise OutOfDate
    theirs = piece.written_in and await tables.conversations.get(piece.written_in)
    if not theirs:
        raise OutOfDate
    return Reported(own.guild_id, Subject(_across(theirs), own.ask_id, theirs.id), seen)


def _across(conversation: Conversation) -> ReportedAs:
    """Who writes to the asker there."""
    return ReportedAs.MODERATOR if conversation.moderates else ReportedAs.LISTENER


async def _of_ask(ctx: Context, tables: Tables, user: UserId, key: AskId) -> Reported:
    ask = await tables.asks.get(key)
    if ask is None:
        raise OutOfDate
    if ask.asker == ctx.store.person(user):
        raise OwnWordsReported
    return Reported(ask.guild_id, Subject(ReportedAs.ASK, key))


async def _of_answer(
    ctx: Context, tables: Tables, user: UserId, written: ThreadMessage
) -> Reported:
    """What stands in a thread, with the words of it that everybody reads there."""
    seen = under(written.alias, written.words) if written.words else ""
    if written.writer is ThreadWriter.ASKER:
        return replace(await _of_ask(ctx, tables, user, written.ask_id), seen=seen)
    ask = await tables.asks.get(written.ask_id)
    if ask is None or written.writer is ThreadWriter.NAMED:
        raise NothingToReport
    if written.person == ctx.store.person(user):
        raise OwnWordsReported
    subject = Subject(ReportedAs.ANSWERER, ask.id, answer=written.id)
    return Reported(ask.guild_id, subject, seen)


async def _of_question(
    ctx: Context, tables: Tables, user: UserId, asked: FirstQuestion
) -> Reported:
    """What a listener asked before they accepted, for whom it was."""
    ask = await tables.asks.get(asked.ask_id)
    if ask is None or ask.asker != ctx.store.person(user):
        raise OutOfDate
    subject = Subject(ReportedAs.LISTENER, ask.id, question=asked.id)
    return Reported(ask.guild_id, subject, under(asked.alias, asked.words) if asked.words else "")


async def know(ctx: Context, tables: Tables, guild: GuildId, subject: Subject) -> NumberId:
    """Let moderators see the number that is reported. Raises NobodyLeft once nothing leads to
    anybody."""
    person, number = await _person_and_number(tables, subject)
    user = None if person == NOBODY else await tables.people.user(person)
    listens = subject.about.listens
    key = NumberId(ctx.randomness.token())
    new = KnownNumber(key, number, listens, ctx.clock.now())
    return await tables.known_numbers.know(new, guild, user)


async def must_be_known(tables: Tables, subject: Subject) -> None:
    """Raises NobodyLeft once nothing leads to whom it is about."""
    await _person_and_number(tables, subject)


async def user_of(tables: Tables, subject: Subject) -> UserId | None:
    """Who is reported; None once they erased everything."""
    person, _ = await _person_and_number(tables, subject)
    return None if person == NOBODY else await tables.people.user(person)


async def _person_and_number(tables: Tables, subject: Subject) -> tuple[PersonTag, PrivateNumber]:
    if subject.answer is not None:
        return await _who_answered(tables, subject.answer)
    if subject.question is not None:
        return await _who_asked_first(tables, subject.question)
    talk = subject.conversation_id and await tables.conversations.get(subject.conversation_id)
    ask = subject.ask_id and await tables.asks.get(subject.ask_id)
    found = _listener(talk or None) if subject.about.listens else _asker(ask or None)
    if found is None or found[1] == NO_NUMBER:
        raise NobodyLeft
    return found


async def _who_answered(tables: Tables, key: ThreadMessageId) -> tuple[PersonTag, PrivateNumber]:
    written = await tables.thread_messages.get(key)
    if written is None or written.number is None or written.number == NO_NUMBER:
        raise NobodyLeft
    return written.person or NOBODY, written.number


async def _who_asked_first(tables: Tables, key: FirstQuestionId) -> tuple[PersonTag, PrivateNumber]:
    asked = await tables.first_questions.get(key)
    if asked is None or asked.listener == NO_NUMBER:
        raise NobodyLeft
    return asked.person, asked.listener


def _listener(talk: Conversation | None) -> tuple[PersonTag, PrivateNumber] | None:
    return None if talk is None else (talk.listener.person, talk.listener_number)


def _asker(ask: Ask | None) -> tuple[PersonTag, PrivateNumber] | None:
    return None if ask is None else (ask.asker, ask.asker_number)
