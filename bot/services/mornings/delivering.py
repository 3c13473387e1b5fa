"""It is morning for whoever asked: the first listener who wrote for it, and still can, has the ask.

Whether one still can is looked at now, as for everybody who accepts; the others read that it is
over, in the same words whatever the cause.
"""

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.ids import MessageId, MorningWordsId, message_at
from bot.domain.limit_errors import EnoughForToday
from bot.domain.message_copies import NOWHERE, Place
from bot.domain.moderation_errors import NotApprovedYet
from bot.domain.mornings import MorningWords
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer
from bot.services import membership
from bot.services.ages import admission
from bot.services.context import Context, Member
from bot.services.conversations import message_copies, passed_words
from bot.services.offers import acceptance, morning_words
from bot.storage.store import Tables


async def morning_comes(ctx: Context, due: Timer) -> None:
    """Let the words of one listener go, with which their conversation begins. Raises TryAgain where
    Discord does not say who is here: it is tried again, and nothing is lost."""
    if due.ask_id is None:
        return
    key = due.ask_id
    for one in await ctx.store.read(lambda tables: tables.morning_words.of_ask(key)):
        member = await _who_is_here(ctx, one)
        if member is not None and await _begin(ctx, one.id, member):
            return  # with that, all the others were told

    async def nobody_can(tables: Tables) -> None:
        ask = await tables.asks.get(key)
        if not await tables.timers.take(due) or ask is None:
            return
        await morning_words.ask_is_over(ctx, tables, ask)

    await ctx.store.transaction(nobody_can)


async def _who_is_here(ctx: Context, one: MorningWords) -> Member | None:
    """Not inside a transaction: it is asked of Discord."""

    async def work(tables: Tables) -> Member | None:
        listener = await tables.listeners.get(one.listener)
        if listener is None or not one.ready:
            return None
        return Member(await tables.people.user(listener.person), listener.guild_id)

    member = await ctx.store.read(work)
    if member is None or not await membership.is_here(ctx, member.user, member.guild):
        return None
    await admission.note_listeners_group(ctx, member)
    return member


async def _begin(ctx: Context, key: MorningWordsId, member: Member) -> bool:
    async def work(tables: Tables) -> bool:
        one = await tables.morning_words.get(key)
        if one is None or not one.ready:
            return False
        try:
            conversation = await _accepted(ctx, tables, member, one)
        except (NoLongerAvailable, NotAListener, NotApprovedYet, EnoughForToday):
            return False
        parts = passed_words.split_into_parts(one.words)
        (drawn,) = ctx.randomness.sample(range(1 << 12), 1)  # several may go at one moment
        form = Place(NOWHERE, MessageId(message_at(ctx.clock.now()) + drawn))
        gone = about_conversation(NoticeKind.MORNING_GONE, conversation, Side.LISTENER)
        await ctx.say(tables, gone)
        await message_copies.pass_to(ctx, tables, conversation, Side.LISTENER, form, parts)
        return True

    return await ctx.store.transaction(work)


async def _accepted(
    ctx: Context, tables: Tables, member: Member, one: MorningWords
) -> Conversation:
    """As if they pressed now. Raises as `acceptance.take`, before anything is changed."""
    person = ctx.store.person(member.user)
    token = await tables.button_tokens.known_for_ask(one.ask_id, person)
    if token is None:
        raise NoLongerAvailable
    await acceptance.take(ctx, tables, member, token)
    talks = await tables.conversations.open_with(person)
    return next(talk for talk in talks if talk.ask_id == one.ask_id)
