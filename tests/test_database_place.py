"""The operator's commands where the database is a PostgreSQL: what works there, and what says that
it is for a file."""

import asyncio
import base64
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.config import Settings, load
from bot.database_place import Address
from bot.domain.ids import GuildId, UserId
from bot.readiness import look
from bot.storage.beside import is_in_use, open_beside
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, Tables, open_store
from bot.strict_yaml import FileFaults
from tests.fakes import START
from tests.postgresql import needs_postgresql

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
ONE, GUILD = UserId(10**17 + 1), GuildId(10**17 + 3)


@pytest.fixture
def folder(tmp_path: Path, address: Address) -> Path:
    """Settings, a key, and somebody who used the bot in one server."""
    settings = f"storage: {{database: '{address.reveal()}', key_file: data/ear.key}}\n"
    (tmp_path / "config.yaml").write_text(settings)
    (tmp_path / "data").mkdir(mode=0o700)
    key(tmp_path, KEY)
    asyncio.run(used(tmp_path))
    return tmp_path


def key(folder: Path, content: bytes) -> None:
    """Put this key where it belongs."""
    file = folder / "data/ear.key"
    file.write_text(base64.b64encode(content).decode())
    file.chmod(0o600)


async def opened(folder: Path) -> Store:
    """The database as the bot opens it."""
    keyring, files = Keyring(KEY), load(folder / "config.yaml").storage
    return await open_store(files.database, Sealer(keyring, load_owners(keyring, files.key_file)))


async def used(folder: Path) -> None:
    """Somebody comes, who would be forgotten if nothing of theirs were kept."""

    async def come(tables: Tables) -> None:
        await tables.people.meet(ONE)
        await tables.known_servers.note(ONE, GUILD, START)

    store = await opened(folder)
    await store.transaction(come)
    await store.close()


def says(folder: Path, *words: str, answer: str = "") -> tuple[int, str]:
    """The exit code of a command, and all that it writes."""
    arguments = [*words, "--config", str(folder / "config.yaml")]
    result = CliRunner().invoke(main, arguments, input=answer, env={KEY_VARIABLE: None})
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def wrong(folder: Path) -> str:
    """What keeps the bot from starting on this database."""
    found = look(folder / "config.yaml", {"DISCORD_TOKEN": "a.good.token"})
    return "\n".join(one.words for one in found.wrong)


@needs_postgresql
def test_a_start_finds_nothing_wrong(folder: Path) -> None:
    """Also where the tables are not made yet."""
    assert wrong(folder) == ""


@needs_postgresql
def test_another_key_is_refused_before_a_start(folder: Path, address: Address) -> None:
    """The words name the database, and nothing that lets anybody in."""
    (folder / "data/ear.key.owners").unlink(missing_ok=True)
    (folder / "data/ear.key.owners-passing").unlink(missing_ok=True)
    key(folder, OTHER_KEY)
    assert "sealed under another" in wrong(folder)
    assert str(address) in wrong(folder)
    assert address.reveal() not in wrong(folder)


@needs_postgresql
def test_a_server_that_is_not_there_is_said(folder: Path, address: Address) -> None:
    """With what libpq says of it, and without a password."""
    settings = (folder / "config.yaml").read_text()
    away = settings.replace(address.reveal(), "postgresql://ear:geheim@127.0.0.1:1/ear")
    (folder / "config.yaml").write_text(away)
    (folder / "config.yaml").chmod(0o600)
    assert "cannot be reached" in wrong(folder)
    assert "geheim" not in wrong(folder)


@needs_postgresql
def test_a_command_looks_and_writes_beside_a_running_bot(folder: Path) -> None:
    """As with a file: on one snapshot, and all or nothing."""
    files = load(folder / "config.yaml").storage

    async def beside() -> None:
        store = await opened(folder)
        try:
            assert is_in_use(files.database)
            assert (await asyncio.to_thread(says, folder, "audit", "verify"))[0] == 0
            await asyncio.to_thread(notes)
            assert await store.read(lambda tables: tables.meta.get("noted")) == b"beside"
        finally:
            await store.close()

    def notes() -> None:
        with open_beside(files.database, files.key_file, {}) as store:
            store.transaction(lambda tables: tables.meta.put("noted", b"beside"))
            with pytest.raises(LookupError):
                store.transaction(fails)

    async def fails(tables: Tables) -> None:
        await tables.meta.put("noted", b"half")
        raise LookupError

    asyncio.run(beside())
    assert not is_in_use(files.database)


@needs_postgresql
@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (("backup",), "pg_dump"),
        (("restore", "some.sqlite3"), "pg_restore"),
    ],
)
def test_what_is_for_a_file_says_what_to_do_instead(
    folder: Path, words: tuple[str, ...], instead: str
) -> None:
    """Before anything is done, or asked."""
    code, said = says(folder, *words)
    assert code == 1
    assert "not a file" in said
    assert instead in said


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """In a file that is one's own it may stand."""
    file = tmp_path / "config.yaml"
    file.write_text("storage: {database: 'postgresql://ear:geheim@host/ear'}\n")
    file.chmod(0o644)
    with pytest.raises(FileFaults, match="chmod 600") as refused:
        load(file)
    assert "geheim" not in str(refused.value)
    file.chmod(0o600)
    assert load(file).storage.database == Address("postgresql://ear:geheim@host/ear")
    assert "geheim" not in repr(load(file))


def test_without_a_password_anybody_may_read_it(tmp_path: Path) -> None:
    """What this machine keeps beside a database lies beside the key then."""
    file = tmp_path / "config.yaml"
    file.write_text("storage: {database: 'postgres://host/ear', key_file: keys/ear.key}\n")
    storage = load(file).storage
    assert str(storage.database) == "postgresql://host/ear"
    assert storage.here == tmp_path / "keys/ear.key.postgresql"
    assert Settings().storage.here == Settings().storage.database


@pytest.mark.parametrize("given", ["mysql://host/ear", "https://host", "4", "[a]"])
def test_what_is_neither_is_refused(tmp_path: Path, given: str) -> None:
    """With line and column, as every other setting."""
    file = tmp_path / "config.yaml"
    file.write_text(f"storage:\n  database: {given}\n")
    with pytest.raises(FileFaults, match="must be the path of a file, or begin with postgresql"):
        load(file)


def test_where_the_driver_is_missing_it_is_said() -> None:
    """It is an extra; nothing else needs it."""
    without = (
        "import sys; sys.modules['psycopg'] = None\n"
        "import asyncio\n"
        "from bot.database_place import Address\n"
        "from bot.storage.store import open_store\n"
        "asyncio.run(open_store(Address('postgresql://host/ear'), None))\n"
    )
    ended = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", without], check=False, capture_output=True, text=True
    )
    assert "the extra `postgresql` is missing" in ended.stderr
