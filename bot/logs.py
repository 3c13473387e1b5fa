"""What may be written to standard error: event codes, opaque ids, and where an error happened.

Owns: the form of a log line, and the promise that nobody's words, ids or tokens get into one,
also when a library writes them. Does not own: what is worth an event; that is its caller's.

Our events are codes: `log.info("ask_posted", ask=ask_id)`. A value that is not one word, or not
a plain value at all, shows as its kind only: somebody's words may stand in it. Libraries show
where they wrote, and the constant part of what they wrote, with the numbers in it.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor

from bot.setting_sections import Logging

# at DEBUG these write bodies, tokens and bound parameters
_NEVER_AT_DEBUG: Final = ("discord.http", "discord.gateway", "aiosqlite", "asyncio")
# their messages without arguments are constants; asyncio builds its own from people's values
_CONSTANT_MESSAGES: Final = ("discord.", "apscheduler.", "aiosqlite")
# at INFO it tells of every tick, four lines a second
_QUIET: Final = {"apscheduler": logging.WARNING, "apscheduler.scheduler": logging.ERROR}
# warnings of nothing that matters here, by how they begin
_NO_NEWS: Final = (
    # the bot has no voice
    "PyNaCl is not installed",
    "davey is not installed",
    # where Discord's answer to a heartbeat comes faster than discord.py's thread wakes up, it is
    # compared with the heartbeat before: a whole interval late. A loop that really is too slow
    # says so as "heartbeat blocked", and a Discord that is, as "has stopped responding"
    "Can't keep up, shard ID",
)
_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_SECRET: Final = re.compile(
    r"[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}"  # a Discord token
    r"|(?:webhooks|interactions)/\S+"  # their addresses hold a token
    r"|aW50ZXJhY3Rpb246\S*"  # an interaction token: "interaction:" in base64
    r"|[\w-]{60,}"  # a webhook's token, and whatever else is that long
)
_SNOWFLAKE: Final = re.compile(r"\d{17,}")
_ONE_WORD: Final = re.compile(r"[!-~]{0,120}")
_DEEPEST: Final = 12


def configure(settings: Logging, stream: TextIO | None = None) -> None:
    """Send every log line of this process, ours and the libraries', to one redacting handler."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    root = logging.getLogger()
    root.handlers[:] = [_handler(settings, stream or sys.stderr)]
    root.setLevel(level)
    for name in _NEVER_AT_DEBUG:
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(level if level <= logging.DEBUG else max(level, least))
    structlog.configure(
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


class _Lines(logging.StreamHandler[TextIO]):
    """Writes lines; one that cannot be written is dropped, not dumped with its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - logging's name
        """Say that a line was lost, and nothing about it."""
        self.stream.write("log_line_lost\n")


def _handler(settings: Logging, stream: TextIO) -> logging.Handler:
    render: Processor = structlog.processors.JSONRenderer()
    if settings.format == "console":
        render = structlog.dev.ConsoleRenderer(colors=False, timestamp_key="time")
    handler = _Lines(stream)
    # never the formatted message: what libraries put into it may be somebody's words
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[_line, render], use_get_message=False, pass_foreign_args=True
    )
    handler.setFormatter(formatter)
    handler.addFilter(_is_news)
    return handler


def _is_news(record: logging.LogRecord) -> bool:
    ours = not record.name.startswith("discord.")
    return ours or not str(record.msg).startswith(_NO_NEWS)


def _line(_logger: object, _method: str, event: EventDict) -> EventDict:
    """One line, built anew, so that nothing gets through that is not named here."""
    record: logging.LogRecord = event.pop("_record")
    ours, args = event.pop("_from_structlog"), event.pop("positional_args", ())
    errors = list(_errors(event.pop("exc_info", None)))
    event.pop("stack_info", None)
    line = {
        "time": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "level": record.levelname.lower(),
        "event": _shown(event.pop("event", "")) if ours else "library",
        "logger": _redacted(record.name),
    }
    values = _shown(event) if ours else _from_library(record, args)
    return {**values, **line, **({"errors": errors} if errors else {})}


def _from_library(record: logging.LogRecord, args: Any) -> dict[str, str]:
    constant = bool(args) or record.name.startswith(_CONSTANT_MESSAGES)
    template = " ".join(record.msg.split()) if isinstance(record.msg, str) else ""
    says = _redacted(_filled(template, args))
    return {
        "where": f"{record.module}:{record.lineno} {record.funcName}",
        "says": says[:200] if constant else "[text]",
    }


def _filled(template: str, args: Any) -> str:
    """A library's words with the numbers in them; what else it put in shows as its kind."""
    if not args:
        return template
    named = isinstance(args, dict)
    try:
        return template % (
            {key: _part(one) for key, one in args.items()} if named else tuple(map(_part, args))
        )
    except (TypeError, ValueError, KeyError):
        return template


def _part(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if value in _METHODS else "[text]"
    return f"[{type(value).__name__}]"


def _shown(value: Any, depth: int = 0) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return "[id]" if _SNOWFLAKE.search(str(value)) else value
    if isinstance(value, str):
        return _redacted(value) if _ONE_WORD.fullmatch(value) else "[text]"
    if isinstance(value, dict) and depth < _DEEPEST:
        return {str(_shown(key)): _shown(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
        return [_shown(one, depth + 1) for one in value]
    return f"[{type(value).__name__}]"


def _redacted(text: str) -> str:
    return _SNOWFLAKE.sub("[id]", _SECRET.sub("[secret]", text))


def _errors(exc_info: Any) -> Iterator[str]:
    """Type and place of an error and of what caused it; never its message or its variables."""
    error = sys.exc_info()[1] if exc_info is True else exc_info
    error = error[1] if isinstance(error, tuple) else error
    for _ in range(_DEEPEST):
        if not isinstance(error, BaseException):
            return
        yield f"{_type(error)} at {_places(error.__traceback__)}"
        parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        yield from (f"{_type(part)} at {_places(part.__traceback__)}" for part in parts[:_DEEPEST])
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _type(error: BaseException) -> str:
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")


def _places(trace: TracebackType | None) -> str:
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(trace)
    ]
    return " > ".join(places[-_DEEPEST:]) or "?"
