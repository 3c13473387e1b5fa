"""What others called a server or a role: a name in our sentences, and nothing that takes effect."""

from dataclasses import dataclass
from functools import lru_cache

from bot.domain.text import clean, escape, invites, length, neutralise_links

LONGEST = 60
"""Characters that are shown of a name; a server's has up to 100, a label 80 in all."""

KEPT = 1024
"""Names whose form is remembered: most answers say one, and to clean it takes longer than all that
is read for such an answer."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that somebody chose. Put into a sentence, it is inert; `label` is for buttons, where
    Discord formats nothing."""

    given: str

    def __str__(self) -> str:
        return _inert(self.given)

    def __bool__(self) -> bool:
        return bool(self.label)

    @property
    def label(self) -> str:
        """On one line, without what is not seen, and cut where it would not fit."""
        return _label(self.given)


@lru_cache(KEPT)
def _label(given: str) -> str:
    name = " ".join(clean(given).split())
    return name if length(name) <= LONGEST else f"{_cut(name)}…"


@lru_cache(KEPT)
def _inert(given: str) -> str:
    return escape(_apart(neutralise_links(_label(given))).replace("<t:", "< t:"))


def _apart(name: str) -> str:
    """No address that can be pressed, and no invitation: a space stands behind each slash."""
    return name.replace("/", "/ ") if "://" in name or invites(name) else name


def _cut(name: str) -> str:
    while length(name) >= LONGEST:
        name = name[:-1]
    return name.rstrip()
