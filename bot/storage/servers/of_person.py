"""In which servers a person used the bot."""

from collections.abc import Sequence

from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.domain.private_numbers import written
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class PersonalServers:
    """Of the table `known_server`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Each with the day of the last use, and the number that moderators and whoever runs the
        bot know a person by: it is theirs to tell."""
        found = list[PersonalData]()
        for (tag,), guild in zip(self._tags(who), sorted(who.listening), strict=True):
            row = await self._sql.fetch_one("SELECT * FROM known_server WHERE person = ?", (tag,))
            if row is not None:
                facts: dict[str, Fact] = {
                    "last_used_on": moment(row["last_used_at"]).date(),
                    "asker_number": written(who.asking[guild]),
                }
                found.append(PersonalData(DataKind.SERVER, guild, facts))
        return found

    async def erase_of(self, who: Whose) -> None:
        """All of it."""
        await self._sql.execute_many("DELETE FROM known_server WHERE person = ?", self._tags(who))

    def _tags(self, who: Whose) -> list[tuple[bytes]]:
        """What their rows stand under, in every server in which anybody is known."""
        return [(self._sealer.server_tag(guild, who.user),) for guild in sorted(who.listening)]
