"""What histories found in the bot, each as a short history of its own."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.domain.notices import NoticeKind
from tests.simulation.begun import ASKERS
from tests.simulation.town import Town


def played(story: Callable[[Town], Awaitable[list[str]]]) -> list[str]:
    """What a story finds in a town where nothing else breaks."""
    town = Town(seed=1)
    town.healed = True
    town.weather.clears()

    async def whole() -> list[str]:
        await town.open()
        await asyncio.sleep(60)
        return await story(town)

    try:
        return town.loop.play(whole())
    finally:
        town.close()


def test_who_is_new_and_could_not_be_read_is_read_later() -> None:
    """Somebody of whom nothing is known writes while Discord answers nothing: their words are read
    once it does, although nobody tells of them again."""

    async def story(town: Town) -> list[str]:
        town.weather.out = True
        town.discord.write(ASKERS[0], "Is somebody there?")
        await asyncio.sleep(20)
        town.weather.out = False
        await asyncio.sleep(60)
        mine = town.discord.standing_in(town.discord.channel_of(ASKERS[0]))
        return [str(one.notice.kind) for one in mine]

    assert played(story) == [NoticeKind.NOTHING_OPEN]
