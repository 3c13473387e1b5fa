"""Somebody who reads what a member suggested wants moderators to look at it again."""

from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.moderation import answers
from bot.storage.store import Tables


async def want_a_look(ctx: Context, user: UserId, text: str) -> None:
    """Moderators of its server look at it again, and are told once that something waits; who wanted
    it is noted nowhere. Raises OutOfDate where it stands in no deck any more, PausedHere,
    BannedHere."""

    async def work(tables: Tables) -> None:
        suggested = await tables.suggested_deck.with_text(text)
        if suggested is None:
            raise OutOfDate
        await restrictions.must_be_free(ctx, tables, Member(user, suggested.guild_id))
        if await tables.suggested_deck.want_a_look(suggested.id):
            await answers.let_moderators_look(ctx, tables, suggested.guild_id)

    await ctx.store.transaction(work)
