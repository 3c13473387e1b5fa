"""The shipped sentences: every key is used, every key that the code asks for exists, kind words."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.domain.notices import NoticeKind
from bot.prompt_files import load, shipped_prompts
from bot.prompts import Prompts

BOT = Path(__file__).parent.parent / "bot"
# each with its plural where it has one
NEVER_READ = ["users?", "tickets?", "cases?", "queued?", "waves?", "claim(s|ed)?", "eligible"]
NEVER_READ += ["relay(s|ed)?", "handles?", "unseal(s|ed)?", "crisis", "crises"]
NEVER_READ_IN_SPANISH = ["usuari[oa]s?", "tickets?", "casos?", "cola", "crisis", "usted(es)?"]
NEVER_READ_IN_SPANISH += ["vos", "vosotr[oa]s", "cansad[oa]", "oyentes?", "moderador(a|es)?"]
NEVER_READ_IN_SPANISH += ["voluntari[oa]s?", "solicitud(es)?"]


@cache
def prompts() -> Prompts:
    """The shipped texts."""
    return load(shipped_prompts())


def texts() -> dict[str, str]:
    """Every sentence, with its placeholders left in."""
    every = {}
    for key in prompts().keys("en"):
        values = {name: f"{{{name}}}" for name in prompts().placeholders(key)}
        every[key] = prompts().text("en", key, **{**values, "count": 2} if values else {})
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


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_has_words(kind: NoticeKind) -> None:
    """Whatever the bot has to say, there is a sentence for it."""
    group = "sign" if kind is NoticeKind.HAVE_IT else "notice"
    assert f"{group}.{kind}" in texts()


@pytest.mark.parametrize("word", NEVER_READ)
def test_words_that_nobody_should_read(word: str) -> None:
    """Some words belong to offices and machines, not to people."""
    assert not [
        key for key, text in texts().items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)
    ]


def test_no_promise_of_absolute_anonymity() -> None:
    """The bot knows who asks, to deliver: no text may say that nobody ever can."""
    promises = re.compile(
        r"\b(completely|totally|fully|100 ?%) (anonymous|private|safe)\b", re.IGNORECASE
    )
    assert not [key for key, text in texts().items() if promises.search(text)]


def in_spanish() -> dict[str, str]:
    """Every sentence in Spanish, each of its forms, with its placeholders left in."""
    every = {}
    for key in prompts().keys("es"):
        values = {name: f"{{{name}}}" for name in prompts().placeholders(key)}
        counts = (1, 2) if "count" in values else (2,)
        forms = (prompts().text("es", key, **{**values, "count": count}) for count in counts)
        every[key] = "\n".join(forms)
    return every


def test_spanish_is_whole() -> None:
    """It can be the only language; what stands alike in both is a name, a sign or a value."""
    assert load(shipped_prompts(), "es").keys("es") == prompts().keys("en")
    spanish = in_spanish()
    alike = [
        key
        for key, text in texts().items()
        if text == spanish[key] and re.search("[a-z]{2}", re.sub(r"\{\w+\}", "", text))
    ]
    assert [key for key in alike if not key.startswith("language.")] == []


@pytest.mark.parametrize("word", NEVER_READ_IN_SPANISH)
def test_words_that_nobody_should_read_in_spanish(word: str) -> None:
    """No office's words, no other address than tú, and nobody's gender is guessed."""
    assert not [
        key for key, text in in_spanish().items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)
    ]
