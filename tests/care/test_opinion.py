"""What rules and model are worth together: where the model is asked, and that it is whole."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.care_model import load_model
from bot.domain.care import Card, Reason, Screen
from bot.domain.care.model import features
from bot.domain.care.weighing import SCORES, Weighing, found_by_rules
from bot.prompt_files import shipped_prompts
from bot.strict_yaml import FileFaults
from tests.care.test_screening import BOTH, LANGUAGES, MODEL, card

NEVER = 2.0
"""No share is above it."""
TEXT = "we talked about things and then more"
DAMAGE = [b"", b"{}\n", b"no json\n", b"[]\n", b'{"mix": [[1]], "leans": {}}\n']


def _screen(always: Sequence[float] = (0, 0, 0), **changes: float) -> Screen:
    """Rules and model, where the model's scores say nothing and each output has this anyway."""
    assert MODEL is not None
    mix = [[0.0] * SCORES + [one] for one in always]
    given = {
        "alone": 0.5,
        "turned": 0.5,
        "by_rule": 0.5,
        "in_passing": 0.5,
        "quiet_alone": 0.5,
        "quiet_in_passing": 0.5,
    } | changes
    return Screen(LANGUAGES.values(), replace(MODEL, weighing=Weighing(mix, {}, **given)))


def test_the_model_is_the_one_that_its_readme_names() -> None:
    """Whoever trains it again writes its hash there."""
    folder = shipped_prompts() / "crisis"
    digest = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    assert digest in (folder / "README.md").read_text("utf-8")
    assert (folder / "model.bin").stat().st_size <= 1_000_000


def test_rules_and_model_are_weighed_together() -> None:
    """Where no rule has an opinion, and against one: what a rule called `now` is never silence."""
    sure, unsure = _screen((9, 0, 0)), _screen((-9, -9, -9))
    assert [card(one, TEXT) for one in (sure, unsure)] == ["now", None]
    assert [card(one, "i want to die today") for one in (sure, unsure)] == ["now", "past"]
    assert card(_screen((0, 9, 0)), "i want to die today") == "friend"
    assert card(_screen((0, 0, 9)), TEXT) == "past"


def test_the_model_is_not_asked_about_a_single_word() -> None:
    """It says too little, and so do times, dates and other numbers."""
    for text in ("22-8", "22:00 - 08:00", "8 30", "12.5. 14:00"):
        assert card(_screen((0, 0, 9)), text) is None
    assert [card(_screen((9, 0, 0)), text) for text in ("hello", "hello there")] == [None, "now"]


@pytest.mark.parametrize(
    "text",
    ["i am {n}", "i'm {n} years old", "ich bin {n}", "tengo {n} años", "tenho {n} anos",
     "j'ai {n} ans", "{n}歳です", "room {n}, second floor", "{n} dec, {n} jan"],
)  # fmt: skip
def test_an_age_a_date_or_a_room_is_no_reason_for_a_card(text: str) -> None:
    """Whatever the number is: they all read alike."""
    screen = Screen(LANGUAGES.values(), MODEL)
    assert {card(screen, text.format(n=number)) for number in (7, 17, 24, 42, 101)} == {None}


def test_what_a_rule_says_needs_less() -> None:
    """The share from which `now` is believed depends on whether a rule says it, too."""
    screen = _screen((2, -9, -9), alone=NEVER)
    assert [card(screen, text) for text in (TEXT, "i want to die today")] == [None, "now"]


def test_what_a_rule_heard_and_words_around_it_turned_needs_a_share_of_its_own() -> None:
    """A laugh beside a wish to die is neither silence nor a statement."""
    screen = _screen((2, -9, -9), alone=NEVER, by_rule=NEVER)
    assert [card(screen, text) for text in (TEXT, "i want to die lol")] == [None, "now"]
    screen = _screen((2, -9, -9), turned=NEVER)
    assert [card(screen, text) for text in (TEXT, "i want to die lol")] == ["now", None]


