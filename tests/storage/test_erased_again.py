"""A database that is older than what was erased from it: it is erased again, and the rest lives on.

Each backup is copied as `VACUUM INTO` makes it, and put in the database's place.
"""

import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.domain.ids import GuildId, MessageId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.domain.rejected_forms import Typed
from bot.services import membership
from bot.services.aftercare import reflections
from bot.services.asks import drafts
from bot.services.conversations import edits
from bot.services.forms import rejected
from bot.services.goals import goal
from bot.services.moderation import actions, numbers
from bot.services.privacy import erasure
from bot.storage.encryption.sealed_columns import SEALED
from bot.storage.store import Tables
from tests.engines import on_both_engines, put_back
from tests.erasure.histories import look
from tests.erasure.life import Life, backs_up, is_erased, living, restores
from tests.own_goals import goal_of
from tests.services.scene import DAY, GUILD, HOUR, here

pytestmark = on_both_engines


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    """Somebody who talks, has a goal, a draft, a note, a form, and words outside."""
    async with living(tmp_path, 3) as made:
        asker, other, scene = made.askers[0], made.askers[1], made.scene
        await scene.talk(asker, made.listeners[0], made.words(2))
        await scene.end(asker)
        form = MessageId(1 << 60)
        await reflections.write(scene.ctx, asker, scene.after_button(asker), form, made.words(2))
        await scene.talk(asker, made.listeners[1], made.words(2))
        await made.write(asker)
        await goal.save(
            scene.ctx, asker, goal_of(asker), words=made.words(2), every="1", at="12:00", zone="UTC"
        )
        await drafts.draft(scene.ctx, here(asker), made.words(2), "")
        typed = Typed("goal", "t", {"words": made.words(2)}, [("zone", made.words(2))])
        await rejected.keep(scene.ctx, asker, typed)
        await membership.note_use(scene.ctx, other, GUILD)
        await made.write(other)
        yield made


async def used_by(user: UserId, tables: Tables) -> list[GuildId]:
    """Where somebody used the bot, as far as that is kept."""
    return list(await tables.known_servers.of(user))


async def counts(life: Life) -> dict[str, int]:
    """How many rows each table with sealed columns has."""
    return {table.name: await life.scene.count(table.name) for table in SEALED}


async def test_what_is_erased_from_a_backup_is_what_was_erased_since(life: Life) -> None:
    """A note, and the words of somebody outside a conversation; all else is as it was."""
    await life.scene.deliver()
    before = await counts(life)
    await backs_up(life)
    page = await reflections.read(life.scene.ctx, life.askers[0])
    assert page is not None
    await reflections.erase(life.scene.ctx, life.askers[0], page.note.id)
    await edits.deleted(life.scene.ctx, life.written[-1][1])
    await restores(life)
    changed = {name: n - before[name] for name, n in (await counts(life)).items()}
    assert {name: n for name, n in changed.items() if n} == {"reflection": -1, "stray_part": -1}
    assert await life.scene.count("stray") == 0
    await look(life)


async def test_a_person_who_was_erased_is_gone_from_a_backup_too(life: Life) -> None:
    """With whatever refers to them, while others stay and go on; also where they used the bot."""
    other = life.listeners[0]
    life.askers = life.askers[:1]
    tag = life.scene.store.person(life.askers[0])
    for user in (other, life.askers[0]):
        await membership.note_use(life.scene.ctx, user, GUILD)
    await backs_up(life)
    await is_erased(life)
    await restores(life)
    for user, used in ((other, [GUILD]), (life.askers[0], [])):
        known = await life.scene.read(partial(used_by, user))
        assert known == used
    for name in await life.scene.tables():
        for row in await life.scene.rows(f"SELECT * FROM {name}"):  # noqa: S608
            assert tag not in row, name
            assert tag.hex() not in row, name
    assert await life.scene.count("person") > 0
    await life.scene.pass_time(DAY)
    await look(life)


@pytest.mark.parametrize("erases", [False, True])
async def test_a_ban_holds_after_a_restore(life: Life, erases: bool) -> None:
    """Also of somebody who erased everything since the backup: the mark stays, the reason goes."""
    scene, banned = life.scene, life.askers[2]
    ctx, member = scene.ctx, here(banned)
    number = await scene.store.transaction(lambda tables: numbers.know_asker(ctx, tables, member))
    await actions.act(ctx, here(life.listeners[1]), number, ActionKind.BAN, "Because.")
    await backs_up(life)
    if erases:
        await erasure.erase_everything(ctx, banned)
    await restores(life)
    with pytest.raises(BannedHere):
        await drafts.begin(life.scene.ctx, here(banned))
    (row,) = await life.scene.rows("SELECT words_sealed IS NULL FROM moderator_action")
    assert row == (int(erases),)


async def test_words_whose_time_was_up_are_gone_from_a_backup_and_an_open_ask_with_them(
    life: Life,
) -> None:
    """Of an ask that is closed in the backup only the words; one that still waits in it is over."""
    scene = life.scene
    await scene.end(life.askers[0])
    await scene.ask(life.askers[2], life.words(2))
    await backs_up(life)
    await scene.take_back(life.askers[2])
    await scene.pass_time(3 * HOUR)
    await restores(life)
    states = await scene.rows("SELECT state, words_sealed FROM ask")
    assert states == [("closed", None)] * 2
    await look(life)


async def test_a_start_after_a_restore_can_be_killed_and_goes_on(life: Life) -> None:
    """Erasing again is one transaction: it has happened, or it happens at the next start."""
    await backs_up(life)
    await edits.deleted(life.scene.ctx, life.written[-1][1])
    backup = (life.folder / "backup").rename(life.folder / "kept")
    shutil.copyfile(backup, life.folder / "backup")
    await restores(life)
    again = await counts(life)
    await life.scene.store.close()
    put_back(backup, life.scene.path)
    await life.take_up()
    assert await counts(life) == again
    await look(life)


async def test_what_a_restored_backup_lost_is_in_no_row_that_opens(life: Life) -> None:
    """Everything that is left in it can be read and written as ever."""
    await backs_up(life)
    await life.scene.pass_time(9 * DAY)
    await restores(life)
    await life.scene.pass_time(HOUR)
    await life.scene.talk(life.askers[3], life.listeners[2], life.words(2))
    await life.write(life.askers[3])
    await life.scene.deliver()
    assert life.scene.words_to(life.listeners[2])[-1].endswith(life.texts[-1])
    await look(life)


async def test_a_backup_made_while_somebody_was_being_erased_loses_them_too(life: Life) -> None:
    """Nothing waits in it to be gone on with."""
    life.askers = life.askers[:1]
    scene, tag = life.scene, life.scene.store.person(life.askers[0])
    again_at = scene.clock.now() + DAY
    await scene.store.transaction(lambda tables: tables.erasing.begin(tag, again_at))
    await backs_up(life)
    await is_erased(life)
    await restores(life)
    assert await scene.count("erasing") == 0
    assert not await scene.rows("SELECT 1 FROM person WHERE person_tag = ?", tag)


async def test_erasing_everything_throws_its_secrets_away_at_once(life: Life) -> None:
    """On return no copy of it opens any more; nothing is left for later."""
    life.askers = life.askers[:1]
    await life.scene.deliver()
    await life.scene.store.forget_erased()
    await is_erased(life)
    assert await life.scene.count("thrown_away") == 0
