"""Accepting an ask: the first listener who may take it has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.aliases import two_names
from bot.domain.asks import Ask, AskState
from bot.domain.community import What
from bot.domain.conversations import Conversation, Party, Side
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.ids import ConversationId, ListenerNumber, PersonTag, UserId
from bot.domain.limit_errors import EnoughForToday
from bot.domain.listening import Listener
from bot.domain.moderation_errors import NotApprovedYet
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.notices_about import about_conversation, ask_in_channel
from bot.domain.timers import Timer, TimerKind
from bot.services import cool_downs, membership
from bot.services.ages import admission
from bot.services.community import tally
from bot.services.context import Context, Member
from bot.services.offers import access, enough, presence, search
from bot.storage.store import Tables

NAMES_REST_FOR = timedelta(days=14)
"""As long as the same listener can be asked again, by their name of then."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The conversation is open; `alias` is the asker's name in it, `token` what the listener's
    buttons for it carry."""

    alias: str
    token: str


async def accept(ctx: Context, member: Member, token: str) -> Accepted:
    """Take the ask that a button stands for.

    Raises NotAListener for those who did not opt in, NotApprovedYet for those whom moderators have
    not approved, and NoLongerAvailable for everything else: taken, over, one's own, beyond one's
    limits.
    """
    await admission.note_listeners_group(ctx, member)
    return await _accepted(ctx, member, token)


async def accept_offered(ctx: Context, user: UserId, token: str) -> Accepted:
    """Take the ask that one was told of in direct messages. Raises as `accept` does, also for
    somebody who is no longer in the server, and TryAgain."""
    ask = await ctx.store.read(lambda tables: access.require_ask(ctx, tables, user, token))
    await membership.listener_must_be_here(ctx, user, ask.guild_id)
    member = Member(user, ask.guild_id)
    await admission.note_listeners_group(ctx, member)
    return await _accepted(ctx, member, token)


async def _accepted(ctx: Context, member: Member, token: str) -> Accepted:
    """And note whoever came to a limit: who does again soon after waits longer."""
    try:
        return await ctx.store.transaction(lambda tables: take(ctx, tables, member, token))
    except EnoughForToday as error:
        frees, whose = error.frees, enough.of_accepts(member)
        await ctx.store.transaction(lambda tables: cool_downs.note(ctx, tables, whose, frees))
        raise


async def take(ctx: Context, tables: Tables, member: Member, token: str) -> Accepted:
    """As `accept`, in a transaction of the caller's: raises before anything is changed."""
    listener = await require_listener(ctx, tables, member)
    ask = await access.require_ask(ctx, tables, member.user, token, from_post=True)
    theirs = await _taken_before(tables, ask, listener)
    if theirs is not None:  # and Discord lost the answer
        known = await tables.button_tokens.known_for(theirs.id, listener.person)
        return Accepted(theirs.asker.alias, known or "")
    frees = await enough.frees(ctx, tables, listener)
    if frees is not None:
        raise EnoughForToday(frees)
    if not await access.may_take(ctx, tables, ask, listener):
        raise NoLongerAvailable
    now = ctx.clock.now()
    if not await tables.asks.move(ask.id, AskState.WAITING, AskState.TAKEN, now):
        raise NoLongerAvailable
    conversation = await _between(ctx, tables, ask, listener)
    await tables.conversations.add(conversation)
    for side in Side:  # what they write next may well be for whom they have just met
        await tables.people.talk_with(conversation.party(side).person, None)
    await tables.offers.answered(token, now)
    await presence.shows(tables, listener.number)
    await search.stop_search(ctx, tables, ask, listener.number)
    await _begin_clocks(ctx, tables, conversation)
    token = await _announce(ctx, tables, ask, conversation)
    await _count(ctx, tables, ask, listener)
    return Accepted(conversation.asker.alias, token)


async def require_listener(ctx: Context, tables: Tables, member: Member) -> Listener:
    """Who listens there. Raises NotAListener, NotApprovedYet."""
    listener = await tables.listeners.get(ctx.listener_number(member))
    if listener is None:
        raise NotAListener
    if listener.waits:
        raise NotApprovedYet
    return listener


async def _taken_before(tables: Tables, ask: Ask, listener: Listener) -> Conversation | None:
    """The open conversation with which this listener has it already."""
    talks = await tables.conversations.open_with(listener.person)
    mine = (one for one in talks if one.ask_id == ask.id)
    return next((one for one in mine if one.listener_number == listener.number), None)


