"""What each test would make anew in the same way, made once in each process that runs tests."""

import base64
import os
import tempfile
from pathlib import Path

from bot.domain.care.rules import Language
from bot.prompt_files import load_shipped
from bot.prompts import Prompts
from bot.storage.encryption.keys import KEY_BYTES
from bot.storage.postgresql.database import Postgresql
from bot.storage.sqlite.database import MIGRATIONS, Database
from tests import engines

_EMPTY: list[bytes] = []
"""A database that has all tables and nothing in them, once there was one."""


def shipped() -> Prompts:
    """The texts of prompts/. Reading them is tested elsewhere, and takes as long as a journey."""
    return load_shipped()


def shipped_languages() -> tuple[Language, ...]:
    """The rules of screening among them."""
    return shipped().screen._languages


async def first_files(database: Path, key_file: Path, key: bytes | None = None) -> None:
    """A database without rows, and a new key, where none is given: what a first start would make.
    Migrations are tested elsewhere, and slow."""
    for file in (database, key_file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    await _first_database(database)
    _write(key_file, base64.b64encode(key or os.urandom(KEY_BYTES)) + b"\n")


async def _first_database(path: Path) -> None:
    place = engines.place_of(path)
    if isinstance(place, Path):
        if not _EMPTY:
            _EMPTY.append(await _migrated())
        _write(path, _EMPTY[0])
    elif not engines.prepared("without rows", path):
        await (await Postgresql.open(place, MIGRATIONS)).close()
        engines.keep("without rows", path)


async def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "empty.sqlite3"
        await (await Database.open(made)).close()
        return _read(made)


def _read(file: Path) -> bytes:
    return file.read_bytes()


def _write(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)
