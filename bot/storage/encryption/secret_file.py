"""A small file of secrets that is written anew, so that nothing of an earlier one is left in it."""

import os
from contextlib import suppress
from pathlib import Path


def begun(path: Path) -> Path:
    """Where it is written before it takes the place of the earlier one."""
    return path.with_name(path.name + ".new")


def write_anew(path: Path, content: bytes) -> None:
    """Put this in the place of what stands there: wholly, or not at all.

    On return it is on the disk, and the earlier content was written over. Raises an OSError; then
    the earlier one stands as it was.
    """
    new = begun(path)
    try:
        _write(new, content)
        earlier = _opened(path)
        try:
            new.replace(path)
            sync_folder(path.parent)
            _write_over(earlier)
        finally:
            if earlier is not None:
                os.close(earlier)
    except BaseException:
        remove_begun(path)
        raise


def remove_begun(path: Path) -> None:
    """Remove what a power cut left half done: it holds secrets, too."""
    begun(path).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """A file whose name is lost in a power cut is as bad as a lost file."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, 0o600)  # whatever the umask said
        file.write(content)
        file.flush()
        os.fsync(handle)


def _opened(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None


def _write_over(handle: int | None) -> None:
    """What no name leads to any more would stay on the disk until its room is needed."""
    if handle is not None:
        with suppress(OSError):  # it has no name by now; this is more than is promised
            os.pwrite(handle, bytes(os.fstat(handle).st_size), 0)
            os.fsync(handle)
