"""Where a cue stands in a text: found by its first word, all languages at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.details.language import Cue, CueKind, CueLanguage
from bot.domain.details.tokens import Text


@dataclass(frozen=True, slots=True)
class Found:
    """A cue in a text: the words from `start` up to `end`."""

    kind: CueKind
    language: CueLanguage
    start: int
    end: int


class Cues:
    """All cues of all languages; made once."""

    def __init__(self, languages: Iterable[CueLanguage]) -> None:
        self._by_words: dict[Cue, list[tuple[Cue, CueKind, CueLanguage]]] = {}
        for language in languages:
            for kind, cues in language.cues.items():
                for cue in cues:
                    # by two words: many cues begin with the same "my"
                    begins = cue[:1] if "*" in cue[1:2] else cue[:2]
                    self._by_words.setdefault(begins, []).append((cue, kind, language))

    def find(self, text: Text) -> Iterator[Found]:
        """Each place where one stands, the longer of two at one place first."""
        get, before = self._by_words.get, ""
        for number in range(len(text.tokens) - 1, -1, -1):
            word = text.tokens[number].plain
            candidates = [*get((word,), ()), *get((word, before), ())]
            before = word
            if not candidates:
                continue
            here = [
                Found(kind, language, number, number + len(cue))
                for cue, kind, language in candidates
                if text.stands(cue, number)
            ]
            yield from sorted(here, key=lambda one: one.start - one.end)
