"""Owns how the server says no: Discord's codes and their words.

Codes are from docs: topics/opcodes-and-status-codes#json. What is wrong inside a body has the code
50035 and a file of its own (form_body.py).
"""

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


WORDS = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30032: (400, "Maximum number of application commands reached (100)"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (403, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
}


def refusal(code: int) -> DiscordError:
    """Make the error that Discord gives under a code; 0 stands for a missing or wrong token."""
    status, words = WORDS[code]
    return DiscordError(status, code, words)


def not_implemented(what: str) -> DiscordError:
    """Make the honest answer for what this server does not imitate."""
    return DiscordError(501, 0, f"local_discord does not implement {what}")
