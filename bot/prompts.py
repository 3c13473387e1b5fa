"""Every visible word, loaded: how a text is filled with values, and which language is taken.

Does not own: the files (`prompt_files`), what Discord needs around a text
(`discord_app/rendering/notices`),
nor when a text is sent. Values are put in as they are: escaping is the renderer's work.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final, TypeAlias, TypeVar

from babel import Locale, negotiate_locale

from bot.domain.care import Screen
from bot.domain.details import Details
from bot.helplines import HelpLines

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
Loaded = TypeVar("Loaded")


class UnknownPrompt(KeyError):
    """The code asked for a text that does not exist, or left out one of its values."""


@dataclass(frozen=True, slots=True)
class Encouragement:
    """One short text of a deck; the id stays the same in every language."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Deck:
    """The encouragements of one theme."""

    key: str
    name: str
    texts: tuple[Encouragement, ...]
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the texts that meet an answer about a goal, by the answer, where any are named."""


PluralForm: TypeAlias = Callable[[int], str]
"""Which form a count takes: one of zero, one, two, few, many and other.
https://cldr.unicode.org/index/cldr-spec/plural-rules"""


def plural_form(language: str) -> PluralForm:
    """The forms of a language, as CLDR has them. Raises babel's UnknownLocaleError."""
    return Locale.parse(language, sep="-").plural_form


@dataclass(frozen=True)
class Message:
    """One text. What is counted has a text for each form that counts take, `other` among them or
    not; everything else has `other` alone."""

    forms: Mapping[str, str]
    form_of: PluralForm | None = None
    """None: it is not chosen by `count`."""

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """The names of the values that it needs."""
        count = () if self.form_of is None else ("count",)
        return frozenset(chain(PLACEHOLDER.findall("".join(self.forms.values())), count))

    def filled(self, values: Mapping[str, object]) -> str:
        """The text with its values, in one pass: a value that holds braces stays as it is."""
        return PLACEHOLDER.sub(lambda found: str(values[found[1]]), self._form(values))

    def _form(self, values: Mapping[str, object]) -> str:
        if self.form_of is None:
            return self.forms["other"]
        form, count = self.form_of, values["count"]
        assert isinstance(count, int), "what is counted is a whole number"
        # some languages have one more form for whole millions, which no text here needs
        return self.forms.get(form(count)) or self.forms["other"]


Messages: TypeAlias = Mapping[str, Message]
Decks: TypeAlias = Mapping[str, Deck]
Aliases: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Prompts:
    """All texts of all languages. A language that is wholly absent is the default one."""

    default: str
    _messages: Mapping[str, Messages] = field(repr=False)
    _decks: Mapping[str, Decks] = field(repr=False)
    _aliases: Mapping[str, Aliases] = field(repr=False)
    helplines: HelpLines = field(repr=False)
    screen: Screen = field(repr=False, compare=False)
    details: Details = field(repr=False, compare=False)
    """Which help card words call for, by the rules of every language."""

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that messages exist in, sorted."""
        return tuple(sorted(self._messages))

    def nearest(self, locale: str) -> str:
        """The language of messages for a reader with this locale of Discord's, else the default
        one."""
        return self.of_locale(locale) or self.default

    def of_locale(self, locale: str) -> str | None:
        """The language of messages for a reader with this locale of Discord's: that very one, else
        the same without its region, else the same of another region; None where there is none.
        https://docs.discord.com/developers/reference#locales"""
        return _nearest(locale, self.languages)

    @property
    def deck_languages(self) -> tuple[str, ...]:
        """The languages that encouragements exist in, sorted."""
        return tuple(sorted(self._decks))

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The text at a dotted key, its placeholders filled in one pass.

        A text in several forms takes the one that fits `count`. More values than needed do no harm.
        Raises UnknownPrompt for a key that does not exist and for a value that is missing.
        """
        message = self._in(self._messages, language).get(key)
        if message is None:
            raise UnknownPrompt(key)
        if missing := message.placeholders - values.keys():
            raise UnknownPrompt(f"{key} needs {', '.join(sorted(missing))}")
        return message.filled(values)

    def placeholders(self, key: str) -> frozenset[str]:
        """The names of the values that the text needs, `count` where it has several forms."""
        if key not in self._messages[self.default]:
            raise UnknownPrompt(key)
        return self._messages[self.default][key].placeholders

    def longest(self, language: str, key: str) -> int:
        """The characters of a text in its longest form, placeholders as they are written; 0 where
        there is none."""
        message = self._in(self._messages, language).get(key)
        return 0 if message is None else max(map(len, message.forms.values()))

    def keys(self, language: str) -> tuple[str, ...]:
        """All dotted keys, in the order of the file."""
        return tuple(self._in(self._messages, language))

    def keys_of(self, language: str, group: str) -> Sequence[str]:
        """The keys that begin with this group and a dot, without them, in the order of the file."""
        return self._in(self._groups, language).get(group, ())

    @cached_property
    def _groups(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By language and by what comes before a dot: there are thousands of keys, and many an
        answer has a list to choose from."""
        return {language: _by_group(messages) for language, messages in self._messages.items()}

    def decks(self, language: str) -> Mapping[str, Deck]:
        """The decks of encouragements by theme, in the order of the file."""
        return self._in(self._decks, language)

    def aliases(self, language: str) -> tuple[str, ...]:
        """Single words that people in a conversation are called by."""
        return self._in(self._aliases, language)

    def _in(self, texts: Mapping[str, Loaded], language: str) -> Loaded:
        return texts.get(language, texts[self.default])


def _by_group(keys: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found = dict[str, list[str]]()
    for key in keys:
        for dot in re.finditer(r"\.", key):
            found.setdefault(key[: dot.start()], []).append(key[dot.end() :])
    return found


@lru_cache(maxsize=1024)
def _nearest(locale: str, languages: tuple[str, ...]) -> str | None:
    """Asked for each sentence of each command in each of Discord's few dozen locales."""
    known = negotiate_locale([locale], languages, sep="-")
    return known or next((one for one in languages if _same(one, locale)), None)


def _same(language: str, locale: str) -> bool:
    return language.partition("-")[0] == locale.partition("-")[0]


def language_code(value: str) -> str:
    """The value, or ValueError where it cannot be the name of a language."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", value):
        raise ValueError('must be a language such as "en" or "pt-BR"')
    return value
