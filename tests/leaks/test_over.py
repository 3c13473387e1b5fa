"""What is over: its buttons tell nothing, and a copy of its database neither."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Person
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.refused import WrongKey
from bot.storage.store import open_store
from tests.journeys.stage import Stage, files_in
from tests.journeys.talking import press_forged, talk, until
from tests.leaks import search
from tests.leaks.captured import capture

SAID = "A word that a copy must not give away."
OF_AN_ASK = ("ask", "conversation", "sent")
MADE_UP = "1:{action}:" + "B" * 22


def handles(*people: Person) -> set[str]:
    """What is behind every button that these people see in their direct messages."""
    found = (str(b.custom_id) for p in people for m in p.sees(p.dm) for b in m.buttons)
    return {one for one in found if one.startswith("1:")}


@pytest.mark.l25
async def test_the_buttons_of_a_closed_conversation_reveal_nothing(stage: Stage) -> None:
    """Whoever got hold of one reads what a button that never was says, whichever it is."""
    asker, listener = await talk(stage)
    during = handles(asker, listener)
    await stage.end(asker)
    known = during | handles(asker, listener)
    assert len(known) >= 6
    aliases = {
        name for name in stage.prompts.aliases("en") if f"**{name}**" in str(said_to_both(stage))
    }
    for custom_id in sorted(known):
        action = custom_id.split(":")[1]
        told = await press_forged(stage, stage.other, custom_id)
        assert told == await press_forged(stage, stage.other, MADE_UP.format(action=action)), action
        assert not [name for name in aliases if name in told]


def said_to_both(stage: Stage) -> str:
    """What the two read in direct messages."""
    return "\n".join(m.text for p in (stage.asker, stage.listener) for m in p.sees(p.dm))


def copied(stage: Stage, name: str) -> Path:
    """A copy of the database as it is now, with the log of what was written last."""
    there = stage.folder / name
    there.mkdir(mode=0o700)
    database = files_in(stage.folder, stage.settings, stage.discord).storage.here
    for file in database.parent.glob(f"{database.name}*"):
        shutil.copy2(file, there / file.name)
    return there / database.name


@pytest.mark.l21
async def test_a_copy_is_useless_without_the_key(stage: Stage) -> None:
    """While people talk: no id, name or word is in it, and another key opens nothing."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, SAID)
    await until(stage, lambda: any(SAID in m.content for m in listener.sees(listener.dm)))
    copy = copied(stage, "backup")
    captured = capture(stage.discord, copy.parent, "")
    assert len(captured.files[copy.name]) > 100_000
    assert SAID in captured.person(asker.username).typed
    assert list(search.stored(captured)) == []
    with pytest.raises(WrongKey):
        await open_store(copy, Sealer(Keyring(bytes(range(32)))))


@pytest.mark.l21
async def test_what_was_erased_stays_erased_when_a_copy_comes_back(stage: Stage) -> None:
    """Put back a fortnight later: the first look at what is over erases it again."""
    asker, _ = await talk(stage)
    await stage.end(asker)
    copy = copied(stage, "backup")
    await stage.pass_time(timedelta(days=14))
    await stage.running.aclose()
    database = files_in(stage.folder, stage.settings, stage.discord).storage.here
    assert [rows(database, table) for table in OF_AN_ASK] == [0, 0, 0]
    shutil.copytree(copy.parent, database.parent, dirs_exist_ok=True)
    assert 0 not in [rows(database, table) for table in OF_AN_ASK]
    await stage.start()
    await stage.settle()
    await stage.running.aclose()
    assert [rows(database, table) for table in OF_AN_ASK] == [0, 0, 0]


def rows(database: Path, table: str) -> int:
    """How many rows a table has."""
    with closing(sqlite3.connect(database)) as sql:
        (count,) = sql.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        return int(count)
