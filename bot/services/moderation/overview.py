"""How a server is doing now, for its moderators."""

from dataclasses import dataclass

from bot.domain.ids import GuildId
from bot.domain.moderation import Health
from bot.domain.suggestions import SuggestionState
from bot.services.context import Context, Member
from bot.services.moderation import numbers
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class ServerStanding:
    """What there is now, and how much waits for moderators."""

    health: Health
    numbers: int
    answers: int
    """Numbers from which an answer came that nobody has seen."""
    record: int
    suggestions: int
    in_deck: int
    """Suggestions of members that wait for a look, and that were taken."""
    others: int
    """Moderators beside whoever looks who are known: those who were here lately."""


async def get_standing(
    ctx: Context, guild: GuildId, looker: Member | None = None
) -> ServerStanding:
    """All counts, as they are at this moment, for whoever looks. Raises NotSetUp."""
    ctx.guilds.of(guild)
    own = numbers.own_of(ctx, looker)

    async def work(tables: Tables) -> ServerStanding:
        return ServerStanding(
            await tables.health.of(guild, ctx.clock.now()),
            await tables.known_numbers.count(guild, own),
            len(await tables.actions.unread_answers(guild, own)),
            await tables.record.count(guild),
            await tables.suggestions.count(guild, SuggestionState.WAITING)
            + await tables.suggested_deck.count_to_look_at(guild),
            await tables.suggestions.count(guild, SuggestionState.TAKEN),
            await tables.moderators_seen.count_others(guild, own[1]),
        )

    return await ctx.store.read(work)
