"""The page stays small, and all its words are there."""

import gzip
import re

from bot.demo.page.guide import STEPS
from bot.demo.page.server import STATIC
from bot.demo.page.words import load_words
from bot.prompt_files import shipped_prompts
from tests.prepared import shipped

LINES = 2500
BYTES = 30_000
WIDTH = 110
WORDS = load_words(shipped_prompts())
MACHINE_WORDS = re.compile(
    r"\b(user|ticket|case|queue|wave|claim|eligible|relay|handle|unseal|crisis)s?\b", re.IGNORECASE
)


def _all() -> dict[str, str]:
    return {path.name: path.read_text() for path in STATIC.iterdir()}


def test_the_page_is_small() -> None:
    """Lines as prettier writes them at 100 columns, and what goes over the wire when pressed."""
    texts = {name: text for name, text in _all().items() if not name.endswith(".svg")}
    assert sum(text.count("\n") for text in texts.values()) <= LINES
    assert sum(len(gzip.compress(text.encode())) for text in texts.values()) <= BYTES
    assert max(len(line) for text in texts.values() for line in text.splitlines()) <= WIDTH


def test_nothing_comes_from_elsewhere_and_nothing_is_made_of_text() -> None:
    """No address of another host, and none of the ways by which text becomes elements."""
    for name, text in _all().items():
        addresses = re.findall(r"https?://\w[^\s\"']*", text)
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", text)


def test_each_language_has_the_same_words() -> None:
    """With the same places in them, and none that only a machine would say."""
    assert set(WORDS) == set(shipped().languages)
    for words in WORDS.values():
        assert words.keys() == WORDS["en"].keys()
        for key, text in words.items():
            places = re.findall(r"\{\w+\}", WORDS["en"][key])
            assert sorted(set(re.findall(r"\{\w+\}", text))) == sorted(set(places)), key
            assert not MACHINE_WORDS.search(text), key


def test_the_walk_calls_each_button_by_the_name_that_it_has() -> None:
    """That of the panel in the language of its server, which is the bot's; others in the one that
    is read."""
    pressed = ("post", "accept", "end", "end_now", "say_thanks")
    for language, words in WORDS.items():
        steps = dict(zip(("post", "accept", "end", "end_now", "thanks"), pressed, strict=True))
        names = {f"guide.{at}": _label(language, action) for at, action in steps.items()}
        names |= {"guide.ask": _label(shipped().default, "ask")}
        names |= {"guide.unseen": words["bar.unseen"], "guide.words": words["form.send"]}
        assert not {key: name for key, name in names.items() if f"**{name}**" not in words[key]}


def _label(language: str, action: str) -> str:
    return shipped().text(language, f"press.{action}.button")


def test_every_word_that_is_asked_for_is_there() -> None:
    """Also those of the walk, whose keys come from its steps."""
    code = "\n".join(_all().values())
    asked = set(re.findall(r'\bw\(\s*"([\w.]+)"', code))
    asked |= set(re.findall(r'"((?:bar|bot|time|compose|form|menu)\.\w+)"', code))
    asked |= {f"guide.{step['key']}" for step in STEPS}
    asked |= {key for step in STEPS for key in step.get("fill", [])}
    assert asked <= WORDS["en"].keys()
    assert len(asked) > 60
