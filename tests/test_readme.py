"""What the README tells people to run, open and look at exists, under that name."""

import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from bot.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")

SPANS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL) + re.findall(r"`([^`\n]+)`", README)
HEADINGS = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
OTHERS_FILES = {"config.yaml", "data/lend-an-ear.key", "data/backups"}
"""What an operator has beside the project."""


def said(program: str) -> list[list[str]]:
    """The words after a program's name, wherever the README names it with some."""
    found = [re.split(r"\s+", rest) for span in SPANS for rest in _after(span, program)]
    return [words for words in found if words != [""]]


def _after(span: str, program: str) -> Iterator[str]:
    for part in re.split(r" && | \| ", span):
        if match := re.match(rf"\S*{re.escape(program)} (.*)", part.strip(), re.DOTALL):
            yield match[1].strip()


def command(words: Sequence[str]) -> tuple[click.Command, list[str]]:
    """The command that these words name, and what follows."""
    found: click.Command = main
    rest = list(words)
    while isinstance(found, click.Group) and rest and rest[0] in found.commands:
        found = found.commands[rest.pop(0)]
    return found, rest


@pytest.mark.parametrize("words", said("lend-an-ear"), ids=" ".join)
def test_commands_and_their_options_exist(words: list[str]) -> None:
    """What nobody can run is worse than what is not told."""
    found, rest = command(words)
    assert found is not main, f"no such command: {words}"
    options = {name for one in found.params for name in one.opts} | {"--help"}
    assert {word for word in rest if word.startswith("--")} <= options


def choices() -> dict[str, frozenset[str] | None]:
    """Every option of every command by its name, and what may stand behind it where that is one of
    a few."""
    commands: list[click.Command] = [main]
    found: dict[str, frozenset[str] | None] = {"--help": None}
    for one in commands:
        commands.extend(one.commands.values() if isinstance(one, click.Group) else ())
        for option in one.params:
            few = frozenset(option.type.choices) if isinstance(option.type, click.Choice) else None
            found.update(dict.fromkeys(option.opts, few))
    return found


OPTIONS = [span for span in SPANS if re.fullmatch(r"--[\w-]+ \S+", span)]


@pytest.mark.parametrize("span", OPTIONS)
def test_an_option_can_have_what_stands_behind_it(span: str) -> None:
    """Whoever types it as it is told gets what is told."""
    name, value = span.split(" ")
    few = choices()[name]
    assert few is None or value in few


@pytest.mark.parametrize("words", said("python -m"), ids=" ".join)
def test_modules_exist(words: list[str]) -> None:
    """Those by which figures were measured among them."""
    module = words[0]
    assert module == "venv" or find_spec(module) is not None


def test_files_and_folders_exist() -> None:
    """Each path in it, and each picture."""
    linked = re.findall(r"\]\(((?!http|#)[^)]+)\)", README)
    named = [span for span in SPANS if re.fullmatch(r"[\w.-]+(/[\w.<>-]*)+", span)]
    paths = {path for path in linked + named if "<" not in path} - OTHERS_FILES
    assert paths, "none was found"
    places = (ROOT, ROOT / "tests")
    assert not [one for one in sorted(paths) if not any((at / one).exists() for at in places)]


def test_links_inside_it_lead_somewhere() -> None:
    """To a heading, as it is written in an address."""
    anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in HEADINGS}
    wanted = re.findall(r"\]\(#([^)]+)\)", README)
    assert set(wanted) <= anchors


def test_the_languages_that_it_names_are_those_that_exist() -> None:
    """And the other way round."""
    (line,) = re.findall(r"^- \*\*In (English.*?)\.\*\*", README, re.MULTILINE)
    named = re.split(r", | and ", line)
    files = sorted(path.name for path in (ROOT / "prompts").glob("messages.*.yaml"))
    assert len(named) == len(files), f"{named} are told, {files} exist"
