"""What judges silence waits until everything that was written has been read; nothing else does."""

from datetime import timedelta

from bot.domain.notices import NoticeKind
from bot.services import timers
from tests.services.conversations.test_second_listener import three
from tests.services.offers.test_waves import on_duty
from tests.services.scene import ASKER, HOUR, LISTENER, OTHER, STRANGER, Scene

SILENT = NoticeKind.LISTENER_SILENT_ASKER


async def test_silence_is_left_for_later_and_the_rest_goes_on(scene: Scene) -> None:
    """One listener writes nothing, another ask waits for long: only of that is something said."""
    await scene.talk()
    await on_duty(scene, OTHER)
    await scene.ask(STRANGER)
    scene.clock.advance(3 * HOUR)
    await timers.fire_due_timers(scene.ctx, lambda: False)
    await scene.deliver()
    assert SILENT not in scene.kinds_to(ASKER)
    assert NoticeKind.LISTENER_NUDGED not in scene.kinds_to(LISTENER)
    assert NoticeKind.STILL_WANTED in scene.kinds_to(STRANGER)


async def test_what_was_left_is_done_when_everything_has_been_read(scene: Scene) -> None:
    """Once, and whoever wrote in between is not taken for silent."""
    await scene.talk()
    await scene.talk(STRANGER, OTHER)
    scene.clock.advance(HOUR)
    await timers.fire_due_timers(scene.ctx, lambda: False)
    await scene.write(LISTENER, "I was here in time.")
    await scene.tick()
    await scene.deliver()
    assert SILENT not in scene.kinds_to(ASKER)
    assert scene.kinds_to(STRANGER).count(SILENT) == 1


async def test_two_who_listen_and_have_written_nothing_are_both_named(scene: Scene) -> None:
    """The asker waits for either."""
    await three(scene)
    scene.clock.advance(timedelta(minutes=1))
    await scene.write(ASKER, "Are you two there?")
    scene.clock.advance(scene.ctx.settings.conversations.asker_asked_after)
    await scene.tick()
    await scene.deliver()
    said = scene.messenger.said(ASKER)
    (asked,) = [one for one in said if one.kind is NoticeKind.LISTENER_QUIET]
    open_ones = await scene.read(lambda t: t.conversations.open_with(scene.store.person(ASKER)))
    assert asked.alias == " + ".join(one.listener.alias for one in open_ones)
    assert len(open_ones) == 2
