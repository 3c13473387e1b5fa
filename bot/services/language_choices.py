"""Who is known to have chosen no language, at hand without the database: nearly everybody has not,
and each press would ask."""

from bot.domain.ids import PersonTag

_MOST = 1 << 15
"""People who are remembered together, until all of them are forgotten."""


class LanguageChoices:
    """What was found while the bot runs. Whoever chose one since is looked for at each press from
    then on, whatever a look that began before it still says."""

    def __init__(self) -> None:
        self._chose: set[PersonTag] = set()
        self._chose_none: set[PersonTag] = set()

    def chooses(self, person: PersonTag) -> None:
        """Somebody chooses one; said before it is stored."""
        self._chose.add(person)

    def found_none(self, person: PersonTag) -> None:
        """The database knows of none."""
        if len(self._chose_none) >= _MOST:
            self._chose_none.clear()
        self._chose_none.add(person)

    def is_none(self, person: PersonTag) -> bool:
        """Whether they chose none for certain."""
        return person in self._chose_none and person not in self._chose
