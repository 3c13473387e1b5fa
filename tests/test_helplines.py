"""Help lines: what the file must state, and that each shipped number is in the reference."""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.helplines import (
    COUNTRIES_AT_MOST,
    Country,
    HelpLine,
    HelpLines,
    countries_like,
    country_numbered,
    country_typed,
    load_helplines,
    number_of,
)
from bot.prompt_files import load, shipped_prompts
from bot.strict_yaml import FileFaults

LINE = "{name: A line, phone: ['116 123'], verified: 2026-02, sources: 1}"
ONE = f"countries:\n  IE:\n    name: Ireland\n    lines:\n      - {LINE}\n"

Row = dict[str, str]


def _reference() -> Path:
    named = os.environ.get("HELPLINES_REFERENCE")
    beside = Path(__file__).parents[2] / "shared" / "data" / "helplines-reference.csv"
    path = Path(named) if named else beside
    if not path.is_file():
        pytest.skip("the reference is not here: name it as HELPLINES_REFERENCE")
    return path


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shipped() -> Iterator[tuple[Country, HelpLine]]:
    for country in load_helplines(shipped_prompts()).values():
        for line in country.lines:
            yield country, line


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _numbers(row: Row) -> set[str]:
    return {_digits(part) for part in row["phone"].split("/")}


def _agreeing(row: Row, number: str) -> int:
    """How many sources give this number: where a line has several, the notes say so for each."""
    for single, count in re.findall(r"([\d ()+-]+\d\)?) = (\d+)", row["notes"]):
        if _digits(single) == _digits(number):
            return int(count)
    return int(row["agreement"])


def _row_of(country: Country, line: HelpLine, rows: list[Row]) -> Row:
    for row in rows:
        texts = row["text_or_info"]
        if row["country_code"] != country.code or not line.web:
            continue
        phones = {_digits(one) for one in line.phone} <= _numbers(row) or not line.phone
        text = line.text is None or f"Text {line.text}" in texts
        if phones and text and _same_site(line.web, row):
            return row
    raise AssertionError(f"{country.code} {line.name} is not in the reference like this")


def _same_site(web: str, row: Row) -> bool:
    return _host(web) in (_host(row["url"]), _host(row["text_or_info"].removeprefix("Chat: ")))


@pytest.mark.parametrize(
    ("country", "line"),
    [pytest.param(*pair, id=f"{pair[0].code} {pair[1].name}") for pair in _shipped()],
)
def test_a_shipped_line_is_in_the_reference(country: Country, line: HelpLine) -> None:
    """Each number, text and site stands there for this country, new enough or agreed on by two,
    with the date and the number of sources that the file claims."""
    row = _row_of(country, line, _rows(_reference()))
    assert "DO NOT USE" not in row["notes"]
    assert line.verified == row["newest_source_date"]
    claimed = [_agreeing(row, number) for number in line.phone] or [int(row["agreement"])]
    assert line.sources == min(claimed)
    assert line.sources >= 2 or line.verified >= "2026"


@pytest.mark.parametrize(
    "country", load_helplines(shipped_prompts()).values(), ids=lambda c: c.code
)
def test_a_shipped_emergency_number_is_in_the_reference_twice(country: Country) -> None:
    """Emergency numbers have two sources, too; where there is only one, none is shipped."""
    rows = _rows(_reference().with_name("emergency-numbers.csv"))
    (row,) = [row for row in rows if row["country_code"] == country.code]
    for column, numbers in (
        ("general", country.emergency),
        ("ambulance", country.ambulance),
        ("police", country.police),
    ):
        assert not numbers or set(numbers) == set(row[column].split(" / "))
    if country.emergency or country.ambulance or country.police:
        assert len(row["source"].split("; ")) >= 2
        assert "unconfirmed" not in row["general"] + row["ambulance"] + row["police"]
        assert "not stated" not in row["general"]


