"""The shipped sentences: every key is used, every key that the code asks for exists, kind words."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.discord_app.rendering.words import Words
from bot.domain.names import LONGEST as LONGEST_NAME
from bot.domain.notices import NoticeKind
from bot.message_files import CHOICES
from tests.fakes import SeededRandomness
from tests.prepared import shipped

BOT = Path(__file__).parent.parent / "bot"
# each with its plural where it has one
NEVER_READ = {
    "en": r"users? tickets? cases? queued? waves? claim(s|ed)? eligible relay(s|ed)? handles?"
    r" unseal(s|ed)? crisis crises",
    "es": r"usuari[oa]s? tickets? casos? cola crisis usted(es)? vos vosotr[oa]s cansad[oa] oyentes?"
    r" moderador(a|es)? voluntari[oa]s? solicitud(es)?",
    "de": r"(be)?nutzer\w* users? tickets? warteschlange\w* krisen? zuhörer(in(nen)?)? moderator\w*"
    r" freiwillige\w* \w+:innen",
    "fr": r"utilisat\w+ tickets? file crises? fatigué\w* tu\ses\sseule? écouteu\w+ bénévoles?"
    r" modérateur\w* modératrice\w*",
    "pt-BR": r"usuári[oa]s? tickets? chamados? casos? filas? crises? sozinh[oa]s? cansad[oa]s?"
    r" obrigad[oa]s? bem-vind[oa]s? ouvintes? moderador\w* voluntári[oa]s? solicitaç\w+ tu",
}
"""The words of offices and machines, and those that guess who somebody is, by language."""
ALIKE = {
    r"language\..*": "each language has its own name for itself",
}
"""Which texts are the same in English and in another language, and why they may be."""


LANGUAGES = shipped().languages
COUNTS = (0, 1, 2, 5, 21)
"""Among them is one of each form that a language has."""


@cache
def texts(language: str = "en") -> dict[str, str]:
    """Every sentence, each of its forms, with its placeholders left in."""
    every = {}
    for key in shipped().keys(language):
        values = {name: f"{{{name}}}" for name in shipped().placeholders(key)}
        counts = COUNTS if "count" in values else (2,)
        forms = (shipped().text(language, key, **{**values, "count": one}) for one in counts)
        every[key] = "\n".join(dict.fromkeys(forms))
    return every


def asked_for() -> Iterator[str]:
    """Patterns of the keys that the code asks for: literals, and f-strings with gaps."""
    for file in BOT.rglob("*.py"):
        if any(file.is_relative_to(BOT / one) for one in ("local_discord", "demo", "gallery")):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+"
                    for part in node.values
                )
                yield "".join(parts)


def test_every_sentence_is_used() -> None:
    """A text that no code asks for is clutter, or a spelling mistake in a key."""
    patterns = [re.compile(one) for one in set(asked_for()) if "." in one]
    unused = [key for key in texts() if not any(p.fullmatch(key) for p in patterns)]
    assert not unused


def test_every_action_that_has_a_label_is_used() -> None:
    """Each button's label belongs to an action that some code handles."""
    code = "\n".join(file.read_text() for file in (BOT / "discord_app").rglob("*.py"))
    actions = {key.split(".")[1] for key in texts() if key.startswith("press.")}
    assert not {action for action in actions if f'"{action}"' not in code}


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - {NoticeKind.IMAGE_CHECK}))
def test_every_notice_has_words(kind: NoticeKind) -> None:
    """Whatever the bot has to say, there is a sentence for it; what it only looks at has none."""
    group = "sign" if kind is NoticeKind.HAVE_IT else "notice"
    assert f"{group}.{kind}" in texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_nobody_should_read(language: str) -> None:
    """Some words belong to offices and machines, not to people; others guess somebody's gender."""
    never = re.compile(rf"\b({'|'.join(NEVER_READ[language].split())})\b", re.IGNORECASE)
    found = {
        key: [found[0] for found in never.finditer(re.sub(r"\{\w+\}", "", text))]
        for key, text in texts(language).items()
    }
    assert not {key: words for key, words in found.items() if words}


