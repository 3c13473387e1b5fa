"""The search finds what is planted, wherever and however: else its silence would say nothing."""

import base64
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import OWNED_BYTES, Sealer
from tests.erasure.residue import Search, of_number, of_sealed, of_tag, of_text

TEXT, NUMBER = "verloren gegangen", 1_180_234_567_890_123_457
SEALER = Sealer(Keyring(bytes(32)))
SEALED, TAG = SEALER.seal_int("person", "user_id", "p", NUMBER), bytes(range(100, 116))
NEEDLES = Search(
    (*of_text(TEXT), *of_number(NUMBER), *of_sealed(SEALED, OWNED_BYTES), *of_tag(TAG))
)

FORMS = {
    "utf-8": TEXT.encode(),
    "utf-16": TEXT.encode("utf-16-le"),
    "hex": TEXT.encode().hex().encode(),
    "digits": str(NUMBER).encode(),
    "digits in utf-16": str(NUMBER).encode("utf-16-be"),
    "binary": NUMBER.to_bytes(8, "big"),
    "little-endian": NUMBER.to_bytes(8, "little"),
    "a number in hex": f"{NUMBER:X}".encode(),
    "a part of a sealed value": SEALED[20:36],
    "the end of a sealed value": SEALED[-15:],
    "a tag": TAG,
    "a lane": TAG.hex().encode(),
    **{
        f"base64 at {len(before)}": base64.b64encode(before + TEXT.encode() + b"after")
        for before in (b"", b"x", b"xy")
    },
}


def in_a_page(folder: Path, residue: bytes) -> None:
    """In the room that a page of the database has left."""
    path = folder / "bot.sqlite3"
    content = bytearray(path.read_bytes())
    at = 4096 + 2000
    assert not any(content[at : at + 200])
    content[at : at + len(residue)] = residue
    path.write_bytes(content)


def in_a_free_page(folder: Path, residue: bytes) -> None:
    """In a page that a table left behind."""
    with closing(sqlite3.connect(folder / "bot.sqlite3", isolation_level=None)) as on:
        on.execute("PRAGMA secure_delete = OFF")
        on.execute("CREATE TABLE old (words BLOB)")
        on.execute("INSERT INTO old VALUES (?)", (bytes(9000) + residue,))
        on.execute("DROP TABLE old")


def in_a_file(name: str) -> Callable[[Path, bytes], None]:
    """In a file beside the database."""

    def put(folder: Path, residue: bytes) -> None:
        (folder / name).write_bytes(b"\1" + bytes(5000) + residue + bytes(100))

    return put


PLACES: dict[str, Callable[[Path, bytes], None]] = {
    "page": in_a_page,
    "free page": in_a_free_page,
    "log": in_a_file("bot.sqlite3-wal"),
    "shared memory": in_a_file("bot.sqlite3-shm"),
    "journal": in_a_file("bot.sqlite3-journal"),
    "temporary file": in_a_file("etilqs_1a2b3c"),
    "secrets": in_a_file("bot.key.owners.new"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database in which nothing of it stands."""
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as on:
        on.execute("CREATE TABLE some (words TEXT)")
        on.execute("INSERT INTO some VALUES ('others')")
    assert NEEDLES.in_folder(tmp_path) == []
    return tmp_path


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_planted_is_found(folder: Path, place: str, form: str) -> None:
    """In each place, in each encoding."""
    PLACES[place](folder, FORMS[form])
    assert NEEDLES.in_folder(folder)
