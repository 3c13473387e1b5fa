"""Did this help: a number for each server and day, and nothing about anybody."""

from datetime import timedelta

import pytest

from bot.domain.aftercare import Helped
from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.services.aftercare import feedback
from bot.services.asks import follow_up
from bot.services.conversations import ending, silence
from tests.services.scene import ASKER, DAY, HOUR, LISTENER, OTHER, STRANGER, Scene

WEEK, SECOND = 7 * DAY, timedelta(seconds=1)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


async def over(scene: Scene) -> str:
    """A conversation that ended; the token below the asker's notice of it."""
    await scene.talk()
    await scene.end(LISTENER)
    return scene.after_button(ASKER)


async def counted(scene: Scene) -> list[tuple[object, ...]]:
    """All numbers."""
    return await scene.rows("SELECT day, answer, number FROM helped ORDER BY answer")


@pytest.mark.parametrize("helped", list(Helped))
async def test_an_answer_is_counted_once(scene: Scene, helped: Helped) -> None:
    """However often it is pressed, and whichever is pressed then, also after a restart."""
    token = await over(scene)
    await feedback.answer(scene.ctx, ASKER, token, helped)
    await scene.restart()
    for again in Helped:
        await feedback.answer(scene.ctx, ASKER, token, again)
    assert await counted(scene) == [("2026-03-02", helped, 1)]


async def test_answers_of_a_day_add_up(scene: Scene) -> None:
    """Two conversations, two answers, one row."""
    for _ in range(2):
        await feedback.answer(scene.ctx, ASKER, await over(scene), Helped.YES)
    assert await counted(scene) == [("2026-03-02", Helped.YES, 2)]


@pytest.mark.parametrize("who", [LISTENER, OTHER, STRANGER])
async def test_it_is_the_askers_alone(scene: Scene, who: UserId) -> None:
    """The listener's own token is no answer either."""
    token = await over(scene)
    for one in (token, scene.after_button(LISTENER), "", "unknown", scene.take_back_button()):
        with pytest.raises(OutOfDate):
            await feedback.answer(scene.ctx, who, one, Helped.YES)
    assert await counted(scene) == []


async def test_a_conversation_that_goes_on_is_not_asked_about(scene: Scene) -> None:
    """The button that ends it does not stand for what comes after it."""
    await scene.talk()
    with pytest.raises(OutOfDate):
        await feedback.answer(scene.ctx, ASKER, scene.end_button(ASKER), Helped.YES)


async def test_it_works_for_as_long_as_the_conversation_is_known(scene: Scene) -> None:
    """A week, to the second; then it is out of date."""
    token = await over(scene)
    await scene.pass_time(WEEK - SECOND)
    await feedback.answer(scene.ctx, ASKER, token, Helped.LITTLE)
    await scene.pass_time(SECOND)
    with pytest.raises(OutOfDate):
        await feedback.answer(scene.ctx, ASKER, token, Helped.LITTLE)
    assert [row[1:] for row in await counted(scene)] == [(Helped.LITTLE, 1)]


async def test_not_really_offers_to_ask_again_while_the_words_are_kept(scene: Scene) -> None:
    """With a token of the asker's own; an hour later there is nothing to ask with."""
    token = await over(scene)
    told = await feedback.answer(scene.ctx, ASKER, token, Helped.NO)
    assert told.ask_again is not None
    member, _ = await follow_up.ask_again(scene.ctx, ASKER, told.ask_again)
    assert member.user == ASKER
    again = await feedback.answer(scene.ctx, ASKER, token, Helped.NO)
    assert again.ask_again == told.ask_again
    await scene.pass_time(HOUR)
    assert (await feedback.answer(scene.ctx, ASKER, token, Helped.NO)).ask_again is None


async def test_the_other_answers_offer_nothing(scene: Scene) -> None:
    """Nobody is led on."""
    token = await over(scene)
    for helped in (Helped.YES, Helped.LITTLE):
        assert (await feedback.answer(scene.ctx, ASKER, token, helped)).ask_again is None


async def test_nobody_else_is_told_anything(scene: Scene) -> None:
    """Neither the listener nor the channel."""
    token = await over(scene)
    before = len(scene.messenger.log)
    for helped in Helped:
        await feedback.answer(scene.ctx, ASKER, token, helped)
    await scene.deliver()
    assert len(scene.messenger.log) == before


async def test_the_numbers_are_erased_after_a_quarter(scene: Scene) -> None:
    """Twelve weeks, as a server's other numbers."""
    await feedback.answer(scene.ctx, ASKER, await over(scene), Helped.YES)
    await scene.pass_time(12 * WEEK)
    assert len(await counted(scene)) == 1
    await scene.pass_time(DAY)
    assert await counted(scene) == []


@pytest.mark.parametrize("cause", ["ended", "somebody else"])
async def test_a_listener_gets_the_same_notice_whatever_the_cause(scene: Scene, cause: str) -> None:
    """Also where the asker would rather talk with somebody else: with a button of its own."""
    await scene.talk()
    if cause == "ended":
        await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
    else:
        await silence.find_somebody_else(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.deliver()
    token = scene.after_button(LISTENER)
    assert await scene.count("button WHERE token = '" + token + "'") == 1
    assert token != scene.end_button(LISTENER)


async def test_buttons_of_both_sides_differ(scene: Scene) -> None:
    """Each side has a token of its own."""
    token = await over(scene)
    assert token != scene.after_button(LISTENER)


async def test_a_server_that_is_gone_counts_nothing(scene: Scene) -> None:
    """The press is answered all the same."""
    token = await over(scene)
    await scene.change_rows("DELETE FROM guild")
    await feedback.answer(scene.ctx, ASKER, token, Helped.YES)
    assert await counted(scene) == []
