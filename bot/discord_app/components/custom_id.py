"""What a button or form carries: a version, an action, and a random token that means nothing.

`1:accept:Zr3…` or, where one action has several buttons, `1:duty.2:Zr3…`, `1:keep.growth-04:Zr3…`.
"""

import re
from dataclasses import dataclass

from bot.domain.errors import OutOfDate

_SHAPE = re.compile(
    r"1:(?P<action>[a-z_]{1,30})(?:\.(?P<choice>[a-z0-9-]{1,40}))?:(?P<token>[\w-]{22})"
)


@dataclass(frozen=True, slots=True)
class CustomId:
    """A parsed custom_id; at most 100 characters as text."""

    action: str
    token: str
    choice: int | str | None = None
    """A number, or the id of something in prompts/."""

    def __str__(self) -> str:
        choice = "" if self.choice is None else f".{self.choice}"
        return f"1:{self.action}{choice}:{self.token}"


def parse(text: str) -> CustomId:
    """Read a custom_id back. Raises OutOfDate for one that this version never made."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise OutOfDate
    choice = found["choice"]
    number = choice is not None and choice.isdecimal() and str(int(choice)) == choice
    return CustomId(found["action"], found["token"], int(choice) if number and choice else choice)
