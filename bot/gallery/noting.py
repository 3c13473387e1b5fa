"""Prompts that note which of their texts were taken, so that it shows where each one is read."""

from dataclasses import dataclass, field, fields

from bot.prompts import Prompts


@dataclass(frozen=True)
class NotingPrompts(Prompts):
    """The same words."""

    noted: dict[str, set[str]] = field(default_factory=dict, compare=False, repr=False)
    """By their keys, how the texts were filled since it was last emptied."""

    @classmethod
    def of(cls, prompts: Prompts) -> "NotingPrompts":
        """With the words of these."""
        return cls(**{one.name: getattr(prompts, one.name) for one in fields(Prompts)})

    def text(self, language: str, key: str, /, **values: object) -> str:
        """As in any other prompts, and it is noted."""
        filled = super().text(language, key, **values)
        self.noted.setdefault(key, set()).add(filled)
        return filled

    def taken(self) -> dict[str, set[str]]:
        """What was taken since the last call."""
        found = dict(self.noted)
        self.noted.clear()
        return found
