"""Who opens direct messages, and how many: at somebody's own press, and within a budget."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.dm_openings import APART, FOR_PRESSES, IN_AN_HOUR, PAUSE
from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId, ScheduleId, UserId
from bot.domain.notices import CHECK_INS, Notice, NoticeKind
from bot.domain.suggestions import Suggested
from bot.services import farewell
from bot.services.delivery.retry_on_contact import retry_after_contact
from bot.services.direct_messages import opening
from bot.services.goals import goal
from bot.services.listeners import duty
from bot.services.moderation import reporting, telling
from bot.services.ports import TooFast
from bot.services.suggestions import writing
from tests import server_setup
from tests.fakes import RecordingMessenger
from tests.services.scene import ASKER, GUILD, HOUR, LISTENER, OTHER, STRANGER, Scene, here

MINUTE, HALF_AN_HOUR = timedelta(minutes=1), timedelta(minutes=30)


class Opening(RecordingMessenger):
    """Counts whose direct messages it was to open; Discord may say that it was too fast."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[UserId] = []
        self.known: dict[UserId, ChannelId] = {}
        self.too_fast = False

    def known_dm(self, user: UserId) -> ChannelId | None:
        """What a test says."""
        return self.known.get(user)

    async def open_dm(self, user: UserId) -> ChannelId:
        """Count it."""
        self.opened.append(user)
        if self.too_fast:
            raise TooFast
        return await super().open_dm(user)


@pytest.fixture
def messenger(scene: Scene) -> Opening:
    """What the scene speaks through."""
    counting = Opening()
    scene.speak_through(counting)
    return counting


async def forget_channels(scene: Scene) -> None:
    """As in a database from long ago: people are known, and where to write to them is not."""
    await scene.change_rows("UPDATE person SET dm_channel_id_sealed = NULL, dm_channel_tag = NULL")


async def open_for(scene: Scene, first: int, count: int, *, own_press: bool) -> None:
    """Open those of so many people."""
    for number in range(first, first + count):
        await opening.open_channel(scene.ctx, UserId(number), own_press=own_press)


async def test_a_wave_opens_nobodys(scene: Scene, messenger: Opening) -> None:
    """Who cannot be written to takes nobody's place; the next press of theirs changes nothing that
    they did not ask for."""
    await scene.join(LISTENER, OTHER)
    for listener in (LISTENER, OTHER):
        await duty.set_duty(scene.ctx, here(listener), timedelta(hours=4))
    await forget_channels(scene)
    await scene.have_written(OTHER)
    messenger.opened.clear()
    await scene.ask(STRANGER)
    for _ in range(20):
        await scene.pass_time(MINUTE)
    assert messenger.opened == [STRANGER], "only who pressed"
    assert NoticeKind.OFFER in scene.kinds_to(OTHER)
    assert NoticeKind.OFFER not in scene.kinds_to(LISTENER)
    assert await scene.rows("SELECT 1 FROM outbox WHERE notice = 'offer'") == []


async def test_a_listener_who_cannot_be_written_to_is_found_again_by_a_press(
    scene: Scene, messenger: Opening
) -> None:
    """Whatever they press: from then on waves reach them."""
    await scene.join(LISTENER)
    await duty.set_duty(scene.ctx, here(LISTENER), timedelta(hours=4))
    await forget_channels(scene)
    messenger.opened.clear()
    await retry_after_contact(scene.ctx, LISTENER, in_dms=False)
    assert messenger.opened == [LISTENER]
    await scene.ask(STRANGER)
    for _ in range(3):
        await scene.pass_time(MINUTE)
    assert NoticeKind.OFFER in scene.kinds_to(LISTENER)


async def set_goal(scene: Scene) -> None:
    """One that is asked about each day."""
    await goal.save(
        scene.ctx, STRANGER, ScheduleId("g" * 22), words="walk", every="1", at="20:30", zone="UTC"
    )


async def a_day_passes(scene: Scene) -> int:
    """How often STRANGER was asked about their goal meanwhile."""
    before = len(scene.kinds_to(STRANGER))
    for _ in range(48):
        await scene.pass_time(HALF_AN_HOUR)
    return sum(kind in CHECK_INS for kind in scene.kinds_to(STRANGER)[before:])


async def test_what_comes_on_a_schedule_opens_nobodys(scene: Scene, messenger: Opening) -> None:
    """They were opened when it was set; where they are not known, the next press opens them."""
    await set_goal(scene)
    assert messenger.opened == [STRANGER]
    await forget_channels(scene)
    assert await a_day_passes(scene) == 0
    assert messenger.opened == [STRANGER]
    for _ in range(2):
        await retry_after_contact(scene.ctx, STRANGER, in_dms=False)
    assert messenger.opened == [STRANGER, STRANGER]
    assert await a_day_passes(scene) == 1
    assert messenger.opened == [STRANGER, STRANGER]


async def pressed(scene: Scene, which: str) -> UserId:
    """Somebody presses what they may be told of later; who, and that they are not known by then."""
    ctx = scene.ctx
    if which == "a moderator looks after their server":
        await telling.note_moderator(ctx, here(STRANGER))
        return STRANGER
    if which == "a report is sent":
        await scene.talk()
        draft = await reporting.from_button(ctx, ASKER, None, scene.end_button(ASKER))
        await forget_channels(scene)
        await reporting.send(ctx, ASKER, draft.report.id)
        return ASKER
    await server_setup.switch_on(ctx, GUILD, [Feature.SUGGESTIONS])
    words = Suggested("Slow is a speed, too, and you may go at it.", "growth", "en", tell=True)
    suggested = await writing.begin_suggestion(ctx, here(OTHER), words)
    await forget_channels(scene)
    await writing.send_suggestion(ctx, here(OTHER), suggested.id)
    return OTHER


