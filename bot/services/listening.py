"""Being a listener: joining, being on duty or off, leaving."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.errors import CannotReachYou, NotAListener, TryAgain
from bot.domain.ids import PersonTag
from bot.domain.listening import Listener
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context, Member
from bot.services.ports import Closed, Gone, Outgoing, SentMessage, Undelivered
from bot.storage.store import Tables


async def look(ctx: Context, member: Member) -> Listener | None:
    """How one stands as a listener here; None before joining. Raises NotSetUp."""
    ctx.guilds.of(member.guild)
    number = ctx.number(member)
    return await ctx.store.read(lambda tables: tables.listeners.get(number))


async def join(ctx: Context, member: Member) -> Listener:
    """Opt in. Raises NotSetUp, CannotReachYou (a listener must be reachable), TryAgain."""
    known = await look(ctx, member)
    if known is not None:
        return known
    hello = await _reach(ctx, member)

    async def work(tables: Tables) -> Listener:
        person = await tables.people.meet(member.user)
        await tables.people.remember_dm(person, hello.channel)
        await tables.messages.note_sent(hello.message, ctx.clock.now())
        new = Listener(ctx.number(member), member.guild, person, ctx.clock.now())
        await tables.listeners.add(new)
        return new

    return await ctx.store.transaction(work)


async def set_duty(ctx: Context, member: Member, lasts: timedelta | None) -> Listener:
    """On duty for a while, or off with None. Raises NotAListener."""
    known = await look(ctx, member)
    if known is None:
        raise NotAListener
    until = None if lasts is None else ctx.clock.now() + lasts
    changed = replace(known, on_duty_until=until)
    if not await ctx.store.transaction(
        lambda tables: tables.listeners.set_duty(known.number, until)
    ):
        raise NotAListener
    return changed


async def leave(ctx: Context, member: Member) -> None:
    """Stop being a listener; open conversations go on until ended. Raises NotAListener."""
    number = ctx.number(member)
    if not await ctx.store.transaction(lambda tables: tables.listeners.remove(number)):
        raise NotAListener


async def _reach(ctx: Context, member: Member) -> SentMessage:
    person: PersonTag = ctx.person(member)
    notice = Notice(NoticeKind.DM_CHECK_LISTENER, member.guild, person)
    try:
        channel = await ctx.messenger.open_dm(member.user)
        return await ctx.messenger.create(Outgoing(notice, ctx.randomness.token(), channel))
    except (Closed, Gone) as error:
        raise CannotReachYou from error
    except Undelivered as error:
        raise TryAgain from error
