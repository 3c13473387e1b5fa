"""Suggestions about which no moderator decides in time: whoever wrote one can read so."""

from bot.domain.notices import NoticeKind
from bot.domain.suggestions import SuggestionState
from bot.services.context import Context
from bot.services.encouragements import of_members
from bot.storage.store import Tables


async def end_due(ctx: Context) -> None:
    """Let those wait no longer that waited as long as was said; whoever wanted to know is told, and
    everybody finds it below their own, as long again. Called each minute."""
    now = ctx.clock.now()
    since = now - ctx.settings.retention.suggestions
    if not await ctx.store.read(lambda tables: tables.suggestions.waiting_since(since)):
        return

    async def work(tables: Tables) -> None:
        for one in await tables.suggestions.waiting_since(since):
            waiting, undecided = SuggestionState.WAITING, SuggestionState.UNDECIDED
            await tables.suggestions.decide(one.id, waiting, undecided, now)
            await of_members.tell_writer(ctx, tables, one, NoticeKind.SUGGESTION_UNDECIDED)

    await ctx.store.transaction(work)
