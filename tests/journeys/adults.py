"""Saying that one is an adult by pressing: for a bot in a process of its own."""

from bot.local_discord import Channel, Person
from tests.prepared import shipped


def words(key: str) -> str:
    """A sentence from prompts/."""
    return shipped().text("en", key)


async def says_so(person: Person, place: Channel) -> None:
    """Say that one is 18 or older, where the form of an ask was to open; it is left empty."""
    question = (await person.run("ask", in_=place)).message
    assert question is not None
    assert (await person.press(question, words("press.am_adult.button"))).form is not None
