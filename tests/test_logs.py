import asyncio
import io
import json
import logging
import re
from base64 import b64encode
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from bot.setting_sections import Logging
from tests.log_lines import kept_log

SNOWFLAKE = "104857600123456789"
DISCORD_TOKEN = f"{b64encode(SNOWFLAKE.encode()).decode()}.Gx-Yz1.{'aB3_-' * 7}xyz"
INTERACTION_TOKEN = b64encode(b"interaction:" + SNOWFLAKE.encode() + b":" + b"k" * 90).decode()
WEBHOOK = f"https://discord.com/api/v10/webhooks/{SNOWFLAKE}/{'Q7' * 34}"
WORDS = "nobody knows that I cried"
CANARIES = (SNOWFLAKE, DISCORD_TOKEN, INTERACTION_TOKEN, "Q7Q7", "nobody", "cried")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Logging at DEBUG into memory."""
    with kept_log(Logging(level="debug")) as stream:
        yield stream


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def _assert_clean(stream: io.StringIO) -> None:
    assert [canary for canary in CANARIES if canary in stream.getvalue()] == []


def test_an_event_is_one_line_of_json(stream: io.StringIO) -> None:
    """A code, opaque ids and plain numbers come through as they are."""
    structlog.get_logger("bot.x").info("ask_posted", ask="a1B2-c3_", tries=3, late=1.5, open=True)
    (line,) = _lines(stream)
    assert str(line.pop("time")).endswith("Z")
    assert line == {
        "level": "info",
        "event": "ask_posted",
        "logger": "bot.x",
        "ask": "a1B2-c3_",
        "tries": 3,
        "late": 1.5,
        "open": True,
    }


@pytest.mark.parametrize(
    "secret",
    [
        SNOWFLAKE,
        int(SNOWFLAKE),
        f"ask-{SNOWFLAKE}-1",
        DISCORD_TOKEN,
        f"Bot:{DISCORD_TOKEN}",
        INTERACTION_TOKEN,
        WEBHOOK,
        f"/interactions/{SNOWFLAKE}/x/callback",
        WORDS,
        WORDS.encode(),
        ValueError(WORDS),
        [SNOWFLAKE, (WORDS, {"nobody knows": DISCORD_TOKEN})],
        {SNOWFLAKE: {int(SNOWFLAKE)}},
    ],
)
def test_what_looks_like_an_id_a_token_or_words_is_not_written(
    stream: io.StringIO, secret: object
) -> None:
    """Our own mistakes do not get through either, wherever the value stands."""
    log = structlog.get_logger("bot.x")
    log.info("event", value=secret)
    log.info(secret)
    log.info("event %s", secret)
    log.bind(value=secret).warning("event", nested={"deeper": [secret]})
    assert len(_lines(stream)) == 4
    _assert_clean(stream)


def _fail() -> None:
    try:
        dict[str, str]()[WORDS]
    except KeyError as error:
        body = WORDS  # noqa: F841 - a traceback with variables would show it
        raise ExceptionGroup(WORDS, [ValueError(SNOWFLAKE)]) from error


def test_an_error_is_its_type_and_its_places(stream: io.StringIO) -> None:
    """Neither messages nor variables: they may hold somebody's words."""
    try:
        _fail()
    except ExceptionGroup as error:
        structlog.get_logger("bot.x").exception("went_wrong")
        structlog.get_logger("bot.x").error("went_wrong", exc_info=error)
        logging.getLogger("discord.client").exception("Ignoring exception in %s", WORDS)
    for line in _lines(stream):
        errors = line["errors"]
        assert isinstance(errors, list)
        first, part, cause = errors
        assert first.startswith(f"ExceptionGroup at {__name__}:")
        assert first.endswith(" _fail")
        assert part == "ValueError at ?"
        assert cause.startswith(f"KeyError at {__name__}:")
    assert len(_lines(stream)) == 3
    _assert_clean(stream)


