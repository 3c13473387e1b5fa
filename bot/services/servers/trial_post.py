"""A post by which those who set a server up see what members will see. It is taken away again by a
press; nothing is kept of it, as it is found by its words."""

from datetime import timedelta

from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.services.ports import Outgoing, SentMessage, Undelivered, Unsure
from bot.services.servers.panel import PanelState

LOOKED_BACK = timedelta(days=1)
"""How old a test may be to be found again."""


async def post(ctx: Context, guild: GuildId) -> PanelState:
    """Post it where asks are posted; an earlier one goes first, so that there is one. Raises
    NotSetUp."""
    outgoing = _outgoing(ctx, guild)
    try:
        await _remove(ctx, outgoing)
        sent = await ctx.messenger.create(outgoing)
    except Unsure:
        return PanelState.TRY_AGAIN
    except Undelivered:
        return PanelState.FAILS
    now = ctx.clock.now()
    await ctx.store.transaction(lambda tables: tables.messages.note_sent(sent.message, now))
    return PanelState.STANDS


async def take_away(ctx: Context, guild: GuildId) -> PanelState:
    """Take it away; `STANDS`: there is none any more. Raises NotSetUp."""
    try:
        await _remove(ctx, _outgoing(ctx, guild))
    except Unsure:
        return PanelState.TRY_AGAIN
    except Undelivered:
        return PanelState.FAILS
    return PanelState.STANDS


async def _remove(ctx: Context, outgoing: Outgoing) -> None:
    found: list[SentMessage] = list(await ctx.messenger.find(outgoing))
    for one in found:
        await ctx.messenger.delete(one)


def _outgoing(ctx: Context, guild: GuildId) -> Outgoing:
    channel = ctx.guilds.of(guild).ask_channel
    notice = Notice(NoticeKind.TEST_POST, guild, channel)
    since = ctx.clock.now() - LOOKED_BACK
    return Outgoing(notice, ctx.randomness.token(), channel, ctx.guilds.language(guild), since)
