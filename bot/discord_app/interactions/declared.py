"""What every feature says of itself before it is loaded: who it is for, and what it keeps.

What is kept stands in tables, and each table says how it is shown to whoever's it is, and how it is
erased. A command, button or form of which nothing is said does not load.
"""

from dataclasses import dataclass
from enum import Enum

from bot.storage.table_lives import TABLE_LIVES


class Audience(Enum):
    """Who may use a feature. Its services check it; here it is said."""

    EVERYBODY = "everybody"
    """Also in direct messages, and in servers that are not set up."""
    MEMBERS = "members"
    """Of a server that is set up."""
    LISTENERS = "listeners"
    BOTH_SIDES = "both sides"
    """The two of a conversation, each their own."""
    ASKERS = "askers"
    """Whoever asked, about their own ask."""
    MODERATORS = "moderators"
    """Whoever has the moderators' role, or may manage the server."""
    MANAGERS = "managers"
    """Who may manage the server."""


class Undeclared(Exception):
    """A feature says nothing of itself, or keeps something in a table of which nothing is said."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Who a feature is for, and the tables in which it keeps something by itself; none: it keeps
    nothing. How those are shown and erased is declared with them. `goes_on`: the buttons below what
    has none of its own, where they are not those of everybody for whom it is."""

    audience: Audience
    keeps: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()


def must_be_declared(feature: object) -> None:
    """Raises Undeclared, before anything of a feature can be used."""
    said = getattr(feature, "declared", None)
    if not isinstance(said, Declared):
        raise Undeclared(f"{type(feature).__name__} does not say who it is for and what it keeps")
    if unknown := set(said.keeps) - TABLE_LIVES.keys():
        raise Undeclared(f"{type(feature).__name__} keeps something in {sorted(unknown)}")
