"""Files that must not be there yet: written whole, all or none, never over an earlier one."""

import errno
import os
import secrets
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from bot.storage.encryption.secret_file import sync_folder

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}
"""What file systems say that know no second name of a file, such as those of memory cards."""


def write_new(contents: Mapping[Path, bytes]) -> None:
    """Write each of these for its owner alone, and the folders that they need.

    Each is written under another name and synced, then all get theirs. Raises FileExistsError where
    one is there by then, or another OSError; then nothing is left of any of them.
    """
    with ExitStack() as undo:
        whole = {path: _written(path, content, undo) for path, content in contents.items()}
        for path, begun in whole.items():
            _name(begun, path)
            undo.callback(path.unlink, missing_ok=True)
        for folder in {path.parent for path in contents}:
            sync_folder(folder)
        undo.pop_all()
    for begun in whole.values():
        begun.unlink(missing_ok=True)


def _written(path: Path, content: bytes, undo: ExitStack) -> Path:
    _make_folder(path.parent, undo)
    begun = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    undo.callback(begun.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, 0o600)  # whatever the umask said
        file.write(content)
        file.flush()
        os.fsync(handle)
    return begun


def _make_folder(folder: Path, undo: ExitStack) -> None:
    if folder.is_dir():
        return
    if os.path.lexists(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    _make_folder(folder.parent, undo)
    folder.mkdir(mode=0o700)
    undo.callback(_remove_empty, folder)
    sync_folder(folder.parent)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something there
        folder.rmdir()


def _name(begun: Path, path: Path) -> None:
    """Give it its name; a link, unlike a rename, never takes the place of another file."""
    try:
        os.link(begun, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        begun.rename(path)
