"""Owns how the server says no: Discord's codes, their words, and the path of each fault.

Codes are from docs: topics/opcodes-and-status-codes#json; the tree of faults is from
docs: reference#error-messages.
"""

from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


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
    """Make the error that Discord gives under a code."""
    status, words = WORDS[code]
    return DiscordError(status, code, words)


def unauthorized() -> DiscordError:
    """Make the error for a missing or wrong token."""
    return DiscordError(401, 0, "401: Unauthorized")


def not_implemented(method: str, route: str) -> DiscordError:
    """Make the honest answer for what this server does not imitate."""
    return DiscordError(501, 0, f"local_discord does not implement {method} {route}")


class Faults:
    """Collects what is wrong with a body, each with its path, and raises it as one 50035."""

    def __init__(self) -> None:
        self.tree: Json = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Note one fault."""
        node = self.tree
        for part in path:
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: Path) -> None:
        """Note that something is missing."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, path: Path, allowed: object) -> None:
        """Note that a value is none of those allowed."""
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")

    def text(self, path: Path, value: object, low: int, high: int) -> bool:
        """Check a text's length; True when it is fine."""
        if not isinstance(value, str):
            self.add(path, "BASE_TYPE_STRING", "Must be a string.")
        elif low == 0 and len(value) > high:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif not low <= len(value) <= high:
            words = f"Must be between {low} and {high} in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH", words)
        else:
            return True
        return False

    def count(self, path: Path, value: object, low: int, high: int) -> bool:
        """Check how many parts a list has; True when it is fine."""
        if not isinstance(value, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif not low <= len(value) <= high:
            words = f"Must be between {low} and {high} in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH", words)
        else:
            return True
        return False

    def number(self, path: Path, value: object, low: int, high: int) -> bool:
        """Check a whole number's range; True when it is fine."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            self.add(
                path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}."
            )
        elif value > high:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
        else:
            return True
        return False

    def stop(self) -> None:
        """Raise what was noted, if anything."""
        if self.tree:
            raise DiscordError(400, 50035, "Invalid Form Body", self.tree)


def invalid(path: Path, code: str, message: str) -> DiscordError:
    """Make a 50035 with a single fault."""
    faults = Faults()
    faults.add(path, code, message)
    return DiscordError(400, 50035, "Invalid Form Body", faults.tree)
