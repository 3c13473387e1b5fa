"""Sealing and keyed look-ups: how words and people's ids stand in the database.

Owns the format of a sealed value and of every tag. It does not own the master key (``keys``) and
runs no SQL; the repositories say which table, column and row a value belongs to.

A sealed value is ``key id (8) | owner (6) | nonce (12) | AES-256-GCM ciphertext and tag``. The
owner is the row's own secret (``owners``): once that is thrown away, no copy of the value opens any
more, wherever it lies. Table, column, row and kind are authenticated beside it, so a value copied
to another place does not open. Nonces are random. Values of an earlier version have no owner and
another key id; they open until they are sealed anew.
"""

import hashlib
import hmac
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.ids import (
    AskerNumber,
    ChannelId,
    GuildId,
    ListenerNumber,
    MessageId,
    PersonTag,
    UserId,
)
from bot.storage.encryption.key_tree import NUMBER_BYTES, KeyGone
from bot.storage.encryption.keys import KEY_ID_BYTES, Keyring
from bot.storage.encryption.owners import Owner, Owners

TAG_BYTES = 16
OWNED_BYTES = KEY_ID_BYTES + NUMBER_BYTES
"""How much of a sealed value says whose it is."""
_NONCE_BYTES = 12
_BUCKET = 64
_LENGTH_BYTES = 4
_SNOWFLAKE_BYTES = 8


class SealBroken(Exception):
    """A sealed value did not open: changed, moved, or of another key. Carries no content."""


class SealGone(SealBroken):
    """Its owner's secret was thrown away: it was erased."""