def test_one_clause_among_many_words_is_read_for_itself() -> None:
    """The highest score of any clause counts beside that of the whole."""
    assert MODEL is not None
    mix = [[0.0, 0.0, 0.0, 3.0, 0.0, 0.0, -3.0], [0.0] * 6 + [-9.0], [0.0] * 6 + [-9.0]]
    weighing = Weighing(mix, {}, 0.5, 0.5, 0.5, 1, 1, 1)
    screen = Screen(LANGUAGES.values(), replace(MODEL, weighing=weighing))
    week = "the shop was closed on monday and the bus was late again"
    said = "nobody needs to wait for me after friday"
    assert [card(screen, text) for text in (week, f"{week}. {said}.")] == [None, "now"]


def test_a_quiet_card_that_no_rule_speaks_for_needs_more() -> None:
    """What people say to each other every day looks like what is past, or a no."""
    unsure = {"quiet_alone": 0.9}
    texts = TEXT, "my friend wants to die"
    assert [card(_screen((-9, 1, -9), **unsure), text) for text in texts] == [None, "friend"]
    assert card(_screen((-9, 5, -9), **unsure), TEXT) == "friend"


def test_what_rules_found_leans_the_scores() -> None:
    """By names that are the same in all languages."""
    reasons = [Reason("en", "wish", Card.PAST, "denied"), Reason("en", "more", Card.FRIEND)]
    assert found_by_rules(reasons) == ("friend", "friend:", "friend+past")
    assert found_by_rules([Reason("en", "wish", None, "joke")]) == ("none", "none:joke")
    assert found_by_rules([]) == ("none", "none:")
    weighing = Weighing([[0] * (SCORES + 1)] * 3, {"friend": [5, 0, 0]}, 0.5, 0.5, 0.5, 1, 1, 1)
    assert weighing.card([0] * SCORES, reasons) is Card.NOW
    assert weighing.card([0] * SCORES, []) is not Card.NOW


def test_a_long_text_is_read_by_stretches() -> None:
    """Where no rule found anything the model must be surer; around what one found it is weighed."""
    week = "it was a long week and the shop was closed again on monday. " * 20
    screen = _screen((2, 0, 0), in_passing=NEVER, quiet_in_passing=NEVER)
    assert [card(screen, text) for text in (week, week + "i want to die.")] == [None, "now"]
    eager = _screen((2, 0, 0))
    assert card(eager, week) == "now"
    denying = _screen((-9, -9, -9), in_passing=NEVER, quiet_in_passing=NEVER)
    assert card(denying, week + "i want to die.") == "past"


def test_a_part_of_a_reading_is_read_as_if_it_stood_alone() -> None:
    """Read once, judged for any of its parts."""
    assert MODEL is not None
    words = ["nobody", "here", "knows", "how", "long", "i", "will", "stay"]
    part = MODEL.read(words).scores(2, 6)
    assert part == MODEL.read(words[2:6]).scores() == MODEL.scores(" ".join(words[2:6]))


def test_the_models_reason_names_its_strongest_features() -> None:
    """So that whoever asks why is told."""
    *_, reason = _screen((9, 0, 0)).look(TEXT).why
    assert (reason.rule, reason.card) == ("model", Card.NOW)
    assert set(reason.because) <= set(features(TEXT))


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_model_that_is_not_whole_is_refused(tmp_path: Path, damage: bytes) -> None:
    """As a rules file with a fault is."""
    (tmp_path / "crisis").mkdir()
    (tmp_path / "crisis" / "model.bin").write_bytes(damage)
    with pytest.raises(FileFaults):
        load_model(tmp_path)


def test_a_folder_without_a_model_has_none(tmp_path: Path) -> None:
    """The rules do without."""
    assert load_model(tmp_path) is None


def test_a_few_words_need_a_surer_opinion() -> None:
    """Of what only the model sees in them, where a card is quiet; the full one stays."""
    unsure = _screen((-9, -9, 1))  # a share of 0.73
    assert card(unsure, "so do not ask me") is None
    assert card(unsure, TEXT) == "past"
    assert card(_screen((0, 0, 9)), "so do not ask me") == "past"
    assert card(_screen((9, 0, 0)), "so do not ask me") == "now"
    for text in ("Never mind.", "Elephants and lighthouses.", "Good morning. I thought of you."):
        assert card(BOTH, text) is None
