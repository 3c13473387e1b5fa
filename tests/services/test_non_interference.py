"""A story played with two different askers: everybody else sees exactly the same."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import MessageId, UserId, message_at
from bot.services.conversations import relay
from bot.services.offers import responses
from bot.services.ports import Closed, Unsure
from bot.services.question_before_accepting import answering, asking
from tests.services.offers.test_waves import newest_offer, on_duty, turn
from tests.services.scene import DAY, HOUR, LISTENER, OTHER, Scene, playing

ANNA, ZOE = UserId(1_180_000_000_000_000_321), UserId(987)
Story = Callable[[Scene, UserId], Awaitable[None]]


async def talked(scene: Scene, asker: UserId) -> None:
    """A whole conversation, with a file and an outage in it."""
    await scene.talk(asker)
    await scene.write(asker, "It began **last year**.", files=True)
    scene.messenger.fail(LISTENER, Unsure())
    await scene.write(LISTENER, "Tell me.")
    await scene.write(asker, "Well. " * 400)
    await scene.pass_time(HOUR)
    await scene.end(asker)


async def taken_back(scene: Scene, asker: UserId) -> None:
    """Nobody was quick enough."""
    await scene.posted(asker)
    await scene.take_back(asker)
    await scene.deliver()


async def expired(scene: Scene, asker: UserId) -> None:
    """Nobody was there."""
    await scene.posted(asker)
    await scene.pass_time(DAY)


async def closed(scene: Scene, asker: UserId) -> None:
    """The asker's direct messages are closed after they asked."""
    await scene.talk(asker)
    scene.messenger.fail(asker, *[Closed()] * 3)
    await scene.write(LISTENER, "Are you there?")
    for _ in range(4):
        await scene.pass_time(HOUR)


async def lost(scene: Scene, asker: UserId) -> None:
    """The first listener cannot be reached, the second is there."""
    button = await scene.posted(asker)
    scene.messenger.fail(LISTENER, Closed())
    await scene.accept(LISTENER, button)
    await scene.pass_time(timedelta(minutes=7))
    await scene.accept(OTHER, scene.accept_button())
    await scene.end(OTHER)


async def asked_first(scene: Scene, asker: UserId) -> None:
    """A listener asks before they accept, and declines after the answer; another one asks, and is
    left without one."""
    await on_duty(scene, LISTENER, OTHER)
    await scene.ask(asker)
    await turn(scene)
    for number, user in enumerate((LISTENER, OTHER), message_at(scene.clock.now())):
        token = newest_offer(scene, user)
        await responses.read(scene.ctx, user, token)
        done = await asking.ask(scene.ctx, user, token, 10 * number, "Is it about work?")
        await scene.deliver()
        key = done.question
        if user == LISTENER:
            await answering.answer_first(scene.ctx, asker, key, 10 * number + 1, "No.")
            await scene.deliver()
            await responses.decline(scene.ctx, user, token)
        else:
            await answering.leave_first(scene.ctx, asker, key)
        await turn(scene, timedelta(minutes=10))


async def seen_by_others(folder: Path, story: Story, asker: UserId) -> list[str]:
    """Everything that anybody but the asker receives, with nonces, in order in each channel: which
    of two channels is served first is chance."""
    async with playing(folder) as scene:
        await scene.join(LISTENER, OTHER)
        await story(scene, asker)
        others = [sent for sent in scene.messenger.log if int(sent.channel) != asker]
        return [repr(sent) for sent in sorted(others, key=lambda sent: sent.channel)]


@pytest.mark.parametrize("story", [talked, taken_back, expired, closed, lost, asked_first])
async def test_what_others_see_does_not_depend_on_who_asks(tmp_path: Path, story: Story) -> None:
    """Not a byte of it, in whatever way the story ends."""
    anna = await seen_by_others(tmp_path / "anna", story, ANNA)
    zoe = await seen_by_others(tmp_path / "zoe", story, ZOE)
    assert anna == zoe
    assert len(anna) > 2


async def test_the_comparison_would_notice_a_difference(tmp_path: Path) -> None:
    """Other words by the same asker are seen, so the stories above are really compared."""

    async def other_words(scene: Scene, asker: UserId) -> None:
        await scene.talk(asker)
        await relay.pass_on(scene.ctx, relay.Written(asker, MessageId(1), "Something else."))
        await scene.deliver()

    usual = await seen_by_others(tmp_path / "usual", talked, ANNA)
    assert await seen_by_others(tmp_path / "other", other_words, ANNA) != usual