def test_a_circle_of_causes_ends(stream: io.StringIO) -> None:
    """An error that is its own cause is still one line."""
    error, other = ValueError(), KeyError()
    error.__cause__, other.__cause__ = other, error
    structlog.get_logger().error("went_wrong", exc_info=error)
    assert len(_lines(stream)) == 1


def test_libraries_show_their_constant_words_only(stream: io.StringIO) -> None:
    """The template says what happened; of what was put into it, only numbers are written."""
    log = logging.getLogger("discord.state")
    log.debug("Processing message %s from %s", WORDS, SNOWFLAKE)
    log.warning("Shard is\nlate")
    logging.getLogger("apscheduler.scheduler").info("Added job %(name)s", {"name": WORDS})
    logging.getLogger("somebody.else").error(f"failed with {WORDS}")
    logging.getLogger("somebody.else").error(ValueError(WORDS))
    logging.getLogger("discord.client").info(f"{DISCORD_TOKEN} {WEBHOOK} {SNOWFLAKE}")
    said = [line["says"] for line in _lines(stream)]
    assert said[:4] == [
        "Processing message [text] from [text]",
        "Shard is late",
        "Added job [text]",
        "[text]",
    ]
    assert said[4:] == ["[text]", "[secret] https://discord.com/api/v10/[secret] [id]"]
    assert str(_lines(stream)[0]["where"]).startswith("test_logs:")
    _assert_clean(stream)


@pytest.mark.parametrize(
    ("template", "args", "says"),
    [
        ("shard %s in %.2fs", (3, 1.5), "shard 3 in 1.50s"),
        ("%s %s responded with 429", ("POST", WEBHOOK), "POST [text] responded with 429"),
        ("member %d of %s", (int(SNOWFLAKE), None), "member [id] of None"),
        ("failed: %s %r", (ValueError(WORDS), [WORDS]), "failed: [ValueError] '[list]'"),
        ("took %(s).1f, said %(w)s", ({"s": 2, "w": WORDS},), "took 2.0, said [text]"),
    ],
)
def test_numbers_are_put_in_and_no_words(
    stream: io.StringIO, template: str, args: tuple[object, ...], says: str
) -> None:
    """A line of a library can be read; a text shows as a text."""
    logging.getLogger("somebody.else").warning(template, *args)
    (line,) = _lines(stream)
    assert line["says"] == says
    _assert_clean(stream)


@pytest.mark.parametrize(("template", "args"), [("%d of %s", (WORDS, 1)), ("%s", (WORDS, 1))])
def test_what_does_not_fit_its_template_stays_out(template: str, args: tuple[object, ...]) -> None:
    """A library's own mistake costs no line."""
    assert logs._filled(template, args) == template


@pytest.mark.parametrize(
    ("logger", "level", "text"),
    [
        ("apscheduler.executors.default", "info", "Running job"),
        ("apscheduler.scheduler", "info", "Added job"),
        ("apscheduler.scheduler", "warning", "Execution of job skipped"),
        ("discord.client", "warning", "PyNaCl is not installed, voice will NOT be supported"),
        ("discord.client", "warning", "davey is not installed, voice will NOT be supported"),
        ("discord.gateway", "warning", "Can't keep up, shard ID %s websocket is %.1fs behind."),
    ],
)
def test_what_is_no_news_is_not_written(
    stream: io.StringIO, logger: str, level: str, text: str
) -> None:
    """At the default level nobody reads of every tick, or of a voice that the bot does not have."""
    logs.configure(Logging(), stream)
    getattr(logging.getLogger(logger), level)(text)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("logger", "text"),
    [
        ("apscheduler.executors.default", "Job raised an exception"),
        ("discord.gateway", "Shard ID %s has stopped responding to the gateway."),
        ("discord.gateway", "Shard ID %s heartbeat blocked for more than %s seconds."),
        ("somebody.else", "Can't keep up, shard ID"),
    ],
)
def test_what_is_news_is_written(stream: io.StringIO, logger: str, text: str) -> None:
    """Errors of ticks, and a Discord or a loop that is too slow."""
    logs.configure(Logging(), stream)
    logging.getLogger(logger).error(text)
    assert len(_lines(stream)) == 1


