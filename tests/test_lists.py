"""Several things in one sentence, by the rules of each language."""

import ast
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from babel import Locale

from bot import lists
from bot.discord_app.rendering import giving_away, help_lines
from bot.discord_app.rendering.words import Words
from bot.discord_app.schedules.fields import taste_values
from bot.domain.schedules import Taste
from bot.domain.unread import PossibleMeaning, WhichHalf
from tests.fakes import SeededRandomness
from tests.prepared import shipped

BOT = Path(lists.__file__).parent

AND = {
    "en": ("{}, {}, and {}", "{} and {}"),
    "es": ("{}, {} y {}", "{} y {}"),
    "de": ("{}, {} und {}", "{} und {}"),
    "fr": ("{}, {} et {}", "{} et {}"),
    "pt-BR": ("{}, {} e {}", "{} e {}"),
}
OR = {"en": "or", "es": "o", "de": "oder", "fr": "ou", "pt-BR": "ou"}
EACH = pytest.mark.parametrize("language", sorted(AND))

NOT_IN_A_SENTENCE = {
    # things whose names hold an "and" of their own
    "lists.py": 1,
    # names of keys and programs, listed behind a colon for whoever wrote the file or runs it
    "check_command.py": 1,
    "simulate_command.py": 1,
    "own_prompts.py": 1,
    "deck_files.py": 1,
    "message_files.py": 1,
    "prompts.py": 1,
    "safe_mode.py": 1,
}
"""How many such lists a file may join by commas alone."""


@pytest.fixture(params=sorted(AND))
def words(request: pytest.FixtureRequest) -> Words:
    """The words of each language in turn."""
    return Words(shipped(), request.param, SeededRandomness())


def test_nothing_is_joined_by_commas_of_our_own() -> None:
    """Every list that people read goes through the rules of their language."""
    found = dict[str, int]()
    for path in (
        *BOT.glob("*.py"),
        *BOT.glob("discord_app/**/*.py"),
        *BOT.glob("services/**/*.py"),
    ):
        if number := len(list(_joined_by_hand(path))):
            found[path.relative_to(BOT).as_posix()] = number
    assert found == NOT_IN_A_SENTENCE


