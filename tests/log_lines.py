"""The log of a test: into memory, and afterwards everything is as it was."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot import logs
from bot.setting_sections import Logging


@contextmanager
def kept_log(settings: Logging) -> Iterator[io.StringIO]:
    """Log with these settings into a text while this lasts."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    changed = (*logs._NEVER_AT_DEBUG, *logs._QUIET)
    levels = {name: logging.getLogger(name).level for name in changed}
    stream = io.StringIO()
    logs.configure(settings, stream)
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        root.handlers[:] = handlers
        root.setLevel(level)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