@pytest.mark.parametrize("name", ["discord.http", "discord.gateway", "aiosqlite", "asyncio"])
@pytest.mark.parametrize(
    ("level", "lowest"), [("debug", logging.INFO), ("info", 20), ("error", logging.ERROR)]
)
def test_what_shows_bodies_at_debug_is_never_at_debug(
    stream: io.StringIO, name: str, level: str, lowest: int
) -> None:
    """Whatever the root has, these start at INFO; and they are no louder than the root."""
    logs.configure(Logging.model_validate({"level": level}), stream)
    logging.getLogger(name).debug("body %s", WORDS)
    assert logging.getLogger(name).getEffectiveLevel() == lowest
    assert stream.getvalue() == ""


def _raise(_: str) -> None:
    raise ValueError(WORDS)


async def _all_that_asyncio_logs() -> None:
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.0
    loop.call_soon(_raise, f"{WORDS} {SNOWFLAKE}")
    task = asyncio.create_task(asyncio.to_thread(_raise, SNOWFLAKE), name="nobody")
    await asyncio.wait([task])
    del task
    loop.call_exception_handler({"message": WORDS, "exception": KeyError(WORDS), "who": SNOWFLAKE})
    await asyncio.sleep(0)


def test_asyncios_debug_mode_shows_nobodys_words(stream: io.StringIO) -> None:
    """With the root at DEBUG and asyncio's debug mode on, its own reports stay clean."""
    asyncio.run(_all_that_asyncio_logs(), debug=True)
    lines = _lines(stream)
    assert {line["logger"] for line in lines} == {"asyncio"}
    assert any("ValueError at" in str(line.get("errors")) for line in lines)
    assert any(re.search(r"took [0-9.]+ seconds", str(line["says"])) for line in lines)
    _assert_clean(stream)


@given(st.text(min_size=1), st.integers(10**16, 10**20 - 1))
def test_any_text_around_an_id_hides_it(text: str, snowflake: int) -> None:
    """No neighbour makes an id's digits come through."""
    shown = json.dumps(logs._shown({text: [f"{text}{snowflake}", f"{snowflake}{text}", snowflake]}))
    assert str(snowflake) not in shown


@given(st.recursive(st.one_of(st.none(), st.floats(), st.binary(), st.text()), st.lists))
def test_whatever_is_given_can_be_written(value: object) -> None:
    """Showing a value never fails and always gives plain data."""
    assert json.dumps(logs._shown(value))


def test_a_line_that_fails_says_only_that(stream: io.StringIO) -> None:
    """logging's own report would print the arguments; ours does not."""

    class Unprintable(dict[object, object]):
        def items(self) -> None:  # type: ignore[override]
            raise RuntimeError(WORDS)

    structlog.get_logger().info("event", value=Unprintable(a=WORDS))
    assert stream.getvalue() == "log_line_lost\n"


def test_the_console_form_is_clean_too(stream: io.StringIO) -> None:
    """For people's eyes: the same content, without colours, one line each."""
    logs.configure(Logging(format="console"), stream)
    structlog.get_logger("bot.x").info("ask_posted", ask="a1", who=SNOWFLAKE, said=WORDS)
    structlog.get_logger("bot.x").debug("not_shown")
    (line,) = stream.getvalue().splitlines()
    assert "ask_posted" in line
    assert "ask=a1" in line
    assert "\x1b" not in line
    _assert_clean(stream)


def test_configuring_twice_writes_once(stream: io.StringIO) -> None:
    """The newest configuration counts alone, also for loggers made before it."""
    log, second = structlog.get_logger("bot.x"), io.StringIO()
    log.info("before")
    logs.configure(Logging(level="warning"), second)
    log.info("below")
    log.warning("after")
    assert [line["event"] for line in _lines(stream)] == ["before"]
    assert [line["event"] for line in _lines(second)] == ["after"]
