"""Errors by kind: how often the log had each of its codes, as a warning or worse."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from bot.domain.batches import QUARTER

LIBRARY = "library"
"""Whatever a library wrote."""


class ErrorCounts(logging.Handler):
    """Our events are codes, so there are few kinds, and none says of whom. They are told as they
    were at the last full quarter of an hour: an error may come of one person's press, and the
    moment of it stands in the log alone."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__(logging.WARNING)
        self._now = now
        self._counted = Counter[str]()
        self._told: Mapping[str, int] = {}
        self._quarter = int(now() // QUARTER)

    def emit(self, record: logging.LogRecord) -> None:
        """One more of its kind; its values are not looked at."""
        self.told()
        ours = record.msg if isinstance(record.msg, dict) else {}
        self._counted[str(ours.get("event", LIBRARY))] += 1

    def told(self) -> Mapping[str, int]:
        """How often there was each kind."""
        quarter = int(self._now() // QUARTER)
        if quarter != self._quarter:
            self._quarter, self._told = quarter, dict(self._counted)
        return self._told

    @contextmanager
    def counting(self) -> Iterator[None]:
        """While this lasts, of every line of this process."""
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
