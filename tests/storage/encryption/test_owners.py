"""The file of the rows' secrets: made, written anew, refused."""

import os
import stat
from pathlib import Path

import pytest

from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owner_files import OwnersRefused, paths
from bot.storage.encryption.owners import Owners, load_owners
from bot.storage.encryption.sealing import SealBroken, Sealer, SealGone
from bot.storage.encryption.secret_file import begun, write_anew
from bot.storage.sqlite import inspection
from bot.storage.store import open_store

KEYRING = Keyring(bytes(range(32)))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """Beside which the secrets lie."""
    return tmp_path / "bot.key"


def owners_file(key_file: Path) -> Path:
    """The file with the secrets of drafts."""
    return paths(key_file)[1]


def begun_owners(key_file: Path) -> Owners:
    """Secrets with their file."""
    owners = load_owners(KEYRING, key_file)
    owners.begin()
    return owners


def sealed(owners: Owners, words: str) -> bytes:
    """Words of a draft."""
    return Sealer(KEYRING, owners).seal("draft", "words", "d", words)


def opened(owners: Owners, value: bytes) -> str:
    """What `sealed` made."""
    return Sealer(KEYRING, owners).open_text("draft", "words", "d", value)


def test_what_is_sealed_opens_after_a_start_and_what_is_forgotten_never(key_file: Path) -> None:
    """Two drafts, of which one is erased."""
    owners = begun_owners(key_file)
    kept, erased = sealed(owners, "kept"), sealed(owners, "erased")
    owner = Sealer(KEYRING, owners).owner_of(erased)
    assert owner is not None
    owners.forget(owner)
    for each in (owners, load_owners(KEYRING, key_file)):
        assert opened(each, kept) == "kept"
        with pytest.raises(SealGone):
            opened(each, erased)


def test_sealing_writes_nothing(key_file: Path) -> None:
    """What is relayed must not wait for the disk a second time."""
    owners = begun_owners(key_file)
    before = owners_file(key_file).stat().st_mtime_ns
    values = [sealed(owners, "words") for _ in range(500)]
    assert owners_file(key_file).stat().st_mtime_ns == before
    assert opened(load_owners(KEYRING, key_file), values[-1]) == "words"


def test_no_two_rows_have_one_secret(key_file: Path) -> None:
    """Not after a start either, once it is known what stands in the database."""
    owners = begun_owners(key_file)
    used = [owners.new("ask"), owners.new("ask"), owners.new("draft")]
    owners.forget(*used[:1])
    again = load_owners(KEYRING, key_file)
    again.are_used(used)
    assert again.new("ask") > used[1]
    assert again.new("draft") > used[2]


def test_what_was_thrown_away_stays_so_whatever_is_said_to_be_used(key_file: Path) -> None:
    """The highest numbers were erased and stand nowhere in the database."""
    owners = begun_owners(key_file)
    used = [owners.new("ask") for _ in range(9)]
    owners.forget(*used[5:])
    again = load_owners(KEYRING, key_file)
    again.are_used(used[:3])
    assert again.new("ask") > used[-1]


def test_the_file_alone_opens_nothing(key_file: Path) -> None:
    """Nor does another key beside it: it is refused."""
    value = sealed(begun_owners(key_file), "words")
    with pytest.raises(OwnersRefused, match="another key"):
        load_owners(Keyring(bytes(32)), key_file)
    with pytest.raises(SealBroken):
        opened(Owners.unfiled(KEYRING), value)


