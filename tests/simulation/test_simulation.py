"""A small world: the order of the rules, the same luck for all, and what is wrong with a file."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.simulate_command import duration
from bot.simulation.community import SIZES, sized
from bot.simulation.compared import Played, compare
from bot.simulation.crowd import Crowd
from bot.simulation.play import Play
from bot.simulation.rules import all_of_them
from bot.simulation.world import DAY, FIRST, SECOND, TimeOnDuty, drawn
from tests.patience import PATIENCE

SMALL_WORLD = sized(0.5, 500, 12, 0.6)


def run(*words: str) -> Result:
    """`lend-an-ear simulate` with these words."""
    return CliRunner().invoke(main, ["simulate", *words])


@pytest.fixture(scope="module")
def played() -> Played:
    """Every rule on three seeds."""
    return compare(SMALL_WORLD, all_of_them(), [1, 2, 3])


def test_the_order_of_the_rules(played: Played) -> None:
    """The oracle, ours, today's, one at a time; nobody told is answered least."""
    order = ("oracle", "ours", "today", "one_at_a_time", "post_and_wait")
    found = [played.figures(name)["of_oracle"] for name in order]
    assert found == sorted(found, reverse=True)
    assert played.figures("ours")["beyond_today"] > 0
    assert played.figures("oracle")["of_oracle"] == 1


def test_ours_tells_fewer_than_those_that_tell_everybody(played: Played) -> None:
    """For each match; and whoever tells everybody wears them out."""
    pings = {name: played.figures(name)["pings_per_match"] for name in played.outcomes}
    assert pings["oracle"] < pings["ours"] < pings["today"] < pings["everybody"]
    assert pings["ours"] < pings["everybody_who_fits"]


def test_nobody_is_beyond_their_budget_nor_woken(played: Played) -> None:
    """By no rule that ranks as the bot does."""
    for name in ("ours", "today", "everybody_who_fits", "one_at_a_time", "oracle"):
        figures = played.figures(name)
        assert figures["over_budget"] == figures["woken"] == 0
    assert played.figures("ours")["gini"] <= 0.42


def test_those_off_duty_who_allow_it_are_asked_on_a_small_server() -> None:
    """There they are most of what there is."""
    ours = next(rule for rule in all_of_them() if rule.name == "ours")
    world = drawn(SIZES["small"].model_copy(update={"days": 10}), 1)
    assert Play(world, ours).run().off_duty_pings > 0


def test_whoever_goes_on_duty_is_offered_the_oldest_at_that_moment() -> None:
    """By the bot's rule; by the one before they wait for a wave."""
    town = drawn(SIZES["small"], 1)
    asked = town.asks[0]
    comes = TimeOnDuty(asked.at + 1234, asked.at + 9999, asked.at + 9999)
    one = replace(town.people[0], sessions=(comes,), languages=frozenset((FIRST, SECOND)))
    asks = (asked, replace(asked, index=1, at=asked.at + 10))
    told = {}
    for rule in all_of_them():
        play = Play(replace(town, people=(one,), asks=asks), rule)
        play.run()
        told[rule.name] = [(offer.ask, offer.at) for offer in play.crowd.people[0].offers]
    assert told["ours"][0] == (0, comes.start)
    assert told["today"][0][1] > comes.start


def test_a_month_that_was_full_is_full_no_longer_than_a_month() -> None:
    """Then they come on a page again, though nobody looked at them meanwhile."""
    world = drawn(SIZES["small"], 1)
    crowd, ask = Crowd(world.people), world.asks[0].ask
    for session in world.people[0].sessions[:1]:
        crowd.goes_on_duty(0, session)
    for _ in range(20):
        crowd.people[0].begins(1.0, heavy=False)
    pages = [
        next(crowd.pages(ask, now, frozenset(), 20, on_duty=True)) for now in (29 * DAY, 31 * DAY)
    ]
    assert [len(page.turns) for page in pages] == [0, 1]


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    """Whatever ran before."""
    rules = all_of_them()
    first = compare(SIZES["small"], rules[:3], [1]).outcomes
    assert compare(SIZES["small"], rules[:3], [1]).outcomes == first
    assert compare(SIZES["small"], rules[:3], [2]).outcomes != first


def test_as_json_it_has_the_names_that_machines_read(tmp_path: Path) -> None:
    """Sizes, rules and their figures; the seeds beside them."""
    quick = community(tmp_path, "days: 1\nlisteners: {how_many: 20}\n")
    result = run(str(quick), "--seeds", "3-4", "--json")
    record = json.loads(result.stdout)
    assert record["seeds"] == [3, 4]
    policies = record["sizes"]["town"]["policies"]
    assert {"ours", "today", "oracle", "everybody", "everybody_who_fits"} <= policies.keys()
    names = {"answered_10", "of_oracle", "of_reachable", "pings_per_match", "late_per_match"}
    assert {*names, "gini"} <= policies["ours"].keys()
    assert "seeds: 3-4" in result.stderr


