"""What somebody reads may have a region, as Brazilian Portuguese has; what people speak, and what a
help line answers in, has none. The two are never taken for one another."""

from dataclasses import replace
from datetime import date

from bot.discord_app.rendering.help_lines import _nearest as nearest_lines
from bot.discord_app.rendering.help_lines import shown
from bot.discord_app.rendering.words import Words, own_name
from tests.fakes import SeededRandomness
from tests.prepared import shipped

BRAZILIAN = Words(shipped(), "pt-BR", SeededRandomness())


def test_help_lines_that_answer_in_it_come_first() -> None:
    """A line says `pt`, its reader reads `pt-BR`."""
    country = BRAZILIAN.helplines["BR"]
    line = country.lines[0]
    english, portuguese = (replace(line, languages=(one,)) for one in ("en", "pt"))
    first, second = nearest_lines(BRAZILIAN, replace(country, lines=(english, portuguese)))
    assert (first, second) == (portuguese, english)
    assert shown(BRAZILIAN, first)


def test_what_one_speaks_is_chosen_without_a_region() -> None:
    """An ask or a listener's settings say `pt`; encouragements and channels `pt-BR`."""
    assert BRAZILIAN.spoken["pt"] == "Português"
    assert not [one for one in BRAZILIAN.spoken if "-" in one]
    assert BRAZILIAN.languages["pt-BR"] == BRAZILIAN.deck_languages["pt-BR"]
    assert BRAZILIAN.languages["pt-BR"] == "Português (Brasil)"


def test_each_language_calls_itself_by_its_name() -> None:
    """One that nobody knows by its code."""
    assert [own_name(one) for one in ("de", "pt-BR", "xx", "he")] == [
        "Deutsch",
        "Português (Brasil)",
        "xx",
        "עברית",
    ]


def test_a_country_has_its_name_in_it() -> None:
    """Also where the name of the language has a region."""
    assert BRAZILIAN.countries["DE"] == "Alemanha"


def test_dates_are_written_as_in_the_language() -> None:
    """Where Discord shows no timestamps: in titles and in files."""
    day = date(2026, 3, 9)
    assert BRAZILIAN.long_date(day) == "9 de março de 2026"
    assert [BRAZILIAN.short_month(one) for one in ("2026-03", "2026-03-09")] == ["mar. de 2026"] * 2
    assert Words(shipped(), "en", SeededRandomness()).long_date(day) == "March 9, 2026"
