"""The record's chain: nothing in it can be changed without showing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import GuildId, UserId
from bot.domain.moderation_record import (
    BEGINNING,
    SHOWN_AFTER,
    RecordedAct,
    RecordEntry,
    hash_of,
)
from bot.domain.name_openings import OPEN_FOR
from bot.services.moderation.actions import TOLD_AT_MOST

FIRST = RecordEntry(
    GuildId(1),
    1,
    datetime(2026, 3, 2, 18, tzinfo=UTC),
    RecordedAct.WARNED,
    hash_of(b"moderator"),
    hash_of(b"number"),
    hash_of(b"words"),
    BEGINNING,
    UserId(5),
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FIRST, guild_id=GuildId(2)),
        replace(FIRST, position=2),
        replace(FIRST, made_at=FIRST.made_at + timedelta(hours=1)),
        replace(FIRST, what=RecordedAct.BANNED),
        replace(FIRST, moderator_hash=hash_of(b"another")),
        replace(FIRST, number_hash=hash_of(b"another")),
        replace(FIRST, words_hash=hash_of(b"another")),
        replace(FIRST, before_hash=hash_of(b"another")),
    ],
)
def test_whatever_is_changed_shows_in_its_hash(changed: RecordEntry) -> None:
    """Every part of it counts."""
    assert changed.entry_hash != FIRST.entry_hash


def test_who_it_was_may_go_without_breaking_it() -> None:
    """They may erase everything."""
    assert replace(FIRST, moderator=None).entry_hash == FIRST.entry_hash


def test_parts_do_not_run_into_each_other() -> None:
    """Their lengths stand before them."""
    assert hash_of(b"ab", b"c") != hash_of(b"a", b"bc")


@pytest.mark.parametrize("minutes", [0, 1, 59])
@pytest.mark.parametrize("told", [OPEN_FOR, TOLD_AT_MOST], ids=["a name", "an action"])
def test_what_it_was_shows_only_once_nothing_tells_by_it_whom_it_was_about(
    minutes: int, told: timedelta
) -> None:
    """As long as a name that is asked for stands in the list of all but whose it is, and as long as
    somebody may not have been told of what was done."""
    done = FIRST.made_at + timedelta(minutes=minutes)
    assert not FIRST.shows(done)
    assert not FIRST.shows(done + told - timedelta(seconds=1))
    assert FIRST.shows(FIRST.made_at + SHOWN_AFTER)
