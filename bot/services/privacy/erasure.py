"""Erasing everything of somebody: what is open ends, then each subject erases its own rows.

The steps are small, each in a transaction of its own, and done again they change nothing: a kill in
between, or a step that fails, is gone on with by `go_on_with_due`. The person goes last.

What others still need of a conversation stays with NOBODY in the person's place, until it goes like
every other. What stays of limits is the private number alone, until the limit runs out.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

import structlog

from bot.domain.ids import PersonTag, UserId
from bot.domain.personal_data import DataKind, Whose
from bot.domain.suggestions import OPEN
from bot.services.context import Context
from bot.services.moderation import names_opened
from bot.services.privacy import endings, overview
from bot.storage.store import Tables

AFTER_A_FAULT = timedelta(minutes=1)
"""Until a step that failed is tried again."""

Step: TypeAlias = Callable[[Tables], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class WouldEnd:
    """What erasing ends, counted now."""

    asks: int = 0
    conversations: int = 0
    goals: int = 0
    schedules: int = 0
    listening: int = 0
    blocks: int = 0
    """Whom they blocked could meet them again."""
    is_going_on: bool = False
    """It was asked for already, and something of it is still to be done."""
    suggestions: int = 0
    """Encouragements of theirs that wait, or that others read and keep."""


async def what_would_end(ctx: Context, user: UserId) -> WouldEnd:
    """What is open of somebody, so that they know before they say yes."""
    return await ctx.store.read(lambda tables: would_end(tables, user))


async def would_end(tables: Tables, user: UserId) -> WouldEnd:
    """As `what_would_end`, within one look."""
    found = await overview.everything_in(tables, user)
    count = {kind: sum(one.kind is kind for one in found) for kind in DataKind}
    waiting = [one for one in found if one.kind is DataKind.ASK and "until" in one.facts]
    talks = [one for one in found if one.kind is DataKind.CONVERSATION]
    comes = [one for one in found if one.kind is DataKind.SCHEDULE]
    return WouldEnd(
        len(waiting),
        sum(one.facts["ended_at"] is None for one in talks),
        count[DataKind.GOAL],
        sum(one.facts["comes"] == "encouragement" for one in comes),
        count[DataKind.LISTENER],
        count[DataKind.BLOCK],
        await tables.erasing.is_going_on(tables.sealer.person_tag(user)),
        sum(one.kind is DataKind.SUGGESTION and one.facts["state"] in OPEN for one in found),
    )


async def ask_for(tables: Tables, user: UserId, now: datetime) -> bool:
    """Let the running bot erase everything of somebody, or its next start; False where nothing is
    known of them. Seals nothing."""
    person = tables.sealer.person_tag(user)
    if not await tables.people.is_known(person):
        return False
    await tables.erasing.begin(person, now)
    return True


async def erase_everything(ctx: Context, user: UserId) -> bool:
    """Erase everything of somebody; False when a part of it has to be tried again, which happens
    by itself. Once this has begun, a stop of the bot does not end it."""

    async def begin(tables: Tables) -> PersonTag:
        person = await tables.people.meet(user)
        await tables.erasing.begin(person, ctx.clock.now() + AFTER_A_FAULT)
        return person

    return await _go_on(ctx, await ctx.store.transaction(begin))


async def go_on_with_due(ctx: Context) -> None:
    """Go on with what was interrupted, or failed. Called each second."""
    now = ctx.clock.now()

    async def take(tables: Tables) -> Sequence[PersonTag]:
        return await tables.erasing.take_due(now, now + AFTER_A_FAULT)

    if await ctx.store.read(lambda tables: tables.erasing.is_due(now)):
        for person in await ctx.store.transaction(take):
            await _go_on(ctx, person)


async def _go_on(ctx: Context, person: PersonTag) -> bool:
    """Whoever goes on has a minute before anybody else does: failing needs no note of its own."""
    await _tell_of_names(ctx, person)
    if await _end_and_erase(ctx, person) and await _try(
        ctx, "person", lambda tables: tables.erasing.end(person)
    ):
        await _forget(ctx)
        return True
    return not await ctx.store.read(lambda tables: tables.erasing.is_going_on(person))


async def _tell_of_names(ctx: Context, person: PersonTag) -> None:
    """Nobody can call off that somebody reads that their name was opened, they themselves neither.
    Whatever becomes of it, it must not keep them from being erased."""
    try:
        await names_opened.tell_now(ctx, person)
    except Exception as error:  # noqa: BLE001 - erasing goes on
        structlog.get_logger("erasure").error("erasure.names_not_told", exc_info=error)


async def _end_and_erase(ctx: Context, person: PersonTag) -> bool:
    """What is open ends before a row goes; of the subjects each is tried, also after one that
    fails."""
    if not await _try(ctx, "endings", lambda tables: endings.end_all_of(ctx, tables, person)):
        return False
    who = await ctx.store.read(partial(_whose, person))
    if who is None:
        return False

    async def erase(subject: str, tables: Tables) -> None:
        await tables.personal[subject].erase_of(who)

    subjects = await ctx.store.read(_subjects)
    return all([await _try(ctx, name, partial(erase, name)) for name in subjects])


async def _whose(person: PersonTag, tables: Tables) -> Whose | None:
    """None when somebody else has done it meanwhile: the button was pressed twice."""
    if not await tables.erasing.is_going_on(person):
        return None
    return await overview.whose(tables, person, await tables.people.user(person))


async def _subjects(tables: Tables) -> Sequence[str]:
    return tuple(tables.personal)


async def _try(ctx: Context, name: str, step: Step) -> bool:
    try:
        await ctx.store.transaction(step)
    except Exception as error:  # noqa: BLE001 - one step must not keep the others from being done
        structlog.get_logger("erasure").error("erasure.step_failed", step=name, exc_info=error)
        return False
    return True


async def _forget(ctx: Context) -> None:
    """Make what was erased unreadable at once: its secrets are thrown away, and the log emptied.
    Where that fails, retention does it within a minute."""
    try:
        await ctx.store.forget_erased()
        await ctx.store.checkpoint()
    except Exception as error:  # noqa: BLE001 - the rows are gone, and it is tried again
        structlog.get_logger("erasure").error("erasure.secrets_kept", exc_info=error)