def test_an_operators_own_numbers_stand_beside_ours(tmp_path: Path) -> None:
    """And fatigue from one value to another is a table each."""
    own = tmp_path / "config.yaml"
    own.write_text("offers:\n  first_people: 5\n  next_people: 6\n")
    quick = community(tmp_path, "days: 1\nlisteners: {how_many: 20}\n")
    result = run(str(quick), "--seeds", "1", "--compare", str(own), "--fatigue", "0.85..1")
    assert result.exit_code == 0, result.output
    for value in ("0.85", "0.90", "0.95", "1.00"):
        assert f"town, fatigue {value}" in result.stdout
    assert "compared" in result.stdout


def community(folder: Path, text: str) -> Path:
    """A community's file."""
    path = folder / "town.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("listeners:\n  acepts: 0.4\n", "2:3: "),
        ("listeners:\n  accepts: 4\n", "2:3: listeners.accepts "),
        ("days: soon\n", "1:1: days "),
        ("duty:\n  zones: [Europe/Berlin, Nowhere/At-all]\n", "2:26: "),
        ("talks:\n  at_least: 2 h\n  at_most: 1 h\n", "3:3: talks.at_most "),
        ("days: [1\n", ""),
    ],
)
def test_a_fault_is_told_with_line_and_column(tmp_path: Path, text: str, told: str) -> None:
    """Also where the file is no YAML at all."""
    path = community(tmp_path, text)
    result = run(str(path))
    assert result.exit_code == 1
    assert f"{path}:{told}" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seeds", "many"), "is no seed"),
        (("--seeds", "5-1"), "holds no seed"),
        (("--fatigue", "tired"), "is no fatigue"),
        (("--fatigue", "0.9..1.2"), "from 0 to 1"),
        (("--plot", "picture.txt"), "ends in one of"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    """Without a traceback."""
    quick = community(tmp_path, "days: 1\nlisteners: {how_many: 2}\n")
    result = run(str(quick), *words)
    assert result.exit_code == 1
    assert told in result.stderr


def test_how_long_a_large_one_will_take_is_said_first(tmp_path: Path) -> None:
    """A million listeners: nobody has to find out by waiting. Where it is killed, all that it began
    ends with it."""
    town = community(tmp_path, "days: 1\nlisteners: {how_many: 1000000}\n")
    words = [sys.executable, "-m", "bot", "simulate", str(town), "--seeds", "1"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stderr is not None
        assert process.stderr.readline() == b"seeds: 1\n"
        assert re.match(rb"this will take about \d+ (hours|days)\n", process.stderr.readline())
        wait_until(lambda: len(playing(process.pid)) == os.cpu_count())
        workers = playing(process.pid)
        process.kill()
    wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in workers))


def playing(pid: int) -> list[str]:
    """The processes that another began to play in."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for one in begun if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def wait_until(is_so: Callable[[], bool]) -> None:
    """For as long as a test waits for anything."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "a minute"), (89, "a minute"), (90, "2 minutes"), (5399, "90 minutes"), (5400, "2 hours"),
     (1e6, "12 days"), (1e9, "11,574 days")],
)  # fmt: skip
def test_how_long_is_told_in_a_unit_that_reads_well(seconds: float, told: str) -> None:
    """From a minute to years."""
    assert duration(seconds) == told


def test_several_processes_come_to_the_same() -> None:
    """In the same order, too."""
    small, rules = sized(2, 20, 2), all_of_them()
    alone, steps = compare(small, rules, [1, 2]), list[int]()
    assert compare(small, rules, [1, 2], steps.append, processes=2) == alone
    assert sum(steps) == 2 * len(rules)


def test_only_some_rules_can_be_played() -> None:
    """Beside those by which each is measured."""
    words = ("--size", "small", "--seeds", "1", "--json", "--rule")
    found = json.loads(run(*words, "one_at_a_time").stdout)["sizes"]["small"]["policies"]
    assert list(found) == ["oracle", "today", "one_at_a_time"]
    lines = run(*words[:4], *words[5:], "one_at_a_time").stdout.splitlines()
    assert [line.split()[0] for line in lines[2:] if line] == list(found)
    refused = run(*words, "nobody")
    assert refused.exit_code == 1
    assert '"nobody" is no rule: these are oracle, ours, today' in refused.stderr


@pytest.mark.parametrize("text", ["listeners: {how_many: 0}\n", "asks: {an_hour: 0}\n"])
def test_nobody_or_nothing_is_said_and_counted(tmp_path: Path, text: str) -> None:
    """No division by nothing."""
    result = run(str(community(tmp_path, f"days: 1\n{text}")), "--seeds", "1")
    assert result.exit_code == 0
    assert "there are no" in result.stderr
    assert "ours" in result.stdout


def test_a_picture_is_written(tmp_path: Path) -> None:
    """With a panel for each community."""
    quick, picture = community(tmp_path, "days: 1\nlisteners: {how_many: 20}\n"), tmp_path / "a.png"
    result = run(str(quick), "--seeds", "1", "--plot", str(picture))
    assert result.exit_code == 0, result.output
    assert picture.read_bytes().startswith(b"\x89PNG")
