import asyncio
import io
import re
from collections.abc import Sequence

import pytest

from bot.demo.acts import ACTS
from bot.demo.cast import ASKER
from bot.demo.columns import measure
from bot.demo.plants import PLANTS
from bot.demo.script import play
from bot.demo.show import Act, Show

WIDTH = 100


def played(plant: str | None = None, acts: Sequence[Act] = ACTS) -> tuple[int, str]:
    """The exit code and the transcript of one evening."""
    out = io.StringIO()
    code = asyncio.run(play(plant, out, WIDTH, acts))
    return code, out.getvalue()


@pytest.fixture(scope="module")
def evening() -> tuple[int, str]:
    """The whole story as it is, played once."""
    return played()


def test_the_story_passes(evening: tuple[int, str]) -> None:
    """Every step holds, nothing of the asker reaches anybody, and the exit code says so."""
    code, transcript = evening
    assert code == 0
    assert "✗" not in transcript
    assert "checks held" in transcript.rpartition("━")[2]


def test_every_step_is_there_with_its_checks(evening: tuple[int, str]) -> None:
    """Each act has its number, its headline and at least one check; the search comes last."""
    steps = evening[1].split("\n" + "━" * WIDTH + "\n")[1:-1]
    assert len(steps) == len(ACTS) + 1
    for number, (step, act) in enumerate(zip(steps, ACTS, strict=False), 1):
        assert step.startswith(f" {number} · {act.headline}")
        assert " ✓ " in step


def test_four_people_stand_beside_each_other(evening: tuple[int, str]) -> None:
    """Each step shows what each person sees, in a column with their name and role."""
    lines = evening[1].splitlines()
    heads = [line.split(" │ ") for line in lines if "Doorkeeper" in line and "Nightbus" in line]
    columns = [[cell.strip() for cell in head] for head in heads if len(head) == 4]
    assert columns == [["Doorkeeper", ASKER.nickname, "Marmalade", "Nightbus"]] * len(ACTS)


def test_it_shows_what_people_see(evening: tuple[int, str]) -> None:
    """Buttons, what only one person sees, what was edited, and times in words."""
    notes = ("(only you see this)", "(edited)", "(deleted)")
    for shown in ("[I can listen]", "You, by DM ✅", "Lend an Ear, #staff", *notes):
        assert shown in evening[1]
    assert re.search(r"\bin \d+ (minutes|hours)", evening[1])
    assert "**" not in evening[1]
    assert "<t:" not in evening[1]


def test_it_stays_within_its_width(evening: tuple[int, str]) -> None:
    """No line is wider than the paper."""
    assert max(measure(line) for line in evening[1].splitlines()) <= WIDTH


def test_nothing_else_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    """No log line and no warning appears beside the transcript."""
    played(acts=ACTS[:2])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("plant", "who", "found"),
    [
        ("alias", "Marmalade (listener)", "by DM: the nickname, in plain text"),
        ("token", "Doorkeeper (moderator)", "#ask-here: the id, in hex digits"),
        ("words", "Marmalade (listener)", "by DM: the avatar hash, in base64 > zlib"),
    ],
)
def test_a_planted_leak_is_caught_and_named(plant: str, who: str, found: str) -> None:
    """The exit code is 1, and the last lines say which check, with whom, and in what encoding."""
    code, transcript = played(plant)
    _, _, last = transcript.rpartition("━")
    assert code == 1
    assert f"✗ {who} saw nothing of who asks" in last
    assert found in last
    assert "✗ The bot's requests have nothing of it" in last
    assert "not played" not in transcript


def test_all_plants_are_tried() -> None:
    """There are three, and the test above knows them."""
    assert set(PLANTS) == {"alias", "token", "words"}


def test_an_unknown_plant_is_refused() -> None:
    """The answer names those that there are."""
    code, transcript = played("roses")
    assert code == 1
    assert "alias, token, words" in transcript


async def _breaks(show: Show) -> None:
    await show.open(show.cast.listener, "listen")


async def _does_not_hold(show: Show) -> None:
    show.check("The moon is out", held=False, reason="clouds")


def test_a_step_that_breaks_is_told() -> None:
    """It ends the story, with the reason, and what was sent until then is searched all the same."""
    code, transcript = played(acts=(ACTS[0], Act("Breaks", _breaks), ACTS[1]))
    assert code == 1
    assert "✗ The step is played to its end" in transcript
    assert "no form opened for Marmalade (listener)" in transcript
    assert ACTS[1].headline not in transcript
    assert "✓ Marmalade (listener) saw nothing of who asks" in transcript
    assert "Traceback" not in transcript


async def _changes_their_mind(show: Show) -> None:
    asker = show.cast.asker
    await show.stage.operator.stop()
    sent = await show.write(asker, "Never mind.")
    await show.beat()
    await asker.person.react(sent, "🌱")
    await show.beat()
    await show.correct(asker, sent, "Never mind!")
    await show.beat()
    await show.delete(asker, sent)


def test_changes_are_told_as_what_they_are() -> None:
    """A sign is no edit; what is deleted is told once, with the words that it had."""
    code, transcript = played(acts=(Act("Changes their mind", _changes_their_mind),))
    cells = [line.split(" │ ")[1].strip() for line in transcript.splitlines() if " │ " in line]
    told = [cell for cell in cells[2:] if cell]
    signed = "You, by DM 🌱"
    assert told == [
        *("You, by DM", "Never mind."),
        *(signed, "Never mind."),
        *("▸ corrects a message", signed, "(edited)", "Never mind!"),
        *("▸ deletes a message", signed, "(deleted)", "Never mind!"),
    ]
    assert code == 0


async def _is_away_for_good(show: Show) -> None:
    await show.stage.operator.stop()
    await show.write(show.cast.asker, "Is anybody there?")
    show.saw_nothing("Nobody saw it", show.cast.everybody)
    show.cast.listener.person.patience = 0.1
    await show.run(show.cast.listener, "listen")


def test_a_bot_that_is_away_is_told() -> None:
    """What people see then is what they would see: their own words, and no answer."""
    code, transcript = played(acts=(Act("Is away", _is_away_for_good),))
    assert code == 1
    assert "✗ Nobody saw it\n     Brambletoe saw something by DM" in transcript
    assert "the bot did not answer Marmalade (listener)" in transcript


def test_a_check_that_does_not_hold_is_told() -> None:
    """The story goes on, and the last lines say what did not hold, and why."""
    code, transcript = played(acts=(Act("Looks up", _does_not_hold), ACTS[0]))
    assert code == 1
    assert ACTS[0].headline in transcript
    assert transcript.splitlines()[-2:] == [" ✗ The moon is out", "     clouds"]
