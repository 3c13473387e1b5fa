"""A thief who has the database and the full list of members, and not the key.

`python -m tests.leaks.thief 1000000` tries as many ids; `python -m tests.leaks.thief --write` puts
what a thief sees, from the schema itself, into `bot/storage/README.md`.
"""

import hashlib
import hmac
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from tests.leaks.loot import SHORTEST, Loot, stolen
from tests.leaks.sights import write
from tests.services.scene import GUILD
from tests.storage.test_tables_secrecy import ASKER, LISTENER, STRANGER

PEOPLE: Final = (ASKER, LISTENER, STRANGER)
HASHES: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "sha256": lambda data: hashlib.sha256(data).digest(),
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).digest(),
    "blake2b": lambda data: hashlib.blake2b(data).digest(),
    "blake2b, 16 bytes": lambda data: hashlib.blake2b(data, digest_size=16).digest(),
}


def members(count: int) -> Iterator[int]:
    """The list of members: ids as Discord gives them, and those who really were there."""
    chance = random.Random(7)  # noqa: S311 - the same list each time
    yield from PEOPLE
    for _ in range(count - len(PEOPLE)):
        yield (chance.randrange(1 << 38, 1 << 39) << 22) + chance.randrange(1 << 22)


def matched(loot: Loot, ids: Iterable[int]) -> list[tuple[int, str]]:
    """Whom the thief finds, and by which hash."""
    whole, hidden = loot.whole(), loot.hidden()
    hashes = {**HASHES, **_under(loot.known_keys())}
    found = []
    for number in ids:
        alone, together = forms(number)
        found += [(number, "nothing") for data in alone if data in whole]
        for data in (*alone, *together):
            for name, digest in hashes.items():
                if digest(data)[:SHORTEST] in hidden:
                    found.append((number, name))
    return found


def _under(keys: Iterable[bytes]) -> dict[str, Callable[[bytes], bytes]]:
    return {f"HMAC under {key.hex() or 'nothing'}": partial(_hmac, key) for key in keys}


def _hmac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def forms(number: int) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """A member's id as it could have been hashed: alone, and together with the server's."""
    wide, guild = number.to_bytes(8, "big"), GUILD.to_bytes(8, "big")
    alone = (b"%d" % number, wide, wide[::-1], b"%x" % number)
    return alone, (guild + wide, wide + guild, b"%d:%d" % (GUILD, number))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as there:
        taken = stolen(Path(there))
    if sys.argv[1:] == ["--write"]:
        write(taken)
    else:
        tried = int(sys.argv[1])
        hits = matched(taken, members(tried))
        print(f"{tried:,} members, {len(taken.hidden()):,} values: {len(hits)} found")  # noqa: T201
