"""The dashboard and the alert rules: what they name is there, and they fire when they should."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.operation.page import exposed
from bot.strict_yaml import read
from tests.operation.test_page import NUMBERS, values

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "bot/operation"
ALERTS, DASHBOARD = FOLDER / "alerts.yaml", FOLDER / "grafana.json"
PROMTOOL = shutil.which("promtool")
REQUIRED = os.environ.get("PROMTOOL_TESTS") == "required"

needs_promtool = pytest.mark.skipif(
    PROMTOOL is None and not REQUIRED,
    reason="there is no promtool on this machine: Debian's package prometheus has it",
)


def named(text: str) -> set[str]:
    """Every metric of ours that a file names."""
    return set(re.findall(r"\blend_an_ear_\w+", text))


def there_are() -> set[str]:
    """Every metric that a bot serves."""
    return {name.partition(",")[0] for name in values(exposed(NUMBERS).decode())}


@pytest.mark.parametrize("file", [ALERTS, DASHBOARD], ids=lambda file: file.name)
def test_what_it_names_is_served(file: Path) -> None:
    """A rule about what is not there never fires, without a word."""
    assert named(file.read_text())
    assert named(file.read_text()) <= there_are()


def test_the_dashboard_shows_all_there_is() -> None:
    """Of the histogram its buckets stand for all of it."""
    rest = {"lend_an_ear_relay_seconds_count", "lend_an_ear_relay_seconds_sum"}
    assert named(DASHBOARD.read_text()) == there_are() - rest


def test_the_dashboard_can_be_imported() -> None:
    """It asks for the source of its numbers, no panel lies over another, each has its number."""
    board = json.loads(DASHBOARD.read_text())
    assert [one["type"] for one in board["templating"]["list"]] == ["datasource"]
    panels = board["panels"]
    assert len({one["id"] for one in panels}) == len({one["title"] for one in panels})
    assert {one["datasource"]["uid"] for one in panels} == {"${source}"}
    places = [
        (x, y)
        for at in (one["gridPos"] for one in panels)
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24


def test_there_are_three_rules_and_each_says_what_to_do() -> None:
    """In words for somebody whom it wakes."""
    data: Any = read(ALERTS).data
    (group,) = data["groups"]
    assert len(group["rules"]) == 3
    for rule in group["rules"]:
        assert rule["annotations"]["summary"].endswith(".")
        assert len(rule["annotations"]["description"]) > 80


def promtool(*words: str) -> str:
    """What it says; it has to be content."""
    assert PROMTOOL is not None, "promtool is required here"
    done = subprocess.run(  # noqa: S603 - the files are ours
        [PROMTOOL, *words], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@needs_promtool
def test_prometheus_understands_the_rules() -> None:
    """All three."""
    assert "3 rules found" in promtool("check", "rules", str(ALERTS))


@needs_promtool
def test_the_rules_fire_when_they_should(tmp_path: Path) -> None:
    """And are silent where all is well, or Discord was away for a moment."""
    played = (Path(__file__).parent / "alerts_test.yaml").read_text()
    file = tmp_path / "alerts_test.yaml"
    file.write_text(played.replace("ALERTS", str(ALERTS)))
    assert "SUCCESS" in promtool("test", "rules", str(file))


@needs_promtool
def test_prometheus_has_no_complaint_about_the_page() -> None:
    """Names and units as its own rules want them."""
    assert PROMTOOL is not None, "promtool is required here"
    done = subprocess.run(  # noqa: S603 - the text is ours
        [PROMTOOL, "check", "metrics"],
        input=exposed(NUMBERS),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")
