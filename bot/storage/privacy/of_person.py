"""Every subject's own part in what is stored about one person, in the order in which it is erased.

A table that holds something of a person stands in one of these; `table_lives` says in which.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.aftercare.of_person import PersonalAftercare
from bot.storage.ages.of_person import PersonalAges
from bot.storage.asks.of_person import PersonalAsks
from bot.storage.blocks.of_person import PersonalBlocks
from bot.storage.community.of_person import PersonalTallies
from bot.storage.connection import Connection
from bot.storage.conversations.of_person import PersonalConversations
from bot.storage.delivery.of_person import PersonalDeliveries
from bot.storage.delivery.quiet_hours import QuietTimes
from bot.storage.direct_messages.of_person import PersonalMessages
from bot.storage.encouragements.of_person import PersonalTexts
from bot.storage.encryption.sealing import Sealer
from bot.storage.forms.of_person import PersonalForms
from bot.storage.goals.of_person import PersonalGoals
from bot.storage.help.of_person import PersonalHelp
from bot.storage.listeners.of_person import PersonalListening
from bot.storage.moderation.of_person import PersonalModeration
from bot.storage.moderation.reports_of_person import PersonalReports
from bot.storage.numbers import ServerNumbers
from bot.storage.offers.of_person import PersonalOffers
from bot.storage.open_asks.of_person import PersonalThreads
from bot.storage.people import language_kept
from bot.storage.privacy.of_limits import PersonalLimits
from bot.storage.schedules.of_person import PersonalSchedules
from bot.storage.servers.of_person import PersonalServers
from bot.storage.suggestions.of_person import PersonalSuggestions


class PersonalTables(Protocol):
    """What every subject offers beside its queries."""

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """All that is stored about a person, and nothing of anybody else."""

    async def erase_of(self, who: Whose) -> None:
        """Erase it. Done again, it changes nothing."""


class PersonalSettings:
    """Of the table `person`, which goes last: `Erasing.end`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """How they are written to. Their id and the numbers of their messages are Discord's."""
        row = await self._sql.fetch_one("SELECT * FROM person WHERE person_tag = ?", (who.person,))
        if row is None:
            return []
        key, sealed = who.person.hex(), row["language_sealed"]
        facts: dict[str, Fact] = {
            "language": sealed and language_kept(self._opened(key, sealed))[0],
            "discreet": bool(row["discreet"]),
            "dms_closed": bool(row["dms_closed"]),
            "reads_here": bool(row["reads_here"]),
        }
        quiet = await QuietTimes(self._sql, self._sealer).of(who.person)
        if quiet is not None:
            span = quiet.span
            facts |= {"zone": quiet.zone, "quiet": f"{span.start:%H:%M}-{span.end:%H:%M}"}
        return [PersonalData(DataKind.SETTINGS, None, facts)]

    def _opened(self, key: str, sealed: bytes) -> str:
        return self._sealer.open_text("person", "language", key, sealed)

    async def erase_of(self, who: Whose) -> None:
        """When they are not written to; who it is the other steps still need to know."""
        await self._sql.execute("DELETE FROM quiet_hours WHERE person_tag = ?", (who.person,))


def personal_tables(
    sql: Connection, sealer: Sealer, numbers: ServerNumbers
) -> Mapping[str, PersonalTables]:
    """By the names of the subjects. What is found by an ask or an offer goes before those do."""
    return {
        "delivery": PersonalDeliveries(sql, sealer, numbers),
        "conversations": PersonalConversations(sql, sealer, numbers),
        "goals": PersonalGoals(sql, sealer),
        "aftercare": PersonalAftercare(sql, sealer),
        "blocks": PersonalBlocks(sql, sealer),
        "offers": PersonalOffers(sql, sealer),
        "open_asks": PersonalThreads(sql, sealer, numbers),
        "asks": PersonalAsks(sql, sealer, numbers),
        "listeners": PersonalListening(sql, sealer, numbers),
        "ages": PersonalAges(sql),
        "suggestions": PersonalSuggestions(sql, sealer, numbers),
        "schedules": PersonalSchedules(sql, sealer),
        "encouragements": PersonalTexts(sql, sealer),
        "direct_messages": PersonalMessages(sql, sealer),
        "forms": PersonalForms(sql, sealer),
        "help": PersonalHelp(sql, sealer),
        "community": PersonalTallies(sql, sealer),
        "reports": PersonalReports(sql, sealer),
        "moderation": PersonalModeration(sql, sealer),
        "limits": PersonalLimits(sql, sealer),
        "servers": PersonalServers(sql, sealer),
        "person": PersonalSettings(sql, sealer),
    }
