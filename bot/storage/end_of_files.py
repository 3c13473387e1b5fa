"""The end of all files: secrets first, so that nothing opens any more, then what they opened.

A small file beside the key says that this has begun. A kill at any moment leaves it, no run starts
while it is there, and whoever goes on deletes what is left. It goes last.
"""

import os
from contextlib import ExitStack, suppress
from pathlib import Path

from bot.storage.encryption.owner_files import paths
from bot.storage.encryption.remembered import marker_of
from bot.storage.encryption.secret_file import begun, sync_folder, write_anew
from bot.storage.key_rotation import request
from bot.storage.sqlite import backup_files
from bot.storage.sqlite.files import lock

TELLING, ERASING = b"telling\n", b"erasing\n"


def marker(key_file: Path) -> Path:
    """The file that says that it has begun."""
    return key_file.with_name(key_file.name + ".farewell")


def has_begun(key_file: Path) -> bool:
    """Whether the bot is being switched off for good."""
    return marker(key_file).exists()


def is_erasing(key_file: Path) -> bool:
    """Whether the last messages are over, and files are being erased."""
    return has_begun(key_file) and marker(key_file).read_bytes() == ERASING


def note(key_file: Path, stage: bytes) -> None:
    """Write down how far it is. Raises an OSError."""
    write_anew(marker(key_file), stage)


def erase(key_file: Path, database: Path, backups: Path | None) -> list[Path]:
    """Erase key, secrets, database and the backups of its folder; what could not be. Raises
    DatabaseInUse. May be called again after a kill, and then goes on."""
    note(key_file, ERASING)
    with ExitStack() as stack:
        real = lock(database, stack)
        folder = backups or backup_files.default_folder(database)
        known = (*paths(key_file), key_file)
        secrets = [*known, *map(begun, known), request(key_file)]
        copies = [one.file for one in _backups(folder, database)]
        asides = sorted(real.parent.glob(f"{real.name}.before-restore-*"))
        left = [file for file in secrets if not _overwritten(file)]
        left += [file for file in (*copies, *asides, real) if not _removed(file)]
        left += [file for file in (marker_of(key_file),) if not _overwritten(file)]
    if not left:
        marker(key_file).unlink()
        sync_folder(key_file.parent)
    return left


def _backups(folder: Path, database: Path) -> list[backup_files.Backup]:
    return backup_files.backups(folder, database) if folder.is_dir() else []


def _overwritten(file: Path) -> bool:
    """Zeros in the place of what it held, then the name goes."""
    try:
        with suppress(FileNotFoundError):
            with file.open("r+b") as content:
                content.write(bytes(file.stat().st_size))
                content.flush()
                os.fsync(content.fileno())
            file.unlink()
            sync_folder(file.parent)
    except OSError:
        return False
    return True


def _removed(file: Path) -> bool:
    try:
        backup_files.remove(file)
        sync_folder(file.parent)
    except OSError:
        return False
    return True
