"""Every case is something that Discord takes, and that people can read."""

import re

import pytest

from bot.gallery import Shown
from bot.gallery.wire import plain, texts
from bot.local_discord import limits
from tests.gallery.shown import everything, forms, in_language, messages
from tests.prepared import shipped

pytestmark = pytest.mark.xdist_group("gallery")

V2 = 1 << 15

HEAD_OF_RECORD = "14 7f3a 09bc 55d1"

MESSAGE = {"content", "embeds", "components", "flags", "allowed_mentions", "tts"}
"""What a body may hold, of what a case has."""


def test_discord_takes_every_message() -> None:
    """By the limits that local_discord knows: 2,000 characters, 6,000 in boxes, 5 times 5 buttons,
    80 characters on each."""
    faults = {}
    for one in messages():
        body = {key: value for key, value in one.payload.items() if key in MESSAGE}
        kind = "message_v2" if body["flags"] & V2 else "message"
        if found := limits.faults(kind, body):
            faults[one.id, one.language] = found
    assert not faults


def test_discord_takes_every_form() -> None:
    """Titles of 45 characters, labels of 45, descriptions of 100, five fields."""
    faults = {}
    for one in forms():
        if found := limits.faults("form", one.payload):
            faults[one.id, one.language] = found
    assert not faults


def test_discord_takes_the_commands() -> None:
    """In each language: names of 32 characters, descriptions of 100, 25 choices."""
    told = [one.payload["commands"] for one in everything() if "commands" in one.payload]
    assert len(told) == len(shipped().languages)
    assert not [found for one in told if (found := limits.faults("commands", one))]


def test_nobody_is_pinged() -> None:
    """By any message."""
    assert all(one.payload["allowed_mentions"] == {"parse": []} for one in messages())


def test_no_placeholder_is_left() -> None:
    """Nothing is read that stands in braces."""
    left = re.compile(r"\{[a-z_]+\}")
    assert not [one.id for one in everything() if left.search("\n".join(texts(one.payload)))]


@pytest.mark.parametrize("language", shipped().languages)
def test_no_two_cases_of_a_kind_look_the_same(language: str) -> None:
    """Then one of them would not be the state that it is called; but what is opened in another
    way may be the same."""
    seen: dict[str, str] = {}
    same = []
    for one in in_language(language).values():
        kind = ".".join(one.id.split(".")[:2])
        look = f"{kind} {one.by} {plain(one.payload)}"
        if look in seen:
            same.append((seen[look], one.id))
        seen[look] = one.id
    assert same == []


def test_every_sentence_of_ours_is_in_the_language_of_its_reader() -> None:
    """What is the same in two languages is a name or a figure, and no sentence."""
    first, *others = shipped().languages
    for other in others:
        pairs = zip(in_language(first).values(), in_language(other).values(), strict=True)
        assert not {
            text for one, two in pairs for text in _lines(one) & _lines(two) if _is_sentence(text)
        }


def _lines(one: Shown) -> set[str]:
    shown = (text for text in texts(one.payload) if text != HEAD_OF_RECORD)
    return {re.sub(r"<style>.*</style>", "", line) for text in shown for line in text.split("\n")}


def _is_sentence(line: str) -> bool:
    """Three words or more, besides names, numbers and addresses."""
    bare = re.sub(r"<[^>]*>|https?://\S+|\S+@\S+|[^\w\s]|[0-9_]", " ", line)
    return len([word for word in bare.split() if word.islower()]) >= 3
