"""Saying thanks: once, under the aliases, cleaned, and the same answer whatever becomes of it."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.asks import OwnWords
from bot.domain.errors import AlreadyThanked, OutOfDate
from bot.domain.form_errors import TooManyWords
from bot.domain.guilds import Feature
from bot.domain.ids import UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.aftercare import thanks
from bot.services.conversations import discreet_mode
from bot.services.listeners import duty
from bot.services.ports import Closed, Gone
from tests import server_setup
from tests.services.scene import (
    ASKER,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    playing,
)

WEEK = 7 * DAY


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


async def over(scene: Scene) -> str:
    """A conversation that ended; the token below the asker's notice of it."""
    await scene.talk()
    await scene.end(LISTENER)
    return scene.after_button(ASKER)


def thanks_to(scene: Scene, user: UserId) -> list[Notice]:
    """The thanks that reached somebody."""
    return [n for n in scene.messenger.said(user) if n.kind is NoticeKind.THANKS]


async def test_thanks_reach_the_listener_under_the_alias(scene: Scene) -> None:
    """With the asker's words, and by the names of that conversation."""
    token = await over(scene)
    ended = scene.messenger.said(ASKER)[-1]
    assert await thanks.get_listener_alias(scene.ctx, ASKER, token) == ended.alias
    assert await thanks.thank(scene.ctx, ASKER, token, "You were patient.") == ended.alias
    await scene.deliver()
    (notice,) = thanks_to(scene, LISTENER)
    assert notice.text == OwnWords("You were patient.")
    assert (notice.alias, notice.own_alias) == (ended.own_alias, ended.alias)
    assert not thanks_to(scene, ASKER)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200d\u2060", "\u202e"])
async def test_nothing_visible_is_thanks_without_words(scene: Scene, typed: str) -> None:
    """An empty field, or one that looks so."""
    await thanks.thank(scene.ctx, ASKER, await over(scene), typed)
    await scene.deliver()
    (notice,) = thanks_to(scene, LISTENER)
    assert notice.text is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\u202eyou knaht", "you knaht"),
        ("a\u200bb", "ab"),
        ("[here](https://example.org)", "[here] (https://example.org)"),
        ("x" * 300, "x" * 300),
    ],
)
async def test_words_are_cleaned_as_in_the_conversation(
    scene: Scene, typed: str, read: str
) -> None:
    """No direction, nothing invisible, no masked link."""
    await thanks.thank(scene.ctx, ASKER, await over(scene), typed)
    await scene.deliver()
    (notice,) = thanks_to(scene, LISTENER)
    assert notice.text == OwnWords(read)


async def test_too_many_words_are_refused_and_nothing_is_lost(scene: Scene) -> None:
    """Shorter ones can be sent after it."""
    token = await over(scene)
    with pytest.raises(TooManyWords):
        await thanks.thank(scene.ctx, ASKER, token, "x" * 301)
    await thanks.thank(scene.ctx, ASKER, token, "Thank you.")
    await scene.deliver()
    assert len(thanks_to(scene, LISTENER)) == 1


