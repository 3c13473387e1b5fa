"""What is left in the database: while people talk no more than they did, and of nobody anything
once everybody has gone and what is kept for some time has run out.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from bot.domain.errors import NotAListener
from bot.domain.form_errors import NoGoal, NoSchedule
from bot.domain.ids import UserId
from bot.services.context import Member
from bot.services.encouragements import personal_schedule
from bot.services.goals import goal
from bot.services.listeners import duty
from bot.services.privacy import erasure
from tests.simulation.begun import ASKERS, LISTENERS, MEMBERS, MODERATORS
from tests.simulation.life import Life
from tests.simulation.town import Town

EACH_MOVE: Final = 8
"""Rows of one table, for each thing that somebody did: an ask tells twelve listeners at most, here
four, and a word has one copy."""
AT_LEAST: Final = 40

STAYS: Final = frozenset(
    {
        *("guild", "guild_feature", "guild_topic", "counted", "meta", "sqlite_sequence"),
        *("moderation_record", "record_posted"),
    }
)
"""What is of the server, of the bot, or of SQLite; of a record the last entry, and that it was
posted: what follows hangs on it."""

_WHOSE = """
    SELECT 'ask' FROM ask WHERE asker_sealed IS NOT NULL UNION ALL
    SELECT 'draft' FROM draft WHERE asker_sealed IS NOT NULL UNION ALL
    SELECT 'conversation' FROM conversation WHERE asker_sealed IS NOT NULL
"""
_BANNED = "SELECT 1 FROM moderator_action WHERE kind = 'ban' AND lifted = 0"
"""Until moderators lift it, whoever it is about erases."""
_LONG = timedelta(days=800).total_seconds()
_A_MOMENT = 120.0
_LEAP = timedelta(days=100).total_seconds()


def counts(town: Town) -> dict[str, int]:
    """How many rows each table has."""
    tables = town.disk.looked("SELECT name FROM sqlite_master WHERE type = 'table'")
    sql = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for (name,) in tables)  # noqa: S608
    return dict(town.disk.looked(sql))


def too_many(town: Town) -> Iterator[str]:
    """No table has more than what was done can bring."""
    for table, count in counts(town).items():
        if count > AT_LEAST + EACH_MOVE * town.done:
            yield f"rows: {count} in {table} after {town.done} moves"


def dangling(town: Town) -> Iterator[str]:
    """Nothing refers to what is not there."""
    for table, *_ in town.disk.looked("PRAGMA foreign_key_check"):
        yield f"rows: one of {table} hangs on nothing"


async def everybody_goes(town: Town) -> frozenset[str]:
    """Who asked erases everything, who listens does too or only listens no more; then years pass.
    The tables of which something may be left."""
    erases, life = town.moves.random() < 0.5, None
    while life is not town.life:  # a process may die of it: then they press again
        life = town.life
        assert life is not None, "it is at rest"
        life.longest_rest = _LEAP
        for user in (*ASKERS, *MODERATORS):
            _erases_all(town, user)
        for user in LISTENERS:
            (_erases_all if erases else _listens_no_more)(town, user)
        await asyncio.sleep(_A_MOMENT)
    for (table,) in town.disk.looked(_WHOSE):
        town.faults.append(f"rows: one of {table} still says who asked")
    await asyncio.sleep(_LONG)
    banned = {"known_number", "moderator_action"} if town.disk.looked(_BANNED) else set()
    return STAYS | banned | (set() if erases else {"block"})  # somebody's until they undo it


def _erases_all(town: Town, who: UserId) -> None:
    town.press(who, "erases all", lambda life: erasure.erase_everything(life.ctx, who))


def _listens_no_more(town: Town, who: UserId) -> None:
    async def work(life: Life) -> None:
        for guild in (one for one, them in MEMBERS.items() if who in them):
            with suppress(NotAListener):
                await duty.leave(life.ctx, Member(who, guild))
        for way in (personal_schedule.stop, goal.pause):
            with suppress(NoSchedule, NoGoal):
                await way(life.ctx, who)

    town.press(who, "listens no more", work)


def left_behind(town: Town, stays: frozenset[str]) -> Iterator[str]:
    """Nothing of anybody is left."""
    for table, count in counts(town).items():
        if count and table not in stays:
            yield f"rows: {count} left in {table}"
