"""Faults that are planted, to see that histories find them: one thing is done wrongly, by another
part in the place of a part, or by a statement that is changed on its way to SQLite.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.prompts import Aliases
from tests.simulation import faulty
from tests.simulation.life import Parts, aliases_in


@dataclass(frozen=True)
class Plant:
    """One thing that is done wrongly."""

    parts: Parts = field(default_factory=Parts)
    sql: Callable[[str], str] | None = None


NOTHING: Final = Plant()


def read_as(**others: str) -> Plant:
    """Statements that read otherwise; each `old` is a piece of one that stands in bot/storage."""
    pairs = [(others[f"old{at}"], others[f"new{at}"]) for at in range(len(others) // 2)]

    def changed(sql: str) -> str:
        for old, new in pairs:
            sql = sql.replace(old, new)
        return sql

    return Plant(sql=changed)


def statement(old: str, new: str) -> Plant:
    """One piece of a statement that reads otherwise."""
    return read_as(old0=old, new0=new)


def no_transactions(sql: str) -> str:
    """Each statement is stored by itself."""
    return "SELECT 1" if sql in ("BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK") else sql


def names_of_ids(language: str) -> Aliases:
    """Names that tell who somebody is."""
    return tuple(f"Friend350000000000{number:06}" for number in (17, 10_024, 20_031)) + tuple(
        aliases_in(language)[:40]
    )


_DELIVERY: Final = {
    "a nonce for each attempt": Plant(Parts(line=faulty.NonceForEachAttempt)),
    "no look at the history": Plant(Parts(line=faulty.NoHistory)),
    "an unsure answer counts as said": Plant(Parts(delivery=faulty.ForgetsWhatIsUnsure)),
    "closed direct messages lose it": Plant(Parts(delivery=faulty.ForgetsTheClosed)),
    "erased before it is said": Plant(Parts(delivery=faulty.ErasesBeforeItIsSaid)),
    "what waits lets others pass": read_as(
        old0="earlier.outbox_id < entry.outbox_id",
        new0="0",
        old1="WHERE lane = (SELECT lane FROM outbox WHERE outbox_id = ?)",
        new1="WHERE outbox_id = ?",
    ),
    "the newest of a lane first": read_as(
        old0="earlier.outbox_id < entry.outbox_id",
        new0="earlier.outbox_id > entry.outbox_id",
    ),
    "one channel for all who are opened": Plant(Parts(line=faulty.OneChannelForAll)),
}
_STORAGE: Final = {
    "an ask that is taken still waits": statement(
        "UPDATE ask SET state = ?, closed_at = ? WHERE ask_id = ? AND state = ?",
        "UPDATE ask SET guild_id = guild_id"
        " WHERE ? <> '' AND ? IS NOT 0 AND ask_id = ? AND state = ?",
    ),
    "no transactions": Plant(sql=no_transactions),
    "an attempt is not noted": statement(
        "first_attempt_at = COALESCE(first_attempt_at, ?) WHERE",
        "first_attempt_at = NULL WHERE ? <> '' AND",
    ),
    "what was read is never forgotten": statement(
        "DELETE FROM inbox WHERE received_at <= ?", "DELETE FROM inbox WHERE received_at <= ? AND 0"
    ),
    "nobody is ever forgotten": statement(
        "DELETE FROM person WHERE person_tag = ?", "DELETE FROM person WHERE person_tag = ? AND 0"
    ),
    "the ledger of days is not looked at": statement(
        " ON CONFLICT DO NOTHING RETURNING schedule_id",
        " ON CONFLICT (schedule_id, day) DO UPDATE SET day = excluded.day RETURNING schedule_id",
    ),
    "what is too late is said": statement(
        "SELECT due_at FROM schedule_day", "SELECT due_at + 864000 AS due_at FROM schedule_day"
    ),
    "a schedule comes on its first day alone": statement(
        "SELECT local_minute, schedule_id FROM schedule WHERE",
        "SELECT local_minute, schedule_id FROM schedule WHERE NOT EXISTS"
        " (SELECT 1 FROM schedule_day AS came WHERE came.schedule_id = schedule.schedule_id) AND",
    ),
    "a partner is told the same again": statement(
        "UPDATE check_in SET told = answer WHERE", "UPDATE check_in SET told = NULL WHERE"
    ),
    "whoever joined hears the asker alone": statement(
        "SELECT * FROM conversation WHERE room = ? AND state = 'open'",
        "SELECT * FROM conversation WHERE room = ? AND moderates > 1 AND state = 'open'",
    ),
    "nobody is kept out": statement(
        "kind IN ('pause', 'ban') AND lifted = 0 AND (until",
        "kind = 'note' AND lifted = 0 AND (until",
    ),
    "all goes along with a report": read_as(
        old0="DELETE FROM report_evidence WHERE report_id = ? AND (chosen = 0 OR kind = ?)",
        new0="DELETE FROM report_evidence WHERE report_id = ? AND (chosen = 5 AND kind = ?)",
        old1="UPDATE report_evidence SET chosen = ? WHERE report_id = ? AND chosen = ?",
        new1="UPDATE report_evidence SET chosen = ? WHERE report_id = ? AND chosen <= ?",
    ),
    "what is held is passed on": statement(
        "UPDATE conversation SET frozen = ?", "UPDATE conversation SET frozen = 0 * ?"
    ),
    "erasing leaves who asked": statement(
        "UPDATE ask SET asker_sealed = NULL, words_sealed = ?",
        "UPDATE ask SET words_sealed = ?",
    ),
}
_SERVICES: Final = {
    "what was missed is not read": Plant(Parts(inbox=faulty.ReadsNoHistory)),
    "new words before what was missed": Plant(Parts(inbox=faulty.TakesInAtOnce)),
    "read, and only then passed on": Plant(Parts(inbox=faulty.NotesThenTakesIn)),
    "a moderator reads before it is told": statement(
        "conversation_id = ? AND notice = ? UNION ALL SELECT 1",
        "conversation_id = ? AND notice = ? AND 0 UNION ALL SELECT 1",
    ),
    "who reads along is not looked at": Plant(Parts(line=faulty.NobodyReads)),
    "the first image for each": Plant(Parts(line=faulty.FirstImage)),
    "names tell who somebody is": Plant(Parts(aliases=names_of_ids)),
}
BY_LAYER: Final[Mapping[str, Mapping[str, Plant]]] = MappingProxyType(
    {"delivery": _DELIVERY, "storage": _STORAGE, "services": _SERVICES}
)
PLANTS: Final[Mapping[str, Plant]] = MappingProxyType(
    {name: plant for them in BY_LAYER.values() for name, plant in them.items()}
)
