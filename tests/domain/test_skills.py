"""What a listener can share: own words are read with care, and fit what somebody asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import SupportError
from bot.domain.skill_errors import (
    NoWordInSkill,
    SkillIsLink,
    SkillNamesSomebody,
    SkillTooLong,
    TooManySkills,
)
from bot.domain.skills import LENGTH_AT_MOST, SKILLS_AT_MOST, OwnSkills, Skills, ToLearn, read_own


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ()),
        (" \n ,, \n", ()),
        ("Sourdough", ("Sourdough",)),
        ("Sourdough, C#; *chess*\n\n  snake_case  ", ("Sourdough", "C#", "*chess*", "snake_case")),
        ("node.js", ("node.js",)),
        ("рисование\n吉他、编织", ("рисование", "吉他", "编织")),
        (
            "\u062e\u0628\u0632\u060c\u0634\u0639\u0631",
            ("\u062e\u0628\u0632", "\u0634\u0639\u0631"),
        ),
        ("3 chords on a ukulele", ("3 chords on a ukulele",)),
        ("a\u202eb\u200bc", ("abc",)),
        ("x" * LENGTH_AT_MOST, ("x" * LENGTH_AT_MOST,)),
    ],
)
def test_own_words_are_kept_as_they_were_typed(typed: str, kept: tuple[str, ...]) -> None:
    """One on a line or with commas between, in any script, without what cannot be seen."""
    assert read_own(typed) == OwnSkills(kept)


def test_what_is_typed_twice_is_kept_once() -> None:
    """Capitals and accents apart; each is named once, too."""
    assert read_own("Bögen, bogen, Chess, BOGEN") == OwnSkills(("Bögen", "Chess"), ("Bögen",))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("x" * 200, SkillTooLong),
        ("good\n" + "é" * (LENGTH_AT_MOST + 1), SkillTooLong),
        ("<@1180234567890123457>", SkillNamesSomebody),
        ("ask <#1180234567890123457>", SkillNamesSomebody),
        ("@everyone", SkillNamesSomebody),
        ("write to ana@example.org", SkillNamesSomebody),
        ("＠quiet", SkillNamesSomebody),  # noqa: RUF001 - the full-width one, too
        ("https://example.org", SkillIsLink),
        ("www.example.org", SkillIsLink),
        ("[chess](https://example.org)", SkillIsLink),
        ("example.org/chess", SkillIsLink),
        ("discord.gg/abcdef", SkillIsLink),
        ("***", NoWordInSkill),
        ("chess, 🎸", NoWordInSkill),
        ("\n".join(map(str, range(SKILLS_AT_MOST + 1))), TooManySkills),
    ],
)
def test_what_cannot_be_taken_is_explained(typed: str, error: type[SupportError]) -> None:
    """Each with its own sentence."""
    with pytest.raises(error) as raised:
        read_own(typed)
    assert type(raised.value) is error


def test_an_error_says_how_long_it_is_and_what_fits() -> None:
    """Of the one that is too long."""
    with pytest.raises(SkillTooLong) as raised:
        read_own(f"chess\n{'x' * 200}")
    assert raised.value.values == {"limit": LENGTH_AT_MOST, "length": 200}


@given(st.text(max_size=300))
def test_whatever_is_typed_is_kept_or_explained(typed: str) -> None:
    """What was kept is read again as it stands, so opening the form and sending it changes
    nothing."""
    try:
        kept = read_own(typed).kept
    except SupportError:
        return
    assert read_own("\n".join(kept)) == OwnSkills(kept)


@pytest.mark.parametrize(
    ("skills", "wish", "words", "fit"),
    [
        (Skills(frozenset({"music"})), "music", "", True),
        (Skills(frozenset({"music"})), "cooking", "music", False),
        (Skills(frozenset({"music"})), "", "music", False),
        (Skills(own=("Sourdough",)), "other", "How do I bake SOURDOUGH?", True),
        (Skills(own=("Sourdough",)), "cooking", "How do I bake sourdough?", True),
        (Skills(own=("Sourdough",)), "", "How do I bake sourdough?", False),
        (Skills(own=("Pan de campo",)), "other", "un pan, de campo", True),
        (Skills(own=("Pan de campo",)), "other", "un pan", False),
        (Skills(own=("Art",)), "other", "where do I start?", False),
        (Skills(own=("Guitarra eléctrica",)), "other", "Electrica, mi guitarra", True),
        (Skills(own=("吉他",)), "other", "我想学吉他", True),
        (Skills(own=("编织",)), "other", "我想学吉他", False),
        (Skills(), "other", "anything", False),
    ],
)
def test_what_fits(skills: Skills, wish: str, words: str, *, fit: bool) -> None:
    """That of the list which was chosen, or own words that all stand in the ask."""
    assert ToLearn.of(wish, words).fits(skills) is fit
