"""The bot's token: from the environment or a file of its own, and shown to nobody by accident."""

import os
import re
import shlex
import stat
from collections.abc import Mapping
from pathlib import Path

from bot.config import Settings
from bot.strict_yaml import Fault, FileFaults


class Token:
    """The bot's token. It shows itself to nobody by accident: ask with `reveal()`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Token(...)"

    def reveal(self) -> str:
        """The token itself, for the login and nothing else."""
        return self._value


def read_token(settings: Settings, environ: Mapping[str, str]) -> Token:
    """The token from DISCORD_TOKEN, or else from `discord.token_file`; or FileFaults."""
    found, source = environ.get("DISCORD_TOKEN", "").strip(), "DISCORD_TOKEN"
    if not found:
        if settings.discord.token_file is None:
            words = "no token: set this variable, or name a file as discord.token_file"
            raise FileFaults([Fault(source, 0, 0, words)])
        found, source = _from_file(settings.discord.token_file), "discord.token_file"
    if not re.fullmatch(r"[!-~]{1,200}", found):
        words = "does not hold a token: one word of letters; Discord's developer portal makes one"
        raise FileFaults([Fault(source, 0, 0, words)])
    return Token(found)


def _from_file(path: Path) -> str:
    # a token pasted where its file's name belongs must not be repeated: tell the folder only
    try:
        with path.open("rb") as file:
            mode, raw = os.fstat(file.fileno()).st_mode, file.read(1000)
    except OSError as error:
        words = (
            f"cannot read the file of that name in {path.parent}: {error.strerror}; name a file"
            " here, and put the token into that file"
        )
        raise FileFaults([Fault("discord.token_file", 0, 0, words)]) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        words = f"others may use this file; run: chmod 600 {shlex.quote(str(path))}"
        raise FileFaults([Fault("discord.token_file", 0, 0, words)])
    return raw.decode("ascii", "replace").strip()
