"""The master key: where it comes from, when it is refused, and what is derived from it.

Owns the 32 secret bytes and nothing else. It does not seal anything (``sealing`` does) and does not
know the database, except that one must never exist without its key: a new key beside old data
would make every sealed word in it unreadable for good.
"""

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.storage.encryption import key_form
from bot.storage.encryption.key_form import KEY_BYTES as KEY_BYTES
from bot.storage.encryption.key_form import KeyParts
from bot.storage.encryption.secret_file import write_anew

KEY_VARIABLE = "LEND_AN_EAR_KEY"
KEY_ID_BYTES = 8
LOOK_UPS = (
    *("person-tag", "private-number", "asker-number", "server-tag", "message-tag", "channel-tag"),
    *("words-tag", "tally-tag", "block-tag", "limit-tag"),
)
"""The purposes of keys that stay when the key is rotated: of what is looked up in the database."""
_TO_DO = "Put the key back from its copy; the database cannot be read under another one."


class KeyRefused(Exception):
    """The bot must not start with this key. Says why and what to do, never what the key is."""


class KeyMalformed(KeyRefused):
    """What stands where the key should be is not 32 bytes in base64."""


class KeyExposed(KeyRefused):
    """Others on this machine can read or change the key file."""


class KeyMissing(KeyRefused):
    """There is a database but no key: making a new one would lose everything that is sealed."""


class KeyNotWritable(KeyRefused):
    """There is no key yet, and none can be written: no room, or no right to."""


class Keyring:
    """Derives one independent key for each purpose: none can be used in place of another."""

    __slots__ = ("_parts", "before", "key_id", "links")

    def __init__(self, master: bytes | KeyParts) -> None:
        parts = master if isinstance(master, KeyParts) else KeyParts(master)
        if len(parts.master) != KEY_BYTES:
            raise KeyMalformed(f"A key has {KEY_BYTES} bytes, this one has {len(parts.master)}.")
        self._parts = parts
        self.key_id = self.derive("key-id")[:KEY_ID_BYTES]
        """Says under which key something was sealed; tells nothing about the key."""
        self.before = None if parts.before is None else Keyring(parts.before)
        """The key of before, while something may still be sealed under it."""
        self.links = tuple(parts.links)
        """What turns tags of before into those of now, one for each time the key was rotated."""

    def derive(self, purpose: str) -> bytes:
        """The 32 bytes for this purpose (HKDF-SHA256): always the same for the same master key."""
        info = b"lend-an-ear/1/" + purpose.encode()
        hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info)
        return hkdf.derive(self._parts.master)

    def look_up(self, purpose: str) -> bytes:
        """The 32 bytes for one of `LOOK_UPS`: they stay when the key is rotated."""
        if purpose not in LOOK_UPS:
            raise ValueError(f"{purpose} would change when the key is rotated")
        return self._parts.look_ups.get(purpose) or self.derive(purpose)

    def rotated(self) -> "Keyring":
        """A new key, which knows this one as the key of before."""
        look_ups = {purpose: self.look_up(purpose) for purpose in LOOK_UPS}
        links = (*self.links, secrets.token_bytes(KEY_BYTES))
        fresh = secrets.token_bytes(KEY_BYTES)
        return Keyring(KeyParts(fresh, self._parts.master, look_ups, links))

    def knowing(self, before: "Keyring | None") -> "Keyring":
        """The same key, with that one as the key of before; without one for None."""
        known = None if before is None else before._parts.master  # noqa: SLF001 - of its own kind
        return Keyring(replace(self._parts, before=known))

    def write(self, key_file: Path) -> None:
        """Put it on the disk, wholly or not at all, and write over what was there. Raises an
        OSError; then what was there stands."""
        write_anew(key_file.resolve(), key_form.dump(self._parts))

    def __repr__(self) -> str:
        return f"<Keyring {self.key_id.hex()}>"


def load_keyring(environ: Mapping[str, str], key_file: Path, database: Path) -> Keyring:
    """The key of the environment, else of the file, else a new one in that file.

    An empty variable counts as not set. Raises a KeyRefused for a key that is malformed, that
    others can read, or that is missing although the database is there.
    """
    known = known_keyring(environ, key_file, database)
    if known is not None:
        return known
    _make(key_file)
    return key_in(key_file)


def known_keyring(environ: Mapping[str, str], key_file: Path, database: Path) -> Keyring | None:
    """As `load_keyring`, but makes nothing: None where a new key would be made."""
    given = environ.get(KEY_VARIABLE, "").strip()
    if given:
        return Keyring(_decode(given, f"The environment variable {KEY_VARIABLE}"))
    if os.path.lexists(key_file):
        return key_in(key_file)
    _refuse_orphan(database, key_file)
    return None


def key_in(key_file: Path) -> Keyring:
    """The key of a file. Raises a KeyRefused."""
    return Keyring(_decode(_read(key_file), f"The key file {key_file}"))


def fresh_key() -> bytes:
    """What a new key's file holds."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"


def _refuse_orphan(database: Path, key_file: Path) -> None:
    if database.exists():
        raise KeyMissing(
            f"There is a database ({database}) but no key ({key_file}). Put its key back, or set "
            f"{KEY_VARIABLE}. A new key could not open what is in it."
        )


def _make(key_file: Path) -> None:
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # O_EXCL: of two first runs at once, one makes the key and neither overwrites the other's.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    handle = os.open(key_file, flags, 0o600)
    try:
        os.fchmod(handle, 0o600)  # whatever the umask said
        with os.fdopen(handle, "wb") as file:
            file.write(fresh_key())
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        # Half a key would only be refused at the next start; nothing is sealed under it yet.
        key_file.unlink(missing_ok=True)
        raise
    _sync_folder(key_file.parent)


def _sync_folder(folder: Path) -> None:
    """A key file whose name is lost in a power cut is as bad as a lost key."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(key_file: Path) -> str:
    try:
        # O_NONBLOCK: a pipe in place of the file is refused below, not waited for.
        handle = os.open(key_file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise KeyRefused(
            f"The key file {key_file} cannot be read: {error.strerror}. {_TO_DO}"
        ) from None
    try:
        _refuse_exposed(os.fstat(handle).st_mode, key_file)
        content = os.read(handle, key_form.LONGEST)
    finally:
        os.close(handle)
    return content.decode("ascii", "replace")


def _refuse_exposed(mode: int, key_file: Path) -> None:
    if not stat.S_ISREG(mode):
        raise KeyRefused(f"The key file {key_file} is not a file. {_TO_DO}")
    if mode & 0o077:
        raise KeyExposed(
            f"Others can use the key file {key_file} (mode {stat.S_IMODE(mode):04o}). "
            f"If nobody has read it, make it yours alone: chmod 600 {key_file}"
        )


def _decode(text: str, source: str) -> KeyParts:
    try:
        return key_form.load(text)
    except (binascii.Error, ValueError):
        raise KeyMalformed(
            f"{source} is not a key: it should hold {KEY_BYTES} bytes in base64. {_TO_DO}"
        ) from None
