"""The bot's token: from the environment or a file of its own, and shown to nobody by accident."""

import base64
import binascii
import os
import re
import shlex
import stat
from collections.abc import Mapping
from pathlib import Path

from bot.config import Settings
from bot.strict_yaml import Fault, FileFaults

QUOTES = ('""', "''", "``", "“”", "\u2018\u2019", "„“", "«»", "<>")
"""What people and programs put around something that they copy."""


class TokenRevoked(Exception):
    """Discord took the token back while the bot ran with it."""


class Token:
    """The bot's token. It shows itself to nobody by accident: ask with `reveal()`."""

    __slots__ = ("_value", "left_out")

    def __init__(self, value: str, left_out: tuple[str, ...] = ()) -> None:
        self._value = value
        self.left_out = left_out
        """What stood around it and does not belong to it, in an operator's words."""

    def __repr__(self) -> str:
        return "Token(...)"

    def reveal(self) -> str:
        """The token itself, for the login and nothing else."""
        return self._value

    def application_id(self) -> int | None:
        """Whose token it is: its first part says that, and it is no secret. None where it does not.
        https://docs.discord.com/developers/reference#authentication"""
        first = self._value.partition(".")[0]
        try:
            said = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
        except (binascii.Error, ValueError):
            return None
        return int(said) if re.fullmatch(rb"[0-9]{15,20}", said) else None


def read_token(settings: Settings | None, environ: Mapping[str, str]) -> Token:
    """The token from DISCORD_TOKEN, or else from `discord.token_file`; or FileFaults."""
    return token_in(None if settings is None else settings.discord.token_file, environ)


def token_in(file: Path | None, environ: Mapping[str, str]) -> Token:
    """The token from DISCORD_TOKEN, or else from this file; or FileFaults."""
    found, source = environ.get("DISCORD_TOKEN", "").strip(), "DISCORD_TOKEN"
    if not found:
        if file is None:
            words = "no token: set this variable, or name a file as discord.token_file"
            raise FileFaults([Fault(source, 0, 0, words)])
        found, source = _from_file(file), "discord.token_file"
    token, left_out = _without_what_is_around(found)
    if not re.fullmatch(r"[!-~]{1,200}", token):
        raise FileFaults([Fault(source, 0, 0, _what_is_wrong(token))])
    return Token(token, left_out)


def _without_what_is_around(given: str) -> tuple[str, tuple[str, ...]]:
    """The token itself, and what was left out. What stands inside of it is not touched: then nobody
    knows whether it is one token."""
    token = given.strip()
    left_out: list[str] = []
    while True:
        if token[:1] + token[-1:] in QUOTES and len(token) > 1:
            token, what = token[1:-1], "quotes around it"
        elif found := re.match(r"(?i)bot\s+|(authorization|(discord_)?token)\s*[:=]\s*", token):
            token, what = token[found.end() :], f'"{found[0].strip()}" in front of it'
        else:
            return token, tuple(left_out)
        token = token.strip()
        left_out.append(what)


def _what_is_wrong(token: str) -> str:
    """Never shows anything of it."""
    inside = re.search(r"\s", token)
    if inside is not None:
        what = "line break" if inside[0] in "\r\n" else "space"
        return (
            f"a {what} stands inside the token, after {inside.start()} characters; put the token"
            " there as one word, or make a new one in Discord's developer portal"
        )
    return "does not hold a token: one word of letters; Discord's developer portal makes one"


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
    return raw.decode("utf-8-sig", "replace").strip()
