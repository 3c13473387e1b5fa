"""Two groups in one server: who is told of whose ask, and what nobody can tell from it."""

from pathlib import Path

import pytest

from bot.domain.ages import Age
from bot.domain.asks import AskKind, Here
from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.guilds import Feature
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.ages import statements
from bot.services.asks import drafts, posting
from bot.services.conversations import first_in_line
from bot.services.listeners import approval
from bot.services.offers import acceptance, responses
from tests import server_setup
from tests.services.ages.groups import (
    ADULT_ROLE,
    BY_ROLE,
    YOUNG_ROLE,
    has_role,
    listens,
    nothing_noted,
    says,
    two_groups,
)
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    Scene,
    here,
    playing,
)

ADULT, APPROVED, YOUNG, YOUNG_APPROVED = CROWD[:4]
EVERYBODY = (ADULT, APPROVED, YOUNG, YOUNG_APPROVED)


async def apart(scene: Scene) -> None:
    """A listener of each kind, all on duty, in a server with two groups."""
    await two_groups(scene)
    await listens(scene, ADULT, Age.ADULT)
    await listens(scene, APPROVED, Age.ADULT, approved=True)
    await listens(scene, YOUNG, Age.YOUNG)
    await listens(scene, YOUNG_APPROVED, Age.YOUNG, approved=True)


async def ask_of(scene: Scene, age: Age, asker: UserId = ASKER) -> None:
    """Somebody of a group asks, and whoever is to be told is told."""
    await statements.say(scene.ctx, here(asker), age)
    preview = await drafts.draft(scene.ctx, here(asker), "A long week.", "")
    await posting.post(scene.ctx, here(asker), preview.draft.id)
    await scene.pass_time(HOUR / 12)


def told(scene: Scene) -> set[UserId]:
    """Who was told of an ask."""
    return {one for one in EVERYBODY if NoticeKind.OFFER in scene.kinds_to(one)}


def offered(scene: Scene, user: UserId) -> str:
    """The token of the newest offer to somebody."""
    found = [n.token for n in scene.messenger.said(user) if n.kind is NoticeKind.OFFER]
    assert found[-1] is not None
    return found[-1]


@pytest.mark.parametrize(
    ("age", "who"), [(Age.ADULT, {ADULT, APPROVED}), (Age.YOUNG, {APPROVED, YOUNG_APPROVED})]
)
async def test_an_ask_reaches_those_of_its_group_alone(
    tmp_path: Path, age: Age, who: set[UserId]
) -> None:
    """By an offer, by looking who waits, and by taking it with a button that is somebody else's."""
    async with playing(tmp_path) as scene:
        await apart(scene)
        await ask_of(scene, age)
        assert told(scene) == who
        for user in EVERYBODY:
            sees = await responses.list_waiting_asks(scene.ctx, here(user), 0)
            assert (sees is not None) is (user in who)
        (ask,) = await scene.read(lambda tables: tables.asks.waiting(GUILD))
        button = "a button below a post   "[:22]
        await scene.store.transaction(lambda tables: tables.button_tokens.for_ask(button, ask.id))
        for user in set(EVERYBODY) - who:
            with pytest.raises(NoLongerAvailable):
                await acceptance.accept(scene.ctx, here(user), button)


async def test_nothing_stands_in_the_channel_and_moderators_are_told_all_the_same(
    tmp_path: Path,
) -> None:
    """A post that some can never take would tell of which group it is."""
    async with playing(tmp_path) as scene:
        await two_groups(scene)
        await ask_of(scene, Age.ADULT)
        await scene.pass_time(HOUR)
        assert scene.messenger.said(ASKS) == []
        assert NoticeKind.SOMEBODY_WAITS in scene.kinds_to(STAFF)


async def test_who_asks_reads_that_nobody_is_there_for_them_yet(tmp_path: Path) -> None:
    """However many listen to others."""
    async with playing(tmp_path) as scene:
        await two_groups(scene)
        await listens(scene, ADULT, Age.ADULT)
        await listens(scene, YOUNG, Age.YOUNG)
        await statements.say(scene.ctx, here(ASKER), Age.YOUNG)
        assert (await scene.draft()).here is Here.NOBODY_FOR_THIS
        await statements.say(scene.ctx, here(OTHER), Age.ADULT)
        assert (await scene.draft(OTHER)).here is Here.NOW
        number = scene.store.listener_number(GUILD, YOUNG)
        await approval.approve_for_young(scene.ctx, number, nothing_noted, approved=True)
        assert (await scene.draft()).here is Here.NOW


async def test_an_approval_that_is_taken_back_takes_offers_back(tmp_path: Path) -> None:
    """Of those of 13 to 17; what they have accepted goes on."""
    async with playing(tmp_path) as scene:
        await apart(scene)
        await ask_of(scene, Age.YOUNG)
        token = offered(scene, APPROVED)
        number = scene.store.listener_number(GUILD, APPROVED)
        await approval.approve_for_young(scene.ctx, number, nothing_noted, approved=False)
        await scene.deliver()
        (ask,) = await scene.read(lambda tables: tables.asks.waiting(GUILD))
        open_now = await scene.read(lambda tables: tables.offers.open_for_ask(ask.id))
        assert [one.person for one in open_now] == [scene.store.person(YOUNG_APPROVED)]
        with pytest.raises(NoLongerAvailable):
            await acceptance.accept_offered(scene.ctx, APPROVED, token)


