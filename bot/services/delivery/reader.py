"""Who reads a notice: where, and in which language."""

from bot.domain.ids import ChannelId, PersonTag
from bot.domain.notices import Notice
from bot.services.context import Context


async def address(ctx: Context, notice: Notice) -> tuple[ChannelId, str]:
    """The channel that a notice goes to, and its language. Opens direct messages that were never
    opened: raises what that raises."""
    if not isinstance(notice.to, bytes):
        return notice.to, ctx.guilds.language(notice.guild_id)
    channel, language = await _known(ctx, notice.to)
    return await _open(ctx, notice.to) if channel is None else channel, language


async def language(ctx: Context, notice: Notice) -> str:
    """As `address`, for what stands already."""
    if not isinstance(notice.to, bytes):
        return ctx.guilds.language(notice.guild_id)
    _, known = await _known(ctx, notice.to)
    return known


async def _known(ctx: Context, person: PersonTag) -> tuple[ChannelId | None, str]:
    reader = await ctx.store.read(lambda tables: tables.people.reader(person))
    assert reader is not None, "a foreign key holds the person"
    return reader.dm_channel, reader.language or ctx.language


async def _open(ctx: Context, person: PersonTag) -> ChannelId:
    user = await ctx.store.read(lambda tables: tables.people.user(person))
    opened = await ctx.messenger.open_dm(user)
    await ctx.store.transaction(lambda tables: tables.people.remember_dm(person, opened))
    return opened
