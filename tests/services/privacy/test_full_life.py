"""Somebody with everything: what is shown to them, and that each table is reached."""

import json
from datetime import timedelta

import pytest

from bot.domain.ids import NOBODY, UserId
from bot.domain.personal_data import DataKind, PersonalData
from bot.domain.private_numbers import read
from bot.services.privacy import erasure, overview
from bot.storage.table_life import Owner
from bot.storage.table_lives import TABLE_LIVES
from tests.services.privacy.full_life import MINE, SECRETS, THEIRS, live
from tests.services.scene import ASKER, DAY, GUILD, LISTENER, OTHER, STRANGER, Scene

THEIRS_TO_HAVE = {Owner.ASKER, Owner.LISTENER, Owner.BOTH, Owner.PERSON}
MARKS = {"ask.asker_number", "offer.listener_number", "conversation.listener_number"}


@pytest.fixture
async def full(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything; the asker has everything."""
    await live(still_scene)
    return still_scene


async def found(scene: Scene, user: UserId = ASKER) -> list[PersonalData]:
    """What is shown to somebody."""
    return list(await overview.everything_of(scene.ctx, user))


async def said(scene: Scene, user: UserId) -> str:
    """All words that are shown to somebody, as one text."""
    every = [dict(one.facts) for one in await found(scene, user)]
    return json.dumps(every, default=str, ensure_ascii=False)


async def where_named(scene: Scene, user: UserId) -> set[str]:
    """The columns in which a person's tag or a number of theirs stands."""
    tag = scene.store.person(user)
    guilds = await scene.read(lambda tables: tables.erasing.servers())
    asking = {scene.store.asker_number(guild, user) for guild in guilds}
    listening = {scene.store.listener_number(guild, user) for guild in guilds}
    named = {tag, tag.hex(), *asking, *listening}
    columns = set()
    for table in TABLE_LIVES:
        names = await scene.columns(table)
        for row in await scene.rows(f"SELECT * FROM {table}"):  # noqa: S608 - names of ours
            for name, value in zip(names, row, strict=True):
                begins = isinstance(value, str) and value.startswith(tag.hex())
                if value in named or begins:
                    columns.add(f"{table}.{name}")
    return columns


async def test_every_table_that_holds_something_of_people_holds_something(full: Scene) -> None:
    """Else the other tests of this file would prove less than they say."""
    people = [table for table, life in TABLE_LIVES.items() if life.owner in THEIRS_TO_HAVE]
    empty = [table for table in people if not await full.count(table)]
    assert empty == ["erasing"]
    assert len(await where_named(full, ASKER)) > 20


async def test_the_export_has_all_kinds_and_all_words(full: Scene) -> None:
    """Every word of theirs that is kept, and those of others that wait for them to read."""
    assert {one.kind for one in await found(full)} == set(DataKind)
    text = await said(full, ASKER)
    not_shown = {"thanks", "written", "undelivered"}  # whether those arrived is the other's
    for name, words in MINE.items():
        assert (words in text) is (name not in not_shown), name
    assert THEIRS["to read"] in text
    assert THEIRS["behind a press"] in text


async def test_everybody_finds_their_own_private_numbers(full: Scene) -> None:
    """As an operator takes them: for asking in each server, for listening where they listen."""
    every = await found(full)
    asking = {one.guild: one.facts["asker_number"] for one in every if one.kind is DataKind.SERVER}
    listening = {
        one.guild: one.facts["listener_number"] for one in every if one.kind is DataKind.LISTENER
    }
    assert GUILD in asking.keys() & listening.keys()
    for guild, shown in asking.items():
        assert guild is not None
        assert read(str(shown)).fits(full.store.asker_number(guild, ASKER))
    for guild, shown in listening.items():
        assert guild is not None
        assert read(str(shown)).fits(full.store.listener_number(guild, ASKER))


@pytest.mark.parametrize("user", [LISTENER, OTHER, STRANGER])
async def test_nothing_of_one_person_is_in_the_export_of_another(full: Scene, user: UserId) -> None:
    """But words that wait for them, under an alias."""
    text = await said(full, user)
    to_read = {MINE["undelivered"]} if user == OTHER else set()
    for words in {*MINE.values(), *SECRETS.values()} - to_read:
        assert words not in text
    numbers = [full.store.person(ASKER).hex(), str(int(ASKER))]
    assert not [number for number in numbers if f'"{number}' in text]


async def test_an_export_changes_nothing(full: Scene) -> None:
    """However often it is looked at."""
    before = {table: await full.rows(f"SELECT * FROM {table}") for table in TABLE_LIVES}  # noqa: S608
    await found(full)
    after = {table: await full.rows(f"SELECT * FROM {table}") for table in TABLE_LIVES}  # noqa: S608
    assert before == after


async def test_erasing_reaches_every_table(full: Scene) -> None:
    """No row shows them any more, but the marks of limits."""
    assert await erasure.erase_everything(full.ctx, ASKER)
    assert {one.kind for one in await found(full)} == {DataKind.LIMIT}
    assert await where_named(full, ASKER) == MARKS
    assert await full.count("erasing") == 0
    places = await full.rows(
        "SELECT part FROM bot_message LEFT JOIN offer ON 'offer:' || token = part"
        " JOIN ask ON ask.ask_id = bot_message.ask_id"
        " WHERE erased = 1 OR (asker_sealed IS NULL AND part = 'asker')"
    )
    assert places == []


async def test_the_marks_of_limits_go_by_themselves(full: Scene) -> None:
    """Those of a day with the day, those in conversations with these."""
    await erasure.erase_everything(full.ctx, ASKER)
    await full.pass_time(DAY + timedelta(hours=1))
    assert await where_named(full, ASKER) == {"conversation.listener_number", "ask.asker_number"}
    for _ in range(9):
        await full.pass_time(DAY)
    assert await where_named(full, ASKER) == set()


async def test_what_is_left_of_them_goes_like_everybodys(full: Scene) -> None:
    """Two weeks later not even the place that was theirs is there."""
    await erasure.erase_everything(full.ctx, ASKER)
    for _ in range(3):
        await full.pass_time(7 * DAY)
    tags = {row[0] for row in await full.rows("SELECT person_tag FROM person")}
    assert NOBODY not in tags
    assert full.store.person(ASKER) not in tags


async def test_retention_alone_leaves_only_what_people_keep(scene: Scene) -> None:
    """After some months without them: what they set up, wrote for themselves, or are. A goal that
    rests is gone, and the looking for its partner with it."""
    await live(scene)
    for _ in range(110):
        await scene.pass_time(DAY)
    for _ in range(12):
        await scene.pass_time(7 * DAY)
    held = {t for t, life in TABLE_LIVES.items() if life.owner in THEIRS_TO_HAVE}
    left = {table for table in held if await scene.count(table)}
    listening = {"listener", "listener_topic", "listener_language"}
    listening |= {"listener_hours", "listener_skill"}
    every_day = {"schedule", "schedule_theme", "schedule_day", "schedule_home", "shown_text"}
    own = {"person", "reflection", "kept_text", "block", "age_stated", "quiet_hours"}
    assert left == {*own, *listening, *every_day}