def _joined_by_hand(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        between = node.func.value
        if node.func.attr == "join" and isinstance(between, ast.Constant):
            text = str(between.value)
            if "," in text or ";" in text or text.strip().isalpha():
                yield node


def test_days_themes_and_their_like_are_joined_as_in_each_language(words: Words) -> None:
    """Three days, three themes: what stands before the last one is the language's own word."""
    three, two = AND[words.language]
    names = list(words.options("weekday").values())
    assert words.weekdays([0, 2, 4]) == three.format(names[0], names[2], names[4])
    assert words.weekdays([5, 6]) == two.format(names[5], names[6])
    decks = list(words.decks.values())
    chosen = Taste(words.language, frozenset(deck.key for deck in decks[:2]))
    assert taste_values(words, chosen)["themes"] == two.format(decks[0].name, decks[1].name)


def test_what_has_an_and_of_its_own_is_told_apart_by_semicolons(words: Words) -> None:
    """Loss and grief are one topic: "Family and Loss and grief" would be read as three."""
    topics = words.options("topic")
    family, loss, me = topics["family"], topics["loss"], topics["identity"]
    _, two = AND[words.language]
    assert words.all_of([family, me]) == two.format(family, me)
    assert words.all_of([family, loss]) == f"{family}; {loss}"
    assert words.all_of([loss, family, me]) == f"{loss}; {family}; {me}"
    assert words.all_of([loss]) == loss
    quoted = [f"“{two.format('Ana', 'Lee')}”", "“Rome, Lazio”"]
    assert words.all_of(quoted) == two.format(*quoted)


def test_a_comma_of_its_own_is_told_apart_likewise() -> None:
    """Where one of them counts the "or" is needed, and says enough."""
    assert lists.all_of(["Work, school or money", "Family"]) == "Work, school or money; Family"
    assert lists.one_of(["Rome, Georgia", "Rome, Italy"]) == "Rome, Georgia or Rome, Italy"


def test_what_gives_somebody_away_is_joined_likewise(words: Words) -> None:
    """Each in the quotes of the language, and of many how many more there are."""
    three, _ = AND[words.language]
    quoted = [words("care.own_words", words=one) for one in ("Ana", "Lee", "Max")]
    assert giving_away.in_quotes(words, ["Ana", "Lee", "Max"]) == three.format(*quoted)
    many = giving_away.in_quotes(words, [f"Nr{n}" for n in range(20)])
    assert many.endswith(words("care.own_words_more", count=12))
    assert len(giving_away.in_quotes(words, ["a" * 60] * 20)) <= giving_away.IN_ALL + 20


def test_numbers_of_which_one_helps_are_joined_by_or(words: Words) -> None:
    """Two emergency numbers are one or the other, and two services are both."""
    country = next(one for one in words.helplines.values() if len(one.emergency) == 2)
    first, second = country.emergency
    said = help_lines.emergency(words, country)
    assert f"**{first}** {OR[words.language]} **{second}**" in said


def test_what_is_asked_back_is_joined_by_or(words: Words) -> None:
    """Half past one at night or in the afternoon."""
    night, day = PossibleMeaning("01:30", at=time(1, 30)), PossibleMeaning("13:30", at=time(13, 30))
    said = words.refusal(WhichHalf((night, day)))
    joined = f"{words.choice(night)} {OR[words.language]} {words.choice(day)}"
    assert joined in said


@pytest.mark.parametrize(
    ("some", "said"),
    [
        (("francés", "inglés"), "francés e inglés"),
        (("inglés", "francés"), "inglés y francés"),
        (("padre", "hijo"), "padre e hijo"),
        (("agua", "hielo"), "agua y hielo"),
        (("árabe", "“Irlanda”"), "árabe e “Irlanda”"),
        (("a", "b", "italiano"), "a, b e italiano"),
    ],
)
def test_spanish_says_e_before_the_same_sound(some: tuple[str, ...], said: str) -> None:
    """As everybody does who speaks it; CLDR's patterns leave that to whoever uses them."""
    assert lists.all_of(some, Locale("es")) == said
    assert lists.all_of(some, Locale.parse("es-419", sep="-")) == said


@pytest.mark.parametrize(
    ("some", "said"),
    [
        (("7", "8"), "7 u 8"),
        (("10", "**11**"), "10 u **11**"),
        (("911", "112"), "911 o 112"),
        (("siete", "ocho"), "siete u ocho"),
        (("mañana", "hoy"), "mañana u hoy"),
        (("hoy", "mañana"), "hoy o mañana"),
    ],
)
def test_spanish_says_u_before_the_same_sound(some: tuple[str, ...], said: str) -> None:
    """Eight and eleven in figures too."""
    assert lists.one_of(some, Locale("es")) == said


@EACH
def test_one_thing_stands_alone_and_none_is_nothing(language: str) -> None:
    """No word is before what stands alone."""
    locale = Locale.parse(language, sep="-")
    assert lists.all_of(["x"], locale) == lists.one_of(["x"], locale) == "x"
    assert lists.all_of([], locale) == lists.one_of([], locale) == ""


SAID = {
    "en": ("2:30 at night", "9 in the morning", "7:15 in the evening", "10 at night"),
    "es": ("2:30 de la madrugada", "9 de la mañana", "7:15 de la noche", "10 de la noche"),
    "de": ("2:30 Uhr nachts", "9 Uhr morgens", "7:15 Uhr abends", "10 Uhr abends"),
    "fr": ("2 h 30 du matin", "9 h du matin", "7 h 15 du soir", "10 h du soir"),
    "pt-BR": ("2:30 da madrugada", "9 da manhã", "7:15 da noite", "10 da noite"),
}


def test_a_time_of_day_is_said_as_people_say_it(words: Words) -> None:
    """In German ten is still evening, in French there is no hour of the night, and where the early
    morning has a word of its own, it is that."""
    times = (time(2, 30), time(9), time(19, 15), time(22))
    said = tuple(words.time_said(one).replace("\N{NO-BREAK SPACE}", " ") for one in times)
    assert said == SAID[words.language]


@EACH
def test_a_length_of_time_has_the_forms_of_its_language(language: str) -> None:
    """One hour and two are told apart in each."""
    words = Words(shipped(), language, SeededRandomness())
    assert words.length(timedelta(hours=1)) != words.length(timedelta(hours=2))
