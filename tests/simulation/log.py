"""What the bot logs in a history: an error there is a fault, whoever caught it."""

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog

from tests.simulation.process import Died


@contextmanager
def errors_told_to(tell: Callable[[str], None]) -> Iterator[None]:
    """While this lasts, errors are told of, and nothing is written anywhere."""

    def keep(_: Any, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        error = event.get("exc_info")
        if level == "error" and not isinstance(error, Died):
            tell(f"{event['event']}: {error!r}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[keep], cache_logger_on_first_use=False)
    try:
        yield
    finally:
        structlog.configure(**before)
