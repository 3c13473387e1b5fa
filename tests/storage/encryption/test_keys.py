import base64
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.encryption.keys import (
    KEY_BYTES,
    KEY_VARIABLE,
    KeyExposed,
    KeyMalformed,
    KeyMissing,
    KeyRefused,
    Keyring,
    load_keyring,
)

MASTER = bytes(range(KEY_BYTES))


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The most careless umask there is, for the length of a test."""
    before = os.umask(0)
    yield
    os.umask(before)


def _encoded(key: bytes = MASTER) -> str:
    return base64.b64encode(key).decode()


def _key_file(folder: Path, content: str, mode: int = 0o600) -> Path:
    file = folder / "key"
    file.write_text(content)
    file.chmod(mode)
    return file


@pytest.mark.usefixtures("open_umask")
def test_first_run_makes_a_private_key_file(tmp_path: Path) -> None:
    """Without a key and without a database, a new key is made for its owner alone."""
    key_file = tmp_path / "secrets" / "key"
    made = load_keyring({}, key_file, tmp_path / "db")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700
    assert len(base64.b64decode(key_file.read_text().strip(), validate=True)) == KEY_BYTES
    assert load_keyring({}, key_file, tmp_path / "db").key_id == made.key_id


def test_two_first_runs_make_different_keys(tmp_path: Path) -> None:
    """Keys are random."""
    ids = {load_keyring({}, tmp_path / str(n), tmp_path / "db").key_id for n in range(8)}
    assert len(ids) == 8


def test_the_environment_wins_and_no_file_is_made(tmp_path: Path) -> None:
    """A key in the environment is used as it is, also when a database is there."""
    (tmp_path / "db").touch()
    keyring = load_keyring({KEY_VARIABLE: f" {_encoded()}\n"}, tmp_path / "key", tmp_path / "db")
    assert keyring.key_id == Keyring(MASTER).key_id
    assert not (tmp_path / "key").exists()


def test_an_empty_variable_is_no_key(tmp_path: Path) -> None:
    """An empty variable means that the file is asked."""
    key_file = _key_file(tmp_path, _encoded())
    keyring = load_keyring({KEY_VARIABLE: ""}, key_file, tmp_path / "db")
    assert keyring.key_id == Keyring(MASTER).key_id


@pytest.mark.parametrize(
    "content",
    ["", "not base64!", "é", _encoded(b"short"), _encoded(MASTER + b"x"), _encoded()[:-1]],
)
def test_a_malformed_key_is_refused_and_not_repeated(tmp_path: Path, content: str) -> None:
    """The refusal says what is wrong and never what stood there."""
    key_file = _key_file(tmp_path, content)
    with pytest.raises(KeyMalformed) as refused:
        load_keyring({}, key_file, tmp_path / "db")
    assert not content or content not in str(refused.value)
    if content:
        with pytest.raises(KeyMalformed, match=KEY_VARIABLE):
            load_keyring({KEY_VARIABLE: content}, key_file, tmp_path / "db")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o602, 0o666, 0o601, 0o610])
def test_a_key_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    """Every bit for group or others is one too many."""
    key_file = _key_file(tmp_path, _encoded(), mode)
    with pytest.raises(KeyExposed, match="chmod 600"):
        load_keyring({}, key_file, tmp_path / "db")


def test_a_database_without_its_key_is_refused(tmp_path: Path) -> None:
    """No new key is made beside a database: it could open nothing in it."""
    (tmp_path / "db").touch()
    with pytest.raises(KeyMissing):
        load_keyring({}, tmp_path / "key", tmp_path / "db")
    assert not (tmp_path / "key").exists()


def test_what_is_not_a_file_is_refused_without_waiting(tmp_path: Path) -> None:
    """A folder or a pipe in the key's place is an answer, not a hang."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("pipe", "folder", "loop"):
        with pytest.raises(KeyRefused):
            load_keyring({}, tmp_path / name, tmp_path / "db")


def test_each_purpose_has_its_own_key() -> None:
    """Derived keys differ by purpose and by master, repeat, and are not the master."""
    one, other = Keyring(MASTER), Keyring(MASTER[::-1])
    derived = [ring.derive(name) for ring in (one, other) for name in ("seal", "person-tag")]
    assert len({*derived, MASTER}) == 5
    assert Keyring(MASTER).derive("seal") == one.derive("seal")


def test_a_keyring_shows_no_key() -> None:
    """Printed in a log or a traceback it shows its id only."""
    ring = Keyring(MASTER)
    assert repr(ring) == f"<Keyring {ring.key_id.hex()}>"
    assert ring.key_id not in MASTER


def test_a_key_of_the_wrong_size_is_refused() -> None:
    """A keyring is never made of fewer or more than 32 bytes."""
    for size in (0, 16, 31, 33, 64):
        with pytest.raises(KeyMalformed):
            Keyring(bytes(size))
