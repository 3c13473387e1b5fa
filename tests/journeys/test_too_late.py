"""Who comes too late sees who waits, in their direct messages and in the server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local_discord import Person
from tests.journeys.stage import Stage, staged
from tests.journeys.test_offers import offers, on_duty, press


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with two listeners who are on duty."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        for person in (made.listener, made.other):
            await on_duty(made, person, await made.join(person))
        yield made


async def asks_too(stage: Stage) -> Person:
    """Somebody else asks; it waits, as both listeners hold an offer."""
    person = stage.admin
    preview = await stage.write("Umbrellas and rivers.", by=person)
    await press(stage, person, preview, "post")
    return person


def instead(stage: Stage) -> str:
    """What tells that somebody else waits."""
    return stage.words("listen.waits_instead", about=stage.words("about.private"))


async def test_an_offer_that_is_over_shows_who_waits_in_its_place(stage: Stage) -> None:
    """The message is edited without a ping; below it the other ask can be read and taken."""
    await stage.ask("Elephants and lighthouses.")
    mine, theirs = offers(stage, stage.listener)[0], offers(stage, stage.other)[0]
    second = await asks_too(stage)
    before = len(stage.other.sees(stage.other.dm))
    await press(stage, stage.listener, mine, "accept")
    over = stage.words("notice.offer_over")
    assert theirs.text == f"{over}\n\n{instead(stage)}"
    assert len(stage.other.sees(stage.other.dm)) == before
    shown = await press(stage, stage.other, theirs, "read_it")
    assert "Umbrellas and rivers." in shown.text
    await press(stage, stage.other, shown, "accept")
    await stage.other.wait_for(stage.other.dm, "You're here for")
    await second.wait_for(second.dm, "Somebody is here")


async def test_a_late_press_reads_the_same_words_and_who_waits(stage: Stage) -> None:
    """Also below the post in the channel, seen by one alone, with nothing of the other's words."""
    post = await stage.ask("Elephants and lighthouses.")
    await asks_too(stage)
    label, people = stage.words("press.accept.button"), (stage.listener, stage.other)
    both = await asyncio.gather(*(person.press(post, label) for person in people))
    await stage.settle()
    refused, else_waits = stage.words("error.no_longer_available"), instead(stage)
    seen = [one.message for one in both if one.message]
    shown = [one for one in seen if one.text.startswith(refused) and else_waits in one.text]
    assert len(shown) == 1
    assert shown[0].ephemeral
    assert "Umbrellas" not in str(shown[0].raw)
    late = next(who for who, one in zip(people, both, strict=True) if one.message is shown[0])
    await press(stage, late, shown[0], "accept")
    await late.wait_for(late.dm, "You're here for")
