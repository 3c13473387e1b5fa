"""The files beside the key in which the secrets of rows lie: their form, and how they are written.

There are two, so that what comes and goes with every word does not write anew what lasts. Each
holds a tree, which file it is, and how often something was thrown away from it.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.database_place import Place
from bot.storage.encryption.key_tree import KeyTree
from bot.storage.encryption.keys import KeyRefused, Keyring
from bot.storage.encryption.secret_file import write_anew

NAME_BYTES = 16
ENDINGS = (".owners", ".owners-passing")
_BEGINS = b"lend-an-ear owners 1\n"
_CHECK_BYTES = 32
_COUNT_BYTES = 8
_REMEMBERED = 1024
"""Ciphers: those of all who talk at a time, and of what is on its way."""
_TO_DO = (
    "Put back the two files that belong to the database: their newest copies, not older ones, as"
    " what was erased since could be read again."
)


class OwnersRefused(KeyRefused):
    """The secrets beside the key are missing, damaged, or another database's."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which files they are, and how often something was thrown away from each."""

    name: bytes
    numbers: tuple[int, ...]

    def dump(self) -> bytes:
        """As the database remembers it."""
        counts = (number.to_bytes(_COUNT_BYTES, "big") for number in self.numbers)
        return self.name + b"".join(counts)

    @classmethod
    def loaded(cls, content: bytes) -> "Edition":
        """What `dump` gave."""
        name, counts = content[:NAME_BYTES], content[NAME_BYTES:]
        parts = (counts[at : at + _COUNT_BYTES] for at in range(0, len(counts), _COUNT_BYTES))
        return cls(name, tuple(int.from_bytes(part, "big") for part in parts))

    def is_after(self, other: "Edition") -> bool:
        """Whether something was thrown away that the other does not know of."""
        return any(own > its for own, its in zip(self.numbers, other.numbers, strict=True))


@dataclass(frozen=True, slots=True)
class OwnerFile:
    """One of the files, as it stands on the disk."""

    path: Path
    name: bytes
    number: int
    tree: KeyTree
    ciphers: dict[tuple[int, bytes], AESGCM] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Of what is sealed and opened again and again, by owner and key. They go with the tree."""

    def with_tree(self, tree: KeyTree) -> "OwnerFile":
        """From which something more was thrown away."""
        return replace(self, tree=tree, number=self.number + 1, ciphers={})

    def remember(self, owner: int, own_key: bytes, cipher: AESGCM) -> None:
        """Keep a cipher at hand for as long as this tree is in use."""
        if len(self.ciphers) >= _REMEMBERED:
            self.ciphers.clear()
        self.ciphers[owner, own_key] = cipher

    def write(self, keyring: Keyring) -> None:
        """Put it on the disk, in the place of an earlier one. Raises an OSError."""
        head = Edition(self.name, (self.number,)).dump()
        body = _BEGINS + head + self.tree.dump()
        write_anew(self.path, body + _check(keyring, body))


def paths(key_file: Path) -> tuple[Path, ...]:
    """Where the two files lie."""
    return tuple(key_file.with_name(key_file.name + ending) for ending in ENDINGS)


def read(keyring: Keyring, files: Sequence[Path]) -> tuple[OwnerFile, ...] | None:
    """Both files; None where there are none, or only one: it may be that they were just being made,
    and a database that remembers them says that they are missing. Raises OwnersRefused."""
    if not all(file.exists() for file in files):
        return None
    read_files = tuple(_read(keyring, file) for file in files)
    if len({file.name for file in read_files}) > 1:
        raise OwnersRefused(f"{files[0]} and {files[1]} do not belong together. {_TO_DO}")
    return read_files


def refuse_missing(database: Place) -> None:
    """Raises OwnersRefused: the database remembers files, and there are none."""
    raise OwnersRefused(
        f"The files with the secrets of the database ({database}) are missing: they lie beside the"
        f" key, and their names end in {ENDINGS[0]} and {ENDINGS[1]}. {_TO_DO}"
    )


def refuse_others(database: Place) -> None:
    """Raises OwnersRefused: the database remembers other files."""
    raise OwnersRefused(
        f"The files beside the key whose names end in {ENDINGS[0]} and {ENDINGS[1]} are another"
        f" database's than {database}. {_TO_DO}"
    )


def _read(keyring: Keyring, file: Path) -> OwnerFile:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OwnersRefused(f"{file} cannot be read: {error.strerror}. {_TO_DO}") from None
    body, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    known = [keyring] if keyring.before is None else [keyring, keyring.before]
    fits = any(hmac.compare_digest(check, _check(one, body)) for one in known)
    if not body.startswith(_BEGINS) or not fits:
        raise OwnersRefused(f"{file} is damaged, or belongs to another key. {_TO_DO}")
    start = len(_BEGINS)
    tree_at = start + NAME_BYTES + _COUNT_BYTES
    edition = Edition.loaded(body[start:tree_at])
    return OwnerFile(file, edition.name, edition.numbers[0], KeyTree(body[tree_at:]))


def _check(keyring: Keyring, body: bytes) -> bytes:
    # what is long is hashed first, as others go on during that
    content = hashlib.sha256(body).digest()
    return hmac.digest(keyring.derive("owners-file"), content, hashlib.sha256)
