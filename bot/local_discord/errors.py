"""Owns how the server says no: Discord's codes and their words.

Codes are from docs: topics/opcodes-and-status-codes#json. With their words they stand in
errors.json; how a 50035 comes about, which says what is wrong in a body, in form_body.py.
"""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class DiscordError(Exception):
    """An answer of the server to a request that cannot be done."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


class NotAllowedError(Exception):
    """A person tried what Discord's own apps would not let them do."""


class UnknownCommand(NotAllowedError):
    """The command is not registered, or this person does not see it there."""


class NotSeenError(AssertionError):
    """What somebody waited for did not appear in time; the words list what they saw."""


class ForgottenError(LookupError):
    """What came after this number is kept no longer, or was never kept: begin anew."""


_TABLES: dict[str, Json] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
KEYWORDS, FAULTS = _TABLES["keywords"], _TABLES["faults"]
"""The codes and words inside a 50035: by the keyword of a schema, and the words by the code."""


def refusal(code: int) -> DiscordError:
    """Make the error that Discord gives under a code; 0 stands for a missing or wrong token."""
    status, words = _TABLES["refusals"][str(code)]
    return DiscordError(status, code, words)


def not_implemented(what: str) -> DiscordError:
    """Make the honest answer for what this server does not imitate."""
    return DiscordError(501, 0, f"local_discord does not implement {what}")