async def say_something(scene: Scene, user: UserId) -> None:
    """Whatever comes later, from the outbox."""
    person = scene.ctx.store.person(user)
    notice = Notice(NoticeKind.TOO_MUCH_AT_ONCE, None, person)
    await scene.store.transaction(lambda tables: scene.ctx.say(tables, notice))
    await scene.deliver()


@pytest.mark.parametrize(
    "which",
    ["a moderator looks after their server", "a report is sent", "a suggestion is sent"],
)
async def test_what_may_be_told_later_opens_them_at_the_press(
    scene: Scene, messenger: Opening, which: str
) -> None:
    """What then comes finds them open: the outbox opens nobody's for it."""
    await scene.join(LISTENER)
    user = await pressed(scene, which)
    assert messenger.opened[-1:] == [user]
    before = list(messenger.opened)
    await opening.for_an_answer(scene.ctx, user)
    await say_something(scene, user)
    assert messenger.opened == before
    assert NoticeKind.TOO_MUCH_AT_ONCE in scene.kinds_to(user)


async def test_closed_ones_keep_nobody_from_what_they_pressed(
    scene: Scene, messenger: Opening
) -> None:
    """It is tried again when there is something to be told."""
    messenger.too_fast = True
    await opening.for_an_answer(scene.ctx, STRANGER)
    assert messenger.opened == [STRANGER]


async def test_whoever_erases_everything_meanwhile_stays_forgotten(scene: Scene) -> None:
    """Discord's answer comes after that: nothing of them is kept."""

    class Erasing(Opening):
        """Somebody erases everything before Discord answers."""

        async def open_dm(self, user: UserId) -> ChannelId:
            """Erase, then open."""
            await scene.change_rows("DELETE FROM person")
            return await super().open_dm(user)

    scene.speak_through(Erasing())
    await opening.for_an_answer(scene.ctx, STRANGER)
    assert await scene.count("person") == 0


async def test_a_farewell_opens_nobodys(scene: Scene, messenger: Opening) -> None:
    """It goes to everybody at once."""
    await set_goal(scene)
    await scene.join(LISTENER)
    await forget_channels(scene)
    await scene.have_written(LISTENER)
    messenger.opened.clear()
    await farewell.begin(scene.ctx)
    await scene.deliver()
    assert messenger.opened == []
    assert NoticeKind.FAREWELL in scene.kinds_to(LISTENER)


async def test_the_hours_number_survives_a_restart(scene: Scene, messenger: Opening) -> None:
    """What was opened before counts on; what is not waited for leaves room for presses."""
    scene.clock.advance(HOUR)
    await open_for(scene, 1000, IN_AN_HOUR - FOR_PRESSES, own_press=False)
    await scene.restart()
    with pytest.raises(TooFast):
        await open_for(scene, 2000, 1, own_press=False)
    await open_for(scene, 3000, FOR_PRESSES - 1, own_press=True)
    await scene.restart()
    with capture_logs() as log:
        await open_for(scene, 4000, 1, own_press=True)
    assert [one["event"] for one in log] == ["dms.none_until_the_next_hour"]
    with pytest.raises(TooFast):
        await open_for(scene, 5000, 1, own_press=True)
    assert len(messenger.opened) == IN_AN_HOUR
    scene.clock.advance(HOUR)
    await open_for(scene, 6000, 1, own_press=False)


async def test_a_refusal_survives_a_restart(scene: Scene, messenger: Opening) -> None:
    """No other is asked for in the pause, whoever waits for it; then one at a time."""
    messenger.too_fast = True
    with capture_logs() as log, pytest.raises(TooFast):
        await open_for(scene, 1000, 1, own_press=True)
    assert [(one["event"], one["log_level"]) for one in log] == [("dms.opened_too_fast", "warning")]
    messenger.too_fast = False
    await scene.restart()
    scene.clock.advance(PAUSE - MINUTE)
    with pytest.raises(TooFast):
        await open_for(scene, 1000, 1, own_press=True)
    assert len(messenger.opened) == 1
    scene.clock.advance(2 * MINUTE)
    await open_for(scene, 1000, 1, own_press=True)
    await scene.restart()
    scene.clock.advance(APART)
    await open_for(scene, 1001, 1, own_press=True)
    for _ in range(4):
        with pytest.raises(TooFast):
            await open_for(scene, 1002, 4, own_press=True)
    assert len(messenger.opened) < 7, "one each half minute"


async def test_who_presses_again_and_again_uses_up_nothing(
    scene: Scene, messenger: Opening
) -> None:
    """What this connection knows is not asked for: somebody whose direct messages are closed may
    press Post as often as they like, and all others can be reached."""
    messenger.known[STRANGER] = ChannelId(77)
    for _ in range(2 * IN_AN_HOUR):
        assert await opening.open_channel(scene.ctx, STRANGER, own_press=True) == 77
    assert messenger.opened == []
    await open_for(scene, 1000, 1, own_press=True)
