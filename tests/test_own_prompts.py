"""A folder of texts from an earlier version is refused before anybody needs what it lacks."""

import shutil
from pathlib import Path

import pytest

from bot.own_prompts import load_complete
from bot.prompt_files import shipped_prompts
from bot.strict_yaml import FileFaults

RULES = ("crisis", "details")
"""They have no sentence, and take long to read."""
CARD = "  help_card_hidden: You have a message.\n"


def changed(folder: Path, old: str, new: str, *left_out: str) -> Path:
    """A copy of the shipped texts in which something of every language is another. What is left
    out is the shipped."""
    own = folder / "own"
    shutil.copytree(shipped_prompts(), own, ignore=shutil.ignore_patterns(*left_out))
    for file in own.glob("messages.*.yaml"):
        text = file.read_text()
        at = text.index(old)
        file.write_text(text[:at] + new + text[text.index("\n", at) + 1 :])
    return own


def test_a_copy_is_whole(tmp_path: Path) -> None:
    """With everything that a folder of texts may hold."""
    own = changed(tmp_path, "  help_card_hidden:", CARD)
    assert load_complete(own, "en").text("en", "notice.help_card_hidden")


def test_it_may_have_a_server_s_language_first(tmp_path: Path) -> None:
    """In any language that it has."""
    own = changed(tmp_path, "  help_card_hidden:", CARD, *RULES)
    assert load_complete(own, "es").text("en", "notice.help_card_hidden")


def test_a_sentence_that_came_since_is_named(tmp_path: Path) -> None:
    """Also where every language lacks it alike."""
    own = changed(tmp_path, "  help_card_hidden:", "", *RULES)
    with pytest.raises(FileFaults, match=r'"notice\.help_card_hidden" is missing'):
        load_complete(own, "en")


def test_a_value_that_nobody_fills_in_is_named(tmp_path: Path) -> None:
    """It would fail when it is to be said."""
    asking = "  help_card_hidden: A message, {alias}.\n"
    own = changed(tmp_path, "  help_card_hidden:", asking, *RULES)
    with pytest.raises(FileFaults, match=r'"notice\.help_card_hidden" has \{alias\}'):
        load_complete(own, "en")
