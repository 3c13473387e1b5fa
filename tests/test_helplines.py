"""Help lines: what the file must state, and that each shipped number is in the reference."""

import csv
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import phonenumbers
import pytest
from babel.languages import get_official_languages

from bot.helplines import (
    Country,
    HelpLine,
    HelpLines,
    country_typed,
    load_helplines,
)
from bot.places import load_atlas
from bot.prompt_files import load, load_shipped, shipped_prompts
from bot.readiness import about_help_lines
from bot.strict_yaml import FileFaults
from tests.places import make

COLUMNS = ("general", "ambulance", "police")
ATLAS = load_atlas()
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


def _agreeing(row: Row, number: str) -> int:
    """How many lists give this number: where a line has several, the notes say so for each."""
    for single, count in re.findall(r"([\d ()+-]+\d\)?(?: \(press 1\))?) = (\d+)", row["notes"]):
        if _digits(single.split(" (press")[0]) == _digits(number):
            return int(count)
    return int(row["n_sources"])


def _verified_rows() -> list[Row]:
    """The numbers on which lists agree (tiers A and B)."""
    rows = _rows(_reference().parents[1] / "care" / "helplines-verified.csv")
    return [row for row in rows if row["tier"][0] in "AB"]


def _rows_of(country: Country, line: HelpLine) -> list[Row]:
    """The row of each way to reach a line."""
    of_country = [row for row in _verified_rows() if row["country_code"] == country.code]
    found = []
    for way in (*line.phone, *([line.text] if line.text and not line.phone else ())):
        rows = [row for row in of_country if _digits(way) == _digits(_dialled(row))]
        assert rows, f"{country.code} {line.name}: {way} is not in the reference"
        found.append(rows[0])
    return found


def _dialled(row: Row) -> str:
    return re.sub(r"\((?:ext|press).*", "", row["number"])


@pytest.mark.parametrize(
    ("country", "line"),
    [pytest.param(*pair, id=f"{pair[0].code} {pair[1].name}") for pair in _shipped()],
)
def test_a_shipped_line_is_in_the_reference(country: Country, line: HelpLine) -> None:
    """Each number stands there for this country, agreed on by two lists or checked lately, with
    the date of the newest, in the languages that it names; no more lists than there are."""
    rows = _rows_of(country, line)
    dates = {row["newest_reference_date"] for row in rows} - {""}
    assert not dates or line.verified == max(dates)
    assert line.sources <= max(_agreeing(row, row["number"]) for row in rows)
    assert line.sources >= 2 or line.verified >= "2026"
    spoken = {code for row in rows for code in row["languages"].split(";") if code}
    assert set(line.languages) <= spoken


def test_what_it_costs_is_known() -> None:
    """Free to call is only what the register of telephone numbers calls so."""
    for country, line in _shipped():
        kinds = [row["phonenumbers"] for row in _rows_of(country, line)]
        if line.cost == "free":
            assert all("toll-free" in kind or "tollfree" in kind for kind in kinds), line.name


def test_a_site_is_the_lines_own() -> None:
    """The address stands beside one of its country's lines in the reference."""
    rows = _rows(_reference())
    for country, line in _shipped():
        sites = {
            host
            for row in rows
            if row["country_code"] == country.code
            for host in (_host(row["url"]), _host(row["text_or_info"].removeprefix("Chat: ")))
        }
        assert line.web is None or _host(line.web) in sites, f"{country.code} {line.name}"


def test_every_country_has_emergency_numbers() -> None:
    """And there are as many countries as have lines on which lists agree."""
    shipped = load_helplines(shipped_prompts()).values()
    assert len(shipped) >= 50
    for country in shipped:
        assert country.emergency or (country.ambulance and country.police), country.name


@pytest.mark.parametrize(
    "country", load_helplines(shipped_prompts()).values(), ids=lambda c: c.code
)
def test_a_shipped_emergency_number_is_known(country: Country) -> None:
    """Each is a number that the register of telephone numbers knows as one for emergencies, or
    that two lists give."""
    lists = [
        row
        for row in _rows(_reference().with_name("emergency-numbers.csv"))
        if row["country_code"] == country.code and len(row["source"].split("; ")) >= 2
    ]
    listed = {number for row in lists for key in COLUMNS for number in row[key].split(" / ")}
    for number in (*country.emergency, *country.ambulance, *country.police):
        known = phonenumbers.is_emergency_number(number, country.code)
        assert known or number in listed, f"{country.name}: {number}"


