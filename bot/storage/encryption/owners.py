"""Who owns a sealed value: each row has a secret of its own, which can be thrown away for good.

The secrets follow from trees (``key_tree``) in two small files beside the key (``owner_files``).
They are never in the database nor in a backup of it, and they are written anew when something was
erased: then nothing is left anywhere from which the erased row's secret could be computed, whatever
old copies of its sealed values lie in the database's files and backups. To seal needs no writing:
the secrets of all rows to come follow from the trees already. Without the master key (``keys``)
they open nothing.

Owns the numbers. Runs no SQL and seals nothing.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NewType

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.database_place import Place
from bot.storage.encryption import owner_files
from bot.storage.encryption.key_tree import NUMBER_BYTES, SECRET_BYTES, Gap, KeyTree
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owner_files import Edition, OwnerFile
from bot.storage.encryption.sealed_columns import KINDS, SEALED
from bot.storage.encryption.secret_file import remove_begun

Owner = NewType("Owner", int)
"""The number of a row's own secret. Rows of one table have numbers beside each other."""

_LASTING, _PASSING = 0, 1
_FILE_OF = {KINDS[table.name]: _LASTING if table.lasts else _PASSING for table in SEALED}
_OF_A_KIND = 1 << (NUMBER_BYTES - 1) * 8
_OTHER_KIND = 255
BLOCK = 64
"""Numbers that a process takes at a time, where several give them."""

_PERHAPS_USED = 1 << 24
"""More rows of one table than are erased between two copies of a file."""


NewBlock = Callable[[int, int], int]
"""The first number of a block that nobody else has, of a kind and at least so high."""


class Owners:
    """The secrets of the rows. Safe to share between threads."""

    def __init__(
        self, keyring: Keyring, files: Sequence[OwnerFile], *, filed: bool, is_new: bool = False
    ) -> None:
        self._keyring = keyring
        self._files = tuple(files)
        self._writing = threading.Lock()
        self._taking = threading.Lock()
        self._next: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._new_block: NewBlock | None = None
        self.is_filed = filed
        """Whether what is thrown away stays so."""
        self.is_new = is_new
        """Whether its files are still to be made."""

    @classmethod
    def unfiled(cls, keyring: Keyring) -> "Owners":
        """Secrets that follow from the key alone, and so are never thrown away: for what is tried
        out on databases that come and go."""
        tree = KeyTree.grown_from(keyring.derive("unfiled"))
        return cls(keyring, [OwnerFile(Path(), b"", 0, tree)] * 2, filed=False)

    @property
    def edition(self) -> Edition:
        """Which files they are, and how often something was thrown away."""
        return Edition(self._files[0].name, tuple(file.number for file in self._files))

    def read_again(self) -> None:
        """Take the files as they stand now, where this process has the database for itself: who had
        it until then may have thrown something away. Raises OwnersRefused."""
        if not self.is_filed:
            return
        for file in self._files:
            remove_begun(file.path)
        known = owner_files.read(self._keyring, [file.path for file in self._files])
        if known is not None:
            self._files, self.is_new = known, False

    def follow(self) -> None:
        """Take the files as another process left them, which has the database now: what it threw
        away opens here no more. Raises OwnersRefused."""
        known = owner_files.read(self._keyring, [file.path for file in self._files])
        if known is not None and [one.number for one in known] != [*self.edition.numbers]:
            self._files = known

    def begin(self) -> None:
        """Make the files of new secrets: before anything is sealed with them. Raises an OSError."""
        for file in self._files if self.is_filed and self.is_new else ():
            file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write(self._keyring)
        self.is_new = False

    def taken_from(self, new_block: NewBlock | None) -> None:
        """Where the numbers come from now on: blocks, where other processes give numbers, too."""
        with self._taking:
            self._new_block, self._ends = new_block, {}

    def new(self, table: str) -> Owner:
        """The next owner of a row in a table. It is to be written nowhere before it is used.
        Raises what the database raises that gives blocks."""
        kind = KINDS.get(table, _OTHER_KIND)
        with self._taking:
            number = self._next.get(kind)
            if number is None:
                number = self._after_what_is_gone(kind)
            if self._new_block is not None and number >= self._ends.get(kind, 0):
                number = self._new_block(kind, number)
                self._ends[kind] = number + BLOCK
            self._next[kind] = number + 1
        return Owner(number)

    def are_used(self, used: Iterable[Owner]) -> None:
        """These own rows already: whoever is new comes after them."""
        with self._taking:
            for owner in used:
                kind = owner // _OF_A_KIND
                known = self._next.get(kind) or self._after_what_is_gone(kind)
                self._next[kind] = max(known, owner + 1)

    def is_gone(self, owner: Owner) -> bool:
        """Whether the secret of this one was thrown away."""
        return self._file(owner).tree.is_gone(owner)

    def cipher(self, owner: Owner, own_key: bytes) -> AESGCM:
        """What seals and opens an owner's values under a key. Raises KeyGone."""
        file = self._file(owner)  # once: another thread may put one from which it is gone in place
        cipher = file.ciphers.get((owner, own_key))
        if cipher is None:
            secret = file.tree.secret(owner)
            cipher = AESGCM(hmac.digest(own_key, secret, hashlib.sha256))
            file.remember(owner, own_key, cipher)
        return cipher

    def write_under(self, keyring: Keyring) -> None:
        """Write the files anew, so that the key of before opens them no more. As `forget`."""
        with self._writing:
            self._keyring = keyring
            for file in self._files if self.is_filed else ():
                file.write(keyring)

    def forget(self, *owners: Owner) -> None:
        """Throw the secrets of these away: on return nothing of theirs opens ever again.

        Waits for the disk, so call it from a thread of its own. Raises an OSError; then it is to be
        tried again.
        """
        with self._writing:
            for number in (_LASTING, _PASSING):
                self._throw_away(number, _gaps(o for o in owners if _file_of(o) == number))

    def keep_only(self, owners: Iterable[Owner], known: Edition) -> None:
        """Throw away the secrets of all others that may have been used: for older copies of the
        files, beside a database that knows of a later edition. As `forget`."""
        with self._writing, self._taking:
            for kind in (*KINDS.values(), _OTHER_KIND):
                used = self._next.get(kind, kind * _OF_A_KIND)
                self._next[kind] = min(used + _PERHAPS_USED, (kind + 1) * _OF_A_KIND - 1)
            gaps = list(_between(owners, self._next))
            self._files = tuple(
                replace(file, number=max(file.number, known.numbers[at]))
                for at, file in enumerate(self._files)
            )
            for number in (_LASTING, _PASSING):
                self._throw_away(number, [gap for gap in gaps if _file_of(gap[0]) == number])

    def _throw_away(self, number: int, gaps: Sequence[Gap]) -> None:
        if not self.is_filed or not gaps:
            return
        file = self._files[number]
        left = file.with_tree(file.tree.without(gaps))
        left.write(self._keyring)
        self._files = tuple(left if at == number else it for at, it in enumerate(self._files))

    def _file(self, owner: Owner) -> OwnerFile:
        return self._files[_file_of(owner)]

    def _after_what_is_gone(self, kind: int) -> int:
        first = kind * _OF_A_KIND
        gone = self._files[_file_of(first)].tree.highest_gone(first, first + _OF_A_KIND)
        return first if gone is None else gone + 1


