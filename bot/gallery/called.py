"""Owns what a mention reads as in the gallery, whose people, roles and places are nowhere."""

from collections.abc import Mapping

from bot.gallery.play import MODERATORS

PLACES = {1: "ask-here", 2: "staff"}
"""By what a server's id is short of theirs, as in `Story`."""
ROLES: Mapping[int, str] = {MODERATORS: "Moderators"}
SOMEBODY, THREAD, ROLE = "River", "An open ask", "Members"


def called(sign: str, snowflake: int) -> str:
    """The same for everybody who looks."""
    if sign == "#":
        return f"#{PLACES.get(snowflake % 10, THREAD)}"
    return f"@{ROLES.get(snowflake, ROLE) if sign == '@&' else SOMEBODY}"
