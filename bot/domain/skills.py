"""What a listener can share with somebody who would like to learn it: keys of a list, and a few
words of their own. Nobody else is shown either: they say only whom an ask goes to first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.folding import fold
from bot.domain.skill_errors import (
    NoWordInSkill,
    SkillIsLink,
    SkillNamesSomebody,
    SkillTooLong,
    TooManySkills,
)
from bot.domain.text import clean, invites, length

SKILLS_AT_MOST = 10
"""Of one's own words."""
LENGTH_AT_MOST = 40
"""Of each, in characters as Discord counts them."""

_APART = re.compile("[\n,;\u060c\u061b\u3001\uff0c\uff1b]")
"""Each on a line of its own, or in a row with the commas of people's languages."""
_SOMEBODY = re.compile("<[@#]|[@\uff20]\\w")
_LINK = re.compile(r"https?:|www\.|\]\s*\(|\w\.\w+/", re.IGNORECASE)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no spaces between words."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What a listener named: keys of prompts' list, and their own words in the order in which these
    were typed."""

    listed: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToLearn:
    """What an ask would like to learn: a key of the list, and its words, as they are compared."""

    wish: str
    said: str

    @classmethod
    def of(cls, wish: str, words: str) -> "ToLearn":
        """Of an ask; an empty wish where it would like to learn nothing."""
        return cls(wish, fold(words) if wish else "")

    def fits(self, skills: Skills) -> bool:
        """Whether somebody can share it: that of the list which it names, or own words that all
        stand in its words, whatever their order and accents."""
        if not self.wish:
            return False
        return self.wish in skills.listed or any(map(self._holds, skills.own))

    def _holds(self, skill: str) -> bool:
        apart = self.said.split()
        return all(
            one in (self.said if _UNSPACED.search(one) else apart) for one in fold(skill).split()
        )


@dataclass(frozen=True, slots=True)
class OwnSkills:
    """Own words as they are kept, and those of them that were typed more than once."""

    kept: tuple[str, ...]
    twice: tuple[str, ...] = ()


def read_own(typed: str) -> OwnSkills:
    """Own words, as somebody typed them: one on a line, or with commas between.
    Raises SkillTooLong, TooManySkills, SkillNamesSomebody, SkillIsLink, NoWordInSkill."""
    kept = dict[str, str]()
    twice = dict[str, str]()
    for one in _parts(typed):
        folded = _checked(one)
        (twice if folded in kept else kept).setdefault(folded, one)
    if len(kept) > SKILLS_AT_MOST:
        raise TooManySkills(most=SKILLS_AT_MOST)
    return OwnSkills(tuple(kept.values()), tuple(kept[folded] for folded in twice))


def _parts(typed: str) -> Iterator[str]:
    if _SOMEBODY.search(typed):  # before ids become words
        raise SkillNamesSomebody
    for part in _APART.split(clean(typed)):
        if one := " ".join(part.split()):
            yield one


def _checked(one: str) -> str:
    """By what it is compared."""
    if _LINK.search(one) or invites(one):
        raise SkillIsLink
    if (characters := length(one)) > LENGTH_AT_MOST:
        raise SkillTooLong(limit=LENGTH_AT_MOST, length=characters)
    folded = fold(one)
    if not folded:
        raise NoWordInSkill
    return folded
