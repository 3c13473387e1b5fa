"""Who never becomes a second listener, or is one no longer; and images where three talk."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.asks import Wishes
from bot.domain.errors import NoLongerAvailable
from bot.domain.guilds import Feature
from bot.domain.ids import UserId
from bot.domain.images import ImageFault
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.conversations import second_listener
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.listeners import duty
from bot.services.offers import joining
from bot.services.ports import Refused
from tests.services.conversations.test_images import Draws, _switch, faults, send, shown
from tests.services.conversations.test_leaving_a_room import (
    ENDED,
    LEFT,
    STAYS,
    ask_state,
)
from tests.services.conversations.test_second_listener import (
    called,
    looked_for,
    newest,
    room,
    three,
    token,
    write,
)
from tests.services.moderation.test_actions import act, known
from tests.services.scene import (
    ASKER,
    ASKS,
    DAY,
    GUILD,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    playing,
)

__all__ = ["room"]

OFFER = NoticeKind.SECOND_OFFER
LATER = timedelta(hours=3)
"""Long enough for every random pause."""


async def test_whom_the_asker_left_out_is_neither_told_nor_found(still_scene: Scene) -> None:
    """However long somebody is looked for; another one is told."""
    scene = still_scene
    await scene.join(STRANGER)
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, Wishes(), [OTHER])
    await duty.set_duty(scene.ctx, here(LISTENER), DAY)
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.tick()
    await scene.deliver()
    await scene.accept(LISTENER, token(scene, LISTENER, NoticeKind.OFFER))
    await scene.deliver()
    for user in (OTHER, STRANGER):
        await duty.set_duty(scene.ctx, here(user), DAY)
    await second_listener.agree(scene.ctx, ASKER, await called(scene))
    for _ in range(8):
        await scene.pass_time(timedelta(minutes=2))
    assert OFFER not in scene.kinds_to(OTHER)
    assert OFFER in scene.kinds_to(STRANGER)


async def test_left_out_after_they_were_told_they_are_not_let_in(still_scene: Scene) -> None:
    """In the words for every cause."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), DAY)
    await scene.talk()
    offer = await looked_for(scene)
    ((ask,),) = await scene.rows("SELECT ask_id FROM ask")
    number = scene.store.listener_number(GUILD, OTHER)
    await scene.change_rows("INSERT INTO ask_excluded VALUES (?, ?)", str(ask), number)
    with pytest.raises(NoLongerAvailable):
        await joining.join(scene.ctx, OTHER, offer)


async def test_whoever_is_banned_is_not_told_nor_let_in(still_scene: Scene) -> None:
    """Also where they were told just before."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), DAY)
    await scene.talk()
    offer = await looked_for(scene)
    await act(scene, await known(scene, OTHER, listens=True), ActionKind.BAN)
    with pytest.raises((NoLongerAvailable, BannedHere)):
        await joining.join(scene.ctx, OTHER, offer)
    await scene.pass_time(second_listener.LOOKED_FOR)
    assert scene.kinds_to(OTHER).count(OFFER) == 1


@pytest.mark.parametrize("who", [LISTENER, OTHER])
async def test_a_banned_listener_of_two_is_taken_out_and_the_asker_told_later(
    room: Scene, who: UserId
) -> None:
    """Nothing passes from or to them at once; the others go on, and read of it as of every
    leaving."""
    stays = ({LISTENER, OTHER} - {who}).pop()
    await act(room, await known(room, who, listens=True), ActionKind.BAN)
    await write(room, ASKER, "Are you both there?")
    await write(room, who, "Me too.")
    await write(room, stays, "I am.")
    assert newest(room, who) == []
    assert newest(room, stays) == ["Are you both there?"]
    assert newest(room, ASKER) == ["I am."]
    assert STAYS not in room.kinds_to(ASKER)
    await room.pass_time(LATER)
    assert STAYS in room.kinds_to(ASKER)
    assert room.kinds_to(stays)[-1] is LEFT
    assert ENDED in room.kinds_to(who)
    assert await ask_state(room) == "taken"


async def test_a_banned_asker_ends_it_for_both(room: Scene) -> None:
    """Some time later, in the words of every ending."""
    await act(room, await known(room), ActionKind.BAN)
    await write(room, ASKER, "Still me.")
    assert newest(room, LISTENER) == newest(room, OTHER) == []
    await room.pass_time(LATER)
    for user in (LISTENER, OTHER):
        assert room.kinds_to(user)[-1] is ENDED


@pytest.fixture
async def pictured(tmp_path: Path) -> AsyncIterator[Scene]:
    """Three who talk where images are on."""
    async with playing(tmp_path) as scene:
        scene.ctx = replace(scene.ctx, images=Draws())
        scene.delivery = OutboxLoop(scene.ctx)
        await scene.setup(GUILD, ASKS)
        await scene.join(LISTENER, OTHER)
        await three(scene)
        _switch(scene, Feature.IMAGES)
        yield scene


@pytest.mark.parametrize("who", [ASKER, LISTENER, OTHER])
async def test_images_reach_both_others_after_the_words(pictured: Scene, who: UserId) -> None:
    """Each drawn for each reader, and once."""
    await send(pictured, "Look at this.", b"one", b"two", by=who)
    await pictured.deliver()
    for user in {ASKER, LISTENER, OTHER} - {who}:
        assert newest(pictured, user) == ["Look at this."]
        assert shown(pictured, user) == [b"one", b"two"]
    assert shown(pictured, who) == []


async def test_an_image_that_one_reader_cannot_have_reaches_the_other(pictured: Scene) -> None:
    """Whoever sent it and whoever misses it read why; the third sees it."""
    await send(pictured, "", b"one")
    pictured.messenger.fail(OTHER, Refused())
    await pictured.deliver()
    assert shown(pictured, LISTENER) == [b"one"]
    assert shown(pictured, OTHER) == []
    assert faults(pictured, OTHER, NoticeKind.IMAGE_MISSED) == [ImageFault.REFUSED]
    assert faults(pictured, ASKER, NoticeKind.IMAGE_NOT_PASSED_ON) == [ImageFault.REFUSED]
