"""The list of materials of what the bot runs with, as CycloneDX 1.6 has it.

cyclonedx-py reads the environment, which knows who needs whom, and in which the tests' packages
are as well. What is not in `requirements.lock` goes, and so does every address: who reads the list
finds a package by its name and version.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class NotWhatIsLocked(Exception):
    """The environment is not what the lock says, so a list of it would be of another bot."""


def plain(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Locked:
    """A package in a lock; `somewhere`: needed only by some Pythons or on some machines."""

    version: str
    somewhere: bool


def locked(lock: str) -> dict[str, Locked]:
    """What a lock holds, by the packages' plain names."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+) ?(;?)", lock, re.MULTILINE)
    return {plain(name): Locked(version, bool(marker)) for name, version, marker in found}


def only_locked(report: str, lock: Mapping[str, Locked]) -> dict[str, Any]:
    """The list of an environment, without what is not locked. Raises NotWhatIsLocked."""
    whole = json.loads(report)
    kept = [one for one in whole["components"] if plain(one["name"]) in lock]
    _must_agree({plain(one["name"]): one["version"] for one in kept}, lock)
    refs = {one["bom-ref"] for one in kept} | {whole["metadata"]["component"]["bom-ref"]}
    depends = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in refs]}
        for one in whole["dependencies"]
        if one["ref"] in refs
    ]
    found = {**whole, "components": kept, "dependencies": depends}
    return {key: _without_addresses(value) for key, value in found.items() if key != "$schema"}


def _must_agree(there: Mapping[str, str], lock: Mapping[str, Locked]) -> None:
    for name, one in lock.items():
        version = there.get(name)
        if version != one.version and not (version is None and one.somewhere):
            raise NotWhatIsLocked(f"{name} is {version or 'missing'}, and locked as {one.version}")


def in_one_line(materials: Mapping[str, Any]) -> str:
    """For output that people scroll through."""
    return json.dumps(materials, separators=(",", ":"), sort_keys=True)


def _without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: one for key, one in value.items() if key != "externalReferences"}
        return {key: _without_addresses(one) for key, one in kept.items() if not _is_one(one)}
    if isinstance(value, list):
        return [_without_addresses(one) for one in value if not _is_one(one)]
    return value


def _is_one(value: Any) -> bool:
    return isinstance(value, str) and "://" in value