def test_the_names_are_the_references() -> None:
    """A country is called what the reference calls it."""
    names = {row["country_code"]: row["country"] for row in _rows(_reference())}
    for country in load_helplines(shipped_prompts()).values():
        assert country.name == names[country.code]


def _written(folder: Path, text: str) -> Path:
    (folder / "crisis").mkdir(exist_ok=True)
    (folder / "crisis" / "helplines.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shipped() -> HelpLines:
    """The help lines that come with the bot."""
    return load_helplines(shipped_prompts())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("verified: 2026-02", "verified: 2025-02", "needs two sources, or a check in 2026"),
        ("verified: 2026-02", "verified: 2026-13", "must be a month or a day"),
        (", sources: 1", "", "sources is missing"),
        ("sources: 1", "sources: 0", "must be at least 1"),
        ("phone: ['116 123'], ", "", "must have a phone or a text number"),
        ("'116 123'", "'call us'", "must be a number as one dials it"),
        ("'116 123'", "116123", "must be text; put it in quotes"),
        ("sources: 1", "sources: 1, web: http://example.org", "starts with https://"),
        ("name: A line", "nmae: A line", 'did you mean "name"'),
        ("IE:", "Ireland:", "must be two capital letters"),
    ],
)
def test_a_line_must_state_what_it_stands_on(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A line without a way to reach it, a date or enough sources is refused, with its place."""
    assert old in ONE
    with pytest.raises(FileFaults) as caught:
        load_helplines(_written(tmp_path, ONE.replace(old, new)))
    assert told in str(caught.value)


def test_more_countries_than_buttons_are_refused(tmp_path: Path) -> None:
    """Each country has a button, and a message has room for so many."""
    entry = f"\n    name: N\n    lines: [{LINE}]\n"
    codes = [f"A{chr(ord('A') + number)}" for number in range(COUNTRIES_AT_MOST + 1)]
    with pytest.raises(FileFaults, match="at most"):
        load_helplines(
            _written(tmp_path, "countries:\n" + "".join(f"  {c}:{entry}" for c in codes))
        )


def test_a_country_is_found_by_code_or_name(shipped: HelpLines) -> None:
    """However it is written; what we do not have is not guessed."""
    for typed in ("GB", "gb", "United Kingdom", " united kingdom "):
        found = country_typed(shipped, typed)
        assert found is not None
        assert found.code == "GB"
    for typed in ("", "United", "Atlantis"):
        assert country_typed(shipped, typed) is None


def test_suggestions_begin_with_what_was_typed(shipped: HelpLines) -> None:
    """An empty field suggests every country; names that begin like it come first."""
    assert len(countries_like(shipped, "")) == len(shipped)
    assert [one.code for one in countries_like(shipped, "united")] == ["GB", "US"]
    assert countries_like(shipped, "an")[0].name.startswith("An") is False
    assert [one.code for one in countries_like(shipped, "i")][:2] == ["IN", "IE"]


def test_a_countrys_number_is_its_own_and_stays(shipped: HelpLines) -> None:
    """Buttons that were sent long ago mean the same country when others are added."""
    assert len({number_of(country) for country in shipped.values()}) == len(shipped)
    for country in shipped.values():
        assert country_numbered(shipped, number_of(country)) is country
    assert number_of(shipped["GB"]) == 6 * 26 + 1
    assert country_numbered(shipped, None) is None
    assert country_numbered(shipped, 9999) is None


def test_a_folder_of_ones_own_words_keeps_the_help_lines(tmp_path: Path) -> None:
    """Nobody is left without them; a folder that has its own is taken, and checked like ours."""
    for file in shipped_prompts().glob("*.en.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert load(tmp_path).helplines == load(shipped_prompts()).helplines
    assert list(load(_written(tmp_path, ONE)).helplines) == ["IE"]
    with pytest.raises(FileFaults, match="helplines"):
        load(_written(tmp_path, ONE.replace("sources: 1", "sources: none")))
