"""Two listeners who were with the same asker, once that is over: the one blocks the other."""

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.services.blocks import listing, other_listener
from bot.services.blocks.listing import Ended
from tests.services.conversations.test_leaving_a_room import JOINED, STAYS, a_third_joins, end
from tests.services.conversations.test_second_listener import room, token
from tests.services.scene import ASKER, DAY, GUILD, LISTENER, OTHER, STRANGER, Scene

__all__ = ["room"]


async def listeners_met(scene: Scene, user: UserId) -> list[Ended]:
    """Those in somebody's list of whom they can block."""
    shown = await listing.get_list(scene.ctx, user, GUILD)
    return [one for one in shown.ended if one.listener]


async def keeps_apart(scene: Scene, first: UserId, second: UserId) -> bool:
    """Whether two never meet where the first asks."""
    asker = scene.store.asker_number(GUILD, first)
    other = scene.store.listener_number(GUILD, second)
    return await scene.read(lambda tables: tables.blocks.apart(GUILD, asker, [other])) == {other}


@pytest.mark.parametrize("who", [LISTENER, OTHER])
async def test_once_it_is_over_each_finds_the_other_in_the_list(room: Scene, who: UserId) -> None:
    """And blocks them from there, once; the asker, who stands there too, is another matter."""
    other = ({LISTENER, OTHER} - {who}).pop()
    await end(room, ASKER, room.end_button(ASKER))
    (met,) = await listeners_met(room, who)
    assert len((await listing.get_list(room.ctx, who, GUILD)).ended) == 2
    asked = await other_listener.find_other(room.ctx, who, met.token)
    assert (asked.alias, asked.open) == (met.alias, False)
    before = room.kinds_to(other)
    assert await other_listener.block_other(room.ctx, who, met.token) == met.alias
    await room.deliver()
    assert room.kinds_to(other) == before
    assert await listeners_met(room, who) == []
    assert [one.alias for one in (await listing.get_list(room.ctx, who, GUILD)).blocked] == [
        met.alias
    ]
    assert await keeps_apart(room, who, other)
    assert not await keeps_apart(room, who, ASKER)
    assert len(await listeners_met(room, other)) == 1  # who is told nothing, and can do the same


async def test_whoever_went_finds_who_is_still_there(room: Scene) -> None:
    """Also by the button that stood there while both were."""
    button = token(room, OTHER, JOINED)
    await end(room, OTHER, button)
    (met,) = await listeners_met(room, OTHER)
    by_button = await other_listener.find_other(room.ctx, OTHER, button)
    assert by_button.alias == met.alias
    assert not by_button.open
    assert await listeners_met(room, LISTENER) == []  # theirs is open, and has a button of its own


async def test_nobody_finds_whom_they_never_met(room: Scene) -> None:
    """Who came after they had gone; nor does anybody use another's button."""
    await end(room, LISTENER, room.end_button(LISTENER))
    room.clock.advance(DAY / 24)
    await a_third_joins(room)
    await end(room, ASKER, token(room, ASKER, STAYS))
    assert [len(await listeners_met(room, user)) for user in (LISTENER, OTHER, STRANGER)] == [
        1,
        2,
        1,
    ]
    first, second = await listeners_met(room, OTHER)
    for one in (first, second):
        assert (await other_listener.find_other(room.ctx, OTHER, one.token)).alias == one.alias
        for user in (ASKER, LISTENER, STRANGER):
            with pytest.raises(OutOfDate):
                await other_listener.block_other(room.ctx, user, one.token)
