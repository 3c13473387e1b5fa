"""`lend-an-ear erase` at the command line: who is meant, plain words, codes, no traceback."""

import asyncio
import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.domain import private_numbers
from bot.domain.ids import GuildId, UserId
from bot.domain.private_numbers import WHOLE, NumberBegins, written
from bot.storage import end_of_files
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, Tables, open_store
from tests.fakes import START
from tests.storage.sqlite.copies import KEY, OTHER_KEY

SETTINGS = "storage: {database: data/ear.sqlite3, key_file: ear.key}\n"
ONE, TWO, GUILD = UserId(10**17 + 1), UserId(10**17 + 2), GuildId(10**17 + 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Settings, a key, and two people who used the bot in one server."""
    (tmp_path / "config.yaml").write_text(SETTINGS)
    key(tmp_path, KEY)
    asyncio.run(used(tmp_path))
    return tmp_path


def key(folder: Path, content: bytes) -> None:
    """Put this key where it belongs."""
    (folder / "ear.key").write_text(base64.b64encode(content).decode())
    (folder / "ear.key").chmod(0o600)


async def opened(folder: Path) -> Store:
    """The database as the bot opens it."""
    keyring = Keyring(KEY)
    sealer = Sealer(keyring, load_owners(keyring, folder / "ear.key"))
    return await open_store(folder / "data/ear.sqlite3", sealer)


async def used(folder: Path) -> None:
    """Two people come, who would be forgotten if nothing of theirs were kept."""

    async def come(tables: Tables) -> None:
        for user in (ONE, TWO):
            await tables.people.meet(user)
            await tables.known_servers.note(user, GUILD, START)

    store = await opened(folder)
    await store.transaction(come)
    await store.close()


def erase(
    folder: Path, number: str, *words: str, answer: str = "", **environment: str
) -> tuple[int, str]:
    """The exit code and all that the command writes."""
    arguments = ["--config", str(folder / "config.yaml"), "--private-number", number, *words]
    unset = {KEY_VARIABLE: None}
    result = CliRunner().invoke(
        main, ["erase", *arguments], input=answer, env={**unset, **environment}
    )
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def being_erased(folder: Path) -> list[bytes]:
    """Whose erasing is noted."""
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql:
        return [tag for (tag,) in sql.execute("SELECT person_tag FROM erasing")]


SEALER = Sealer(Keyring(KEY))
AS_ASKER = written(SEALER.asker_number(GUILD, ONE))
AS_LISTENER = written(SEALER.listener_number(GUILD, ONE))


@pytest.mark.parametrize(("number", "does"), [(AS_ASKER, "asks"), (AS_LISTENER, "listens")])
def test_either_number_finds_the_person(folder: Path, number: str, does: str) -> None:
    """What it ends is said, and it is asked; the bot is to do it at its next start."""
    code, words = erase(folder, number.lower(), answer="y\n")
    assert code == 0
    assert f"one who {does} in the server {GUILD}" in words
    assert "Erase everything of theirs?" in words
    assert "at its next start" in words
    assert being_erased(folder) == [SEALER.person_tag(ONE)]
    assert str(ONE) not in words


def test_no_changes_nothing(folder: Path) -> None:
    """Nor does an answer that never comes."""
    code, words = erase(folder, AS_ASKER, answer="n\n")
    assert (code, words.splitlines()[-1]) == (0, "Nothing was erased.")
    assert erase(folder, AS_ASKER, answer="")[0] == 1
    assert being_erased(folder) == []


def test_with_yes_nothing_is_asked_and_twice_is_once(folder: Path) -> None:
    """For scripts; the second time it says that it goes on."""
    for goes_on in (False, True):
        code, words = erase(folder, AS_ASKER, "--yes")
        assert (code, "?" in words) == (0, False)
        assert ("asked for already" in words) is goes_on
    assert being_erased(folder) == [SEALER.person_tag(ONE)]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("ZZZZ ZZZZ", "Nobody who is known here"),
        (AS_ASKER[:-1], "at least 8 characters"),
        ("", "no private number"),
        ("somebody!", "no private number"),
        (str(int(ONE)) * 2, "no private number"),
        (written(SEALER.asker_number(GuildId(1), ONE)), "Nobody who is known here"),
    ],
)
def test_a_wrong_number_is_told(folder: Path, number: str, words: str) -> None:
    """Nobody, too short, no number, an id, one of a server that does not know them."""
    code, said = erase(folder, number, "--yes")
    assert (code, words in said) == (1, True), said
    assert said.endswith("Nothing was erased.\n")
    assert being_erased(folder) == []


def test_of_two_none_is_picked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A beginning that fits both: more characters are wanted."""
    everybody = NumberBegins(0, 0)
    monkeypatch.setattr(private_numbers, "read", lambda _: everybody)
    code, said = erase(folder, AS_ASKER, "--yes")
    assert code == 1
    assert "2 people have a private number that begins so" in said
    assert str(WHOLE) in said
    assert being_erased(folder) == []


def test_the_key_of_another_database_is_refused(folder: Path) -> None:
    """As is none at all, and a database on which no bot has run."""
    key(folder, OTHER_KEY)
    code, said = erase(folder, AS_ASKER, "--yes")
    assert (code, being_erased(folder)) == (1, [])
    assert "key" in said
    (folder / "ear.key").unlink()
    assert erase(folder, AS_ASKER, "--yes")[0] == 1
    key(folder, KEY)
    (folder / "data/ear.sqlite3").unlink()
    code, said = erase(folder, AS_ASKER, "--yes")
    assert (code, "Start the bot once" in said) == (1, True)
    assert not (folder / "data/ear.sqlite3").exists()


def test_a_database_of_an_earlier_version_is_left_alone(folder: Path) -> None:
    """The bot has to bring it up to date first."""
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql:
        sql.execute("PRAGMA user_version = 33")
    code, said = erase(folder, AS_ASKER, "--yes")
    assert (code, "Start the bot once" in said) == (1, True)
    assert being_erased(folder) == []


def test_what_is_promised_for_the_next_start_is_not_while_the_bot_says_farewell(
    folder: Path,
) -> None:
    """There is no next start; all of it goes anyway."""
    end_of_files.note(folder / "ear.key", end_of_files.TELLING)
    arguments = ["erase", "--config", str(folder / "config.yaml"), "--private-number", "7K3F 9QWM"]
    result = CliRunner().invoke(main, arguments, env={KEY_VARIABLE: None})
    assert result.exit_code == 1
    assert "switched off for good" in result.output
