"""Python's search for garbage, and when there is none to be found."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def none_made() -> Iterator[None]:
    """While this lasts nothing is searched for: texts and rules are read, and all of that stays.
    To look through it over and over while it grows takes a fifth of the time."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