def test_no_promise_of_absolute_anonymity() -> None:
    """The bot knows who asks, to deliver: no text may say that nobody ever can."""
    promises = re.compile(
        r"\b(completely|totally|fully|100 ?%) (anonymous|private|safe)\b", re.IGNORECASE
    )
    assert not [key for key, text in texts().items() if promises.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_whole(language: str) -> None:
    """Every key of every language has its text, in each form that its language counts in, and no
    other; what is missing, unused, or has another placeholder does not load."""
    assert sorted(texts(language)) == sorted(texts())
    assert all(text.strip() for text in texts(language).values())


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_no_sentence_is_left_in_english(language: str) -> None:
    """What stands alike in both is a name, a sign or a value."""
    alike = {
        key
        for key, text in texts(language).items()
        if text == texts()[key] and re.search("[a-z]{2}", re.sub(r"\{\w+\}", "", text))
    }
    assert not {key for key in alike if not any(re.fullmatch(one, key) for one in ALIKE)}
    decks = zip(shipped().decks("en").values(), shipped().decks(language).values(), strict=True)
    assert not [
        one.id
        for english, theirs in decks
        for one, other in zip(english.texts, theirs.texts, strict=True)
        if one.text == other.text
    ]


QUOTED = {
    "en": '"([^"]+)"',
    "es": "«([^»]+)»",
    "de": "„([^“]+)“",
    "fr": "«\N{NO-BREAK SPACE}([^»]+)\N{NO-BREAK SPACE}»",
    "pt-BR": "“([^”]+)”",
}


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_a_button_is_called_by_its_own_name(language: str) -> None:
    """Where a sentence quotes what is to be pressed: what stands there in no other way is not
    found."""
    labels: dict[str, set[str]] = {}
    for key, label in texts().items():
        if key.endswith(".button"):
            labels.setdefault(label, set()).add(texts(language)[key])
    odd = {}
    for key, text in texts().items():
        theirs = set(re.findall(QUOTED[language], texts(language)[key]))
        for said in set(re.findall(QUOTED["en"], text)) & labels.keys():
            if not labels[said] & theirs:
                odd[key] = labels[said]
    assert odd == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_presses_what_is_over_reads_which_command_goes_on(language: str) -> None:
    """By its name: "the command" is none that anybody could run."""
    named = re.findall(r"/\w+", texts(language)["error.out_of_date"])
    assert named == ["/conversations", "/help"]


BUTTON, LABEL, DESCRIPTION = 80, 45, 100
MOST = {"button": BUTTON, "form_title": LABEL, "field_label": LABEL, "description": DESCRIPTION}
"""https://docs.discord.com/developers/components/reference"""


def longest(language: str) -> dict[str, str | int]:
    """The longest that is filled into what has a limit of Discord's."""
    words = Words(shipped(), language, SeededRandomness())
    names = sorted((name for one in LANGUAGES for name in shipped().aliases(one)), key=len)
    times = [words.length(timedelta(minutes=one)) for one in (59, 60 * 72)]
    return {
        "alias": " ".join(names[-2:]),  # two together, once every one is worn
        "number": "7f3a 09bc",
        "count": 99_999,
        "server": "x" * LONGEST_NAME,
        "meant": "x" * BUTTON,  # cut before
        "length": max(times, key=len),
        "away": max(times, key=len),
        "age": max(words.options("age.group").values(), key=len),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_a_limit_of_discords_fits_when_it_is_filled(language: str) -> None:
    """A button, a title or a label that is too long would take the whole message with it."""
    values, long = longest(language), {}
    for key in shipped().keys(language):
        most = MOST.get(key.rpartition(".")[2])
        if most is not None:
            long[key] = len(shipped().text(language, key, **values)) - most
    assert not {key for key, over in long.items() if over > 0}


LINE = 31
"""Characters of a button that stay on one line of a phone 390 pixels wide, in letters of usual
width; the longest that wrapped in pictures of the gallery had 31 wide ones, the shortest 32."""
ON_ONE_LINE = re.compile(r"\.button$|^setup\.(kinds\.\w+|as_set)$")
"""Buttons, and what stands in a closed menu, where the rest of it would not be seen."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_stays_on_one_line_of_a_phone(language: str) -> None:
    """With the longest single name, two figures, and the ages that are buttons; what a server is
    called is its own affair."""
    words = Words(shipped(), language, SeededRandomness())
    ages = [words(f"press.am_{one}.button") for one in ("adult", "young", "younger")]
    values = longest(language) | {
        "alias": max(shipped().aliases(language), key=len),
        "count": 99,
        "age": max(ages, key=len),
        **dict.fromkeys(("server", "meant"), "x"),
    }
    labels = [key for key in shipped().keys(language) if ON_ONE_LINE.search(key)]
    filled = {key: shipped().text(language, key, **values) for key in labels}
    assert not {key: text for key, text in filled.items() if len(text) > LINE}


def test_every_list_that_is_chosen_from_is_known() -> None:
    """Its texts have Discord's limit for what is chosen from; those of a deck's name are lower."""
    asked = {
        str(node.args[0].value)
        for file in (BOT / "discord_app").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "options"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked <= {*CHOICES}
    assert not [one for one in CHOICES if not any(key.startswith(f"{one}.") for key in texts())]