async def _count(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> None:
    await enough.count(ctx, tables, listener)
    guild, wait = ask.guild_id, ctx.clock.now() - ask.posted_at
    asker = ctx.store.listener_number(guild, await tables.people.user(ask.asker))
    await tally.note(ctx, tables, guild, What.ANSWERED, asker, wait=wait)
    await tally.note(ctx, tables, guild, What.LISTENED, listener.number)
    await tally.note_here(ctx, tables, guild, listener.number)


async def _begin_clocks(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    """From now on first words are waited for, the asker's patience and everybody's silence count,
    and it is looked whether both are here: whether or not either can be written to."""
    offers, settings = ctx.settings.offers, ctx.settings.conversations
    await tables.conversations.words_passed(conversation.id, conversation.started_at)
    for what, after in (
        (TimerKind.NUDGE_LISTENER, offers.silent_nudged_after),
        (TimerKind.LISTENER_SILENT, offers.silent_taken_back_after),
        (TimerKind.ASKER_WAITS, settings.asker_asked_after),
        (TimerKind.IDLE_WARNING, settings.idle_warning_after),
        (TimerKind.MEMBERS_LOOKED_AT, timedelta(0)),
    ):
        due_at = conversation.started_at + after
        await tables.timers.put(Timer(what, due_at, conversation_id=conversation.id))


async def _between(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> Conversation:
    """The two under names that stand for nobody else in what either of them sees."""
    now, person = ctx.clock.now(), listener.person
    seen, lately = await names_known(ctx, tables, ask, {person: listener.number})
    names = ctx.aliases(ctx.guilds.language(ask.guild_id))
    shuffled = ctx.randomness.sample(names, len(names))
    asker_alias, listener_alias = two_names(shuffled, seen, lately)
    return Conversation(
        ConversationId(ctx.randomness.token()),
        ask.id,
        ask.guild_id,
        Party(ask.asker, asker_alias),
        Party(listener.person, listener_alias),
        listener.number,
        now,
    )


async def names_known(
    ctx: Context, tables: Tables, ask: Ask, listeners: Mapping[PersonTag, ListenerNumber]
) -> tuple[set[str], set[str]]:
    """Every name that an asker and these listeners wear or see now, and lately."""
    now = ctx.clock.now()
    seen, lately = (
        set[str](),
        set(await tables.same_listener.names_of(ask.asker, ask.guild_id, now)),
    )
    numbers = map(ctx.store.asker_number_of, listeners.values())
    for number in (ask.asker_number, *numbers):
        lately |= {one.alias for one in await tables.blocks.of(number)}
        seen |= await tables.open_threads.names_of(number)
    for person in (ask.asker, *listeners):
        worn, before = await tables.rooms.names_around(person, now - NAMES_REST_FOR)
        seen |= worn | await tables.first_questions.names_of(person)
        lately |= before
    return seen, lately


async def _buttons(ctx: Context, tables: Tables, conversation: Conversation) -> dict[Side, str]:
    return {
        side: await tables.button_tokens.for_conversation(
            ctx.randomness.token(), conversation.id, conversation.party(side).person
        )
        for side in Side
    }


async def _announce(ctx: Context, tables: Tables, ask: Ask, conversation: Conversation) -> str:
    """Tell both; the token of the listener's buttons."""
    tokens = await _buttons(ctx, tables, conversation)
    await ctx.say(
        tables,
        about_conversation(
            NoticeKind.YOU_ACCEPTED,
            conversation,
            Side.LISTENER,
            token=tokens[Side.LISTENER],
            text=ask.text,
        ),
        about_conversation(
            NoticeKind.ASK_ACCEPTED, conversation, Side.ASKER, token=tokens[Side.ASKER]
        ),
        Notice(NoticeKind.ASK_FOUND, ask.guild_id, ask.asker, Action.EDIT, ask_id=ask.id),
        ask_in_channel(
            NoticeKind.ASK_TAKEN_IN_CHANNEL,
            ask,
            ctx.guilds.of(ask.guild_id).ask_channel,
            Action.EDIT,
        ),
    )
    await _add(ctx, tables, conversation, tokens[Side.ASKER])
    return tokens[Side.LISTENER]


async def _add(ctx: Context, tables: Tables, conversation: Conversation, token: str) -> None:
    """What is said beside that where somebody goes along with a goal, or is the next one."""
    if await tables.partners.goal_of(conversation.ask_id) is not None:
        along = about_conversation(NoticeKind.YOU_GO_ALONG, conversation, Side.LISTENER)
        await ctx.say(tables, along)
    if await tables.handed_over.was(conversation.ask_id):
        reads = NoticeKind.NEXT_LISTENER_READS
        await ctx.say(tables, about_conversation(reads, conversation, Side.ASKER, token=token))
