"""The panel, below Discord: once, in its place, put back."""

from datetime import timedelta

from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, MessageId, RoleId
from bot.domain.notices import NoticeKind
from bot.services.ports import Gone, Refused, SentMessage, Unsure
from bot.services.servers import panel
from bot.services.servers.panel import PanelState
from tests import server_setup
from tests.services.scene import ASKS, GUILD, STAFF, Scene

ELSEWHERE = ChannelId(811)
QUARTER = timedelta(minutes=15)


def panels(scene: Scene, channel: ChannelId = ASKS) -> int:
    """How many panels were sent to a channel."""
    return scene.kinds_to(channel).count(NoticeKind.PANEL)


async def move(scene: Scene, channel: ChannelId) -> None:
    """Choose another channel for the panel."""
    choices = GuildChoices(GUILD, ASKS, STAFF, RoleId(901), False, channel)
    await server_setup.set_up(scene.ctx, choices)


async def test_it_stands_in_the_channel_for_asks_unless_another_is_chosen(scene: Scene) -> None:
    """The choice is kept with the others."""
    assert await panel.put_up(scene.ctx, GUILD) is PanelState.STANDS
    assert panels(scene) == 1
    await move(scene, ELSEWHERE)
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD).panel_stands_in == ELSEWHERE


async def test_putting_it_up_again_edits_it(scene: Scene) -> None:
    """Never a second one."""
    for _ in range(3):
        await panel.put_up(scene.ctx, GUILD)
    assert panels(scene) == 1
    assert len(scene.messenger.edited) == 2


async def test_two_at_once_send_one(scene: Scene) -> None:
    """The one who notes it second sends the first one's nonce, which Discord stores once."""
    before = scene.clock.now()
    await panel.put_up(scene.ctx, GUILD)
    first = scene.messenger.created[-1]
    await scene.change_rows("UPDATE panel SET message_id_sealed = NULL")
    assert scene.clock.now() == before
    await panel.put_up(scene.ctx, GUILD)
    assert scene.messenger.tried[-1].nonce == first.nonce
    assert panels(scene) == 1


async def test_moving_it_deletes_the_old_one(scene: Scene) -> None:
    """And where that fails, the new one stands all the same."""
    await panel.put_up(scene.ctx, GUILD)
    await move(scene, ELSEWHERE)
    scene.messenger.fail(ASKS, Gone())
    assert await panel.put_up(scene.ctx, GUILD) is PanelState.STANDS
    assert panels(scene, ELSEWHERE) == 1


async def test_a_deleted_one_is_sent_anew_when_its_time_comes(scene: Scene) -> None:
    """Not before: looking costs a request."""
    await panel.put_up(scene.ctx, GUILD)
    scene.messenger.deleted_by_others.add(scene_message_id(scene))
    await panel.look_after(scene.ctx)
    assert panels(scene) == 1
    scene.clock.advance(QUARTER)
    await panel.look_after(scene.ctx)
    assert panels(scene) == 2


def scene_message_id(scene: Scene) -> MessageId:
    """The id that the recorder gave to the newest message."""
    return MessageId(1000 + len(scene.messenger.created) - 1)


async def test_a_channel_out_of_reach_is_left_alone(scene: Scene) -> None:
    """Nothing is sent, and it is looked at again a quarter of an hour later."""
    await panel.put_up(scene.ctx, GUILD)
    for error in (Gone(), Refused(), Unsure()):
        scene.clock.advance(QUARTER)
        scene.messenger.fail(ASKS, error)
        await panel.look_after(scene.ctx)
    assert panels(scene) == 1
    scene.messenger.may_post = False
    assert await panel.put_up(scene.ctx, GUILD) is PanelState.FAILS


async def test_no_clear_answer_is_tried_again_with_the_same_nonce(scene: Scene) -> None:
    """Inside Discord's window; past it the history is looked at first."""
    scene.messenger.lose_answer(ASKS, Unsure())
    assert await panel.put_up(scene.ctx, GUILD) is PanelState.TRY_AGAIN
    assert await panel.put_up(scene.ctx, GUILD) is PanelState.STANDS
    assert len({one.nonce for one in scene.messenger.tried if one.channel == ASKS}) == 1
    assert not scene.messenger.looked


async def test_past_the_window_a_standing_one_is_found(scene: Scene) -> None:
    """A history carries no nonce: the same words in the panel's channel are ours."""
    scene.messenger.lose_answer(ASKS, Unsure())
    await panel.put_up(scene.ctx, GUILD)
    scene.messenger.history = [SentMessage(ASKS, scene_message_id(scene))]
    scene.clock.advance(QUARTER)
    await panel.look_after(scene.ctx)
    assert len(scene.messenger.looked) == 1
    assert panels(scene) == 1
    scene.clock.advance(QUARTER)
    await panel.look_after(scene.ctx)
    assert len(scene.messenger.looked) == 1


async def test_being_back_looks_at_once(scene: Scene) -> None:
    """Whatever the time of the next look was."""
    await panel.put_up(scene.ctx, GUILD)
    scene.messenger.deleted_by_others.add(scene_message_id(scene))
    await panel.look_soon(scene.ctx)
    await panel.look_after(scene.ctx)
    assert panels(scene) == 2
