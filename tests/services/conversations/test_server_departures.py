"""The bot is taken out of a server: for a while everything waits, and then it is over."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.errors import CannotPostYet, NotSetUp, ServerAway
from bot.domain.notices import NoticeKind
from bot.services import membership, timers
from bot.services.asks import drafts, posting
from bot.services.conversations import server_departures
from bot.services.direct_messages import unaddressed
from bot.services.offers import responses
from bot.services.ports import Closed
from bot.services.servers import panel
from tests import server_setup, stated
from tests.patience import PATIENCE
from tests.services.scene import (
    ASKER,
    ASKS,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
    saying,
)

MINUTE = timedelta(minutes=1)

OF_ITS_OWN_TIME = {"ask", "conversation", "offer", "outbox", "happened", "counted"}
"""Tables from which what is over is erased later, each by its own retention."""


async def wait(scene: Scene, minutes: int) -> None:
    """Let minutes pass, one by one."""
    for _ in range(minutes):
        await scene.pass_time(MINUTE)


def said(scene: Scene) -> int:
    """How much was said or edited so far."""
    return len(scene.messenger.log)


async def test_within_the_hour_nothing_is_told_ended_or_forgotten(scene: Scene) -> None:
    """Asks wait, whatever would come meanwhile, and what was set up stays."""
    await server_setup.switch_on(scene.ctx, GUILD, stated.ALL_WITHOUT_A_LOOK)
    await scene.posted()
    await server_departures.left(scene.ctx, GUILD)
    before = said(scene)
    await wait(scene, 59)
    assert said(scene) == before
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]
    assert scene.ctx.guilds.of(GUILD).features == stated.ALL_WITHOUT_A_LOOK


async def test_after_the_hour_it_is_over_and_told_once(scene: Scene) -> None:
    """The asker gets their words back; those in a conversation read of its end."""
    await scene.talk(OTHER, LISTENER)
    await scene.write(LISTENER, "I'm here.")
    await scene.ask(ASKER, "A long week.")
    await scene.deliver()
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 61)
    told = [n for n in scene.messenger.said(ASKER) if n.kind is NoticeKind.ASK_OVER_SERVER]
    assert [n.text and n.text.words for n in told] == ["A long week."]
    assert scene.kinds_to(OTHER).count(NoticeKind.CONVERSATION_ENDED_ASKER) == 1
    assert scene.kinds_to(LISTENER).count(NoticeKind.CONVERSATION_ENDED_LISTENER) == 1
    with pytest.raises(NotSetUp):
        scene.ctx.guilds.of(GUILD)
    assert [await scene.count(table) for table in ("guild", "listener", "departed")] == [0, 0, 0]


async def test_told_several_times_it_ends_an_hour_after_the_first(scene: Scene) -> None:
    """Discord may tell of it again, and each start finds the server missing once more."""
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 30)
    await server_departures.left(scene.ctx, GUILD)
    await scene.restart()
    await server_departures.are_here(scene.ctx, {ELSEWHERE})
    await wait(scene, 30)
    assert await scene.count("guild") == 0


async def test_back_within_the_hour_everything_goes_on(scene: Scene) -> None:
    """Also across a restart: nothing ends later, and told again it changes nothing."""
    await scene.posted()
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 59)
    await scene.restart()
    for _ in range(2):
        await server_departures.back(scene.ctx, GUILD)
    await wait(scene, 90)
    assert scene.ctx.guilds.of(GUILD).ask_channel == ASKS
    await scene.accept(LISTENER, scene.accept_button())
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_ACCEPTED


async def test_what_is_due_at_the_start_waits_until_it_is_known_where_the_bot_is(
    scene: Scene,
) -> None:
    """It was invited again while it was down: the hour is over, and nothing ends."""
    await server_departures.left(scene.ctx, GUILD)
    scene.clock.advance(2 * HOUR)
    await scene.restart()
    await timers.fire_due_timers(scene.ctx, lambda: False)
    await server_departures.are_here(scene.ctx, {GUILD})
    await scene.tick()
    assert scene.ctx.guilds.known() == {GUILD}


async def test_a_server_that_is_missing_at_the_start_is_kept_from_then_on(scene: Scene) -> None:
    """It was removed while it was down; nobody can tell when."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await server_departures.are_here(scene.ctx, {ELSEWHERE})
    await wait(scene, 59)
    assert scene.ctx.guilds.known() == {GUILD, ELSEWHERE}
    await wait(scene, 1)
    assert scene.ctx.guilds.known() == {ELSEWHERE}


async def test_taken_out_again_it_has_another_hour(scene: Scene) -> None:
    """The first time is called off."""
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 50)
    await server_departures.back(scene.ctx, GUILD)
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 50)
    assert scene.ctx.guilds.known() == {GUILD}


async def test_what_is_to_be_said_in_its_channels_waits_for_it(scene: Scene) -> None:
    """A post that was on its way stands once the bot is back, and no ask is lost by it."""
    await scene.ask()
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 30)
    assert scene.messenger.said(ASKS) == []
    await server_departures.back(scene.ctx, GUILD)
    await scene.deliver()
    assert scene.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL]


