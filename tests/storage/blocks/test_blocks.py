"""Pairs of people who never meet: how they are found, and what they tell nobody."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.blocks import Block
from bot.domain.ids import AskerNumber, ConversationId, GuildId, ListenerNumber, UserId
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.services.scene import ELSEWHERE, GUILD, SEALER, Scene, playing

pytestmark = on_both_engines

ONE, ANOTHER = UserId(1), UserId(2)
TALK = ConversationId("talk")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server that is set up."""
    async with playing(tmp_path, reminding=False) as made:
        yield made


def asking(user: UserId, guild: GuildId = GUILD) -> AskerNumber:
    """Somebody's number there."""
    return SEALER.asker_number(guild, user)


def listening(user: UserId, guild: GuildId = GUILD) -> ListenerNumber:
    """The other one."""
    return SEALER.listener_number(guild, user)


async def add(
    scene: Scene, owner: UserId, other: UserId, guild: GuildId = GUILD, talk: str = TALK
) -> None:
    """Keep two apart."""
    block = Block(f"{guild}{owner}{talk}", guild, "Alder", date(2026, 3, 2))

    async def work(tables: Tables) -> None:
        both = asking(owner, guild), asking(other, guild)
        await tables.blocks.add(block, ConversationId(talk), *both)

    await scene.store.transaction(work)


def test_a_pair_has_no_order_and_is_of_one_server() -> None:
    """And is none of the tags by which the two are found elsewhere."""
    pair = SEALER.pair_tag(asking(ONE), asking(ANOTHER))
    assert pair == SEALER.pair_tag(asking(ANOTHER), asking(ONE))
    far = SEALER.pair_tag(asking(ONE, ELSEWHERE), asking(ANOTHER, ELSEWHERE))
    talk = SEALER.blocked_talk_tag(TALK, asking(ONE))
    owner = SEALER.blocker_tag(asking(ONE))
    own = {asking(ONE), listening(ONE), SEALER.person_tag(ONE)}
    assert len({pair, far, talk, owner, SEALER.blocker_tag(asking(ANOTHER)), *own}) == 8
    assert talk != SEALER.blocked_talk_tag(TALK, asking(ANOTHER))


def test_after_the_key_was_rotated_tags_of_before_lead_to_those_of_now() -> None:
    """Each is what the one of before becomes, however often."""
    keyring = Keyring(bytes(range(32)))
    for links in (1, 2):
        keyring = keyring.rotated()
        now = Sealer(keyring)
        one, another = (now.asker_number(GUILD, user) for user in (ONE, ANOTHER))
        assert one == now.linked(asking(ONE))
        for new, old in (
            (now.pair_tag(one, another), SEALER.pair_tag(asking(ONE), asking(ANOTHER))),
            (now.blocker_tag(one), SEALER.blocker_tag(asking(ONE))),
            (now.blocked_talk_tag(TALK, one), SEALER.blocked_talk_tag(TALK, asking(ONE))),
        ):
            assert new == now.linked(old) != old
        assert now.links == links


@pytest.mark.parametrize(("owner", "other"), [(ONE, ANOTHER), (ANOTHER, ONE)])
async def test_those_who_are_apart_are_found_among_many(
    scene: Scene, owner: UserId, other: UserId
) -> None:
    """Whoever blocked; nobody else is, and nobody in another server."""
    await add(scene, owner, other)
    crowd = [listening(UserId(user)) for user in range(1, 61)]

    async def found(guild: GuildId, asker: UserId, some: list[ListenerNumber]) -> set[bytes]:
        number = asking(asker, guild)
        return set(await scene.read(lambda on: on.blocks.apart(guild, number, some)))

    assert await found(GUILD, ONE, crowd) == {listening(ANOTHER)}
    assert await found(GUILD, ANOTHER, crowd) == {listening(ONE)}
    assert await found(GUILD, UserId(3), crowd) == set()
    assert await found(GUILD, ONE, []) == set()
    far = [listening(UserId(user), ELSEWHERE) for user in range(1, 61)]
    assert await found(ELSEWHERE, ONE, far) == set()
    await add(scene, UserId(3), UserId(4), ELSEWHERE)
    assert await found(ELSEWHERE, ONE, far) == set()


async def test_each_sees_their_own_in_one_server_or_in_all(scene: Scene) -> None:
    """By token, too; kept twice for one conversation it is one."""
    await add(scene, ONE, ANOTHER)
    await add(scene, ONE, ANOTHER)
    await add(scene, ONE, ANOTHER, talk="another")
    await add(scene, ONE, ANOTHER, ELSEWHERE)
    await add(scene, ANOTHER, ONE)

    async def of(user: UserId, guild: GuildId | None) -> list[Block]:
        return list(await scene.read(lambda on: on.blocks.of_user(user, guild)))

    assert [len(await of(ONE, guild)) for guild in (GUILD, ELSEWHERE, None)] == [2, 1, 3]
    (theirs,) = await of(ANOTHER, None)
    assert theirs == Block(theirs.token, GUILD, "Alder", date(2026, 3, 2))
    get = [await scene.read(lambda on, one=one: on.blocks.get(theirs.token, one)) for one in (1, 2)]  # type: ignore[misc]
    assert get == [None, theirs]