def test_what_the_register_of_numbers_does_not_know_is_told() -> None:
    """It is behind where lines are new: nothing is dropped for that."""
    unknown = [
        f"{country.code} {number}"
        for country, line in _shipped()
        for number in line.phone
        if not _is_known(country.code, number)
    ]
    assert len(unknown) < 20, unknown


def _is_known(country: str, number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) or phonenumbers.is_valid_short_number_for_region(
        parsed, country
    )


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


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("GB", "GB"), ("uk", "GB"), ("United Kingdom", "GB"), (" england ", "GB")),
        *(("Scotland", "GB"), ("Great Britain", "GB"), ("Reino Unido", "GB"), ("London", "GB")),
        *(("usa", "US"), ("Estados Unidos", "US"), ("America", "US"), ("California", "US")),
        *(("Deutschland", "DE"), ("alemania", "DE"), ("allemagne", "DE"), ("de", "DE")),
        *(("México", "MX"), ("mexico", "MX"), ("España", "ES"), ("espana", "ES")),
        *(("Brasil", "BR"), ("Éire", "IE"), ("Ireland", "IE"), ("Österreich", "AT")),
        *(("Россия", "RU"), ("Україна", "UA"), ("Ελλάδα", "GR"), ("भारत", "IN")),
        *(("日本", "JP"), ("대한민국", "KR"), ("South Korea", "KR"), ("Korea", "KR")),
        *(("中国", "CN"), ("لبنان", "LB"), ("ישראל", "IL"), ("Magyarország", "HU")),
        *(("Polska", "PL"), ("Schweiz", "CH"), ("Suisse", "CH"), ("Svizzera", "CH")),
        *(("\U0001f1ec\U0001f1e7", "GB"), ("\U0001f1f2\U0001f1fd", "MX")),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "GB"),
    ],
)
def test_a_country_is_found_as_people_call_it(shipped: HelpLines, typed: str, code: str) -> None:
    """By its code, its flag, a usual name, in its own language, a state or a city."""
    found = country_typed(shipped, ATLAS, typed)
    assert found is not None
    assert found.code == code


def test_every_country_is_found_by_its_own_name(shipped: HelpLines) -> None:
    """In each of fourteen languages, and in each that it has for itself: what we have is never
    denied."""
    for code in shipped:
        for language in (*make.LANGUAGES, *get_official_languages(code)):
            for name in make.called(code, language):
                found = country_typed(shipped, ATLAS, name)
                assert found is not None, name
                assert found.code == code, name


@pytest.mark.parametrize(
    "typed", ["", "United", "Atlantis", "Georgia", "xx", "\U0001f3f4", "1" * 4000]
)
def test_what_we_do_not_have_is_not_guessed(shipped: HelpLines, typed: str) -> None:
    """Georgia is a country before it is a state."""
    assert country_typed(shipped, ATLAS, typed) is None


def test_what_was_checked_long_ago_is_told_in_one_line(shipped: HelpLines) -> None:
    """A month counts as its first day; who wants to know which they are asks for it."""
    (line,) = about_help_lines(shipped, date(2027, 1, 1), verbose=False)
    assert re.fullmatch(r"\d+ of \d+ help lines were last .* ago; --verbose names them\.", line)
    first, *named = about_help_lines(shipped, date(2027, 1, 1), verbose=True)
    assert len(named) == int(first.split()[0]) > 10
    assert all("2026" not in one for one in named)
    assert not list(about_help_lines(shipped, date(2021, 3, 1), verbose=False))
    assert list(about_help_lines(shipped, date(2021, 4, 2), verbose=False))


def test_a_folder_of_ones_own_words_keeps_the_help_lines(tmp_path: Path) -> None:
    """Nobody is left without them; a folder that has its own is taken, and checked like ours."""
    for file in shipped_prompts().glob("*.en.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert load(tmp_path).helplines == load_shipped().helplines
    assert list(load(_written(tmp_path, ONE)).helplines) == ["IE"]
    with pytest.raises(FileFaults, match="helplines"):
        load(_written(tmp_path, ONE.replace("sources: 1", "sources: none")))
