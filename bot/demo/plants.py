"""Owns the leaks that can be planted, to see that the search finds them.

Each is put into what the bot is given, its texts or its chance; the bot itself stays as it is.
"""

import itertools
import shutil
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.demo.identity import Identity
from bot.demo.ports import Chance
from bot.prompt_files import load, load_shipped, shipped_prompts
from bot.prompts import Prompts

TOKEN_LENGTH: Final = 22
LONGEST_ALIAS: Final = 20
_SAME_FOR_EVERY_FOLDER: Final = shutil.ignore_patterns("crisis", "details")
"""What is read from the shipped texts where a folder leaves it out, and takes longest to read."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the bot of the demo is given beside its settings."""

    prompts: Prompts
    chance: Chance


@dataclass(frozen=True, slots=True)
class Plant:
    """A leak: what it is, and how it gets into the texts or into chance."""

    what: str
    spoil: Callable[[Path, Identity], None] | None = None
    chance: Callable[[Identity], Chance] = lambda _: Chance()


def give(plant: Plant | None, folder: Path, asker: Identity) -> Given:
    """The shipped texts and the demo's chance, or ones with a leak; copies lie in the folder."""
    if plant is None or plant.spoil is None:
        return Given(load_shipped(), plant.chance(asker) if plant else Chance())
    copy = folder / "prompts"
    shutil.copytree(shipped_prompts(), copy, ignore=_SAME_FOR_EVERY_FOLDER)
    plant.spoil(copy, asker)
    return Given(load(copy), plant.chance(asker))


class TellingChance(Chance):
    """Its tokens are all different, and each holds somebody's id in hex."""

    def __init__(self, identity: Identity) -> None:
        super().__init__()
        self._start = f"{identity.id:x}"
        self._count = itertools.count()

    def token(self) -> str:
        """22 characters that are safe in a URL, and nothing else about them is."""
        return self._start + f"{next(self._count):0{TOKEN_LENGTH - len(self._start)}}"


def _aliases(folder: Path, asker: Identity) -> None:
    prompts = load_shipped()
    told = [f"{alias}{asker.nickname}" for alias in prompts.aliases(prompts.default)]
    lines = [f"  - {name}" for name in told if len(name) <= LONGEST_ALIAS]
    file = folder / f"aliases.{prompts.default}.yaml"
    file.write_text("\n".join(["aliases:", *lines, ""]), encoding="utf-8")


def _words(folder: Path, asker: Identity) -> None:
    prompts = load_shipped()
    key = "notice.you_accepted"
    holes = {name: f"{{{name}}}" for name in prompts.placeholders(key)}
    first_line = prompts.text(prompts.default, key, **holes).split("\n")[0]
    told = b64encode(zlib.compress(asker.avatar.encode())).decode()
    file = folder / f"messages.{prompts.default}.yaml"
    before = file.read_text(encoding="utf-8")
    assert before.count(first_line) == 1, "the text to spoil stands there word for word, once"
    file.write_text(before.replace(first_line, f"{first_line} {told}"), encoding="utf-8")


PLANTS: Final[Mapping[str, Plant]] = {
    "alias": Plant("every alias is made with the asker's nickname", spoil=_aliases),
    "token": Plant("every token holds the asker's id in hex", chance=TellingChance),
    "words": Plant("one sentence carries the asker's avatar, zlib and base64", spoil=_words),
}
