"""Words that would tell the other side who their writer is, or how to reach them: kept before they
go, until their writer says so or writes others. Nothing of it is to be seen on the other side.

Ways to reach somebody outside of the conversation do not go at all, where the server does not
allow them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side, other
from bot.domain.errors import ConversationOver, NoLongerHeld
from bot.domain.form_errors import NoWords
from bot.domain.ids import HeldId, MessageId, UserId
from bot.domain.message_copies import NOWHERE, Held, Piece, Place, Reference
from bot.domain.notices import Notice, NoticeKind
from bot.domain.notices_about import about_conversation
from bot.services.context import Context
from bot.services.conversations import images, message_copies, passed_words
from bot.services.conversations.passed_words import Decided
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Withheld:
    """They are kept; `notice` says so to their writer, who was `told` of these before."""

    notice: Notice
    told: bool = False


def why(ctx: Context, conversation: Conversation, decided: Decided) -> NoticeKind | None:
    """Which notice says that words do not go as they are; None for those that do."""
    if not decided.exact:
        return None
    allowed = not decided.contact or ctx.may_pass_contact(conversation.guild_id)
    return NoticeKind.DETAILS_HELD if allowed else NoticeKind.DETAILS_REFUSED


async def keep(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    side: Side,
    source: Place,
    decided: Decided,
    stickers: Sequence[str] = (),
    reference: Reference | None = None,
) -> Notice | None:
    """Keep words that do not go as they are, in the place of what was kept of the same message,
    with what they reply to; what is to be said of it. None where they do: nothing was kept, and
    nothing is any more."""
    await tables.held_texts.take_back(source.message)
    kind = why(ctx, conversation, decided)
    if kind is None:
        return None
    person = conversation.party(side).person
    key, names = HeldId(ctx.randomness.token()), tuple(stickers)
    held = Held(key, source, decided.words, names, reference, decided.images)
    until = ctx.clock.now() + ctx.settings.conversations.text_held_for
    await tables.held_texts.hold(person, held, until)
    await tables.button_tokens.for_held(held.id, held.id, conversation.id, person)
    return _notice(kind, conversation, side, held, decided)


async def follows(
    ctx: Context, tables: Tables, source: Place, decided: Decided, stickers: Sequence[str]
) -> bool:
    """Let kept words be as their writer's message is now; those that may go, go at once. False
    where nothing of it is kept."""
    found = await tables.held_texts.meant_for(source.message)
    conversation = await tables.conversations.get(found[1]) if found else None
    if found is None or conversation is None:
        return False
    held = found[0]
    if held.words == decided.words or not conversation.open:
        return True
    side = await _side(tables, conversation, held)
    reference = held.reference
    said = await keep(ctx, tables, conversation, side, held.source, decided, stickers, reference)
    if said is not None:
        await ctx.say(tables, said)
    else:
        await _let_go(ctx, tables, conversation, side, held, decided)
    return True


async def keep_edit(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    pieces: Sequence[Piece],
    decided: Decided,
) -> Withheld | None:
    """Keep an edit of what was passed on, if it does not go as it is; the copies then stay as they
    were. What they carry already was said to go, and what was let go once is not asked about
    again, however often Discord tells of it."""
    tag = tables.message_copies.words_tag
    parts, carry = decided.parts, [piece for piece in pieces if not piece.is_image]
    same = len(parts) == len(carry) and all(
        tag(piece.id, part) == piece.words_tag for piece, part in zip(carry, parts, strict=True)
    )
    if same:
        return None
    said = await keep(ctx, tables, conversation, pieces[0].writer, pieces[0].source, decided)
    if said is None:
        return None
    edit = sha256(f"{pieces[0].source.message} {decided.words}".encode()).digest()
    # kept as ids of messages are: by a keyed mark, and as long
    new = await tables.messages.first_time(
        MessageId(int.from_bytes(edit[:7], "big")), ctx.clock.now()
    )
    if not new:
        await tables.held_texts.take_back(pieces[0].source.message)
    return Withheld(said, told=not new)


async def send_anyway(ctx: Context, user: UserId, token: str) -> str | Withheld:
    """Let kept words go as they are: the other side's alias. Pressed twice, they go once. Kept
    still where the server does not allow what is in them. Raises NoLongerHeld, ConversationOver."""

    async def work(tables: Tables) -> str | Withheld:
        conversation, side, held = await _found(ctx, tables, user, token)
        if held is not None:
            decided = passed_words.decide(held.words, held.stickers, ctx.details, held.images)
            kind = why(ctx, conversation, decided)
            if kind is NoticeKind.DETAILS_REFUSED:
                return Withheld(_notice(kind, conversation, side, held, decided))
            await tables.button_tokens.given(held.id, conversation.id)
            await tables.held_texts.take_back(held.source.message)
            await _let_go(ctx, tables, conversation, side, held, decided)
        return conversation.party(other(side)).alias

    return await ctx.store.transaction(work)


async def kept_words(ctx: Context, user: UserId, token: str) -> tuple[str, str]:
    """The words as they are kept, and the other side's alias. Raises NoLongerHeld,
    ConversationOver."""

    async def work(tables: Tables) -> tuple[str, str]:
        conversation, side, held = await _found(ctx, tables, user, token)
        if held is None:
            raise NoLongerHeld
        return held.words, conversation.party(other(side)).alias

    return await ctx.store.read(work)


async def change(ctx: Context, user: UserId, token: str, number: int, text: str) -> str | Withheld:
    """Write kept words anew; they go if nothing in them stands against it: the other side's alias.
    Like all that is written in a form (`number` is its own) they no longer follow a message: in the
    place of what was passed on of one they come as new. Raises NoLongerHeld,
    ConversationOver, NoWords (then they stay as they were)."""
    written = passed_words.decide(text, (), ctx.details)
    if not written.words:
        raise NoWords

    async def work(tables: Tables) -> str | Withheld:
        conversation, side, held = await _found(ctx, tables, user, token)
        if held is None:
            raise NoLongerHeld
        parts = passed_words.split_into_parts(written.words, held.stickers)
        form, new = Place(NOWHERE, MessageId(number)), replace(written, parts=parts)
        new = replace(new, images=held.images)
        said = await _put_in_place(ctx, tables, conversation, side, held, form, new)
        return Withheld(said) if said else conversation.party(other(side)).alias

    return await ctx.store.transaction(work)


async def _put_in_place(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    side: Side,
    held: Held,
    form: Place,
    decided: Decided,
) -> Notice | None:
    """Keep words in the place of others, or let them go; what is to be said where they are kept."""
    before = await tables.message_copies.of_source(held.source.message)
    goes = why(ctx, conversation, decided) is None
    if goes:
        await tables.button_tokens.given(held.id, conversation.id)
    await tables.held_texts.take_back(held.source.message)
    # kept words still belong to the message whose copies stand, and which has their images
    source = held.source if (before or held.images) and not goes else form
    reference = held.reference
    said = await keep(ctx, tables, conversation, side, source, decided, held.stickers, reference)
    if goes:
        for piece in before:
            if not piece.is_image:
                await message_copies.withdraw(ctx, tables, conversation, piece)
        parts = decided.parts
        await message_copies.pass_to(ctx, tables, conversation, side, source, parts, reference)
        if decided.images and not before:  # they are still where they were sent
            alone = replace(decided, parts=())
            await images.pass_to(ctx, tables, conversation, side, held.source, alone)
    return said


async def _found(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Conversation, Side, Held | None]:
    """What one's own button is for; no words where they went already. Raises NoLongerHeld for any
    other token, ConversationOver."""
    person, meaning = ctx.store.person(user), await tables.button_tokens.meaning(token)
    if meaning is None or meaning.conversation_id is None or meaning.person != person:
        raise NoLongerHeld
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None or not conversation.open:
        raise ConversationOver
    side = conversation.side_of(person)
    assert side is not None, "buttons are for the two who talk"
    held = None if meaning.held_id is None else await tables.held_texts.get(meaning.held_id)
    return conversation, side, held


async def _side(tables: Tables, conversation: Conversation, held: Held) -> Side:
    meaning = await tables.button_tokens.meaning(held.id)
    side = conversation.side_of(meaning.person) if meaning and meaning.person else None
    assert side is not None, "it is kept for one of the two"
    return side


async def _let_go(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    side: Side,
    held: Held,
    decided: Decided,
) -> None:
    """Pass on, or let the copies of what was passed on before carry it now."""
    source, reference = held.source, held.reference
    pieces = await tables.message_copies.of_source(source.message)
    if pieces:
        await message_copies.sync_copies(ctx, tables, conversation, pieces, decided.parts)
    else:
        await images.pass_to(ctx, tables, conversation, side, source, decided, reference)


def _notice(
    kind: NoticeKind, conversation: Conversation, side: Side, held: Held, decided: Decided
) -> Notice:
    exact = OwnWords("\n".join(" ".join(one.split()) for one in decided.exact))
    return about_conversation(kind, conversation, side, token=held.id, text=exact)
