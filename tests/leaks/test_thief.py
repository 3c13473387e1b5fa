"""A thief with the database and the list of members, without the key: finds nobody in it."""

import hashlib
from copy import deepcopy
from dataclasses import replace

import pytest

from tests.leaks import sights
from tests.leaks.loot import Loot, Value, stolen
from tests.leaks.thief import HASHES, PEOPLE, forms, matched, members
from tests.services.scene import GUILD, SEALER
from tests.storage.test_tables_secrecy import ASKER, LISTENER

MANY = 20_000
"""Members that are tried; `python -m tests.leaks.thief 1000000` tries more."""


@pytest.fixture(scope="module")
def loot(tmp_path_factory: pytest.TempPathFactory) -> Loot:
    """A story that fills the tables, taken after every commit."""
    return stolen(tmp_path_factory.mktemp("loot"))


def test_no_member_of_many_is_found(loot: Loot) -> None:
    """Under every plain hash, and under every key that stands in the database itself."""
    assert len(loot.hidden()) > 100
    assert matched(loot, members(MANY)) == []


def test_who_is_looked_for_is_there(loot: Loot) -> None:
    """Under the key the same values are theirs: there was somebody to be found."""
    assert {SEALER.person_tag(one) for one in PEOPLE} <= loot.whole()
    assert SEALER.listener_number(GUILD, LISTENER) in loot.whole()
    assert {one for one in members(10) if one in PEOPLE} == set(PEOPLE)


@pytest.mark.parametrize("hash_", [*HASHES, "HMAC under nothing"])
@pytest.mark.parametrize("form", range(7))
@pytest.mark.parametrize("size", [16, 8])
def test_an_unkeyed_hash_would_be_found(loot: Loot, hash_: str, form: int, size: int) -> None:
    """Of the id in any form, alone or with the server's, whole or cut off."""
    alone, together = forms(ASKER)
    data = (*alone, *together)[form]
    digest = HASHES.get(hash_, _without_a_key)(data)[:size]
    assert (ASKER, hash_) in matched(with_a_leak(loot, digest), [ASKER])
    assert (ASKER, hash_) in matched(with_a_leak(loot, digest.hex()), [ASKER])


def with_a_leak(loot: Loot, value: Value) -> Loot:
    """The same, with one column more."""
    values = deepcopy(loot.values)
    values["leak", "who"] = {value}
    return replace(loot, values=values)


def _without_a_key(data: bytes) -> bytes:
    block = 64
    inner = hashlib.sha256(b"\x36" * block + data).digest()
    return hashlib.sha256(b"\x5c" * block + inner).digest()


@pytest.mark.parametrize(
    "value", [int(ASKER), str(ASKER), f"{ASKER:x}", ASKER.to_bytes(8, "little")]
)
def test_an_id_that_stands_there_would_be_found(loot: Loot, value: Value) -> None:
    """As a number, as digits, or as bytes."""
    assert (ASKER, "nothing") in matched(with_a_leak(loot, value), [ASKER])


def test_what_a_thief_sees_is_written_down(loot: Loot) -> None:
    """Table by table, from the schema: `python -m tests.leaks.thief --write` writes it anew."""
    assert sights.written() == sights.lines(loot)


def test_a_new_column_that_tells_people_apart_would_be_noticed(
    loot: Loot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what stands in it, whatever it is called; and by what it points to, though it is empty."""
    named = "CREATE TABLE leak (shade BLOB, other BLOB REFERENCES person (person_tag), kind TEXT)"
    values = deepcopy(loot.values)
    values["leak", "shade"] = {SEALER.listener_number(GUILD, LISTENER)}
    spoiled = replace(loot, values=values, statements=(*loot.statements, named))
    with pytest.raises(AssertionError, match="say why leak"):
        sights.lines(spoiled)
    monkeypatch.setitem(sights.WHY, "leak", "on purpose")
    assert "| leak | kind |  | other | on purpose |  | shade |" in sights.lines(spoiled)
