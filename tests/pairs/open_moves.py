"""What people do with open asks in a story, where a server lets its askers choose them."""

from collections.abc import Mapping
from typing import Final

from bot.local_discord import Person
from tests.pairs.moves import WAYS, Move, anybody
from tests.pairs.people import WORDS, Playing


async def beginning(playing: Playing) -> None:
    """One is there, with two answers."""
    await post_openly(playing, playing.cast.asker)
    for _ in range(2):
        await answer_below(playing)
        await playing.settle_all()


async def ask_openly(playing: Playing) -> None:
    """By the command, for everybody to answer below it."""
    cast = playing.cast
    await post_openly(playing, playing.chance.choices((cast.asker, cast.member), (5, 2))[0])


async def post_openly(playing: Playing, person: Person) -> None:
    """Where they may; it stands in the channel for asks."""
    await playing.run(person, "ask")
    for action in ("ask_openly", "post", "post_as_it_is"):
        await playing.press(person, action)


async def answer_below(playing: Playing) -> None:
    """Somebody answers an open ask, without their name or, who does not ask, with it."""
    cast, threads = playing.cast, playing.threads
    if threads and playing.chance.random() < 0.4:
        person = playing.chance.choice([cast.stage.listener, cast.moderator, cast.member])
        await person.send(threads[-1], playing.chance.choice(WORDS))
        await playing.settle()
    else:
        await playing.press(anybody(playing), "answer_unnamed")


async def mark_what_helped(playing: Playing) -> None:
    """The asker replies to whoever answered, and marks one of the answers."""
    asker = playing.cast.asker
    await playing.press(asker, playing.chance.choice(("reply_openly", "what_helped")))
    await playing.choose(asker, "mark_helped")


async def thread_goes(playing: Playing) -> None:
    """A moderator deletes a thread."""
    if playing.threads:
        playing.threads[-1].delete()


OPEN_WAYS: Final[Mapping[Move, float]] = {
    **WAYS,
    ask_openly: 6,
    answer_below: 12,
    mark_what_helped: 5,
    thread_goes: 0.3,
}
"""All that may happen there, and how likely it is."""
