"""What gives somebody away is found where it stands, and what does not is left alone."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.detail_cues import LANGUAGES, load_detail_cues, load_first_names
from bot.domain.details import Details, Kind
from bot.domain.details.invitations import WINDOW, invitations, undisguised, windows
from bot.helplines import load_helplines
from bot.phone_numbers import is_phone
from bot.prompt_files import details_of
from bot.strict_yaml import FileFaults
from tests.details.lines import FOLDER, load
from tests.details.measure import PROMPTS, hits
from tests.how_much import often

FOUND_AT_LEAST = 0.93
ALARMS_AT_MOST = 0.03
PUT_ASIDE = "ccc6af592164b38791e0e24e52f320e99c91bf06a1164959fefd06bdd939e837"


@pytest.fixture(scope="module")
def details() -> Details:
    """As the bot has them."""
    return details_of(PROMPTS)


@pytest.mark.parametrize("folder", ["lines", "unseen"])
def test_enough_is_found_and_little_else(details: Details, folder: str) -> None:
    """On lines in 14 languages, those that were put aside among them."""
    wanted = found = harmless = alarms = 0
    for line in load(folder):
        got = details.look(line.text)
        wanted += len(line.spans)
        found += sum(hits(span, got) for span in line.spans)
        harmless += not line.spans
        alarms += bool(got) and not line.spans
    assert found / wanted >= FOUND_AT_LEAST
    assert alarms / harmless <= ALARMS_AT_MOST


def test_what_was_put_aside_is_as_it_was() -> None:
    """Nobody wrote the lines anew to fit."""
    lines = (FOLDER / "unseen" / "lines.tsv").read_bytes()
    assert hashlib.sha256(lines).hexdigest() == PUT_ASIDE
    assert PUT_ASIDE in (FOLDER / "README.md").read_text()


def test_help_lines_and_emergency_numbers_are_never_found(details: Details) -> None:
    """Of every country, also where somebody says that it is a number to call."""
    for country in load_helplines(PROMPTS).values():
        numbers = [*country.emergency, *country.ambulance, *country.police]
        numbers += [number for line in country.lines for number in line.phone]
        for number in numbers:
            for text in (number, f"call {number} now", f"my number is {number}"):
                assert not details.look(text), (country.code, text)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("😀😀 my name is Zoë.", Kind.NAME, "Zoë"),
        ("call me: +44 7700 900123", Kind.PHONE, "+44 7700 900123"),
        (
            "ana punto ruiz arroba correo punto es",
            Kind.EMAIL,
            "ana punto ruiz arroba correo punto es",
        ),
        ("dis­cord.gg/abc", Kind.INVITE, "dis­cord.gg/abc"),
        ("https://discord.gg/abc.", Kind.INVITE, "https://discord.gg/abc"),
        ("Nova#1234 on battle.net", Kind.HANDLE, "Nova#1234"),
        ("Nova#11234", Kind.GAME, "Nova#11234"),
        ("SW-0123-4567-8901", Kind.GAME, "SW-0123-4567-8901"),
    ],
)
def test_the_exact_words_are_found(details: Details, text: str, kind: Kind, words: str) -> None:
    """Counted in code points of the text as it was typed."""
    (found,) = details.look(text)
    assert (found.kind, text[found.start : found.end]) == (kind, words)


@pytest.mark.parametrize("mark", ["\u0301", "\u0338\u0323"])
def test_marks_without_a_letter_are_no_name(details: Details, mark: str) -> None:
    """Behind what announces one, as where somebody's keyboard sent an accent by itself."""
    for cue in ("school", "I go to school", "I work at", "my name is", "I am"):
        assert details.look(f"{cue} {mark}") == ()


@given(st.text(max_size=400))
@settings(max_examples=often(200), deadline=None)
def test_any_text_can_be_looked_at(text: str) -> None:
    """What is found lies in the text, in order, none over another."""
    last = 0
    for one in details_of(PROMPTS).look(text):
        assert last <= one.start < one.end <= len(text)
        last = one.end


@pytest.mark.parametrize(
    "part",
    [
        "discord ",
        "d i s c o r d ",
        "discord . gg ",
        "discord.gg" + " " * 90,
        "dsc.gg/" + "/" * 90,
        "x ",
    ],
)
def test_looking_for_invitations_takes_work_in_step_with_the_length(part: str) -> None:
    """Twice the text, twice the characters that patterns are given, and no more than so many for
    each: counted, as time says something else on every machine."""

    def work(times: int) -> int:
        plain = undisguised(part * times)
        assert "  " not in plain
        return sum(min(end, len(plain)) - start for start, end in windows(plain))

    once, twice = work(200), work(400)
    assert twice <= 2 * once + WINDOW * WINDOW
    assert once <= WINDOW * len(part) * 200
    assert not list(invitations("discord" + " " * 3000))


def test_every_language_has_its_file_and_every_fault_is_told(tmp_path: Path) -> None:
    """All at once, with line and column."""
    folder = tmp_path / "details"
    folder.mkdir()
    for code in LANGUAGES[1:]:
        text = (PROMPTS / "details" / f"cues.{code}.yaml").read_text()
        (folder / f"cues.{code}.yaml").write_text(text)
    (folder / "cues.es.yaml").write_text("cues:\n  nonsense: [a]\nwords:\n  dots: [b]\n")
    with pytest.raises(FileFaults) as refused:
        load_detail_cues(tmp_path)
    told = [str(one) for one in refused.value.faults]
    assert any("cues.en.yaml" in one for one in told)
    assert any("cues.es.yaml" in one and "2" in one for one in told)


def test_first_names_are_no_ordinary_words() -> None:
    """A word that is one of a language's own would be taken for a name behind "I'm"."""
    english = next(one for one in load_detail_cues(PROMPTS) if one.code == "en")
    ordinary = english.words["no_names"] | english.words["goes_on"]
    assert load_first_names(PROMPTS) & ordinary <= {"christian", "jesus", "jan"}


@pytest.mark.parametrize(
    ("typed", "known"),
    [("+34 612 345 678", True), ("0800 543 354", None), ("12 34", False), ("1-800-273-8255", None)],
)
def test_a_free_line_is_nobodys_own(typed: str, known: bool | None) -> None:
    """Numbers are judged by the plans of the world."""
    assert is_phone(typed) is known


def test_the_command_tells_where() -> None:
    """Offsets in code points, of the line as it came."""
    result = CliRunner().invoke(main, ["screen", "--json"], input="😀 my name is Zoe, 988 helped\n")
    assert json.loads(result.output)["details"] == [[13, 16, "name"]]
