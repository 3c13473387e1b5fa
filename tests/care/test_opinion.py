"""What the model thinks of words: where it is asked, what it may say and that it is whole."""

import hashlib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.care_model import load_model
from bot.domain.care import Card, Screen
from bot.domain.care.model import Model, features
from bot.prompt_files import shipped_prompts
from bot.strict_yaml import FileFaults
from tests.care.test_screening import LANGUAGES, MODEL, SCREEN, card


def _with(**thresholds: float) -> Screen:
    """Rules and model, with thresholds of one's own."""
    assert MODEL is not None
    given = {one.name: getattr(MODEL, one.name) for one in fields(Model)} | thresholds
    return Screen(LANGUAGES.values(), Model(**given))


def test_the_model_is_the_one_that_its_readme_names() -> None:
    """Whoever trains it again writes its hash there."""
    folder = shipped_prompts() / "crisis"
    digest = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    assert digest in (folder / "README.md").read_text("utf-8")
    assert (folder / "model.bin").stat().st_size <= 1_000_000


def test_the_model_is_asked_only_where_no_rule_had_an_opinion() -> None:
    """A rule that was silenced had one, and laughter is beyond the model."""
    assert MODEL is not None
    eager = Screen(LANGUAGES.values(), replace(MODEL, alone=-1.0, beside_a_rule=-1.0))
    assert card(eager, "we talked about things and then more") == "now"
    assert card(eager, "we talked about things and then more lol") is None
    assert card(eager, "i don't want to die") == "past"
    assert card(eager, "hello") is None


def test_the_model_finds_quiet_cards_too() -> None:
    """Of itself where no rule has an opinion, and instead of a rule's first card."""
    text = "we talked about things and then more"
    quiet = _with(alone=2.0, beside_a_rule=2.0, quiet=-1.0, quiet_beside_a_rule=-1.0)
    assert card(quiet, text) == "friend"
    instead = "i want to die today"
    assert [card(_with(instead=some), instead) for some in (-1.0, 2.0)] == ["friend", "now"]
    assert [card(_with(nothing=some), instead) for some in (-1.0, 2.0)] == ["past", "now"]


def test_the_model_may_say_that_it_was_no_joke() -> None:
    """Where it is very sure; not against what was denied."""
    sure, never = _with(after_all=-1.0), _with(after_all=2.0)
    assert [card(one, "i want to die lol") for one in (sure, never)] == ["now", None]
    assert card(sure, "i don't want to die") == "past"


def test_in_a_long_text_the_model_has_a_say_only_where_a_rules_rare_words_are() -> None:
    """Else one of many sentences would always look like something."""
    week = "it was a long week and the shop was closed again on monday. " * 20
    near = "my plants are alive and the living room is full of them. "
    eager = _with(in_passing=-1.0)
    assert card(SCREEN, week + near) is None
    assert [card(eager, text) for text in (week, week + near)] == [None, "now"]


def test_a_part_of_a_reading_is_read_as_if_it_stood_alone() -> None:
    """Read once, judged for any of its parts."""
    assert MODEL is not None
    words = ["nobody", "here", "knows", "how", "long", "i", "will", "stay"]
    part = MODEL.read(words).shares(2, 6)
    assert part == MODEL.read(words[2:6]).shares() == MODEL.shares(" ".join(words[2:6]))


def test_the_models_reason_names_its_strongest_features() -> None:
    """So that whoever asks why is told."""
    assert MODEL is not None
    eager = Screen(LANGUAGES.values(), replace(MODEL, alone=-1.0, beside_a_rule=-1.0))
    (reason,) = eager.look("we talked about things and then more").why
    assert (reason.rule, reason.card) == ("model", Card.NOW)
    assert set(reason.because) <= set(features("we talked about things and then more"))


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"no json\n", b"[]\n"])
def test_a_model_that_is_not_whole_is_refused(tmp_path: Path, damage: bytes) -> None:
    """As a rules file with a fault is."""
    (tmp_path / "crisis").mkdir()
    (tmp_path / "crisis" / "model.bin").write_bytes(damage)
    with pytest.raises(FileFaults):
        load_model(tmp_path)


def test_a_folder_without_a_model_has_none(tmp_path: Path) -> None:
    """The rules do without."""
    assert load_model(tmp_path) is None
