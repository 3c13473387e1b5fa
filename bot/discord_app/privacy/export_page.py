"""The export as a page to read: whole in itself, without scripts, and every word in it inert."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from html import escape

from bot.discord_app.privacy.kept import KeptLines
from bot.discord_app.rendering.words import Words
from bot.domain.personal_data import DataKind, Fact, PersonalData

_OURS = frozenset(
    {
        "state",
        "shown_to",
        "role",
        "answer",
        "comes",
        "running",
        "heavy_asks",
        "limit",
        "outcome",
        "what",
        "done",
        "age",
    }
)
"""Facts that are keys of ours: their words stand under `privacy.value`."""

_GROUPS = {
    "topic": "topic",
    "detail": "topic",
    "topics": "topic",
}
"""Facts that were chosen from a list of prompts."""

_LANGUAGES = frozenset({"ask_language", "language", "languages", "text_language"})
"""Facts that are languages: what one speaks, and what one reads, which may have a region."""

_STYLE = (
    "body{font-family:sans-serif;line-height:1.5;max-width:45em;margin:2em auto;padding:0 1em}"
    "dt{font-weight:bold}dd{margin:0 0 .5em;white-space:pre-wrap;overflow-wrap:anywhere}"
    "section{border-top:1px solid;margin-top:1.5em}"
)
_PAGE = (
    '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy"'
    " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    '<meta name="viewport" content="width=device-width">\n'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
)


class ExportPage:
    """Writes the page with the sentences of prompts/."""

    def __init__(self, words: Words, lines: KeptLines) -> None:
        self._words = words
        self._kept = lines

    def html(self, found: Sequence[PersonalData], now: datetime) -> str:
        """The page. Times are in UTC."""
        words = self._words
        body = [
            _tag("h1", words("privacy.page.title")),
            _tag("p", words("privacy.page.made", when=self._time(now))),
            _tag("p", words("privacy.page.about")),
            *self._sections(found),
        ]
        filled = {"lang": words.language, "title": escape(words("privacy.page.title"))}
        page = _PAGE.replace("{style}", _STYLE).replace("{lang}", escape(filled["lang"]))
        before, after = page.replace("{title}", filled["title"]).split("{body}")
        return before + "\n".join(body) + after

    def _sections(self, found: Sequence[PersonalData]) -> Iterator[str]:
        for kind in DataKind:
            for one in found:
                if one.kind is kind:
                    yield f"<section>\n{''.join(self._section(one))}</section>"

    def _section(self, one: PersonalData) -> Iterator[str]:
        yield _tag("h2", self._words(f"privacy.kind.{one.kind}"))
        if one.guild is not None:
            yield _tag("p", self._kept.server(one.guild).label)
        yield "<dl>\n"
        for name, fact in one.facts.items():
            said = self._said(name, fact)
            if said:
                yield _tag("dt", self._words(f"privacy.fact.{name}")) + _tag("dd", said)
        yield "</dl>\n"

    def _said(self, name: str, fact: Fact) -> str:
        if fact is None or fact == "":
            return ""
        if isinstance(fact, bool):
            return self._words("privacy.value.true") if fact else ""
        if isinstance(fact, datetime):
            return self._time(fact)
        if isinstance(fact, date):
            return self._words.long_date(fact)
        if isinstance(fact, tuple):
            return "\n".join(self._one(name, part) for part in fact)
        return self._one(name, str(fact))

    def _time(self, when: datetime) -> str:
        return f"{self._words.long_date(when)}, {when:%H:%M} UTC"

    def _one(self, name: str, fact: str) -> str:
        if name in _OURS:
            return self._words(f"privacy.value.{fact}")
        if name == "weekdays":
            return list(self._words.options("weekday").values())[int(fact)]
        return self._listed(name).get(fact, fact)

    def _listed(self, name: str) -> Mapping[str, str]:
        if name == "themes":
            return {key: deck.name for key, deck in self._words.decks.items()}
        if name == "country":
            return self._words.countries
        if name in _LANGUAGES:
            return self._words.spoken | self._words.languages | self._words.deck_languages
        return self._words.options(_GROUPS[name]) if name in _GROUPS else {}


def _tag(name: str, words: str) -> str:
    return f"<{name}>{escape(words)}</{name}>\n"
