"""The channel for asks of each server: where the bot cannot write in it, the moderators are told
in their channel or, where that is lost too, each of those who were here lately.

Once, with what to change; again only after it was mended and broke anew. Discord is not asked: what
the bot may do is known from what it told. The asks whose posts stand there go on without them, and
their askers are told so.
"""

import structlog

from bot.domain.asks import Ask
from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind, Part
from bot.services import moderators
from bot.services.context import Context
from bot.services.moderators import Reached
from bot.services.ports import Unsure
from bot.storage.store import Tables


async def is_closed(ctx: Context, guild: GuildId) -> bool:
    """Whether asks surely cannot be posted in a server now. Raises NotSetUp."""
    channel = ctx.guilds.of(guild).ask_channel
    try:
        return not await ctx.messenger.can_post(channel)  # looked at in memory
    except Unsure:  # Discord is not connected, or in an outage: posting finds out
        return False


async def look_after(ctx: Context) -> None:
    """Look at every server: tell the moderators where it cannot, and note where it can again."""

    async def work(tables: Tables) -> tuple[frozenset[GuildId], frozenset[GuildId]]:
        return await tables.departed.all(), await tables.guilds.closed_to_asks()

    away, told = await ctx.store.read(work)
    for guild in ctx.guilds.known() - away:
        try:
            is_open = await ctx.messenger.can_post(ctx.guilds.of(guild).ask_channel)
        except Unsure:
            continue
        if is_open is (guild in told):
            await _note(ctx, guild, is_open=is_open)


async def _note(ctx: Context, guild: GuildId, *, is_open: bool) -> None:
    choices, log = ctx.guilds.of(guild), structlog.get_logger("ask_channels")
    staff = Reached(channel=True) if is_open else await moderators.where_to_tell(ctx, guild)
    if not staff.anybody:  # that nobody was told is found out where it is said
        staff = Reached(channel=True)

    async def work(tables: Tables) -> None:
        if is_open:
            await tables.guilds.open_to_asks(guild)
        elif await tables.guilds.close_to_asks(guild):
            kind = NoticeKind.ASKS_CANNOT_BE_POSTED
            told = Notice(kind, guild, choices.moderator_channel)
            await moderators.tell_them(ctx, tables, staff, told)
            for ask in await tables.asks.waiting(guild):
                await _tell_asker(ctx, tables, ask)

    await ctx.store.transaction(work)
    log.info("asks.can_be_posted_again" if is_open else "asks.cannot_be_posted")


async def _tell_asker(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Only where there is a post: what leaves somebody out never had one."""
    if await tables.messages.where(ask.id, Part.POST) is None:
        return
    kind, token = NoticeKind.ASK_GOES_ON_DIRECTLY, ctx.randomness.token()
    await tables.button_tokens.for_ask(token, ask.id, ask.asker)
    await ctx.say(tables, Notice(kind, ask.guild_id, ask.asker, ask_id=ask.id, token=token))