def load_owners(keyring: Keyring, key_file: Path) -> Owners:
    """The secrets beside the key; new ones where there are none. Raises OwnersRefused."""
    known = known_owners(keyring, key_file)
    if known is not None:
        return known
    places = owner_files.paths(key_file)
    name = secrets.token_bytes(owner_files.NAME_BYTES)
    trees = (KeyTree.grown_from(secrets.token_bytes(SECRET_BYTES)) for _ in places)
    files = [OwnerFile(place, name, 0, tree) for place, tree in zip(places, trees, strict=True)]
    return Owners(keyring, files, filed=True, is_new=True)


def known_owners(keyring: Keyring, key_file: Path) -> Owners | None:
    """As `load_owners`, but makes nothing: None where there are none."""
    files = owner_files.read(keyring, owner_files.paths(key_file))
    return None if files is None else Owners(keyring, files, filed=True)


def refuse_others(owners: Owners | None, remembered: Edition | None, database: Place) -> None:
    """Raises OwnersRefused where the database remembers other files, or there are none."""
    if remembered is None:
        return
    if owners is None or owners.is_new:
        owner_files.refuse_missing(database)
    elif remembered.name != owners.edition.name:
        owner_files.refuse_others(database)


def _file_of(owner: int) -> int:
    return _FILE_OF.get(owner // _OF_A_KIND, _PASSING)


def _gaps(owners: Iterable[Owner]) -> Sequence[Gap]:
    """Numbers beside each other as one gap."""
    gaps: list[Gap] = []
    for owner in sorted(set(owners)):
        if gaps and gaps[-1][1] == owner:
            gaps[-1] = (gaps[-1][0], owner + 1)
        else:
            gaps.append((owner, owner + 1))
    return gaps


def _between(owners: Iterable[Owner], ends: dict[int, int]) -> Iterator[Gap]:
    """Of each kind, all numbers until its end that are not among these."""
    starts = {kind: kind * _OF_A_KIND for kind in ends}
    for owner in sorted(set(owners)):
        kind = owner // _OF_A_KIND
        if starts[kind] < owner:
            yield starts[kind], owner
        starts[kind] = owner + 1
    for kind, end in ends.items():
        if starts[kind] < end:
            yield starts[kind], end
