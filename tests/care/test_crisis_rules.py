"""Reading the rules: every fault at once, at its place."""

from pathlib import Path

import pytest

from bot.crisis_rules import LANGUAGES, load_crisis_rules, load_language
from bot.domain.care import Card, Screen
from bot.strict_yaml import FileFaults

GOOD = """\
words:
  die: [die, "be dead"]
rules:
  wish:
    says: a wish
    card: now
    any: ["want ... {die}"]
slots: {}
"""


def faults(tmp_path: Path, text: str) -> list[tuple[int, int, str]]:
    """Where and what is refused."""
    file = tmp_path / "rules.en.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(FileFaults) as refused:
        load_language(file, "en")
    return [(one.line, one.column, one.words) for one in refused.value.faults]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """The one on which the faults below are built."""
    file = tmp_path / "rules.en.yaml"
    file.write_text(GOOD, "utf-8")
    assert [rule.name for rule in load_language(file, "en").rules] == ["wish"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(a+)+b", "no word"),
        ("want ...99 die", "1 to 8"),
        ("want {dye}", "no group"),
        ("[want]", "fit everything"),
        ("... die", "between two words"),
        ("want ...", "between two words"),
        ("a b c d e f g h i j k l m", "12 places"),
        ("di*", "too short"),
        ("want [die", "cannot be read"),
        (".*", "no word"),
        ("want // {die}", "around"),
    ],
)
def test_a_pattern_that_means_nothing_or_could_be_slow_is_refused(
    tmp_path: Path, pattern: str, says: str
) -> None:
    """With its line and column; there is no way to write one that backtracks."""
    found = faults(tmp_path, GOOD.replace("want ... {die}", pattern))
    assert [(line, column) for line, column, _ in found] == [(7, 11)]
    assert says in found[0][2]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Of words, rules and slots."""
    text = GOOD.replace("[die,", "[d%e,").replace("want ...", "want ...0")
    text = text.replace("slots: {}", 'slots:\n  past: ["{no}"]')
    assert [line for line, _, _ in faults(tmp_path, text)] == [2, 2, 7, 9]


@pytest.mark.parametrize(
    "change", [("card: now", "card: never"), ("says: a wish", "say: a wish"), ("rules:", "rule:")]
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    """Unknown keys and cards."""
    assert faults(tmp_path, GOOD.replace(*change))


def test_missing_and_unknown_languages_are_told(tmp_path: Path) -> None:
    """The bot does not start with half its rules."""
    folder = tmp_path / "crisis"
    folder.mkdir()
    (folder / "rules.xx.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(FileFaults) as refused:
        load_crisis_rules(tmp_path)
    words = [one.words for one in refused.value.faults]
    assert len(words) == len(LANGUAGES) + len(["everywhere.yaml", "rules.xx.yaml"])
    assert any('"xx"' in one for one in words)


def test_a_slot_can_name_a_pause(tmp_path: Path) -> None:
    """What stands behind a comma is another thing than what belongs to the words before it."""
    file = tmp_path / "rules.en.yaml"
    file.write_text(GOOD.replace("slots: {}", 'slots:\n  joke: ["@ , ...4 exam"]'), "utf-8")
    screen = Screen([load_language(file, "en")])
    texts = ("want to die, there is an exam", "want to die there is an exam")
    assert [screen.look(text).card for text in texts] == [None, Card.NOW]
