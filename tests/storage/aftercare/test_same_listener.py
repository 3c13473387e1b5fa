"""Who may ask for the same listener again: what comes out, what is erased, what shows nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import GuildId, ListenerNumber, PersonTag
from bot.domain.same_listener import SameListener
from bot.storage.store import Tables
from tests.engines import contents, on_both_engines
from tests.fakes import START
from tests.how_much import often
from tests.services.scene import ASKER, LISTENER, STRANGER, Scene, here, playing

pytestmark = on_both_engines

SECOND, WEEK = timedelta(seconds=1), timedelta(days=7)
TAGS = st.binary(min_size=16, max_size=16)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server with a listener, where nobody is reminded of anything."""
    async with playing(tmp_path, reminding=False) as made:
        await made.join(LISTENER)
        yield made


async def kept(scene: Scene, same: SameListener) -> SameListener | None:
    """Keep it, and read it as its asker."""

    async def work(tables: Tables) -> SameListener | None:
        await tables.same_listener.keep(same)
        return await tables.same_listener.get(same.token, same.asker, START)

    return await scene.store.transaction(work)


def way_back(scene: Scene, token: str = "t" * 22) -> SameListener:
    """The asker's way back to the listener."""
    return SameListener(
        token,
        scene.store.person(ASKER),
        here(ASKER).guild,
        scene.ctx.listener_number(here(LISTENER)),
        "Alder",
        START + WEEK,
    )


async def test_what_is_kept_comes_out_as_it_was(tmp_path: Path) -> None:
    """Whatever the tags, names and servers are; with and without a listener."""
    found: list[tuple[SameListener, SameListener | None]] = []
    async with playing(tmp_path) as scene:
        made: list[SameListener] = []

        @settings(max_examples=often(40), deadline=None)
        @given(TAGS, st.none() | TAGS, NAMES, st.integers(0, 2**63 - 1))
        def collect(asker: bytes, number: bytes | None, alias: str, guild: int) -> None:
            listener = None if number is None else ListenerNumber(number)
            token, until = f"token-{len(made)}", START + WEEK
            made.append(
                SameListener(token, PersonTag(asker), GuildId(guild), listener, alias, until)
            )

        collect()
        found = [(same, await kept(scene, same)) for same in made]
    assert all(given == out for given, out in found)
    assert len(found) >= often(40)


async def test_it_opens_for_its_asker_until_its_time_is_over(scene: Scene) -> None:
    """To the second, and for nobody else."""
    same = way_back(scene)
    await kept(scene, same)
    stranger = scene.store.person(STRANGER)
    for person, when, seen in (
        (same.asker, same.expires_at - SECOND, same),
        (same.asker, same.expires_at, None),
        (stranger, START, None),
    ):

        async def look(
            tables: Tables, person: PersonTag = person, when: datetime = when
        ) -> SameListener | None:
            return await tables.same_listener.get(same.token, person, when)

        assert await scene.read(look) == seen


async def test_erasing_leaves_what_is_not_over(scene: Scene) -> None:
    """By time, and by server."""
    early, late = way_back(scene, "early"), replace(way_back(scene, "late"), guild_id=GuildId(9))
    await kept(scene, early)
    await kept(scene, replace(late, expires_at=late.expires_at + SECOND))
    await scene.store.transaction(lambda on: on.same_listener.erase_expired(early.expires_at))
    assert await scene.rows("SELECT token FROM again") == [("late",)]
    await scene.store.transaction(lambda on: on.same_listener.forget_guild(early.guild_id))
    assert await scene.count("again") == 1
    await scene.store.transaction(lambda on: on.same_listener.forget_guild(GuildId(9)))
    assert await scene.count("again") == 0


async def test_a_draft_and_an_ask_outlive_what_they_point_to(scene: Scene) -> None:
    """What is erased takes neither with it."""
    same = way_back(scene)
    await kept(scene, same)
    preview = await scene.draft()
    linked = replace(preview.draft, again=same.token)
    await scene.store.transaction(lambda on: on.drafts.remove(linked.id, linked.person))
    await scene.store.transaction(lambda on: on.drafts.save(linked))
    now = scene.clock.now()
    read = await scene.read(lambda on: on.drafts.get(linked.id, linked.person, now))
    assert read == linked
    await scene.store.transaction(lambda on: on.same_listener.forget_guild(same.guild_id))
    read = await scene.read(lambda on: on.drafts.get(linked.id, linked.person, now))
    assert read == replace(linked, again=None)


async def test_the_askers_tag_stands_nowhere_once_the_rest_is_erased(scene: Scene) -> None:
    """A week after the end nothing shows whose ways back belong together."""
    await scene.talk()
    await scene.end(ASKER)
    await scene.pass_time(WEEK)
    assert await scene.count("again") == 1
    tag = scene.store.person(ASKER)
    await scene.store.rewrite()
    files = contents(scene.path)
    assert not [name for name, content in files.items() if bytes(tag) in content]
