"""Discord tells of everything three times: each has one effect, and people see what they see once.

`EVENTS_TOLD=3 pytest tests/journeys` plays every other journey like that, too.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.domain.guilds import Feature
from bot.local_discord import Message, Person
from bot.storage.connection import Connection
from bot.storage.rows import Row
from tests.engine_tables import table_names
from tests.journeys.stage import Stage, staged
from tests.journeys.test_reflection import switch


async def an_evening(stage: Stage) -> None:
    """Every way in: commands, buttons, menus, forms, words, edits, deletions."""
    asker, listener = stage.asker, stage.listener
    await stage.set_up()
    await switch(stage, Feature.REFLECTION)
    await stage.join(listener)
    await stage.ask("Please listen.")
    await stage.accept()
    await asker.wait_for(asker.dm, "Somebody is here for you")
    kept, gone = [await asker.send(asker.dm, words) for words in ("one", "two")]
    copy = await listener.wait_for(listener.dm, "two")
    await asker.edit(kept, "ONE")
    await asker.delete(gone)
    await listener.wait_for(listener.dm, "ONE")
    await listener.wait_until_gone(copy)
    await listener.send(listener.dm, "look", files=[("a.png", b"x")])
    await listener.wait_for(listener.dm, "picture or file")
    await stage.end(asker)
    await note_for_oneself(stage, await asker.wait_for(asker.dm, "has ended"))
    await encouragements(stage)
    await asker.run("conversations", in_=stage.asks)
    await stage.settle()
    await asker.send(asker.dm, "Is somebody there?")
    await asker.wait_for(asker.dm, "Shall I pass it on")
    await stage.write("A draft that stays one.")
    await stage.settle()


async def note_for_oneself(stage: Stage, ended: Message) -> None:
    """A form below the ending."""
    form = (await stage.asker.press(ended, "For myself")).form
    assert form is not None
    await stage.asker.submit(form, {form.fields[0].label: "It helped."})


async def encouragements(stage: Stage) -> None:
    """A command, a button, and one that is kept."""
    shown = (await stage.asker.run("encourage", in_=stage.asks)).message
    assert shown is not None
    shown = (await stage.asker.press(shown, "Another one")).message
    assert shown is not None
    await stage.asker.press(shown, "Keep")


async def left_by(folder: Path, told: int) -> tuple[dict[str, int], Counter[str]]:
    """How many rows each table has after an evening, and how much everybody sees where."""
    async with staged(folder) as stage:
        stage.discord.gateway.repeat = told
        await an_evening(stage)
        people = (stage.asker, stage.listener, stage.other, stage.admin)
        return await rows(stage), Counter(place for one in people for place in seen(stage, one))


async def rows(stage: Stage) -> dict[str, int]:
    """The number of rows of every table."""
    database = stage.bot.desk.ctx.store._database
    counts = {}
    for name in await table_names(database):
        sql = f"SELECT 1 FROM {name}"  # noqa: S608 - a name of ours
        counts[name] = len(await database.read(partial(_all, sql)))
    return counts


async def _all(sql: str, on: Connection) -> Sequence[Row]:
    return await on.fetch_all(sql)


def seen(stage: Stage, person: Person) -> list[str]:
    """Where somebody sees a message, once for each."""
    places = {"dm": person.dm, "asks": stage.asks, "staff": stage.staff, "panel": stage.entrance}
    return [
        f"{person.username} in {name}"
        for name, channel in places.items()
        for message in person.sees(channel)
        if message.author.is_bot
    ]


async def test_everything_told_three_times_is_as_if_told_once(tmp_path: Path) -> None:
    """The same rows in every table, the same number of messages for everybody."""
    (tmp_path / "once").mkdir()
    (tmp_path / "thrice").mkdir()
    once = await left_by(tmp_path / "once", 1)
    assert once[0]["reflection"] == 1
    assert once[0]["draft"] == 1
    assert await left_by(tmp_path / "thrice", 3) == once


async def test_a_draw_told_three_times_uses_up_one_text(tmp_path: Path) -> None:
    """Nobody misses encouragements because Discord repeats itself."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        stage.discord.gateway.repeat = 3
        await stage.asker.run("encourage", in_=stage.asks)
        assert (await rows(stage))["shown_text"] == 1
