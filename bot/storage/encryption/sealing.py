"""Sealing and keyed look-ups: how words and people's ids stand in the database.

Owns the format of a sealed value and of every tag. It does not own the master key (``keys``) and
runs no SQL; the repositories say which table, column and row a value belongs to.

A sealed value is ``key id (8) | owner (6) | nonce (12) | AES-256-GCM ciphertext and tag``. The
owner is the row's own secret (``owners``): once that is thrown away, no copy of the value opens any
more, wherever it lies. Table, column, row and kind are authenticated beside it, so a value copied
to another place does not open. Nonces are random. Values of an earlier version have no owner and
another key id; they open until they are sealed anew.
"""

import hmac
import secrets
from collections.abc import Sequence
from functools import cache, lru_cache

from cryptography.exceptions import InvalidTag

from bot.domain.ids import PersonTag
from bot.storage.encryption.key_tree import NUMBER_BYTES, KeyGone
from bot.storage.encryption.keys import KEY_ID_BYTES, Keyring
from bot.storage.encryption.owners import Owner, Owners
from bot.storage.encryption.padding import pad, unpad
from bot.storage.encryption.sealing_key import SealingKey
from bot.storage.encryption.tags import SNOWFLAKE_BYTES, Tagger, place_of

OWNED_BYTES = KEY_ID_BYTES + NUMBER_BYTES
"""How much of a sealed value says whose it is."""
_NONCE_BYTES = 12
_TAGS_REMEMBERED = 1 << 14
"""Of a word that is passed on the same two are opened: once is enough."""


class SealBroken(Exception):
    """A sealed value did not open: changed, moved, or of another key. Carries no content."""


class SealGone(SealBroken):
    """Its owner's secret was thrown away: it was erased."""


