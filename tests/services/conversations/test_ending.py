import asyncio
from pathlib import Path

import pytest

from bot.domain.errors import ConversationOver, OutOfDate
from bot.domain.ids import UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.conversations import access, ending
from bot.services.offers import acceptance
from bot.services.ports import Closed
from tests.services.scene import ASKER, LISTENER, OTHER, STRANGER, Scene, here, playing

ENDED = {
    ASKER: NoticeKind.CONVERSATION_ENDED_ASKER,
    LISTENER: NoticeKind.CONVERSATION_ENDED_LISTENER,
}


@pytest.mark.parametrize("who", [ASKER, LISTENER])
async def test_either_side_ends_it_for_both(scene: Scene, who: UserId) -> None:
    """Both are told once, the ask is closed, the conversation over."""
    await scene.talk()
    await scene.end(who)
    for person, kind in ENDED.items():
        assert scene.kinds_to(person).count(kind) == 1
        assert scene.kinds_to(person)[-1] is kind
    assert await scene.rows("SELECT state FROM ask") == [("closed",)]
    assert await scene.rows("SELECT state FROM conversation") == [("ended",)]


async def test_the_one_who_ends_is_asked_by_the_others_alias(scene: Scene) -> None:
    """Before and after, it is the name that they know."""
    await scene.talk()
    for person in (ASKER, LISTENER):
        opened, token = scene.messenger.said(person)[-1], scene.end_button(person)
        assert await access.get_partner_alias(scene.ctx, person, token) == opened.alias
    alias = scene.messenger.said(ASKER)[-1].alias
    assert await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER)) == alias


async def test_an_ending_does_not_tell_who_ended(tmp_path: Path) -> None:
    """Everything that both receive is the same, whichever side pressed."""

    async def play(folder: str, who: UserId) -> list[Notice]:
        async with playing(tmp_path / folder) as scene:
            await scene.join(LISTENER)
            await scene.talk()
            await scene.end(who)
            return [*scene.messenger.said(ASKER), *scene.messenger.said(LISTENER)]

    assert await play("asker", ASKER) == await play("listener", LISTENER)


@pytest.mark.parametrize("thief", [ASKER, LISTENER, OTHER, STRANGER])
async def test_a_button_is_its_owners_alone(scene: Scene, thief: UserId) -> None:
    """Anybody else's press is out of date, also the other side's."""
    await scene.talk()
    for owner in (ASKER, LISTENER):
        if owner != thief:
            with pytest.raises(OutOfDate):
                await access.get_partner_alias(scene.ctx, thief, scene.end_button(owner))
            with pytest.raises(OutOfDate):
                await ending.end_own(scene.ctx, thief, scene.end_button(owner))
    assert await scene.rows("SELECT state FROM conversation") == [("open",)]


async def test_other_tokens_end_nothing(scene: Scene) -> None:
    """Neither unknown ones nor those of the ask."""
    await scene.talk()
    for token in ("", "unknown", scene.accept_button(), scene.take_back_button()):
        for person in (ASKER, LISTENER):
            with pytest.raises(OutOfDate):
                await ending.end_own(scene.ctx, person, token)
    assert await scene.rows("SELECT state FROM conversation") == [("open",)]


async def test_what_has_ended_is_over_for_both(scene: Scene) -> None:
    """The buttons stay in the chat and do nothing more."""
    await scene.talk()
    await scene.end(ASKER)
    for person in (ASKER, LISTENER):
        token = scene.end_button(person)
        with pytest.raises(ConversationOver):
            await access.get_partner_alias(scene.ctx, person, token)
        with pytest.raises(ConversationOver):
            await ending.end_own(scene.ctx, person, token)


async def test_both_ending_at_once_is_one_ending(tmp_path: Path) -> None:
    """One press ends it, the others find it over, both are told once."""
    async with playing(tmp_path, {"asks": {"per_day": 20}}) as scene:
        await scene.join(LISTENER, OTHER)
        for number in range(3):
            await scene.talk()
            presses = [(ASKER, scene.end_button(ASKER)), (LISTENER, scene.end_button(LISTENER))]
            ends = await asyncio.gather(
                *(ending.end_own(scene.ctx, who, token) for who, token in presses * 3),
                return_exceptions=True,
            )
            assert sum(isinstance(end, str) for end in ends) == 1
            assert sum(isinstance(end, ConversationOver) for end in ends) == 5
            await scene.deliver()
            for person, kind in ENDED.items():
                assert scene.kinds_to(person).count(kind) == number + 1


async def test_after_the_end_both_are_free_again(scene: Scene) -> None:
    """The asker may ask, the listener may accept."""
    await scene.talk()
    await scene.end(LISTENER)
    button = await scene.posted()
    await acceptance.accept(scene.ctx, here(LISTENER), button)
    assert await scene.count("conversation WHERE state = 'open'") == 1


async def test_it_ends_although_the_other_side_cannot_be_told(scene: Scene) -> None:
    """Closed direct messages hold up nobody's ending."""
    await scene.talk()
    scene.messenger.fail(LISTENER, Closed())
    await scene.end(ASKER)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.CONVERSATION_ENDED_ASKER
    assert await scene.rows("SELECT state FROM conversation") == [("ended",)]


async def test_words_and_the_end_at_once_never_cross(scene: Scene) -> None:
    """Whatever is told as passed on comes before the end, and nothing comes after it."""
    await scene.talk()
    await asyncio.gather(
        *(scene.write(ASKER, str(number)) for number in range(5)),
        ending.end_own(scene.ctx, LISTENER, scene.end_button(LISTENER)),
        *(scene.write(ASKER, str(number)) for number in range(5, 10)),
    )
    await scene.deliver()
    heard = scene.kinds_to(LISTENER)
    assert heard[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER
    unheard = scene.kinds_to(ASKER).count(NoticeKind.NOTHING_OPEN)
    assert heard.count(NoticeKind.WORDS) + unheard == 10