def test_the_file_is_for_its_owner_alone(key_file: Path) -> None:
    """Whatever the umask says."""
    before = os.umask(0)
    try:
        begun_owners(key_file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(owners_file(key_file).stat().st_mode) == 0o600


@pytest.mark.parametrize("at", [0, 30, 80, -1])
def test_a_damaged_file_is_refused_and_not_taken_as_erased(key_file: Path, at: int) -> None:
    """In its beginning, its edition, its tree, its check."""
    begun_owners(key_file)
    content = bytearray(owners_file(key_file).read_bytes())
    content[at] ^= 1
    owners_file(key_file).write_bytes(content)
    with pytest.raises(OwnersRefused, match="damaged"):
        load_owners(KEYRING, key_file)


def test_what_a_power_cut_left_half_written_is_removed(key_file: Path) -> None:
    """It holds secrets, and the file before it is whole."""
    owners = begun_owners(key_file)
    value = sealed(owners, "words")
    begun(owners_file(key_file)).write_bytes(b"half")
    again = load_owners(KEYRING, key_file)
    again.read_again()
    assert opened(again, value) == "words"
    assert not begun(owners_file(key_file)).exists()


def test_a_disk_that_refuses_leaves_everything_as_it_was(key_file: Path) -> None:
    """The folder is not there any more."""
    owners = begun_owners(key_file)
    value = sealed(owners, "words")
    owner = Sealer(KEYRING, owners).owner_of(value)
    assert owner is not None
    owners_file(key_file).unlink()
    key_file.parent.rename(key_file.parent.with_name("elsewhere"))
    with pytest.raises(OSError, match="No such file"):
        owners.forget(owner)
    assert opened(owners, value) == "words"
    assert owners.edition.numbers == (0, 0)


def test_what_stood_in_the_file_is_written_over(tmp_path: Path) -> None:
    """A second name of the earlier file stands for its room on the disk."""
    path, room = tmp_path / "secrets", tmp_path / "room"
    write_anew(path, b"earlier")
    os.link(path, room)
    write_anew(path, b"later")
    assert path.read_bytes() == b"later"
    assert room.read_bytes() == bytes(7)


def test_what_another_process_threw_away_in_the_meantime_is_gone(key_file: Path) -> None:
    """A start that waited for an earlier one's end had read the files before."""
    earlier = begun_owners(key_file)
    value = sealed(earlier, "words")
    later = load_owners(KEYRING, key_file)
    owner = Sealer(KEYRING, earlier).owner_of(value)
    assert owner is not None
    earlier.forget(owner)
    later.read_again()
    assert later.is_gone(owner)
    assert later.edition == earlier.edition


def test_a_write_that_fails_between_the_two_files_is_made_good_by_the_next(key_file: Path) -> None:
    """The first is written, and something stands in the way of the second."""
    owners = begun_owners(key_file)
    lasting, passing = owners.new("ask"), owners.new("draft")
    begun(owners_file(key_file)).mkdir()
    with pytest.raises(OSError, match="directory"):
        owners.forget(lasting, passing)
    assert [owners.is_gone(owner) for owner in (lasting, passing)] == [True, False]
    begun(owners_file(key_file)).rmdir()
    owners.forget(lasting, passing)
    again = load_owners(KEYRING, key_file)
    assert again.is_gone(lasting)
    assert again.is_gone(passing)


@pytest.mark.parametrize("lost", [0, 1])
def test_one_file_without_the_other_is_as_none(key_file: Path, lost: int) -> None:
    """As none would be; and one that belongs to other secrets is refused at once."""
    begun_owners(key_file)
    other = key_file.with_name("other.key")
    begun_owners(other)
    paths(key_file)[lost].write_bytes(paths(other)[lost].read_bytes())
    with pytest.raises(OwnersRefused, match="belong together"):
        load_owners(KEYRING, key_file)
    paths(key_file)[lost].unlink()
    assert load_owners(KEYRING, key_file).is_new


async def test_a_database_without_its_secrets_is_refused_and_nothing_is_erased(
    tmp_path: Path, key_file: Path
) -> None:
    """They are missing, or another database's; a look beforehand says the same. With their own it
    opens as ever."""
    database = tmp_path / "bot.sqlite3"
    store = await open_store(database, Sealer(KEYRING, load_owners(KEYRING, key_file)))
    await store.close()
    own = [file.read_bytes() for file in paths(key_file)]
    for file in paths(key_file):
        file.unlink()
    other = tmp_path / "other.key"
    begun_owners(other)
    for key, why in ((key_file, "missing"), (other, "another database")):
        with pytest.raises(OwnersRefused, match=why):
            await open_store(database, Sealer(KEYRING, load_owners(KEYRING, key)))
        environ = {"LEND_AN_EAR_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
        assert [said for said in inspection.faults(environ, key, database) if why in said]
    for file, content in zip(paths(key_file), own, strict=True):
        file.write_bytes(content)
    store = await open_store(database, Sealer(KEYRING, load_owners(KEYRING, key_file)))
    await store.close()
