"""Which presses, commands and forms were told of already: each has one effect and one answer.

Discord tells of one again only to a connection that resumes its session, which no other process
can, so nothing of it is stored: a press that changes nothing leaves no trace.
"""

REMEMBERED = 4096
"""Interactions: far more than one session is told of again."""


class AlreadyTold:
    """The newest interactions of this connection, by Discord's ids."""

    def __init__(self) -> None:
        self._numbers: dict[int, None] = {}

    def first_time(self, number: int) -> bool:
        """True once for each number."""
        if number in self._numbers:
            return False
        self._numbers[number] = None
        if len(self._numbers) > REMEMBERED:
            del self._numbers[next(iter(self._numbers))]
        return True
