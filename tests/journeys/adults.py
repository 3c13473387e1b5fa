"""A server for adults only, chosen and answered by pressing: for a bot in a process of its own."""

from bot.local_discord import Channel, Message, Person
from tests.prepared import shipped


def words(key: str) -> str:
    """A sentence from prompts/."""
    return shipped().text("en", key)


async def adults_only(admin: Person, answer: Message | None) -> None:
    """Choose it, below the answer to /setup."""
    assert answer is not None
    form = (await admin.press(answer, words("press.choose_ages.button"))).form
    assert form is not None
    chosen = {words("ages.form.who.field_label"): words("ages.choice.adults_only")}
    await admin.submit(form, chosen)


async def says_so(person: Person, place: Channel) -> None:
    """Say that one is 18 or older, where the form of an ask was to open; it is left empty."""
    question = (await person.run("ask", in_=place)).message
    assert question is not None
    assert (await person.press(question, words("press.am_adult.button"))).form is not None
