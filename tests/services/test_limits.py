"""Limits: kind words, nothing lost, longer for whoever floods, and not reset by erasing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.cool_downs import CoolDown
from bot.domain.errors import AsksForToday, NoLongerAvailable, SupportError, TooMuchAtOnce
from bot.domain.guilds import Feature
from bot.domain.ids import message_at
from bot.domain.limit_errors import JoinsForToday, TooSoonAgain
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.report_errors import ReportsForToday
from bot.services.asks import drafts
from bot.services.conversations import write_form
from bot.services.listeners import duty
from bot.services.moderation import not_okay, reporting
from bot.services.offers import acceptance, enough, responses
from bot.services.privacy import erasure, overview
from tests import server_setup
from tests.services.scene import (
    ASKER,
    CROWD,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    playing,
)

ME, MINUTE = here(ASKER), timedelta(minutes=1)
FEW = {
    "asks": {"per_day": 1},
    "reports": {"per_day": 1},
    "listeners": {"conversations_per_day": 1, "joins_per_day": 1},
    "conversations": {"messages_per_minute": 5},
}


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Scene]:
    """One of each a day."""
    async with playing(tmp_path, FEW) as scene:
        await scene.join(LISTENER, OTHER)
        yield scene


async def asks(scene: Scene) -> None:
    """Ask once more in a day than fits."""
    await drafts.begin(scene.ctx, ME)
    await scene.ask()
    scene.clock.advance(6 * MINUTE)
    await scene.take_back()


async def reports(scene: Scene) -> None:
    """Report an ask that stands."""
    token = await scene.posted(STRANGER)
    draft = await reporting.from_button(scene.ctx, ASKER, GUILD, token)
    try:
        await reporting.send(scene.ctx, ASKER, draft.report.id)
    finally:
        scene.clock.advance(6 * MINUTE)
        await scene.take_back(STRANGER)
        await scene.change_rows("DELETE FROM ask WHERE state = 'closed'")


async def joins(scene: Scene) -> None:
    """Ask to be a listener, and change one's mind."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_LISTENERS])
    await scene.join(ASKER)
    await duty.leave(scene.ctx, ME)


Deed = Callable[[Scene], Awaitable[None]]
LIMITS = [(asks, AsksForToday), (reports, ReportsForToday), (joins, JoinsForToday)]


async def refused(scene: Scene, deed: Deed, error: type[SupportError]) -> datetime:
    """It does not work now; when it does again."""
    with pytest.raises(error) as raised:
        await deed(scene)
    frees = raised.value.values["next"]
    assert isinstance(frees, datetime)
    return frees


async def until(scene: Scene, when: datetime) -> None:
    """Let time pass."""
    scene.clock.advance(max(when - scene.clock.now(), timedelta(0)))


@pytest.mark.parametrize(("deed", "error"), LIMITS)
async def test_whoever_comes_to_a_limit_again_soon_after_waits_longer(
    strict: Scene, deed: Deed, error: type[SupportError]
) -> None:
    """The first time as long as the limit says; then more each time; after a quiet time as before.
    Whatever was erased meanwhile."""
    longer = []
    for again in range(4):
        await deed(strict)
        frees = await refused(strict, deed, TooSoonAgain if again else error)
        assert await refused(strict, deed, TooSoonAgain if again else error) == frees
        await until(strict, frees)
        longer.append(frees)
        if again == 1:
            await erasure.erase_everything(strict.ctx, ASKER)
            await strict.is_adult(ASKER)
    first, second, third, fourth = longer
    assert second - first >= DAY
    assert third - second > second - first
    assert fourth - third > third - second
    strict.clock.advance(strict.settings.limits.forgotten_after)
    await deed(strict)
    await refused(strict, deed, error)


@pytest.mark.parametrize(("deed", "error"), LIMITS)
async def test_erasing_everything_resets_no_limit(
    strict: Scene, deed: Deed, error: type[SupportError]
) -> None:
    """What is left of it leads to nobody, and runs out."""
    await deed(strict)
    assert await erasure.erase_everything(strict.ctx, ASKER)
    await strict.is_adult(ASKER)
    await until(strict, await refused(strict, deed, error))
    await deed(strict)


async def test_marks_go_by_themselves(strict: Scene) -> None:
    """A day and a quiet time later nothing is left of them."""
    await reports(strict)
    await refused(strict, reports, ReportsForToday)
    assert await strict.count("used_up") == await strict.count("cool_down") == 1
    await strict.pass_time(DAY + HOUR)
    assert await strict.count("used_up") == 0
    await strict.pass_time(strict.settings.limits.forgotten_after)
    assert await strict.count("cool_down") == 0


async def test_limits_stand_in_ones_own_export(strict: Scene) -> None:
    """And in nobody else's."""
    await reports(strict)
    await refused(strict, reports, ReportsForToday)

    async def limits(user: int) -> list[str]:
        everything = await overview.everything_of(strict.ctx, user)  # type: ignore[arg-type]
        return [str(one.facts["limit"]) for one in everything if one.kind is DataKind.LIMIT]

    assert await limits(ASKER) == ["reports"]
    assert await limits(LISTENER) == []