class Sealer(Tagger):
    """Seals, opens and tags under one keyring. Safe to share between threads."""

    def __init__(self, keyring: Keyring, owners: Owners | None = None) -> None:
        """Without owners, nothing is ever thrown away."""
        self.owners = owners or Owners.unfiled(keyring)
        self._opened_tag = lru_cache(_TAGS_REMEMBERED)(self.open)
        self._keys: tuple[SealingKey, ...] = ()
        self.use(keyring)
        super().__init__(keyring)

    def use(self, keyring: Keyring) -> None:
        """From now on seal under this key; tags stay. Call it inside a transaction."""
        known = (keyring,) if keyring.before is None else (keyring, keyring.before)
        self._keys = tuple(map(SealingKey.of, known))

    @property
    def key_id(self) -> bytes:
        """What a value with an owner begins with."""
        return self._keys[0].own_id

    @property
    def is_rotating(self) -> bool:
        """Whether something may still be under the key of before."""
        return len(self._keys) > 1

    @property
    def key_ids(self) -> Sequence[bytes]:
        """What values with an owner begin with, under the key and under that of before."""
        return [key.own_id for key in self._keys]

    @property
    def to_seal_anew(self) -> Sequence[bytes]:
        """What values begin with that have no owner, or the key of before."""
        before = [begin for key in self._keys[1:] for begin in (key.own_id, key.earlier_id)]
        return [self._keys[0].earlier_id, *before]

    def seal(
        self,
        table: str,
        column: str,
        row: str,
        plaintext: bytes | str,
        beside: bytes | None = None,
    ) -> bytes:
        """Seal words for one place. Padded to 64 bytes, so the length tells little.

        It goes with the owner of what is sealed `beside` it in the same row, else it gets its own.
        """
        data = plaintext.encode() if isinstance(plaintext, str) else plaintext
        owner = self._owner(table, beside)
        return self._close(_in_column("words", table, column, row), pad(data), owner)

    def open(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """What was sealed for this place. Raises SealBroken."""
        return unpad(self._reopen(_in_column("words", table, column, row), sealed))

    def open_text(self, table: str, column: str, row: str, sealed: bytes) -> str:
        """As open, for what was sealed as a text. Raises SealBroken."""
        try:
            return self.open(table, column, row, sealed).decode()
        except UnicodeDecodeError:
            # The error would carry the bytes; the cause is cut off for the same reason.
            raise SealBroken("what was sealed is not a text") from None

    def seal_tag(
        self, table: str, column: str, row: str, tag: PersonTag, beside: bytes | None = None
    ) -> bytes:
        """Seal who it is, in a row of one server, which tells nobody that they are somewhere else,
        too. It goes with an owner as `seal` says."""
        return self.seal(table, column, row, tag, beside)

    def open_tag(self, table: str, column: str, row: str, sealed: bytes) -> PersonTag:
        """Who was sealed for this place. Raises SealBroken."""
        return PersonTag(self._opened_tag(table, column, row, sealed))

    def seal_int(
        self, table: str, column: str, row: str, value: int, beside: bytes | None = None
    ) -> bytes:
        """Seal a snowflake (0 to 2**64-1) in a fixed width: 50 bytes, whatever the value. It goes
        with an owner as `seal` says."""
        data = value.to_bytes(SNOWFLAKE_BYTES, "big")
        return self._close(
            _in_column("number", table, column, row), data, self._owner(table, beside)
        )

    def open_int(self, table: str, column: str, row: str, sealed: bytes) -> int:
        """The snowflake that was sealed for this place. Raises SealBroken."""
        return int.from_bytes(self._reopen(_in_column("number", table, column, row), sealed), "big")

    def check_value(self) -> bytes:
        """Stored in the database at its making, so that another key is noticed at the start."""
        return self._keys[0].check_value

    def matches(self, check_value: bytes) -> bool:
        """Whether the database with this check value has our key, or that of before."""
        return any(hmac.compare_digest(check_value, key.check_value) for key in self._keys)

    def seal_anew(
        self,
        kind: str,
        table: str,
        column: str,
        row: str,
        sealed: bytes,
        beside: bytes | None = None,
        new_row: str | None = None,
    ) -> bytes:
        """The same value under our key, and under the secret that it has or else one of its own;
        `kind` is "words" or "number". In a row of another name if one is given. Raises SealBroken.
        """
        data, owner = (
            self._reopen(_in_column(kind, table, column, row), sealed),
            self.owner_of(sealed),
        )
        owner = self._owner(table, beside) if owner is None else owner
        return self._close(_in_column(kind, table, column, new_row or row), data, owner)

    def is_of_today(self, sealed: bytes) -> bool:
        """Whether it is under our key, with an owner."""
        return sealed[:KEY_ID_BYTES] == self.key_id

    def owner_of(self, sealed: bytes) -> Owner | None:
        """Whose a sealed value is, or the beginning of one; None for one of an earlier version."""
        begin = sealed[:KEY_ID_BYTES]
        if all(begin != key.own_id for key in self._keys):
            return None
        return Owner(int.from_bytes(sealed[KEY_ID_BYTES:OWNED_BYTES], "big"))

    def _owner(self, table: str, beside: bytes | None) -> Owner:
        known = None if beside is None else self.owner_of(beside)
        return self.owners.new(table) if known is None else known

    def _close(self, place: bytes, data: bytes, owner: Owner) -> bytes:
        key, nonce = self._keys[0], secrets.token_bytes(_NONCE_BYTES)
        head = key.own_id + owner.to_bytes(NUMBER_BYTES, "big")
        cipher = self.owners.cipher(owner, key.own_key)
        return head + nonce + cipher.encrypt(nonce, data, head + place)

    def _reopen(self, place: bytes, sealed: bytes) -> bytes:
        begin = sealed[:KEY_ID_BYTES]
        for key in self._keys:
            if begin == key.own_id:
                owner = Owner(int.from_bytes(sealed[KEY_ID_BYTES:OWNED_BYTES], "big"))
                return self._opened(place, sealed, OWNED_BYTES, key, owner)
            if begin == key.earlier_id:
                return self._opened(place, sealed, KEY_ID_BYTES, key, None)
        raise SealBroken("sealed under another key, or not sealed at all")

    def _opened(
        self, place: bytes, sealed: bytes, size: int, key: SealingKey, owner: Owner | None
    ) -> bytes:
        head, rest = sealed[:size], sealed[size:]
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            cipher = key.earlier if owner is None else self.owners.cipher(owner, key.own_key)
            return cipher.decrypt(nonce, ciphertext, head + place)
        except KeyGone:
            raise SealGone("a sealed value was erased") from None
        except (InvalidTag, ValueError):
            raise SealBroken("a sealed value is damaged or not in its place") from None


def _in_column(kind: str, table: str, column: str, row: str) -> bytes:
    return _column(kind, table, column) + place_of(row)


@cache
def _column(kind: str, table: str, column: str) -> bytes:
    return place_of(kind, table, column)
