"""What somebody suggested, where it stands, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import GuildId, SuggestionId, UserId
from bot.domain.suggestion_errors import SuggestionOver
from bot.domain.suggestions import Suggestion, SuggestionState
from bot.services.context import Context, Member
from bot.services.encouragements import of_members
from bot.storage.store import Tables

PAGE = 4
"""How many are listed at once: a message has at most ten boxes, two of each."""


@dataclass(frozen=True, slots=True)
class OwnSuggestions:
    """A page of them, counted from 0, the newest of a server first; and whether more follow."""

    shown: Sequence[Suggestion]
    page: int
    more: bool


async def list_own(
    ctx: Context, user: UserId, guild: GuildId | None, page: int = 0
) -> OwnSuggestions:
    """Those of one server; in direct messages those of every server."""

    async def work(tables: Tables) -> OwnSuggestions:
        found = await of_members.suggested_by(ctx, tables, user, guild)
        first = page * PAGE if page * PAGE < len(found) else 0
        shown = found[first : first + PAGE]
        return OwnSuggestions(shown, first // PAGE, len(found) > first + PAGE)

    return await ctx.store.read(work)


async def withdraw(ctx: Context, user: UserId, key: SuggestionId) -> None:
    """Take one's own back, whatever was decided about it: it is gone from the deck, from what was
    not sent yet and from what others keep. Raises SuggestionOver, also for somebody else's."""

    async def work(tables: Tables) -> None:
        found = await tables.suggestions.get(key)
        if found is None or found.state is SuggestionState.DRAFT:
            raise SuggestionOver
        if found.asker != ctx.asker_number(Member(user, found.guild_id)):
            raise SuggestionOver
        await tables.suggestions.remove(key)

    await ctx.store.transaction(work)
