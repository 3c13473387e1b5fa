"""What histories found in the bot, each as a short history of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.domain.ids import MessageId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Member
from bot.services.conversations import write_form
from bot.services.listeners import duty
from bot.services.privacy import erasure
from bot.storage.store import Tables
from tests.simulation import moves
from tests.simulation.begun import ASKERS, ASKS, HARBOUR, LISTENERS, MODERATORS
from tests.simulation.log import errors_told_to
from tests.simulation.seen import BEGINS, heard, own, seen, token_of, words_in
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
        with errors_told_to(town.logged):
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


def test_who_erases_everything_while_they_are_looked_up_is_gone() -> None:
    """It is looked whether both are still there, and one of them erases everything before Discord
    has answered for the other: nothing fails, not even once."""

    async def story(town: Town) -> list[str]:
        moves.ask(town)
        await asyncio.sleep(10)
        (post,) = seen(town, ASKS, (NoticeKind.ASK_IN_CHANNEL,))
        moves.accept_in_channel(town, LISTENERS[0], post, HARBOUR)
        town.weather.slow_for = 30.0
        await asyncio.sleep(3)
        town.press(
            LISTENERS[0], "erases", lambda life: erasure.erase_everything(life.ctx, LISTENERS[0])
        )
        await asyncio.sleep(600)
        return town.faults

    assert played(story) == []


def test_who_erases_everything_while_an_ask_looks_for_listeners_is_not_told() -> None:
    """Discord has said that they are there, and has not yet answered for others."""

    async def story(town: Town) -> list[str]:
        for who in LISTENERS:
            _on_duty(town, who)
        await asyncio.sleep(5)
        moves.ask(town)
        await asyncio.sleep(5)
        town.weather.slow_for = 1.2
        await asyncio.sleep(86)
        for _ in range(60):
            if any("request standing" in line for line in town.trace[-4:]):
                break
            await asyncio.sleep(0.5)
        for who in LISTENERS:
            _erases(town, who)
        await asyncio.sleep(600)
        return town.faults

    assert played(story) == []


def _on_duty(town: Town, who: UserId) -> None:
    member = Member(who, HARBOUR)
    town.press(who, "duty", lambda life: duty.set_duty(life.ctx, member, timedelta(hours=2)))


def _erases(town: Town, who: UserId) -> None:
    town.press(who, "erases", lambda life: erasure.erase_everything(life.ctx, who))


def test_who_erases_everything_while_their_direct_messages_are_opened_is_told_nothing() -> None:
    """Nothing is said to them once they have, and nothing of them is kept."""

    async def story(town: Town) -> list[str]:
        assert town.life is not None, "it runs"
        ctx, who = town.life.ctx, MODERATORS[0]

        async def tell(tables: Tables) -> None:
            notice = Notice(NoticeKind.REPORT_FOR_OTHERS, HARBOUR, await tables.people.meet(who))
            await ctx.say(tables, notice, lane="alone")

        town.weather.slow_for = 30.0
        await ctx.store.transaction(tell)
        await asyncio.sleep(5)
        assert any("request open_dm" in line for line in town.trace)
        _erases(town, who)
        await asyncio.sleep(600)
        known = await ctx.store.read(lambda tables: tables.people.is_known(ctx.store.person(who)))
        said = [str(one.notice.kind) for one in town.discord.said_in(town.discord.channel_of(who))]
        return [*town.faults, *said, *(["known"] if known else [])]

    assert played(story) == []


def test_what_was_written_before_goes_before_the_words_of_a_form() -> None:
    """Their channel is still read, as a new session has begun, when they send a form."""

    async def story(town: Town) -> list[str]:
        moves.ask(town)
        await asyncio.sleep(10)
        (post,) = seen(town, ASKS, (NoticeKind.ASK_IN_CHANNEL,))
        moves.accept_in_channel(town, LISTENERS[0], post, HARBOUR)
        await asyncio.sleep(10)
        assert town.life is not None, "it runs"
        town.weather.slow_for = 2.0
        town.life.connect()
        town.discord.write(LISTENERS[0], "word1 before")
        said = own(town, LISTENERS[0], BEGINS)
        assert said is not None, "they were told"
        number, token = MessageId(town.discord.typed[-1].id + 1), token_of(said)
        work = partial(write_form.write, user=LISTENERS[0], token=token)
        town.press(
            LISTENERS[0],
            "writes in a form",
            lambda life: work(life.ctx, number=number, text="word2 in a form"),
        )
        await asyncio.sleep(60)
        mine = (words_in(one) for who in ASKERS for one in heard(town, who))
        return [one for one in mine if one is not None]

    assert played(story) == ["word1", "word2"]