async def test_open_asks_and_partners_are_for_nobody_there(tmp_path: Path) -> None:
    """Whatever was switched on: a thread has no group."""
    small = {"small_servers": {"members_below": 1, "listeners_below": 0}}
    async with playing(tmp_path, small) as scene:
        await scene.setup(GUILD, ASKS, open_asks=True)
        await scene.change_rows("UPDATE guild SET open_asks = 1")
        await scene.restart()
        await server_setup.switch_on(scene.ctx, GUILD, list(Feature))
        assert AskKind.OPEN in (await scene.draft()).kinds
        await two_groups(scene)
        preview = await scene.draft()
        assert preview.kinds == (AskKind.PRIVATE,)
        with pytest.raises(OutOfDate):
            await drafts.choose(scene.ctx, here(ASKER), preview.draft.id, AskKind.OPEN)
        assert not scene.ctx.guilds.is_on(GUILD, Feature.PARTNERS)
        assert scene.ctx.guilds.is_on(GUILD, Feature.REFLECTION)


async def test_whoever_turns_18_meets_the_other_group_from_then_on(tmp_path: Path) -> None:
    """What they talk about with somebody goes on; also the same ask, once it is over."""
    async with playing(tmp_path) as scene:
        await apart(scene)
        await ask_of(scene, Age.YOUNG)
        await acceptance.accept_offered(scene.ctx, YOUNG_APPROVED, offered(scene, YOUNG_APPROVED))
        await scene.deliver()
        await says(scene, ASKER, Age.ADULT)
        await scene.write(ASKER, "Today is my birthday.")
        await scene.deliver()
        assert scene.words_to(YOUNG_APPROVED)[-1] == "Today is my birthday."
        await scene.end(ASKER)
        await first_in_line.ask_others(scene.ctx, ASKER, scene.after_button(ASKER))
        (ask,) = await scene.read(lambda tables: tables.asks.waiting(GUILD))
        assert ask.age is Age.ADULT


async def test_the_same_listener_again_is_of_ones_group_too(tmp_path: Path) -> None:
    """Who cannot be asked any more is not, and the asker reads nothing else than always."""
    async with playing(tmp_path) as scene:
        await apart(scene)
        await ask_of(scene, Age.YOUNG)
        await acceptance.accept_offered(scene.ctx, YOUNG_APPROVED, offered(scene, YOUNG_APPROVED))
        await scene.deliver()
        await scene.end(ASKER)
        await says(scene, ASKER, Age.ADULT)
        again = await drafts.draft(scene.ctx, here(ASKER), "Again.", "", scene.after_button(ASKER))
        posted = await posting.post(scene.ctx, here(ASKER), again.draft.id)
        await scene.pass_time(HOUR / 60)
        assert posted.first is not None
        assert NoticeKind.OFFER_AGAIN not in scene.kinds_to(YOUNG_APPROVED)


async def test_by_role_a_conversation_outlives_the_role_and_nothing_new_begins(
    tmp_path: Path,
) -> None:
    """Of the listener's and of the asker's; without a role somebody counts as under 18."""
    async with playing(tmp_path) as scene:
        await two_groups(scene, BY_ROLE)
        for user in (ASKER, LISTENER, OTHER):
            has_role(scene, user, ADULT_ROLE)
        await scene.join(LISTENER)
        await scene.ask()
        listens_now = await responses.list_waiting_asks(scene.ctx, here(LISTENER), 0)
        assert listens_now is not None
        await scene.accept(LISTENER, listens_now.token)
        for user in (ASKER, LISTENER):
            has_role(scene, user, YOUNG_ROLE)
        await scene.write(ASKER, "Still here.")
        await scene.deliver()
        assert scene.words_to(LISTENER)[-1] == "Still here."
        await scene.end(ASKER)
        await scene.ask(OTHER)
        assert await responses.list_waiting_asks(scene.ctx, here(LISTENER), 0) is None
        has_role(scene, ASKER)
        await scene.ask()
        asks = await scene.read(lambda tables: tables.asks.waiting(GUILD))
        assert sorted(one.age for one in asks) == [Age.ADULT, Age.YOUNG]


async def what_others_get(folder: Path, first: Age, then: Age) -> list[str]:
    """A whole story with a listener who is there for both groups."""
    async with playing(folder) as scene:
        await two_groups(scene)
        await listens(scene, LISTENER, Age.ADULT, approved=True)
        await ask_of(scene, first)
        await acceptance.accept_offered(scene.ctx, LISTENER, offered(scene, LISTENER))
        await scene.write(ASKER, "It began last year.")
        await scene.deliver()
        await says(scene, ASKER, then)
        await scene.write(ASKER, "Well.")
        await scene.write(LISTENER, "Tell me.")
        await scene.pass_time(HOUR)
        await scene.end(ASKER)
        others = [sent for sent in scene.messenger.log if int(sent.channel) != ASKER]
        return [repr(sent) for sent in sorted(others, key=lambda sent: sent.channel)]


async def test_nobody_else_can_tell_of_which_group_an_asker_is(tmp_path: Path) -> None:
    """Not the listener, not the moderators, not the channel: not a byte, nor that it changed."""
    groups = ((Age.ADULT, Age.ADULT), (Age.YOUNG, Age.YOUNG), (Age.YOUNG, Age.ADULT))
    seen = [
        await what_others_get(tmp_path / str(number), *ages) for number, ages in enumerate(groups)
    ]
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) > 4
