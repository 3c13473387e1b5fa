"""Where the tests keep their files: in memory, where the machine has room for that.

SQLite waits for the disk at every commit, and the tests would wait for it longer than they reckon.
To SQLite it is a file system as any other. Whoever names a folder as TMPDIR has it there.
"""

import os
import shutil
import tempfile

_IN_MEMORY = "/dev/shm"  # noqa: S108 - what is made there has random names, or is one's own
_ROOM = 4 * 2**30
"""Bytes. What a run has there at one time is a small part of it."""


def use() -> None:
    """From now on temporary files are there, those of the processes that are started, too."""
    if "TMPDIR" not in os.environ and _has_room(_IN_MEMORY):
        os.environ["TMPDIR"] = _IN_MEMORY
        tempfile.tempdir = None


def _has_room(folder: str) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _ROOM
