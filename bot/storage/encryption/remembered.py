"""The key remembers that a database was sealed under it.

A database that is gone or empty beside its key is a loss (a wrong path, a disk that is not there,
a restore that went wrong), and must not look like a first start. So a small file beside the key
says which key has sealed one. The key's own file is never touched for it. The file holds no
secret, and without it everything works but this one warning.
"""

from contextlib import suppress
from pathlib import Path

from bot.storage.encryption.keys import Keyring
from bot.storage.refused import DatabaseRefused


class DatabaseLost(DatabaseRefused):
    """There was a database under this key, and there is none now."""


def marker_of(key_file: Path) -> Path:
    """The file that remembers."""
    return key_file.with_name(key_file.name + ".has-sealed")


def remember(keyring: Keyring, key_file: Path) -> None:
    """A database is open that is sealed under this key. A disk that refuses stops nothing."""
    if not _remembers(keyring, key_file):
        with suppress(OSError):
            marker_of(key_file).write_text(keyring.key_id.hex() + "\n", encoding="ascii")


def refuse_lost(keyring: Keyring, key_file: Path, database: Path) -> None:
    """Call this where the database is gone or empty: raises DatabaseLost if there was one."""
    if _remembers(keyring, key_file):
        raise DatabaseLost(
            f"The database ({database}) is gone or empty, but there was one under this key. Put it"
            " back from a backup. To begin anew on purpose, without anything that was in it,"
            f" delete {marker_of(key_file)} and start again."
        )


def _remembers(keyring: Keyring, key_file: Path) -> bool:
    try:
        return marker_of(key_file).read_bytes().strip() == keyring.key_id.hex().encode()
    except OSError:
        return False