async def test_not_okay_ends_and_blocks_whatever_the_limit_says(strict: Scene) -> None:
    """Only the report is not sent."""
    await reports(strict)
    await refused(strict, reports, ReportsForToday)
    await strict.talk()
    done = await not_okay.press(strict.ctx, ASKER, strict.end_button(ASKER))
    assert done.way is not_okay.NotSent.LIMITED
    assert await strict.count("conversation WHERE state = 'open'") == 0
    assert await strict.count("block") == 1


async def write(scene: Scene, *texts: str) -> list[str]:
    """Write this at the same moment; what is passed on of it."""
    before = len(scene.words_to(LISTENER))
    for text in texts:
        await scene.write(ASKER, text)
    await scene.deliver()
    return scene.words_to(LISTENER)[before:]


FLOOD = tuple("123456789")


async def test_whoever_floods_a_conversation_again_waits_longer(strict: Scene) -> None:
    """It is said with the time, and once a minute after that; then it goes on. A form gives its
    words back."""
    await strict.talk()
    assert len(await write(strict, *FLOOD)) == 5
    strict.clock.advance(MINUTE)
    assert await write(strict, "calm") == ["calm"]
    strict.clock.advance(MINUTE)
    assert len(await write(strict, *FLOOD)) == 5
    said = strict.kinds_to(ASKER)
    assert said.count(NoticeKind.TOO_MUCH_AT_ONCE) == said.count(NoticeKind.TOO_MUCH_AGAIN) == 1
    strict.clock.advance(2 * MINUTE)
    assert await write(strict, "one", "two") == []
    assert strict.kinds_to(ASKER).count(NoticeKind.TOO_MUCH_AGAIN) == 2
    form = message_at(strict.clock.now()) + 7
    with pytest.raises(TooSoonAgain):
        await write_form.write(strict.ctx, ASKER, strict.end_button(ASKER), form, "a form")
    strict.clock.advance(5 * MINUTE)
    assert await write(strict, "better") == ["better"]


async def test_erasing_everything_resets_no_minute(strict: Scene) -> None:
    """Nor the wait after it."""
    await strict.talk()
    await write(strict, *FLOOD)
    await erasure.erase_everything(strict.ctx, ASKER)
    await strict.is_adult(ASKER)
    strict.clock.advance(timedelta(seconds=1))
    await strict.change_rows("DELETE FROM ask")
    await strict.talk()
    assert await write(strict, "more") == []


async def test_a_form_beyond_the_minute_gives_its_words_back(strict: Scene) -> None:
    """It can be sent again as it was."""
    await strict.talk()
    await write(strict, *FLOOD)
    form = message_at(strict.clock.now()) + 7
    with pytest.raises(TooMuchAtOnce) as full:
        await write_form.write(strict.ctx, ASKER, strict.end_button(ASKER), form, "a form")
    assert full.value.mendable


async def test_a_listener_who_took_on_enough_reads_it_on_their_page_alone(strict: Scene) -> None:
    """Whoever presses reads what everybody reads; who does it again soon after waits longer."""
    listener, longer = here(LISTENER), []
    for user in CROWD[:3]:
        await duty.set_duty(strict.ctx, listener, HOUR)
        assert await enough.of_member(strict.ctx, listener) is None
        begun = strict.clock.now()
        await strict.talk(user)
        await strict.end(LISTENER)
        button = await strict.posted(STRANGER)
        for _ in range(2):
            with pytest.raises(NoLongerAvailable) as refused_with:
                await acceptance.accept(strict.ctx, listener, button)
            assert refused_with.value.prompt == NoLongerAvailable.prompt
        strict.clock.advance(6 * MINUTE)
        await strict.take_back(STRANGER)
        frees = await enough.of_member(strict.ctx, listener)
        assert frees is not None
        longer.append(frees - begun - DAY)
        await until(strict, frees)
    by = strict.settings.limits.wait_longer_by
    assert longer == [timedelta(0), by, 2 * by]


async def test_a_listener_who_waits_longer_is_told_of_nothing(strict: Scene) -> None:
    """What they could not take is not offered to them, and goes to others."""
    whose = enough.of_accepts(here(LISTENER))
    waits = CoolDown(2, strict.clock.now() + HOUR)
    await strict.store.transaction(lambda tables: tables.limits.keep(whose, waits, HOUR))
    for user in (LISTENER, OTHER):
        await duty.set_duty(strict.ctx, here(user), 3 * HOUR)
    button = await strict.posted()
    await strict.pass_time(MINUTE)
    assert NoticeKind.OFFER not in strict.kinds_to(LISTENER)
    assert NoticeKind.OFFER in strict.kinds_to(OTHER)
    assert await responses.list_waiting_asks(strict.ctx, here(LISTENER), 0) is None
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(strict.ctx, here(LISTENER), button)
    strict.clock.advance(HOUR)
    await acceptance.accept(strict.ctx, here(LISTENER), button)


async def test_a_listener_who_erases_everything_has_not_more_to_take_on(strict: Scene) -> None:
    """The number stays with what they took on."""
    await strict.talk()
    await strict.end(LISTENER)
    await erasure.erase_everything(strict.ctx, LISTENER)
    await strict.join(LISTENER)
    button = await strict.posted(STRANGER)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(strict.ctx, here(LISTENER), button)
    assert await enough.of_member(strict.ctx, here(LISTENER)) is not None
