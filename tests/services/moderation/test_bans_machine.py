"""All that may happen to a ban, in any order, against a small pure model of who is kept out.

People are banned and paused by either of their two numbers, lifted, leave and rejoin, erase
everything, and the bot restarts or its key is rotated. After each step everybody tries to ask.
A history begins with somebody who is paused and banned, and what takes long and would change
nothing, a start or an erasure after another, is not done twice in a row. `.ci/run` plays more.

That it would notice is shown by five planted faults, each a trigger or a statement in the database:

- `only_as_asker` what is done to a listener's number keeps nobody out
- `lifts_the_last` lifting ends the last restriction alone
- `erasing_lifts` whoever erases everything is free
- `bans_run_out` a ban ends by itself after a day
- `rotating_loses` a rotation leaves the numbers of moderators as they were
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from bot.domain.ids import NumberId, UserId
from bot.domain.moderation import PAUSES, RESTRICTIONS, ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.services.asks import drafts
from bot.services.listeners import duty
from bot.services.moderation import actions, numbers
from bot.services.privacy import erasure
from bot.storage.encryption.keys import key_in
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.key_rotation import KeyRotation, ask
from tests.engines import only_on_sqlite, open_store
from tests.erasure.life import KEYRING, Life, living
from tests.how_much import EVERYTHING
from tests.services.scene import STRANGER, here

PLANTED = {
    "only_as_asker": "CREATE TRIGGER planted AFTER INSERT ON moderator_action BEGIN"
    " UPDATE moderator_action SET kind = 'warn' WHERE action_id = NEW.action_id"
    " AND number_id IN (SELECT number_id FROM known_number WHERE listens = 1); END",
    "lifts_the_last": "CREATE TRIGGER planted AFTER UPDATE OF lifted ON moderator_action BEGIN"
    " UPDATE moderator_action SET lifted = 0 WHERE number_id = NEW.number_id AND stored < (SELECT"
    " max(stored) FROM moderator_action AS other WHERE other.number_id = NEW.number_id"
    " AND kind IN ('pause', 'ban')); END",
    "erasing_lifts": "CREATE TRIGGER planted AFTER UPDATE OF user_id_sealed ON known_number"
    " WHEN NEW.user_id_sealed IS NULL BEGIN"
    " UPDATE moderator_action SET lifted = 1 WHERE number_id = NEW.number_id; END",
    "bans_run_out": "CREATE TRIGGER planted AFTER INSERT ON moderator_action"
    " WHEN NEW.kind = 'ban' BEGIN UPDATE moderator_action SET until = made_at + 86400"
    " WHERE action_id = NEW.action_id; END",
    "rotating_loses": "CREATE TRIGGER planted AFTER UPDATE OF private_number ON known_number BEGIN"
    " UPDATE known_number SET private_number = OLD.private_number"
    " WHERE number_id = NEW.number_id; END",
}
ROTATIONS = 3 if EVERYTHING else 2
"""In a history; each takes as long as five starts."""

WHO, LISTENS = st.integers(0, 1), st.booleans()


@dataclass
class Kept:
    """What holds against one number of somebody: until when; None for a ban."""

    who: int
    listens: bool
    until: datetime | None


@dataclass
class Model:
    """Who is kept out, as it should be."""

    held: list[Kept] = field(default_factory=list)

    def is_kept_out(self, who: int, now: datetime) -> bool:
        """By either number."""
        return any(one.who == who and (one.until is None or one.until > now) for one in self.held)

    def number(self, which: int) -> tuple[int, bool]:
        """One of the four numbers, mostly one against which something holds."""
        held = [(one.who, one.listens) for one in self.held]
        return held[which % len(held)] if held and which > 1 else (which % 2, False)

    def lift(self, who: int, *, listens: bool) -> None:
        """All that was done to that number alone."""
        self.held = [one for one in self.held if (one.who, one.listens) != (who, listens)]


class Bans(RuleBasedStateMachine):
    """The real services on a real database, beside the model."""

    planted = ""
    seen: ClassVar[set[bool]] = set()
    """Whether anybody was found kept out, and free."""
    since_a_start = since_erased = 0
    """How many things were done since the bot was started, and since anybody erased everything:
    what could be lost by it."""
    rotations = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.living = living(Path(self.folder.name), 7)
        self.life: Life = self.runner.run(self.living.__aenter__())
        KEYRING.write(self.life.key_file)
        self.people: list[UserId] = self.life.askers[:2]
        self.model = Model()

    @initialize(who=WHO, listens=LISTENS)
    def begin(self, who: int, listens: bool) -> None:
        """Somebody is paused, and then banned; with a fault, where this is to find one."""
        if self.planted:
            self.run(self.life.scene.change_rows(self.planted))
        self.keep_out(who, listens, [ActionKind.PAUSE, ActionKind.BAN], long=False)

    def _may_start(self) -> bool:
        return self.since_a_start > 0

    def _may_erase(self) -> bool:
        return self.since_erased > 0

    def _happened(self) -> None:
        self.since_a_start += 1
        self.since_erased += 1

    def run(self, work: Awaitable[object]) -> None:
        """Do it now."""

        async def whole() -> None:
            await work

        self.runner.run(whole())

    @rule(
        who=WHO,
        listens=LISTENS,
        kinds=st.lists(st.sampled_from(sorted(RESTRICTIONS)), min_size=1, max_size=2),
        long=st.booleans(),
    )
    def keep_out(self, who: int, listens: bool, kinds: list[ActionKind], *, long: bool) -> None:
        """Ban, or pause for an hour or a week; or both."""
        for kind in kinds:
            lasts = None if kind is ActionKind.BAN else PAUSES[-1 if long else 0]
            self._act(who, listens, kind, lasts)
            until = None if lasts is None else self.life.scene.clock.now() + lasts
            self.model.held.append(Kept(who, listens, until))
        self._happened()

    @rule(which=st.integers(0, 7))
    def lift(self, which: int) -> None:
        """All that holds against one of the numbers; now and then against one that is free."""
        who, listens = self.model.number(which)
        self._act(who, listens, ActionKind.LIFT, None)
        self.model.lift(who, listens=listens)
        self._happened()

    def _act(self, who: int, listens: bool, kind: ActionKind, lasts: timedelta | None) -> None:
        async def work() -> None:
            number = await self._number(who, listens)
            ctx = self.life.scene.ctx
            await actions.act(ctx, here(STRANGER), number, kind, "why", lasts)

        self.run(work())

    async def _number(self, who: int, listens: bool) -> NumberId:
        know = numbers.know_listener if listens else numbers.know_asker
        scene, member = self.life.scene, here(self.people[who])
        return await scene.store.transaction(partial(know, scene.ctx, member=member))

    @rule(who=WHO)
    def join_and_leave(self, who: int) -> None:
        """As a listener; somebody kept out cannot."""
        ctx, member = self.life.scene.ctx, here(self.people[who])
        self._try(partial(duty.join, ctx, member))
        self._try(partial(duty.leave, ctx, member))
        self._happened()

    @precondition(_may_erase)
    @rule(who=WHO)
    def erase(self, who: int) -> None:
        """Everything of theirs goes, but what keeps them out."""
        self.run(erasure.erase_everything(self.life.scene.ctx, self.people[who]))
        self._happened()
        self.since_erased = 0

    @rule(days=st.sampled_from([1, 8]))
    def pass_time(self, days: int) -> None:
        """Pauses end; retention runs."""
        self.run(self.life.scene.pass_time(timedelta(days=days)))

    @precondition(_may_start)
    @rule(rotates=st.sampled_from([True, True, False]))
    def restart(self, rotates: bool) -> None:
        """Another bot on the same files; now and then with a new key, after which the numbers are
        others."""

        async def work() -> None:
            if rotates and self.rotations < ROTATIONS:
                self.rotations += 1
                await self._rotate()
            await self._start()

        self.run(work())

    async def _rotate(self) -> None:
        store, key_file = self.life.scene.store, self.life.key_file
        rotation = KeyRotation(store, key_in(key_file), key_file)
        ask(key_file)
        while await rotation.step():
            pass

    async def _start(self) -> None:
        await self.life.scene.store.close()
        keyring = key_in(self.life.key_file)
        sealer = Sealer(keyring, load_owners(keyring, self.life.key_file))
        await self.life.scene._open(await open_store(self.life.scene.path, sealer))
        self.since_a_start = 0

    def _try(self, work: Callable[[], Awaitable[object]]) -> None:
        with suppress(Exception):
            self.run(work())

    @invariant()
    def each_is_kept_out_or_free(self) -> None:
        """As the model says."""
        now = self.life.scene.clock.now()
        for who in range(len(self.people)):
            refused = self._is_refused(who)
            assert refused == self.model.is_kept_out(who, now)
            self.seen.add(refused)

    def _is_refused(self, who: int) -> bool:
        self.run(self.life.scene.is_adult(self.people[who]))
        try:
            self.run(drafts.begin(self.life.scene.ctx, here(self.people[who])))
        except BannedHere:
            return True
        return False

    def teardown(self) -> None:
        """Leave nothing open."""
        self.run(self.living.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()


def thorough(examples: int, *, always_the_same: bool = False) -> settings:
    """So many random stories; none is made shorter."""
    return settings(
        max_examples=examples,
        derandomize=always_the_same,
        stateful_step_count=30,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def test_each_is_kept_out_exactly_as_long_as_it_holds() -> None:
    """Whatever else happens."""
    run_machine(Bans, settings=thorough(30 if EVERYTHING else 5))
    assert Bans.seen == {True, False}


@only_on_sqlite("a planted fault shows that the stories find it, wherever they are played")
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    """By name; see above what each is."""
    faulty = type(fault, (Bans,), {"planted": PLANTED[fault]})
    with pytest.raises(AssertionError):
        run_machine(faulty, settings=thorough(200, always_the_same=True))
