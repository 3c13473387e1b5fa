"""Which help card words call for."""

import hashlib
import json
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.care_model import load_model
from bot.cli import main
from bot.domain.care import Card, Screen
from bot.domain.care.rules import Language
from bot.prompt_files import shipped_prompts
from tests.care.lines import Line, read_lines
from tests.care.measure import embedded
from tests.how_much import often
from tests.prepared import shipped, shipped_languages

LANGUAGES = {language.code: language for language in shipped_languages()}
SCREEN = Screen(LANGUAGES.values())
MODEL = load_model(shipped_prompts())
BOTH = shipped().screen
LINES = tuple(read_lines())
AT_LEAST = {
    "outright": 0.97,
    "indirect": 0.8,
    "friend": 0.8,
    "past": 0.8,
    "denied": 0.8,
    "hard_negative": 0.85,
    "ordinary": 0.98,
}
"""The share of a language's lines that get their card. These are training lines: were there fewer,
something got worse."""


def card(screen: Screen, text: str) -> str | None:
    """The card as the lines' files name it."""
    found = screen.look(text).card
    return found.value if found else None


@cache
def right_alone(code: str) -> tuple[tuple[Line, frozenset[str]], ...]:
    """The lines of a language that get their card by its rules alone, and which rules spoke."""
    screen = Screen([LANGUAGES[code]])
    own = [
        line for line in LINES if line.language == code and line.is_right(card(screen, line.text))
    ]
    return tuple(
        (line, frozenset(reason.rule for reason in screen.look(line.text).why)) for line in own
    )


@pytest.mark.parametrize("category", AT_LEAST)
@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_lines_get_their_card(code: str, category: str) -> None:
    """With all languages looked at, as always."""
    own = [line for line in LINES if (line.language, line.category) == (code, category)]
    wrong = {line.text: card(SCREEN, line.text) for line in own if not _right(line)}
    assert len(wrong) <= (1 - AT_LEAST[category]) * len(own), wrong


def _right(line: Line) -> bool:
    return line.is_right(card(SCREEN, line.text))


RULES = [(code, rule.name) for code, language in LANGUAGES.items() for rule in language.rules]


@pytest.mark.parametrize(("code", "name"), RULES)
def test_each_rule_is_needed(code: str, name: str) -> None:
    """Without it some line gets another card than its own."""
    without = _without(LANGUAGES[code], name)
    # those for which it spoke first: one of them it will be
    right = sorted(right_alone(code), key=lambda found: name not in found[1])
    assert any(not line.is_right(card(without, line.text)) for line, _ in right)


def _without(language: Language, name: str) -> Screen:
    rules = tuple(rule for rule in language.rules if rule.name != name)
    return Screen([replace(language, rules=rules)])


@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_ordinary_words_around_it_do_not_hide_it(place: str) -> None:
    """What a clause says does not depend on how much else was written."""
    filler = (
        "I went to the shop and then we had exams, lol. My week was long and full of work. " * 19
    )
    for text in ("i want to die", "everyone would be better off without me", "quiero morirme"):
        assert card(SCREEN, embedded(text + ".", filler, place)) == "now"


@pytest.mark.parametrize(
    "text",
    [
        "i w a n t t o d i e",
        "k1ll mys3lf, i want to",
        "I WANT TO DIE",
        "i want to d\u200bie",
        "i want to \u0434ie and i w\u0430nt to die",
        "i waaaant to dieeee",
        "\uff49 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff44\uff49\uff45",
        "thinking about su*cide, i am",
        "i am suicdal",
        "1 w4n7 70 d13",
        "k 1 l l m y s 3 l f, i want to",
        "i want to d1eeee",
        "v0gl!o m0r!re",
        "死.に.た.い",
        "죽.고.싶.다",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    """What people do to words that they dare not write."""
    assert card(SCREEN, text) == "now"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "a" + "\u0301" * 4000, "\u0301" * 4000, "a" * 4000, "\U0001f602" * 4000,
     "\x00"],
)  # fmt: skip
def test_any_text_is_good(text: str) -> None:
    """Nothing is found where nothing is said."""
    assert SCREEN.look(text).card is None


