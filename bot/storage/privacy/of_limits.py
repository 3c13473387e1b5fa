"""A person's limits: how they are shown, and why erasing leaves them."""

from collections.abc import Iterator, Sequence

from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer

_EVERYWHERE = (Limited.REPORTS, Limited.MESSAGES)
_IN_ONE_SERVER = (Limited.ASKS, Limited.ACCEPTS, Limited.JOINS, Limited.SUGGESTIONS)


class PersonalLimits:
    """Of the tables `used_up`, `cool_down` and `written_lately`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """One for each limit with something that counts; in servers where they have a number."""
        found = [await self._shown(one) for one in _limits(who)]
        return [one for one in found if one is not None]

    async def erase_of(self, who: Whose) -> None:
        """Nothing: else whoever erased everything would have no limit. They run out."""

    async def _shown(self, whose: WhoseLimit) -> PersonalData | None:
        mark = self._sealer.limit_mark(whose.what, whose.user, whose.guild)
        used = await self._sql.fetch_one(
            "SELECT SUM(times) AS times, MAX(counts_until) AS until FROM used_up"
            " WHERE limit_tag = ?",
            (mark,),
        )
        rests = await self._sql.fetch_one("SELECT * FROM cool_down WHERE limit_tag = ?", (mark,))
        facts: dict[str, Fact] = {"limit": whose.what}
        if used is not None and used["times"]:
            facts |= {"number": int(used["times"]), "until": moment(used["until"])}
        if rests is not None:
            facts |= {
                "reached_in_a_row": rests["times"],
                "rests_until": moment(rests["rests_until"]),
            }
        return PersonalData(DataKind.LIMIT, whose.guild, facts) if len(facts) > 1 else None


def _limits(who: Whose) -> Iterator[WhoseLimit]:
    for what in _EVERYWHERE:
        yield WhoseLimit(what, who.user)
    for guild in sorted(who.asking):
        for what in _IN_ONE_SERVER:
            yield WhoseLimit(what, who.user, guild)
