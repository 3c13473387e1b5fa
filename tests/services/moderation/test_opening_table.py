"""Opening a name as a table: who presses what in which state, before and after a restart."""

from collections.abc import Awaitable, Callable, Collection
from functools import partial

import pytest

from bot.domain.errors import OutOfDate, SupportError
from bot.domain.ids import NumberId, OpeningId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import (
    NameAskedFor,
    NotLongEnough,
    OwnNumber,
    TwoPeopleNeeded,
)
from bot.domain.name_openings import MODERATED_FOR, OPEN_FOR
from bot.services.moderation import actions, numbers, opening, telling
from tests.services.scene import DAY, Scene, here

ONE, OTHER, THIRD, NEW, OWN = "one", "other", "third", "new", "own"
WHO = (ONE, OTHER, THIRD, NEW, OWN)
"""Three who have moderated for a week, one since yesterday, and whose name it is."""
USERS = {ONE: UserId(201), OTHER: UserId(202), THIRD: UserId(203), NEW: UserId(204)}
FIRST_OWN = 210

ASKED = [(ONE, "ask")]
AGREED = [*ASKED, (OTHER, "agree")]
STATES = {
    "nothing": [],
    "asked": ASKED,
    "agreed": AGREED,
    "seen by one": [*AGREED, (ONE, "look")],
    "seen by both": [*AGREED, (OTHER, "look"), (ONE, "look")],
}
"""How each comes about."""

Outcome = type[SupportError] | None


def expected(state: str, who: str, what: str) -> Outcome:
    """What must come of a press: an error, or None where it works."""
    there = state not in {"nothing", "over"}
    if what == "look":
        return _looks(state, who)
    if what == "agree":
        if not there or who == OWN:
            return OutOfDate
        if who == NEW:
            return NotLongEnough
        if who == ONE:
            return TwoPeopleNeeded
        return None if state == "asked" else OutOfDate
    if who in {NEW, OWN}:
        return NotLongEnough if who == NEW else OwnNumber
    return NameAskedFor if there else None


def _looks(state: str, who: str) -> Outcome:
    may = {"agreed": {ONE, OTHER}, "seen by one": {OTHER}}
    return None if who in may.get(state, set()) else OutOfDate


class Table:
    """A number of its own for each cell."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cells: list[tuple[str, str, str, NumberId, UserId]] = []

    async def lay_out(self, states: Collection[str], people: Collection[str]) -> None:
        """Everybody is there for as long as they are; nothing has been pressed."""
        every = [(state, who, what) for state in states for who in people for what in PRESSES]
        for place, cell in enumerate(every):
            user = UserId(FIRST_OWN + place)
            number = await self._known(user)
            self.cells.append((*cell, number, user))
        moderators = [USERS[who] for who in (ONE, OTHER, THIRD)]
        for one in (*moderators, *(cell[-1] for cell in self.cells if cell[1] == OWN)):
            await telling.note_moderator(self.scene.ctx, here(one))
        self.scene.clock.advance(MODERATED_FOR - DAY)
        await telling.note_moderator(self.scene.ctx, here(USERS[NEW]))
        self.scene.clock.advance(DAY + DAY / 12)

    async def _known(self, user: UserId) -> NumberId:
        scene = self.scene
        work = partial(numbers.know_asker, scene.ctx, member=here(user))
        number = await scene.store.transaction(work)
        await actions.act(scene.ctx, here(USERS[ONE]), number, ActionKind.NOTE, "why")
        return number

    async def press(self, who: UserId, what: str, number: NumberId) -> Outcome:
        """One press; the error that came of it."""
        found = await self.scene.read(
            lambda tables: tables.name_openings.of(here(who).guild, self.scene.clock.now())
        )
        key = next((one.id for one in found if one.number == number), OpeningId("t" * 22))
        try:
            await PRESSES[what](self.scene, who, number, key)
        except SupportError as error:
            return type(error)
        return None


PRESSES: dict[str, Callable[[Scene, UserId, NumberId, OpeningId], Awaitable[object]]] = {
    "ask": lambda scene, who, number, _: opening.ask(scene.ctx, here(who), number, "why"),
    "agree": lambda scene, who, _, key: opening.agree(scene.ctx, here(who), key, "why"),
    "look": lambda scene, who, _, key: opening.look(scene.ctx, here(who), key),
}


@pytest.mark.parametrize(
    ("how", "states", "people"),
    [
        ("at once", ("asked", "agreed"), WHO),
        ("after a restart", STATES, WHO),
        ("after a day", ("asked", "agreed"), (ONE, OTHER)),
    ],
)
async def test_who_may_do_what_when(
    scene: Scene, how: str, states: Collection[str], people: Collection[str]
) -> None:
    """Every role in every state, by every press; a day later all of it is as if for the first
    time."""
    table = Table(scene)
    await table.lay_out(states, people)
    for state, _, _, number, _ in table.cells:
        for who, what in STATES[state]:
            assert await table.press(USERS[who], what, number) is None
    if how == "after a restart":
        await scene.restart()
    if how == "after a day":
        scene.clock.advance(OPEN_FOR)
    for state, who, what, number, own in table.cells:
        outcome = await table.press(USERS.get(who, own), what, number)
        stands = "over" if how == "after a day" else state
        assert outcome is expected(stands, who, what), (state, who, what)