class Sealer:
    """Seals, opens and tags under one keyring. Safe to share between threads."""

    def __init__(self, keyring: Keyring, owners: Owners | None = None) -> None:
        """Without owners, nothing is ever thrown away."""
        self.owners = owners or Owners.unfiled(keyring)
        self.key_id = keyring.derive("own-key-id")[:KEY_ID_BYTES]
        """What a value with an owner begins with."""
        self.earlier_id = keyring.key_id
        """What one without an owner begins with."""
        self._earlier = AESGCM(keyring.derive("seal"))
        self._person_mac = _begun(keyring.derive("person-tag"))
        self._listener_mac = _begun(keyring.derive("private-number"))
        self._asker_mac = _begun(keyring.derive("asker-number"))
        self._server_mac = _begun(keyring.derive("server-tag"))
        self._message_mac = _begun(keyring.derive("message-tag"))
        self._channel_mac = _begun(keyring.derive("channel-tag"))
        self._words_key = keyring.derive("words-tag")
        self._tally_key = keyring.derive("tally-tag")
        self._check_value = keyring.derive("check-value")[:TAG_BYTES]

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
        return self._close(_in_column("words", table, column, row), _pad(data), owner)

    def open(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """What was sealed for this place. Raises SealBroken."""
        return _unpad(self._reopen(_in_column("words", table, column, row), sealed))

    def open_text(self, table: str, column: str, row: str, sealed: bytes) -> str:
        """As open, for what was sealed as a text. Raises SealBroken."""
        try:
            return self.open(table, column, row, sealed).decode()
        except UnicodeDecodeError:
            # The error would carry the bytes; the cause is cut off for the same reason.
            raise SealBroken("what was sealed is not a text") from None

    def seal_int(
        self, table: str, column: str, row: str, value: int, beside: bytes | None = None
    ) -> bytes:
        """Seal a snowflake (0 to 2**64-1) in a fixed width: 50 bytes, whatever the value. It goes
        with an owner as `seal` says."""
        data = value.to_bytes(_SNOWFLAKE_BYTES, "big")
        return self._close(
            _in_column("number", table, column, row), data, self._owner(table, beside)
        )

    def open_int(self, table: str, column: str, row: str, sealed: bytes) -> int:
        """The snowflake that was sealed for this place. Raises SealBroken."""
        return int.from_bytes(self._reopen(_in_column("number", table, column, row), sealed), "big")

    def person_tag(self, user_id: UserId) -> PersonTag:
        """The same for a person in every server: only to route direct messages."""
        return PersonTag(_tag(self._person_mac, user_id))

    def listener_number(self, guild_id: GuildId, user_id: UserId) -> ListenerNumber:
        """A person as a listener in one server: two servers cannot tell that theirs is the same
        person. An exclusion names this one: who must not get an ask is a listener to it."""
        return ListenerNumber(_tag(self._listener_mac, guild_id, user_id))

    def asker_number(self, guild_id: GuildId, user_id: UserId) -> AskerNumber:
        """The same person there as somebody who asks: who knows a listener knows none of their
        asks by it."""
        return self.asker_number_of(self.listener_number(guild_id, user_id))

    def asker_number_of(self, number: ListenerNumber) -> AskerNumber:
        """From a listener's number, and so from the one number that an earlier version kept for
        both, also of somebody whose id is gone. Under the key alone."""
        made = self._asker_mac.copy()
        made.update(number)
        return AskerNumber(made.digest()[:TAG_BYTES])

    def server_tag(self, guild_id: GuildId, user_id: UserId) -> bytes:
        """Finds the row that says that a user used the bot in a server: the same nowhere else."""
        return self.server_tag_of(guild_id, self.person_tag(user_id))

    def server_tag_of(self, guild_id: GuildId, person: PersonTag) -> bytes:
        """From the tag that stood there in an earlier version, also of somebody whose id is
        gone."""
        made = self._server_mac.copy()
        made.update(guild_id.to_bytes(_SNOWFLAKE_BYTES, "big"))
        made.update(person)
        return made.digest()[:TAG_BYTES]

    def message_tag(self, message_id: MessageId) -> bytes:
        """Finds a message again, for instance to see that it has arrived before."""
        return _tag(self._message_mac, message_id)

    def channel_tag(self, channel_id: ChannelId) -> bytes:
        """Finds the person whose direct messages a channel is."""
        return _tag(self._channel_mac, channel_id)

    def words_tag(self, row: str, words: str) -> bytes:
        """Tells whether a row's words have changed, without the words."""
        data = _place("words-tag", row, words)
        return hmac.digest(self._words_key, data, hashlib.sha256)[:TAG_BYTES]

    def tally_tag(self, number: ListenerNumber, what: str, detail: str) -> bytes:
        """Tells people apart who did one thing: not the same for two things, and not a private
        number that moderators act on. It is made from their number as a listener, whatever they
        did, so that what an earlier version noted still is theirs."""
        data = _place("tally-tag", what, detail) + number
        return hmac.digest(self._tally_key, data, hashlib.sha256)[:TAG_BYTES]

    def check_value(self) -> bytes:
        """Stored in the database at its making, so that another key is noticed at the start."""
        return self._check_value

    def matches(self, check_value: bytes) -> bool:
        """Whether the database with this check value was sealed under our key."""
        return hmac.compare_digest(check_value, self._check_value)

    def seal_anew(
        self, kind: str, table: str, column: str, row: str, sealed: bytes, beside: bytes | None
    ) -> bytes:
        """The same value under a secret of its own; `kind` is "words" or "number". Raises
        SealBroken."""
        place = _in_column(kind, table, column, row)
        return self._close(place, self._reopen(place, sealed), self._owner(table, beside))

    def owner_of(self, sealed: bytes) -> Owner | None:
        """Whose a sealed value is, or the beginning of one; None for one of an earlier version."""
        if sealed[:KEY_ID_BYTES] != self.key_id:
            return None
        return Owner(int.from_bytes(sealed[KEY_ID_BYTES:OWNED_BYTES], "big"))

    def _owner(self, table: str, beside: bytes | None) -> Owner:
        known = None if beside is None else self.owner_of(beside)
        return self.owners.new(table) if known is None else known

    def _close(self, place: bytes, data: bytes, owner: Owner) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        head = self.key_id + owner.to_bytes(NUMBER_BYTES, "big")
        return head + nonce + self.owners.cipher(owner).encrypt(nonce, data, head + place)

    def _reopen(self, place: bytes, sealed: bytes) -> bytes:
        owner = self.owner_of(sealed)
        size = KEY_ID_BYTES if owner is None else OWNED_BYTES
        head, rest = sealed[:size], sealed[size:]
        if owner is None and head != self.earlier_id:
            raise SealBroken("sealed under another key, or not sealed at all")
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            cipher = self._earlier if owner is None else self.owners.cipher(owner)
            return cipher.decrypt(nonce, ciphertext, head + place)
        except KeyGone:
            raise SealGone("a sealed value was erased") from None
        except (InvalidTag, ValueError):
            raise SealBroken("a sealed value is damaged or not in its place") from None


def _place(*parts: str) -> bytes:
    """Each part with its length before it: ("a", "bc") and ("ab", "c") never look the same."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in encoded)


def _in_column(kind: str, table: str, column: str, row: str) -> bytes:
    return _column(kind, table, column) + _place(row)


@cache
def _column(kind: str, table: str, column: str) -> bytes:
    return _place(kind, table, column)


def _pad(data: bytes) -> bytes:
    framed = len(data).to_bytes(_LENGTH_BYTES, "big") + data
    return framed + bytes(-len(framed) % _BUCKET)


def _unpad(padded: bytes) -> bytes:
    size = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + size]


def _begun(key: bytes) -> hmac.HMAC:
    """To be copied for each tag: to begin one takes more than ten times as long."""
    return hmac.new(key, digestmod=hashlib.sha256)


def _tag(begun: hmac.HMAC, *numbers: int) -> bytes:
    tag = begun.copy()
    for number in numbers:
        tag.update(number.to_bytes(_SNOWFLAKE_BYTES, "big"))
    return tag.digest()[:TAG_BYTES]
