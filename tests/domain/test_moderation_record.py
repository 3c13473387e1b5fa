"""The record's chain: nothing in it can be changed without showing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import GuildId, UserId
from bot.domain.moderation_record import (
    ALIKE,
    BEGINNING,
    NAMES_SHOWN_AFTER,
    NOT_YET,
    OF_NAMES,
    ONE_OF_SEVERAL,
    SHOWN_AFTER,
    RecordedAct,
    RecordEntry,
    hash_of,
)
from bot.domain.name_openings import OPEN_FOR
from bot.domain.name_openings import TOLD_AT_MOST as NAME_TOLD_AT_MOST
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
    assert FIRST.reads(done) == NOT_YET
    assert FIRST.reads(done + told - timedelta(seconds=1)) == NOT_YET
    assert FIRST.reads(FIRST.made_at + SHOWN_AFTER) == FIRST.what


def test_what_is_never_told_reads_like_what_is_nobodys_secret() -> None:
    """For ever, also beside an empty list of numbers; a name until its person has been told."""
    late = FIRST.made_at + SHOWN_AFTER
    for what in ALIKE | OF_NAMES:
        assert replace(FIRST, what=what).reads(late) == ONE_OF_SEVERAL
    opened = FIRST.made_at + timedelta(minutes=59) + OPEN_FOR
    for what in OF_NAMES:
        entry = replace(FIRST, what=what)
        assert entry.reads(opened + NAME_TOLD_AT_MOST) == ONE_OF_SEVERAL
        assert entry.reads(FIRST.made_at + NAMES_SHOWN_AFTER) == what
    noted = replace(FIRST, what=RecordedAct.NOTED)
    assert noted.reads(FIRST.made_at + timedelta(days=365)) == ONE_OF_SEVERAL