async def test_other_servers_do_not_wait(scene: Scene) -> None:
    """Asks there are posted and offered as ever."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.join(LISTENER, guild=ELSEWHERE)
    await server_departures.left(scene.ctx, GUILD)
    await scene.ask(guild=ELSEWHERE)
    await wait(scene, 16)
    assert scene.kinds_to(FAR_ASKS) == [NoticeKind.ASK_IN_CHANNEL]
    assert NoticeKind.SOMEBODY_WAITS in scene.kinds_to(STAFF)


async def test_a_conversation_goes_on_without_the_server(scene: Scene) -> None:
    """Words are passed on for as long as both can be written to."""
    await scene.talk()
    await server_departures.left(scene.ctx, GUILD)
    await scene.write(ASKER, "Still here?")
    await scene.write(LISTENER, "Yes.")
    await wait(scene, 20)
    assert (scene.words_to(LISTENER), scene.words_to(ASKER)) == (["Still here?"], ["Yes."])


async def test_words_that_could_not_be_said_without_the_server_come_when_it_is_back(
    scene: Scene,
) -> None:
    """At once, and nobody is told that it ended."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await server_departures.left(scene.ctx, GUILD)
    scene.messenger.fail(LISTENER, Closed())
    await scene.write(ASKER, "Still here?")
    await wait(scene, 2)
    assert scene.words_to(LISTENER) == []
    await server_departures.back(scene.ctx, GUILD)
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["Still here?"]
    await wait(scene, 60)
    assert NoticeKind.CONVERSATION_ENDED_ASKER not in scene.kinds_to(ASKER)


async def test_back_again_the_panel_and_the_posts_are_looked_at(scene: Scene) -> None:
    """At once: somebody may have deleted them meanwhile."""
    await panel.put_up(scene.ctx, GUILD)
    await scene.posted()
    await server_departures.left(scene.ctx, GUILD)
    await wait(scene, 5)
    await server_departures.back(scene.ctx, GUILD)
    now = scene.clock.now()
    assert await scene.read(lambda tables: tables.panels.due(now))
    looked = await scene.rows(
        "SELECT what FROM waiting WHERE due_at = ? AND what = 'post_looked_at'",
        int(now.timestamp()),
    )
    assert looked == [("post_looked_at",)]


async def _begins(scene: Scene) -> None:
    await drafts.begin(scene.ctx, here(STRANGER))


async def _posts(scene: Scene) -> None:
    await posting.post(scene.ctx, here(STRANGER), (await scene.draft(STRANGER)).draft.id)


async def _takes_an_offer(scene: Scene) -> None:
    offer = scene.messenger.said(LISTENER)[-1]
    assert offer.kind is NoticeKind.OFFER
    assert offer.token is not None
    await responses.read(scene.ctx, LISTENER, offer.token)


async def _passes_on(scene: Scene) -> None:
    await membership.note_use(scene.ctx, STRANGER, GUILD)
    await scene.write(STRANGER, "Hello?")
    await scene.deliver()
    token = scene.messenger.said(STRANGER)[-1].token
    assert token is not None
    await unaddressed.server_options(scene.ctx, STRANGER, token)


@pytest.mark.parametrize("does", [_begins, _posts, _takes_an_offer, _passes_on])
async def test_what_somebody_does_in_its_name_has_to_wait(
    scene: Scene, does: Callable[[Scene], Awaitable[None]]
) -> None:
    """The same kind words for everybody, whoever they are, instead of a refusal for good."""
    await scene.ask()
    await scene.change_rows("UPDATE listener SET on_duty_until = 4000000000")
    await scene.tick()
    await scene.deliver()
    scene.messenger.may_post = False
    await server_departures.left(scene.ctx, GUILD)
    with pytest.raises(ServerAway):
        await does(scene)


async def test_those_of_several_servers_are_shown_the_others(scene: Scene) -> None:
    """Their words can be passed on where the bot is."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    for guild in (GUILD, ELSEWHERE):
        await membership.note_use(scene.ctx, STRANGER, guild)
    await server_departures.left(scene.ctx, GUILD)
    await scene.write(STRANGER, "Hello?")
    await scene.deliver()
    token = scene.messenger.said(STRANGER)[-1].token
    assert token is not None
    ways = await unaddressed.server_options(scene.ctx, STRANGER, token)
    assert [way.guild for way in ways.found] == [ELSEWHERE]


async def test_after_the_hour_nothing_of_the_server_is_left(scene: Scene) -> None:
    """Also not the panel, which nothing would look after any more, nor who used the bot there."""
    await panel.put_up(scene.ctx, GUILD)
    await membership.note_use(scene.ctx, ASKER, GUILD)
    await scene.lose_server()
    of_a_server = [
        table for table in await scene.tables() if "guild_id" in await scene.columns(table)
    ]
    assert "panel" in of_a_server
    here = [
        name
        for name in of_a_server
        if await scene.rows(f"SELECT 1 FROM {name} WHERE guild_id = ?", GUILD)  # noqa: S608
    ]
    assert set(here) <= OF_ITS_OWN_TIME


async def test_after_the_hour_nobody_is_told_to_wait(scene: Scene) -> None:
    """Then it is as in a server that was never set up."""
    await scene.lose_server()
    with pytest.raises(NotSetUp):
        await drafts.begin(scene.ctx, here(ASKER))


async def test_a_channel_that_is_closed_to_it_is_no_departure(scene: Scene) -> None:
    """Where it still is, somebody has to mend something."""
    scene.messenger.may_post = False
    with pytest.raises(CannotPostYet):
        await drafts.begin(scene.ctx, here(ASKER))


async def test_what_waits_for_its_channels_is_said_as_soon_as_it_is_back(scene: Scene) -> None:
    """A running loop needs no tick to notice it."""
    await scene.posted()
    await server_departures.left(scene.ctx, GUILD)
    await scene.take_back()
    async with saying(scene.delivery), asyncio.timeout(PATIENCE):
        await scene.delivery.drain()
        assert NoticeKind.ASK_OVER_IN_CHANNEL not in [one.kind for one in scene.edits_in(ASKS)]
        await server_departures.back(scene.ctx, GUILD)
        while not scene.edits_in(ASKS):  # noqa: ASYNC110 - the loop looks in its own time
            await asyncio.sleep(0.01)
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_OVER_IN_CHANNEL