def test_the_strongest_card_wins() -> None:
    """Now before friend before past, wherever they stand."""
    text = "My friend wants to die. I used to want to die. I want to die."
    found = SCREEN.look(text, thoroughly=True)
    assert found.card is Card.NOW
    assert {reason.card for reason in found.why} >= {Card.NOW, Card.FRIEND, Card.PAST}


def test_a_reason_does_not_show_somebodys_words() -> None:
    """So that no log can hold them by accident."""
    assert "quiero" not in repr(SCREEN.look("quiero morirme").why)


WORDS = sorted(
    {
        word
        for language in LANGUAGES.values()
        for rule in language.rules
        for pattern in rule.patterns
        for step in pattern.steps
        for word in step.choice.words
    }
)


@settings(max_examples=often(30), deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=600))
def test_no_text_breaks_it(words: list[str]) -> None:
    """Whatever the words of the rules are mixed with; and stopping at the first reason for the
    first card changes no card."""
    text = " ".join(words)[:4000]
    assert SCREEN.look(text, thoroughly=True).card is SCREEN.look(text).card


DENSE = st.lists(st.sampled_from(WORDS) | st.sampled_from([".", ",", "but", "lol"]), max_size=900)


@settings(max_examples=often(25), deadline=None)
@given(DENSE)
def test_no_text_takes_long(words: list[str]) -> None:
    """Of nothing but the words of the rules, in all languages: a tenth of a second at the most, on
    a machine that has other things to do; some 40 ms on one that has not."""
    text = " ".join(words)[:4000]
    took = min(_seconds(text) for _ in range(2))
    assert took < 0.1


def _seconds(text: str) -> float:
    before = time.process_time()
    BOTH.look(text)
    return time.process_time() - before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("i think about suicide but i would never do it", "past"),
        ("i think about suicide. i would never do it", "past"),
        ("i think about suicide but my brother is here", "now"),
        ("is it ok to ask a friend of mine if she wants to kill herself", "friend"),
        ("twelve years ago i wrote goodbye letters", "past"),
        ("twelve years ago i moved here, tonight i wrote goodbye letters", "now"),
        ("i dont want to die", "past"),
        ("i cant take this anymore i want to die", "now"),
        ("kein witz ich will sterben", "now"),
        ("there is not a day when i dont want to die", "now"),
    ],
)
def test_what_is_said_around_it_turns_a_card(text: str, wanted: str) -> None:
    """Resolved, over a turn or a stop; asked about somebody close; long ago; a *not* that belongs
    to other words."""
    assert card(SCREEN, text) == wanted


def test_two_hints_near_each_other_are_more_than_one() -> None:
    """A cat given away says little, a letter to everyone too; both together say enough."""
    assert card(SCREEN, "gave my cat to my neighbour today.") is None
    assert card(SCREEN, "gave my cat to my neighbour today. wrote everyone a letter.") == "now"


def test_words_of_an_ordinary_day_make_the_card_quiet_in_a_short_text() -> None:
    """Not where somebody insists, and not in a long one."""
    assert card(SCREEN, "i want to die, the toaster again") == "past"
    assert card(SCREEN, "i want to die, the toaster again, i mean it") == "now"
    assert card(SCREEN, "i want to die, the toaster again. " + "it was a week. " * 40) == "now"


def test_the_command_tells_card_and_reasons() -> None:
    """One object a line, and as many lines as came."""
    result = CliRunner().invoke(main, ["screen", "--json"], input="i want to die\nhello\n\n")
    records = [json.loads(line) for line in result.output.splitlines()]
    assert [record["card"] for record in records] == ["now", None, None]
    assert records[0]["why"]
    assert records[0]["details"] == []


def test_the_command_explains() -> None:
    """By the rule's name and by what silenced it."""
    result = CliRunner().invoke(main, ["screen", "--explain"], input="kill me lol, monday again\n")
    assert "no card" in result.output
    assert "en.at_the_end" in result.output
    assert "joke" in result.output


KEPT = sorted(Path(__file__).parent.glob("*/sha256"))


@pytest.mark.parametrize("kept", KEPT, ids=[path.parent.name for path in KEPT])
def test_the_unseen_lines_are_those_whose_hash_was_kept(kept: Path) -> None:
    """Nobody has changed one to look better by it."""
    content = b"".join(path.read_bytes() for path in sorted(kept.parent.glob("*.tsv")))
    assert content
    assert hashlib.sha256(content).hexdigest() == kept.read_text().strip()
