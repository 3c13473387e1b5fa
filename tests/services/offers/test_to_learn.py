"""An ask that would like to learn something goes first to whoever can share it."""

from collections.abc import Sequence

import pytest

from bot.domain.asks import NO_WISHES, SOMETHING_ELSE, Wishes
from bot.domain.ids import UserId
from bot.services.asks import drafts, posting
from bot.services.listeners import preferences
from tests.services.offers.test_waves import MINUTE, on_duty, told, turn
from tests.services.scene import ASKER, CROWD, Scene, here

SOME = CROWD[:8]


async def can_share(scene: Scene, user: UserId, *listed: str, own: str = "") -> None:
    """Somebody names what they can share."""
    await preferences.which_skills(scene.ctx, here(user), listed=listed, typed=own)


async def ask_to_learn(scene: Scene, learn: str, words: str = "How do I begin?") -> None:
    """Post an ask that would like to learn something."""
    preview = await scene.draft(words=words)
    await drafts.choose_to_learn(scene.ctx, here(ASKER), preview.draft.id, learn)
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)


async def first_told(scene: Scene, *users: UserId) -> Sequence[UserId]:
    """Who is told at once."""
    await turn(scene)
    return told(scene, *users)


async def test_those_who_can_share_it_are_told_first(scene: Scene) -> None:
    """From the list, or in own words that stand in the ask; then whoever's turn it is."""
    await on_duty(scene, *SOME)
    await can_share(scene, SOME[5], "music")
    await can_share(scene, SOME[6], "cooking", own="Ukulele")
    await can_share(scene, SOME[7], "cooking", own="Chess")
    await ask_to_learn(scene, "music", "How do I tune a ukulele?")
    first = await first_told(scene, *SOME)
    assert {SOME[5], SOME[6]} < set(first)
    assert len(first) == 3


async def test_what_is_in_no_list_is_found_in_own_words(scene: Scene) -> None:
    """Where the words of the ask hold it."""
    await on_duty(scene, *SOME)
    await can_share(scene, SOME[7], own="Glassblowing")
    await ask_to_learn(scene, SOMETHING_ELSE, "I'd love to try glassblowing.")
    assert SOME[7] in await first_told(scene, *SOME)


@pytest.mark.parametrize("learn", ["", "music", SOMETHING_ELSE])
async def test_where_nobody_can_share_it_it_is_an_ask_like_others(scene: Scene, learn: str) -> None:
    """The same ones are told, at the same time; also where nothing is to be learned, whatever
    somebody can share."""
    await on_duty(scene, *SOME)
    if not learn:
        await can_share(scene, SOME[0], "music", own="begin")
    in_turn = sorted(SOME, key=lambda user: scene.ctx.listener_number(here(user)))
    await ask_to_learn(scene, learn)
    assert set(await first_told(scene, *SOME)) == set(in_turn[:3])
    await turn(scene, 2 * MINUTE)
    assert set(told(scene, *SOME)) == set(in_turn[:6])


async def test_those_off_duty_who_can_share_it_come_first(scene: Scene) -> None:
    """Once they are asked at all."""
    await scene.join(*SOME)
    for user in SOME:
        await preferences.when(
            scene.ctx, here(user), zone="UTC", quiet="12:00-13:00", off_duty=True
        )
    await can_share(scene, SOME[7], own="Ukulele")
    await ask_to_learn(scene, "music", "A ukulele, perhaps?")
    await turn(scene, 10 * MINUTE)
    assert SOME[7] in told(scene, *SOME)


async def test_other_choices_leave_it_as_it_is(scene: Scene) -> None:
    """And it can be taken out again."""
    key = (await scene.draft()).draft.id
    await drafts.choose_to_learn(scene.ctx, here(ASKER), key, "music")
    chosen = await drafts.choose_more(scene.ctx, here(ASKER), key, Wishes("loss", "es"), ())
    assert chosen.draft.wishes == Wishes("loss", "es", learn="music")
    await drafts.choose_more(scene.ctx, here(ASKER), key, NO_WISHES, ())
    assert (await drafts.choose_to_learn(scene.ctx, here(ASKER), key, "")).draft.wishes == NO_WISHES
