"""Who may ask and listen: what the server chose, and what somebody said of their age."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.age_errors import AgeByRole, AgeNotStated, AgesNotChosen, AgeStatedLately, TooYoung
from bot.domain.ages import Age
from bot.domain.asks import AskState
from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.guilds import Feature
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.ages import choosing, statements
from bot.services.asks import drafts, posting
from bot.services.listeners import duty
from bot.services.privacy import erasure, overview
from tests import server_setup
from tests.services.ages.groups import BY_ROLE, TWO_GROUPS, says, two_groups
from tests.services.scene import ASKER, DAY, GUILD, HOUR, LISTENER, OTHER, STAFF, Scene, here
from tests.stated import ADULTS_ONLY

NEW = UserId(555)
"""Somebody who has said nothing."""


async def not_chosen(scene: Scene) -> None:
    """The server was set up before there was anything to choose, and people said nothing."""
    await scene.change_rows("UPDATE guild SET ages = '', told_to_choose_ages = 0")
    await scene.change_rows("UPDATE listener SET age = ''")
    await scene.change_rows("UPDATE ask SET age = ''")
    await scene.change_rows("DELETE FROM age_stated")
    await scene.restart()


async def test_until_a_server_has_chosen_nothing_new_begins_and_what_is_open_goes_on(
    scene: Scene,
) -> None:
    """There is no default."""
    draft = await scene.draft(OTHER)
    await scene.talk()
    await not_chosen(scene)
    for begins in (
        drafts.begin(scene.ctx, here(OTHER)),
        posting.post(scene.ctx, here(OTHER), draft.draft.id),
        duty.join(scene.ctx, here(NEW)),
        duty.set_duty(scene.ctx, here(LISTENER), HOUR),
    ):
        with pytest.raises(AgesNotChosen):
            await begins
    await scene.write(ASKER, "Still here?")
    await scene.deliver()
    assert scene.words_to(LISTENER)[-1] == "Still here?"


async def test_moderators_are_told_once_that_nobody_has_chosen(scene: Scene) -> None:
    """Those of a server that was set up before; a new one reads it in the answer to /setup."""
    await not_chosen(scene)
    for _ in range(3):
        await choosing.remind_moderators(scene.ctx)
        await scene.deliver()
    assert scene.kinds_to(STAFF).count(NoticeKind.AGES_NOT_CHOSEN) == 1


async def test_listeners_from_before_are_told_once_and_asked_at_their_page(scene: Scene) -> None:
    """Nothing is offered to them before they have said it."""
    await not_chosen(scene)
    for _ in range(2):
        await server_setup.choose_ages(scene.ctx, GUILD, ADULTS_ONLY)
        await scene.deliver()
    assert scene.kinds_to(LISTENER).count(NoticeKind.LISTENERS_AGE) == 1
    with pytest.raises(AgeNotStated):
        await duty.get_listener(scene.ctx, here(LISTENER))
    await statements.say(scene.ctx, here(LISTENER), Age.ADULT)
    known = await duty.get_listener(scene.ctx, here(LISTENER))
    assert known is not None
    assert known.age is Age.ADULT


async def test_everybody_says_it_once(scene: Scene) -> None:
    """Before they ask, and before they listen; then never again."""
    for begin in (drafts.begin, duty.join):
        with pytest.raises(AgeNotStated) as refused:
            await begin(scene.ctx, here(NEW))
        assert refused.value.offered == (Age.ADULT, Age.YOUNGER)
    await statements.say(scene.ctx, here(NEW), Age.ADULT)
    await drafts.begin(scene.ctx, here(NEW))
    assert (await duty.join(scene.ctx, here(NEW))).age is Age.ADULT


async def test_whoever_says_less_gets_no_ask_and_may_answer_anew_a_day_later(scene: Scene) -> None:
    """Not by pressing the other button at once."""
    await statements.say(scene.ctx, here(NEW), Age.YOUNGER)
    for refused, begin in ((TooYoung, drafts.begin), (TooYoung, duty.join)):
        with pytest.raises(refused):
            await begin(scene.ctx, here(NEW))
    scene.clock.advance(DAY - HOUR)
    with pytest.raises(AgeStatedLately):
        await statements.say(scene.ctx, here(NEW), Age.ADULT)
    scene.clock.advance(HOUR)
    with pytest.raises(AgeNotStated):
        await drafts.begin(scene.ctx, here(NEW))
    await statements.say(scene.ctx, here(NEW), Age.ADULT)
    await drafts.begin(scene.ctx, here(NEW))


async def test_a_preview_from_before_cannot_be_posted_by_who_is_too_young(scene: Scene) -> None:
    """It was written while they had said something else."""
    preview = await scene.draft()
    await statements.say(scene.ctx, here(ASKER), Age.YOUNGER)
    with pytest.raises(TooYoung):
        await posting.post(scene.ctx, here(ASKER), preview.draft.id)


@pytest.mark.parametrize(("age", "refused"), [(Age.YOUNGER, TooYoung), (Age.ADULT, AgeNotStated)])
async def test_erasing_everything_is_no_way_to_answer_anew_at_once(
    scene: Scene, age: Age, refused: type[Exception]
) -> None:
    """That somebody was too young is kept for a day as a mark; that they are not, no longer."""
    await statements.say(scene.ctx, here(NEW), age)
    assert await erasure.erase_everything(scene.ctx, NEW)
    assert await overview.everything_of(scene.ctx, NEW) == []
    with pytest.raises(refused):
        await drafts.begin(scene.ctx, here(NEW))
    await scene.pass_time(DAY + HOUR)
    number = scene.store.asker_number(GUILD, NEW)
    assert not await scene.rows("SELECT 1 FROM age_stated WHERE asker_number = ?", number)


async def test_a_listener_who_says_to_be_younger_gets_nothing_more(scene: Scene) -> None:
    """Neither an offer nor what waits in the channel."""
    button = await scene.posted()
    await statements.say(scene.ctx, here(LISTENER), Age.YOUNGER)
    with pytest.raises(NoLongerAvailable):
        await scene.accept(LISTENER, button)
    with pytest.raises(TooYoung):
        await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    await duty.leave(scene.ctx, here(LISTENER))


async def test_another_choice_asks_those_anew_who_were_too_young(scene: Scene) -> None:
    """What was a no to one question is no answer to the other."""
    await statements.say(scene.ctx, here(NEW), Age.YOUNGER)
    await two_groups(scene)
    with pytest.raises(AgeNotStated):
        await drafts.begin(scene.ctx, here(NEW))
    await statements.say(scene.ctx, here(NEW), Age.YOUNG)
    await drafts.begin(scene.ctx, here(NEW))
    await server_setup.choose_ages(scene.ctx, GUILD, ADULTS_ONLY)
    with pytest.raises(TooYoung):
        await drafts.begin(scene.ctx, here(NEW))


async def test_what_cannot_be_said_in_a_server(scene: Scene) -> None:
    """A group that it does not have; anything, where roles tell."""
    with pytest.raises(OutOfDate):
        await statements.say(scene.ctx, here(NEW), Age.YOUNG)
    await two_groups(scene, BY_ROLE)
    with pytest.raises(AgeByRole):
        await statements.say(scene.ctx, here(NEW), Age.ADULT)


async def test_what_was_open_before_the_choice_is_of_the_group_that_its_asker_says(
    scene: Scene,
) -> None:
    """Until then it counts as that of somebody under 18."""
    await scene.posted()
    await not_chosen(scene)
    await server_setup.choose_ages(scene.ctx, GUILD, TWO_GROUPS)
    await statements.say(scene.ctx, here(ASKER), Age.ADULT)
    (ask,) = await scene.read(lambda tables: tables.asks.waiting(GUILD))
    assert (ask.age, ask.state) == (Age.ADULT, AskState.WAITING)


async def test_contact_details_only_where_a_server_for_adults_allows_them(scene: Scene) -> None:
    """Refused until then, and refused again with two groups."""
    assert not scene.ctx.may_pass_contact(GUILD)
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.CONTACT])
    assert scene.ctx.may_pass_contact(GUILD)
    await two_groups(scene)
    assert not scene.ctx.may_pass_contact(GUILD)
    scene.ctx.guilds.remember(replace(scene.ctx.guilds.of(GUILD), ages=None))
    assert not scene.ctx.may_pass_contact(GUILD)


async def test_a_year_later_it_is_asked_again(scene: Scene) -> None:
    """Nothing is kept for ever."""
    await says(scene, NEW, Age.ADULT)
    await scene.pass_time(timedelta(days=366))
    with pytest.raises(AgeNotStated):
        await drafts.begin(scene.ctx, here(NEW))
