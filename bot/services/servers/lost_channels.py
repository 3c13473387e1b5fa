"""The channels that the bot writes in, beside the one for asks: where it cannot write in one any
more, those who look after the server are told, once, with what to change; again only after it was
mended and broke anew.

As with asks, Discord is not asked: what the bot may do is known from what it told.
"""

from collections.abc import Iterator

import structlog

from bot.domain.asks import OwnWords
from bot.domain.guilds import GuildChoices
from bot.domain.lost_channels import TOLD, ChannelUse, UsedChannel, lost_of
from bot.domain.notices import Notice
from bot.domain.schedules import ScheduleState
from bot.services import moderators
from bot.services.context import Context
from bot.services.ports import Unsure
from bot.services.servers import panel
from bot.storage.store import Tables


async def look_after(ctx: Context) -> None:
    """Look at every channel: tell where the bot cannot write, and note where it can again."""
    used = await _used(ctx)
    known = await _known(ctx, used)
    for one in used:
        try:
            may = await ctx.messenger.can_post(one.channel, history=one.use is ChannelUse.PANEL)
        except Unsure:  # Discord is not connected, or in an outage
            continue
        if may and one in known:
            await _mended(ctx, one)
        elif not may and not known.get(one, False):
            await _lost(ctx, one, is_new=one not in known)


async def is_lost(tables: Tables, notice: Notice) -> bool:
    """Whether what a notice of TO_MEND tells is still so."""
    lost = lost_of(notice)
    if lost is None:
        return notice.guild_id in await tables.guilds.closed_to_asks()
    return lost in await tables.lost_channels.all()


async def _known(ctx: Context, used: set[UsedChannel]) -> dict[UsedChannel, bool]:
    """Those that are known to be lost; what is no longer written in is forgotten."""
    known = await ctx.store.read(lambda tables: tables.lost_channels.all())

    async def forget(tables: Tables) -> None:
        for one in known.keys() - used:
            await tables.lost_channels.forget(one)

    if known.keys() - used:
        await ctx.store.transaction(forget)
    return {one: told for one, told in known.items() if one in used}


async def _used(ctx: Context) -> set[UsedChannel]:
    """Every channel that is written in now."""

    async def work(tables: Tables) -> set[UsedChannel]:
        here = ctx.guilds.known() - await tables.departed.all()
        found = {one for guild in here for one in _chosen(ctx.guilds.of(guild))}
        for guild, channel, state in await tables.schedules.in_channels():
            if guild in here and state is ScheduleState.ON:
                found.add(UsedChannel(guild, ChannelUse.ENCOURAGEMENTS, channel))
        return found

    return await ctx.store.read(work)


def _chosen(choices: GuildChoices) -> Iterator[UsedChannel]:
    """A panel in the channel for asks is lost with that, of which is told already."""
    yield UsedChannel(choices.guild_id, ChannelUse.MODERATORS, choices.moderator_channel)
    if choices.panel_stands_in != choices.ask_channel:
        yield UsedChannel(choices.guild_id, ChannelUse.PANEL, choices.panel_stands_in)


async def _lost(ctx: Context, lost: UsedChannel, *, is_new: bool) -> None:
    staff = await moderators.where_to_tell(ctx, lost.guild)
    notice = Notice(
        TOLD[lost.use],
        lost.guild,
        ctx.guilds.of(lost.guild).moderator_channel,
        text=OwnWords(str(lost.channel)),
    )

    async def work(tables: Tables) -> None:
        if await tables.lost_channels.note(lost, told=staff.anybody):
            await moderators.tell_them(ctx, tables, staff, notice)

    await ctx.store.transaction(work)
    if is_new or staff.anybody:
        log = structlog.get_logger("channels")
        log.warning("channel.lost" if staff.anybody else "channel.lost.nobody_told", use=lost.use)


async def _mended(ctx: Context, known: UsedChannel) -> None:
    await ctx.store.transaction(lambda tables: tables.lost_channels.forget(known))
    structlog.get_logger("channels").info("channel.mended", use=known.use)
    if known.use is ChannelUse.PANEL:
        await panel.put_up(ctx, known.guild)
