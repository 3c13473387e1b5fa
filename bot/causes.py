"""Why the bot cannot run whole: kinds of causes, which stay the same, and how each is repaired.

The words for operators are here; members and the admins of servers read those of `prompts/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.storage.encryption.keys import KeyNotWritable, KeyRefused
from bot.storage.refused import DatabaseInUse, DatabaseTooNew, WrongKey
from bot.storage.sqlite.backup_refusals import BackupRefused
from bot.storage.sqlite.files import DatabaseExposed
from bot.storage.sqlite.inspection import Refused
from bot.storage.sqlite.migrate import MigrationsBroken, UpgradeFailed
from bot.storage.sqlite.refusals import NotWritable


class Cause(StrEnum):
    """What kind of thing is wrong. The values are for machines, and for prompts/."""

    SETTINGS = "settings"
    PROMPTS = "prompts"
    TOKEN = "token"  # noqa: S105 - the name of a cause
    KEY = "key"
    DATABASE = "database"
    NEWER = "newer_database"
    UPGRADE = "upgrade"
    DISK = "disk"
    OTHERS = "others_can_write"
    INSTALLATION = "installation"
    IN_USE = "in_use"
    FAREWELL = "farewell"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that keeps the bot from running, in an operator's words: they may name places of
    the machine, and hold no secret."""

    cause: Cause
    words: str


NO_SAFE_MODE = frozenset({Cause.TOKEN, Cause.IN_USE, Cause.FAREWELL})
"""Without a token nobody can be told anything; a bot that runs, or says farewell, must not be
answered for by another one."""

_OF = (
    (BackupRefused, Cause.UPGRADE),
    (UpgradeFailed, Cause.UPGRADE),
    (DatabaseTooNew, Cause.NEWER),
    (DatabaseInUse, Cause.IN_USE),
    (DatabaseExposed, Cause.OTHERS),
    (MigrationsBroken, Cause.INSTALLATION),
    ((NotWritable, KeyNotWritable), Cause.DISK),
    ((KeyRefused, WrongKey), Cause.KEY),
)


def of_storage(refused: Refused) -> Wrong:
    """What key or database say."""
    cause = next((cause for kind, cause in _OF if isinstance(refused, kind)), Cause.DATABASE)
    return Wrong(cause, str(refused))


_REPAIRS: Mapping[Cause, tuple[str, ...]] = {
    Cause.SETTINGS: (
        "Open the settings at the line and column that are named, and change what is said there."
        " config.example.yaml has every setting with its default; lend-an-ear init FOLDER writes a"
        " fresh copy.",
    ),
    Cause.PROMPTS: (
        "Open the files that are named, at the line and column, and change what is said there; or"
        " take prompts.folder out of the settings: then the bot says its own words.",
    ),
    Cause.TOKEN: (
        "Make a token in Discord's developer portal (Bot, Reset Token), and put it where the"
        " settings say, or into the environment as DISCORD_TOKEN.",
    ),
    Cause.KEY: (
        "Put back the key that belongs to this database, and the two files beside it, from their"
        " copies, or name its place as storage.key_file. Make no new key: it opens nothing.",
    ),
    Cause.DATABASE: (
        "See whether storage.database names the right file, and whether its disk is there.",
        "Put back the newest whole backup: lend-an-ear restore FILE. What stands there now is kept"
        " aside.",
    ),
    Cause.NEWER: (
        "Install the version of the bot that was here last, or a newer one.",
        "Or put back a backup whose name ends with before-v: lend-an-ear restore FILE.",
    ),
    Cause.UPGRADE: (
        "Do what is named above. To go back meanwhile, install the version that you had: nothing in"
        " the database was changed.",
    ),
    Cause.DISK: (
        "Make room on that disk (df -h shows how much there is), or give the bot's account the"
        " right to write there.",
    ),
    Cause.OTHERS: ("Make the folder yours alone, with the command that is named.",),
    Cause.INSTALLATION: ("Install the bot anew, with the exact packages of requirements.lock.",),
    Cause.IN_USE: ("Stop the other process, or let it run.",),
    Cause.FAREWELL: ("Let lend-an-ear farewell come to its end.",),
}


def repairs(causes: Iterable[Cause]) -> Iterator[str]:
    """What to do, in this order, each once."""
    for cause in dict.fromkeys(causes):
        yield from _REPAIRS[cause]
