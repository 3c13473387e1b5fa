"""Who stands behind a private number: for the operator alone, whose process knows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.ids import GuildId, UserId
from bot.domain.private_numbers import NumberBegins
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Behind:
    """A person, and where the number is theirs: as a listener, or as somebody who asks."""

    user: UserId
    guild: GuildId
    listens: bool


async def behind(tables: Tables, begins: NumberBegins) -> Sequence[Behind]:
    """Everybody of whom a number begins so, each once: nobody, one, or several, of whom none may be
    picked. Every person's numbers are made anew in every server: some seconds for a hundred
    thousand people."""
    servers = await tables.erasing.servers()
    every = [next(_fits(tables, begins, user, servers), None) for user in await tables.people.all()]
    return [one for one in every if one is not None]


def _fits(
    tables: Tables, begins: NumberBegins, user: UserId, servers: Sequence[GuildId]
) -> Iterator[Behind]:
    for guild in servers:
        if begins.fits(tables.sealer.asker_number(guild, user)):
            yield Behind(user, guild, listens=False)
        if begins.fits(tables.sealer.listener_number(guild, user)):
            yield Behind(user, guild, listens=True)
