"""The end of all files: secrets first, so that nothing opens any more, then what they opened.

A small file beside the key says that this has begun. A kill at any moment leaves it, no run starts
while it is there, and whoever goes on deletes what is left. It goes last.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from bot.storage.encryption.owner_files import paths
from bot.storage.encryption.remembered import marker_of
from bot.storage.encryption.secret_file import begun, sync_folder, write_anew
from bot.storage.key_rotation import request
from bot.storage.refused import DatabaseRefused
from bot.storage.sqlite import backup_files
from bot.storage.sqlite.files import lock, socket_of, unfinished

TELLING, ERASING = b"telling\n", b"erasing\n"


class NotNoted(DatabaseRefused):
    """How far it is cannot be read or written down, so it does not go on."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(
            f"{file} says how far this is, and it cannot be read or written: {error.strerror}."
            " Nothing was erased now. Mend that, or make room on the disk, and run this again."
        )


def marker(key_file: Path) -> Path:
    """The file that says that it has begun."""
    return key_file.with_name(key_file.name + ".farewell")


def has_begun(key_file: Path) -> bool:
    """Whether the bot is being switched off for good."""
    return os.path.lexists(marker(key_file))


def is_erasing(key_file: Path) -> bool:
    """Whether the last messages are over, and files are being erased. Raises NotNoted."""
    try:
        return has_begun(key_file) and marker(key_file).read_bytes() == ERASING
    except OSError as error:
        raise NotNoted(marker(key_file), error) from None


def note(key_file: Path, stage: bytes) -> None:
    """Write down how far it is. Raises NotNoted."""
    try:
        key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_anew(marker(key_file), stage)
    except OSError as error:
        raise NotNoted(marker(key_file), error) from None


def is_anything(key_file: Path, database: Path, backups: Path | None) -> bool:
    """Whether there is anything to erase, or an end to go on with."""
    folder = backups or backup_files.default_folder(database)
    files = (*_secrets(key_file), database, marker(key_file))
    return any(map(os.path.lexists, files)) or bool(backup_files.backups(folder, database))


def erase(key_file: Path, database: Path, backups: Path | None) -> list[Path]:
    """Erase key, secrets, database and the backups of its folder; what could not be. Raises
    DatabaseInUse, BackupRefused while one is being made, and NotNoted, and then changed nothing.
    May be called again after a kill, and then goes on."""
    with ExitStack() as stack:
        real = lock(database, stack)
        stack.enter_context(backup_files.turn(real))
        # not before all is ours: whoever is refused here runs on, and is told first another time
        note(key_file, ERASING)
        left = [file for file in _secrets(key_file) if not _overwritten(file)]
        left += _copies_left(backups or backup_files.default_folder(database), database)
        asides = *sorted(real.parent.glob(f"{real.name}.before-restore-*")), socket_of(database)
        left += [file for file in (*asides, unfinished(real), real) if not _removed(file)]
        left += [file for file in (marker_of(key_file),) if not _overwritten(file)]
        if not left and not _removed(marker(key_file)):
            left = [marker(key_file)]
    return left


def _secrets(key_file: Path) -> Iterator[Path]:
    known = (*paths(key_file), key_file)
    yield from (*known, *map(begun, known), request(key_file))


def _copies_left(folder: Path, database: Path) -> list[Path]:
    """The backups that could not be erased; the folder itself, if nobody knows what is in it."""
    try:
        backup_files.sweep(folder)
        copies = [one.file for one in backup_files.backups(folder, database)]
    except OSError:
        return [folder]
    return [file for file in copies if not _removed(file)]


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