async def test_once_for_each_conversation(scene: Scene) -> None:
    """At the same moment, later, and after a restart."""
    token = await over(scene)
    ends = await asyncio.gather(
        *(thanks.thank(scene.ctx, ASKER, token, "Thanks") for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(end, AlreadyThanked) for end in ends) == 2
    await scene.restart()
    with pytest.raises(AlreadyThanked):
        await thanks.get_listener_alias(scene.ctx, ASKER, token)
    with pytest.raises(AlreadyThanked):
        await thanks.thank(scene.ctx, ASKER, token, "Again")
    await scene.deliver()
    assert len(thanks_to(scene, LISTENER)) == 1


@pytest.mark.parametrize("who", [LISTENER, OTHER, STRANGER])
async def test_only_the_asker_says_thanks(scene: Scene, who: UserId) -> None:
    """Not with the asker's token, nor with one's own."""
    token = await over(scene)
    for one in (token, scene.after_button(LISTENER), scene.end_button(LISTENER), "unknown"):
        with pytest.raises(OutOfDate):
            await thanks.get_listener_alias(scene.ctx, who, one)
        with pytest.raises(OutOfDate):
            await thanks.thank(scene.ctx, who, one, "Thanks")


async def test_a_week_later_it_is_out_of_date(scene: Scene) -> None:
    """Nobody is known any more whom it could reach."""
    token = await over(scene)
    await scene.pass_time(WEEK)
    with pytest.raises(OutOfDate):
        await thanks.thank(scene.ctx, ASKER, token, "Thanks")


@pytest.mark.parametrize("listener", ["there", "closed", "gone", "left", "no account"])
async def test_the_answer_is_the_same_whatever_becomes_of_it(scene: Scene, listener: str) -> None:
    """Closed direct messages, an account that is gone, somebody who stopped listening: the asker
    reads nothing of it, then or later."""
    token = await over(scene)
    alias = scene.messenger.said(ASKER)[-1].alias
    if listener == "closed":
        scene.messenger.fail(LISTENER, *[Closed()] * 100)
    elif listener in ("gone", "no account"):
        scene.messenger.fail(LISTENER, *[Gone()] * 100)
    elif listener == "left":
        await duty.leave(scene.ctx, here(LISTENER))
    before = len(scene.messenger.said(ASKER))
    assert await thanks.thank(scene.ctx, ASKER, token, "Thanks") == alias
    for pause in (HOUR, DAY, 4 * DAY):
        await scene.pass_time(pause)
    assert len(scene.messenger.said(ASKER)) == before
    assert len(thanks_to(scene, LISTENER)) == int(listener in ("there", "left"))
    assert await scene.count("outbox") == 0


async def test_thanks_wait_for_open_direct_messages(scene: Scene) -> None:
    """They come when they can."""
    token = await over(scene)
    scene.messenger.fail(LISTENER, Closed())
    await thanks.thank(scene.ctx, ASKER, token, "Thanks")
    await scene.deliver()
    assert not thanks_to(scene, LISTENER)
    await scene.pass_time(HOUR)
    assert len(thanks_to(scene, LISTENER)) == 1


async def test_a_discreet_listener_opens_it_also_after_some_days(scene: Scene) -> None:
    """The words show on press only, and not to anybody else."""
    token = await over(scene)
    await discreet_mode.choose(scene.ctx, LISTENER, discreet=True)
    await scene.pass_time(3 * DAY)
    await thanks.thank(scene.ctx, ASKER, token, "You were patient.")
    await scene.deliver()
    hidden = scene.messenger.said(LISTENER)[-1]
    assert hidden.kind is NoticeKind.MESSAGE_WAITING
    assert hidden.text is None
    assert hidden.token is not None
    await scene.pass_time(DAY)
    shown = await discreet_mode.show(scene.ctx, LISTENER, hidden.token)
    assert (shown.kind, shown.text) == (NoticeKind.THANKS, OwnWords("You were patient."))
    with pytest.raises(OutOfDate):
        await discreet_mode.show(scene.ctx, ASKER, hidden.token)
    await scene.pass_time(4 * DAY)
    assert await scene.count("kept") == 0


async def test_the_ending_can_be_opened_by_a_discreet_reader_for_days(scene: Scene) -> None:
    """With its buttons, for as long as these work."""
    await scene.talk()
    await discreet_mode.choose(scene.ctx, ASKER, discreet=True)
    await scene.end(LISTENER)
    hidden = scene.messenger.said(ASKER)[-1]
    assert hidden.token is not None
    await scene.pass_time(6 * DAY)
    shown = await discreet_mode.show(scene.ctx, ASKER, hidden.token)
    assert shown.kind is NoticeKind.CONVERSATION_ENDED_ASKER
    assert shown.token is not None
    await thanks.thank(scene.ctx, ASKER, shown.token, "")


async def test_thanks_are_noted_for_the_numbers_where_these_are_on(scene: Scene) -> None:
    """In the transaction that passed them on: without thanks, nothing."""
    token = await over(scene)
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.COMMUNITY])
    with pytest.raises(TooManyWords):
        await thanks.thank(scene.ctx, ASKER, token, "x" * 400)
    assert await scene.count("happened WHERE what = 'thanked'") == 0
    await thanks.thank(scene.ctx, ASKER, token, "Thanks")
    assert await scene.count("happened WHERE what = 'thanked'") == 1


async def test_what_the_listener_gets_does_not_depend_on_who_thanks(tmp_path: Path) -> None:
    """Two askers with other ids, the same words: the same notices."""

    async def play(folder: str, asker: UserId) -> list[Notice]:
        async with playing(tmp_path / folder, reminding=False) as scene:
            await scene.join(LISTENER)
            await scene.talk(asker)
            await scene.end(asker)
            await thanks.thank(scene.ctx, asker, scene.after_button(asker), "Thank you.")
            await scene.deliver()
            return scene.messenger.said(LISTENER)

    first, second = await play("one", ASKER), await play("two", STRANGER)
    assert first[-1].kind is NoticeKind.THANKS
    assert first == second
