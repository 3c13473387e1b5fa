"""The panel: the one message with the buttons that stands in each server, and is put back.

It is sent directly, as whoever runs /setup waits to hear whether it stands. Its nonce is noted
before, so that a retry, also one after a kill, does not double it.
"""

from datetime import timedelta
from enum import StrEnum

import structlog

from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.notices import Action, Notice, NoticeKind
from bot.services.context import Context
from bot.services.ports import Gone, Outgoing, SentMessage, Undelivered, Unsure
from bot.storage.servers.panels import Panel
from bot.storage.store import Tables

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far Discord's clock may be behind ours; one that stands so long already would be ours too."""


class PanelState(StrEnum):
    """What came of putting it up."""

    STANDS = "stands"
    FAILS = "fails"
    """The channel is gone, or the bot may not write or read there."""
    TRY_AGAIN = "try_again"
    """Discord gave no clear answer; it is tried again by itself."""


async def put_up(ctx: Context, guild: GuildId) -> PanelState:
    """Let the panel stand where the server wants it: post, renew or move it. Raises NotSetUp."""
    choices = ctx.guilds.of(guild)
    try:
        await _put_up(ctx, choices, renew=True)
    except Unsure:
        return PanelState.TRY_AGAIN
    except Undelivered:
        return PanelState.FAILS
    return PanelState.STANDS


async def look_soon(ctx: Context) -> None:
    """Look after every panel at once: nobody told of what happened while the bot was away."""
    await ctx.store.transaction(lambda tables: tables.panels.look_at_all(ctx.clock.now()))


async def look_after(ctx: Context) -> None:
    """Look at the panels whose time has come, and put back those that were deleted."""
    now = ctx.clock.now()
    for panel in await ctx.store.read(lambda tables: tables.panels.due(now)):
        await _look_at(ctx, panel.guild_id)


async def _look_at(ctx: Context, guild: GuildId) -> None:
    log, when = structlog.get_logger("panel"), ctx.clock.now() + ctx.settings.panel.looked_for_every
    # first, so that a panel that cannot be looked at does not hold up the others
    await ctx.store.transaction(lambda tables: tables.panels.look_again(guild, when))
    try:
        await _put_up(ctx, ctx.guilds.of(guild), renew=False)
    except Undelivered as error:
        log.info("panel.not_put_up", why=type(error).__name__)
    except Exception:  # one server's fault must not keep the others waiting
        log.exception("panel.failed")


async def _put_up(ctx: Context, choices: GuildChoices, *, renew: bool) -> None:
    if not await ctx.messenger.can_post(choices.panel_stands_in):
        raise Gone
    panel = await _planned(ctx, choices)
    if panel.message is None:
        await _post(ctx, panel)
        return
    place = SentMessage(panel.channel, panel.message)
    if not await ctx.messenger.is_there(place):
        await _post(ctx, await _anew(ctx, choices, panel))
    elif renew:
        await ctx.messenger.edit(_outgoing(ctx, panel, Action.EDIT), place)


async def _planned(ctx: Context, choices: GuildChoices) -> Panel:
    """The panel as it is to stand: known already, or noted now; an old one elsewhere is removed."""
    known = await ctx.store.read(lambda tables: tables.panels.get(choices.guild_id))
    if known is not None and known.channel == choices.panel_stands_in:
        return known
    planned = await _anew(ctx, choices, known)
    if known is not None and known.message is not None:
        await _remove(ctx, known.channel, known.message)
    return planned


async def _remove(ctx: Context, channel: ChannelId, message: MessageId) -> None:
    try:
        await ctx.messenger.delete(SentMessage(channel, message))
    except Undelivered as error:  # gone already, or out of reach: people can delete it
        structlog.get_logger("panel").info("panel.not_removed", why=type(error).__name__)


async def _anew(ctx: Context, choices: GuildChoices, before: Panel | None) -> Panel:
    """Note that one is about to be sent. Of two who do so at once, both send the first one's."""
    now = ctx.clock.now()
    new = Panel(choices.guild_id, choices.panel_stands_in, ctx.randomness.token(), now)
    look_at = now + ctx.settings.panel.looked_for_every

    async def work(tables: Tables) -> Panel:
        await tables.panels.plan(new, look_at, None if before is None else before.nonce)
        planned = await tables.panels.get(choices.guild_id)
        assert planned is not None, "it was there, or was just put there"
        return planned

    return await ctx.store.transaction(work)


async def _post(ctx: Context, panel: Panel) -> None:
    outgoing = _outgoing(ctx, panel, Action.CREATE)
    sent = await _found(ctx, panel, outgoing) or await ctx.messenger.create(outgoing)

    async def work(tables: Tables) -> None:
        await tables.panels.stands(panel, sent.message)
        await tables.messages.note_sent(sent.message, ctx.clock.now())

    await ctx.store.transaction(work)


async def _found(ctx: Context, panel: Panel, outgoing: Outgoing) -> SentMessage | None:
    """One that an earlier attempt left without our knowing, once its nonce no longer counts."""
    if ctx.clock.now() - panel.first_attempt_at <= ctx.settings.delivery.nonce_window:
        return None
    return next(iter(await ctx.messenger.find(outgoing)), None)


def _outgoing(ctx: Context, panel: Panel, action: Action) -> Outgoing:
    notice = Notice(NoticeKind.PANEL, panel.guild_id, panel.channel, action)
    since = panel.first_attempt_at - CLOCKS_DIFFER
    language = ctx.guilds.language(panel.guild_id)
    return Outgoing(notice, panel.nonce, panel.channel, language, since)
