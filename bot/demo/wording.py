"""Owns the way from a message that somebody sees back to the text in prompts/ that it reads as."""

import re
from functools import lru_cache

from bot.prompts import Prompts

QUOTE = "> "
_HOLE = re.compile("\0([a-z0-9_]+)\0")


class Wording:
    """The sentences that the bot was given, to be looked for in what people see."""

    def __init__(self, prompts: Prompts) -> None:
        self.prompts = prompts
        self._pattern = lru_cache(maxsize=None)(self._compiled)

    def __call__(self, key: str, **values: str | int) -> str:
        """A sentence, filled in."""
        return self.prompts.text(self.prompts.default, key, **values)

    def values(self, text: str, key: str) -> dict[str, str] | None:
        """What was filled in, if the text reads exactly like this sentence, with or without the
        line about help lines; else None."""
        lines = (line for line in text.split("\n") if line != self("care.always"))
        found = self._pattern(key).fullmatch("\n".join(lines).strip())
        return None if found is None else found.groupdict()

    def reads(self, text: str, key: str) -> bool:
        """Whether the text is this sentence, whatever was filled in."""
        return self.values(text, key) is not None

    def said(self, content: str) -> tuple[str, str] | None:
        """Who says what to the other side, where every line of it is quoted under a name."""
        named, _, below = content.partition("\n")
        alias, lines = self.values(named, "notice.words"), below.split("\n")
        if alias is None or not all(line.startswith(QUOTE) for line in lines):
            return None
        return alias["alias"], "\n".join(line.removeprefix(QUOTE) for line in lines)

    def _compiled(self, key: str) -> re.Pattern[str]:
        holes = {name: f"\0{name}\0" for name in self.prompts.placeholders(key)}
        pieces = _HOLE.split(self(key, **holes))
        pattern, known = "", set[str]()
        for place, piece in enumerate(pieces):
            if place % 2 == 0:
                pattern += re.escape(piece)
            else:
                pattern += f"(?P={piece})" if piece in known else f"(?P<{piece}>.+?)"
                known.add(piece)
        return re.compile(pattern, re.DOTALL)
