"""A long copy in small steps: each is on the disk before the next, and then the disk has its rest.

Else hundreds of megabytes wait in memory to be written, and the next word that somebody writes
waits behind all of them: up to 290 ms for a commit, against 10 to 30 with steps.
"""

import os
import sqlite3
import time

_STEP = 500_000
"""Bytes."""

_REST = 6.0
"""How many times as long as a step took; at most `_LONGEST_REST` seconds."""

_LONGEST_REST = 0.5

_LOOKED_EVERY = 500
"""Instructions of SQLite's machine: about a hundred rows."""


def vacuum_into(reader: sqlite3.Connection, copy: str, handle: int) -> None:
    """Write the database into an empty file, of which this is a handle.

    Raises sqlite3.Error, or the OSError of a step that could not be written.
    """
    pace = _Pace(handle)
    reader.set_progress_handler(pace.look, _LOOKED_EVERY)
    try:
        reader.execute("VACUUM INTO ?", (copy,))
    except sqlite3.OperationalError:
        if pace.error is not None:
            raise pace.error from None
        raise
    finally:
        reader.set_progress_handler(None, 0)


class _Pace:
    def __init__(self, handle: int) -> None:
        self.error: OSError | None = None
        self._handle = handle
        self._size = 0
        self._since = time.monotonic()

    def look(self) -> int:
        """SQLite asks this again and again; anything but 0 ends the statement."""
        try:
            size = os.fstat(self._handle).st_size
            if size - self._size >= _STEP:
                self._size = size
                os.fsync(self._handle)
                time.sleep(min(_REST * (time.monotonic() - self._since), _LONGEST_REST))
                self._since = time.monotonic()
        except OSError as error:  # raised from here it would only be printed
            self.error = error
            return 1
        return 0
