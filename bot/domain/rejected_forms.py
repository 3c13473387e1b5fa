"""What somebody filled into a form that was not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Answers: TypeAlias = Mapping[str, str | list[str]]
"""By the field's name: text, or the list of chosen values."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form's action and token, its answers, and the ways to read one of them: `(field, answer)`,
    of which one is to be chosen."""

    action: str
    token: str
    answers: Answers
    choices: Sequence[tuple[str, str]] = ()

    def with_choice(self, number: int) -> Answers:
        """The answers as chosen. Raises IndexError."""
        field, answer = self.choices[number]
        return {**self.answers, field: answer}
