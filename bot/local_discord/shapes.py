"""Owns the first look at a body: that texts are texts and lists are lists, wherever they stand.

Discord calls the same thing by the same key nearly everywhere ("type" is the exception), so one
table serves every route. What is
null counts as left out; whether it may be left out is decided where the body is read.
"""

from typing import Any

from bot.local_discord.errors import Faults, Path

TEXTS = "content title description label name custom_id placeholder url text"
OBJECTS = "allowed_mentions footer author emoji accessory component message_reference data"
LISTS = "parse users roles channel_types contexts default_values"
OBJECT_LISTS = "embeds components fields options choices attachments"
NUMBERS = "style flags min_values max_values min_length max_length auto_archive_duration"


def _table() -> dict[str, tuple[str, type]]:
    words = dict.fromkeys(TEXTS.split(), ("BASE_TYPE_STRING", str))
    objects = dict.fromkeys(OBJECTS.split(), ("MODEL_TYPE_CONVERT", dict))
    lists = dict.fromkeys((LISTS + " " + OBJECT_LISTS).split(), ("LIST_TYPE_CONVERT", list))
    return words | objects | lists | dict.fromkeys(NUMBERS.split(), ("NUMBER_TYPE_COERCE", int))


class Shapes:
    """The table, and the walk over a body."""

    def __init__(self) -> None:
        self._kinds = _table()
        self._of_objects = set(OBJECT_LISTS.split())

    def check(self, body: object) -> None:
        """Refuse a body in which something is of another kind than it has to be."""
        faults = Faults()
        self._walk(body, (), faults)
        faults.stop()

    def _walk(self, node: Any, path: Path, faults: Faults) -> None:
        if isinstance(node, list):
            for index, part in enumerate(node):
                here = (*path, index)
                if not path or path[-1] in self._of_objects:
                    self._one(part, here, ("MODEL_TYPE_CONVERT", dict), faults)
                self._walk(part, here, faults)
        elif isinstance(node, dict):
            for key, part in node.items():
                here = (*path, key)
                fine = part is None or key not in self._kinds
                if fine or self._one(part, here, self._kinds[key], faults):
                    self._walk(part, here, faults)

    def _one(self, part: object, path: Path, wanted: tuple[str, type], faults: Faults) -> bool:
        code, kind = wanted
        if isinstance(part, kind) and not (kind is int and isinstance(part, bool)):
            return True
        faults.add(path, code, f"Value of another kind than {kind.__name__}.")
        return False
