"""Opening a name: roles, states, presses in any order and restarts, as a table."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.form_errors import NoWords
from bot.domain.ids import NumberId, OpeningId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import (
    NameAskedFor,
    NobodyBehind,
    NotLongEnough,
    OwnNumber,
    TwoPeopleNeeded,
)
from bot.domain.name_openings import MODERATED_FOR, OPEN_FOR, TOLD_AT_MOST
from bot.domain.notices import NoticeKind
from bot.services import farewell
from bot.services.moderation import names_opened, opening, telling
from bot.services.ports import Closed, Unsure
from bot.services.privacy import erasure
from tests.services.moderation.test_actions import act, known
from tests.services.scene import (
    ASKER,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

FIRST, SECOND, NEW = STRANGER, OTHER, LISTENER
"""Two who have moderated for a week, and one who has for a day."""


@dataclass
class Case:
    """A number whose name may be wanted."""

    scene: Scene
    number: NumberId

    async def ask(self, who: UserId = FIRST, why: str = "A threat.") -> None:
        """Ask for it."""
        await opening.ask(self.scene.ctx, here(who), self.number, why)

    async def key(self, who: UserId = SECOND) -> OpeningId:
        """The one that is there."""
        (one,) = await opening.list_openings(self.scene.ctx, here(who))
        return one.opening.id

    async def agree(self, who: UserId = SECOND) -> None:
        """Agree to it."""
        await opening.agree(self.scene.ctx, here(who), await self.key(FIRST), "I read it, too.")

    async def look(self, who: UserId) -> UserId:
        """See the name."""
        return await opening.look(self.scene.ctx, here(who), await self.key(FIRST))


@pytest.fixture
async def case(scene: Scene) -> Case:
    """Moderators of a week, and one of yesterday."""
    number = await known(scene)
    await act(scene, number, ActionKind.NOTE)
    for one in (FIRST, SECOND, ASKER):
        await telling.note_moderator(scene.ctx, here(one))
    scene.clock.advance(MODERATED_FOR - DAY + HOUR)
    await telling.note_moderator(scene.ctx, here(NEW))
    scene.clock.advance(DAY)
    return Case(scene, number)


async def test_two_open_it_and_each_looks_once(case: Case) -> None:
    """The first, the second, and nobody again; a restart changes nothing of it."""
    await case.ask()
    await case.scene.restart()
    await case.agree()
    await case.scene.restart()
    for who in (SECOND, FIRST):
        assert await case.look(who) == ASKER
        await case.scene.restart()
        with pytest.raises(OutOfDate):
            await case.look(who)


@pytest.mark.parametrize("who", [FIRST, SECOND, NEW])
async def test_before_another_has_agreed_nobody_looks(case: Case, who: UserId) -> None:
    """Not even whoever asked."""
    await case.ask()
    with pytest.raises(OutOfDate):
        await case.look(who)


async def test_a_third_never_looks(case: Case) -> None:
    """Though they moderate."""
    await case.ask()
    await case.agree()
    with pytest.raises(OutOfDate):
        await case.look(NEW)


async def test_nobody_agrees_with_themselves(case: Case) -> None:
    """Whoever holds every role is still one person."""
    await case.ask()
    with pytest.raises(TwoPeopleNeeded):
        await case.agree(FIRST)
    assert not [
        one
        for one in await opening.list_openings(case.scene.ctx, here(FIRST))
        if one.opening.agreed
    ]


async def test_whoever_moderates_since_yesterday_may_neither_ask_nor_agree(case: Case) -> None:
    """A week is needed on both sides; so it is for whoever was never seen to moderate."""
    with pytest.raises(NotLongEnough):
        await case.ask(NEW)
    await case.ask()
    with pytest.raises(NotLongEnough):
        await case.agree(NEW)
    with pytest.raises(NotLongEnough):
        await opening.agree(
            case.scene.ctx, here(UserId(999)), await case.key(), "never seen before"
        )


async def test_nobody_opens_or_sees_asked_for_their_own(case: Case) -> None:
    """The person behind the number may be a moderator: they learn nothing of it."""
    with pytest.raises(OwnNumber):
        await case.ask(ASKER)
    await case.ask()
    assert await opening.list_openings(case.scene.ctx, here(ASKER)) == []
    with pytest.raises(OutOfDate):
        await opening.agree(case.scene.ctx, here(ASKER), await case.key(), "mine")


async def test_it_is_gone_after_a_day_whatever_its_state(case: Case) -> None:
    """And can be asked for again."""
    for agreed in (False, True):
        await case.ask()
        if agreed:
            await case.agree()
        case.scene.clock.advance(OPEN_FOR)
        assert await opening.list_openings(case.scene.ctx, here(FIRST)) == []
        await case.scene.tick()
        assert await case.scene.count("name_opening") == 0


async def test_asked_for_twice_it_is_there_once(case: Case) -> None:
    """By the same, or by another."""
    await case.ask()
    for who in (FIRST, SECOND):
        with pytest.raises(NameAskedFor):
            await case.ask(who)
    assert len(await opening.list_openings(case.scene.ctx, here(SECOND))) == 1


async def test_one_that_a_day_passed_over_is_not_in_the_way(case: Case) -> None:
    """Nobody sees it any more, so it can be asked for anew at once."""
    await case.ask()
    case.scene.clock.advance(OPEN_FOR)
    await case.ask()
    assert await case.key()


async def test_agreed_to_once(case: Case) -> None:
    """A second press changes nothing."""
    await case.ask()
    await case.agree()
    with pytest.raises(OutOfDate):
        await case.agree()


async def test_each_reads_the_others_reason_and_a_reason_is_needed(case: Case) -> None:
    """In writing."""
    with pytest.raises(NoWords):
        await case.ask(why="  ")
    await case.ask()
    await case.agree()
    (one,) = await opening.list_openings(case.scene.ctx, here(FIRST))
    assert (one.opening.reason, one.opening.second_reason) == ("A threat.", "I read it, too.")


async def test_the_person_is_told_within_a_month_and_nothing_calls_it_off(case: Case) -> None:
    """Also where nobody looked, the opening ran out, and a moderator erased everything."""
    await case.ask()
    await case.agree()
    await erasure.erase_everything(case.scene.ctx, SECOND)
    await case.scene.pass_time(HOUR)
    assert NoticeKind.NAME_OPENED not in case.scene.kinds_to(ASKER)
    await case.scene.pass_time(TOLD_AT_MOST + timedelta(hours=1))
    assert case.scene.kinds_to(ASKER).count(NoticeKind.NAME_OPENED) == 1


@pytest.mark.parametrize("how", ["reached", "closed", "answer lost"])
async def test_whoever_erases_everything_is_told_first(case: Case, how: str) -> None:
    """In direct messages, once, and as far as the press goes also where those are closed; whatever
    becomes of it, everything is erased."""
    await case.ask()
    await case.agree()
    if how == "closed":
        case.scene.messenger.fail(ASKER, Closed())
    if how == "answer lost":
        case.scene.messenger.lose_answer(ASKER, Unsure())
    assert await names_opened.untold(case.scene.ctx, ASKER) == [GUILD]
    assert await erasure.erase_everything(case.scene.ctx, ASKER)
    await case.scene.pass_time(TOLD_AT_MOST + DAY)
    told = case.scene.kinds_to(ASKER).count(NoticeKind.NAME_OPENED)
    assert told == (0 if how == "closed" else 1)
    assert await case.scene.count("outbox WHERE notice = 'name_opened'") == 0


async def test_what_was_tried_in_vain_is_told_once_by_whoever_goes_on(case: Case) -> None:
    """The bot was stopped after it said so, and before it noted that: its next start looks there
    first."""
    await case.ask()
    await case.agree()
    scene, person = case.scene, case.scene.store.person(ASKER)
    scene.messenger.lose_answer(ASKER, Unsure())
    await names_opened.tell_now(scene.ctx, person)
    assert await names_opened.untold(scene.ctx, ASKER) == [GUILD]
    await scene.store.transaction(lambda tables: erasure.ask_for(tables, ASKER, scene.clock.now()))
    await scene.restart()
    await scene.tick()
    assert scene.kinds_to(ASKER).count(NoticeKind.NAME_OPENED) == 1
    assert await names_opened.untold(scene.ctx, ASKER) == []


async def test_stopping_for_good_calls_it_off_for_nobody(case: Case) -> None:
    """It is said now, in the place of all else that waited."""
    await case.ask()
    await case.agree()
    await farewell.begin(case.scene.ctx)
    await case.scene.deliver()
    assert case.scene.kinds_to(ASKER).count(NoticeKind.NAME_OPENED) == 1


async def test_asked_for_alone_it_is_told_to_nobody(case: Case) -> None:
    """Nothing was opened."""
    await case.ask()
    await case.scene.pass_time(TOLD_AT_MOST + DAY)
    assert NoticeKind.NAME_OPENED not in case.scene.kinds_to(ASKER)


async def test_where_everything_was_erased_there_is_no_name(case: Case) -> None:
    """The number stays while something holds against it, and leads to nobody."""
    await act(case.scene, case.number, ActionKind.BAN)
    await erasure.erase_everything(case.scene.ctx, ASKER)
    with pytest.raises(NobodyBehind):
        await case.ask()


async def test_another_servers_moderators_find_nothing(case: Case) -> None:
    """With the token in hand."""
    await case.ask()
    with pytest.raises(OutOfDate):
        await opening.agree(
            case.scene.ctx, here(SECOND, ELSEWHERE), await case.key(), "from elsewhere"
        )


async def test_all_of_it_stands_in_the_record(case: Case) -> None:
    """Asking, agreeing, and each look."""
    await case.ask()
    await case.agree()
    await case.look(FIRST)
    rows = await case.scene.rows("SELECT what FROM moderation_record ORDER BY position")
    assert [what for (what,) in rows] == ["note", "name_asked_for", "name_opened", "name_seen"]
