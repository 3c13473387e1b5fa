"""The log of a whole story, the root at DEBUG and asyncio in debug mode: codes and opaque ids."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.leaks import search
from tests.leaks.plants import LISTENER, NAME
from tests.leaks.story import Played

pytestmark = pytest.mark.xdist_group("story")

CODE = re.compile(r"[\w.:/%-]{1,64}")
PLACE = re.compile(r"[\w.]+ at [\w.:<> ]+|\?")
NUMBER_OF_DISCORD = re.compile(r"\d{17,}")
SAID_BY_US = {"time", "level", "event", "logger", "errors"}


def lines(story: Played) -> list[dict[str, Any]]:
    """The log, line by line; each is JSON."""
    return [json.loads(line) for line in story.captured.log.splitlines()]


@pytest.mark.l17
def test_nobody_and_no_word_is_in_it(story: Played) -> None:
    """Neither ids nor names, words, tokens, files or addresses, in any encoding."""
    assert len(story.captured.log) > 20_000
    assert {"discord.client", "asyncio"} <= {line["logger"] for line in lines(story)}
    assert list(search.logged(story.captured)) == []
    assert not NUMBER_OF_DISCORD.search(story.captured.log)
    planted = replace(story.captured, log=f"{story.captured.log}{NAME} to {LISTENER}")
    assert len(list(search.logged(planted))) == 2


@pytest.mark.l17
def test_our_lines_have_codes_alone(story: Played) -> None:
    """Everything in them is a number, or one word of ours; an error is its type and its places."""
    ours = [line for line in lines(story) if line["event"] != "library"]
    assert len(ours) >= 5
    for line in ours:
        assert CODE.fullmatch(line["event"]), line
        for name in line.keys() - SAID_BY_US:
            value = line[name]
            assert (
                value is None
                or isinstance(value, bool | int | float | list)
                or CODE.fullmatch(value)
            ), line
    failed = [error for line in ours for error in line.get("errors", ())]
    assert failed, "the story has a fault of ours in it"
    assert not [error for error in failed if not PLACE.fullmatch(error)]


@pytest.mark.l17
def test_libraries_say_what_is_the_same_each_time(story: Played) -> None:
    """Where they wrote, and the constant part of what they wrote."""
    theirs = [line for line in lines(story) if line["event"] == "library"]
    assert len(theirs) > 50
    known = {line.get("says") for line in theirs if line["logger"] != "asyncio"}
    assert len(known) < 40
    words = {text for who in story.captured.people for text in who.typed if len(text) > 8}
    assert not [text for text in words if any(text in str(says) for says in known)]
