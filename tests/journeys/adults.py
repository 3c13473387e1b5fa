"""Stating and agreeing to something in forms: for a bot in a process of its own, too."""

from bot.local_discord import Channel, Form, Message, Person
from tests.prepared import shipped

ADULT, AGREES = "age.form.adult", "listen.form.agree"


def words(key: str) -> str:
    """A sentence from prompts/."""
    return shipped().text("en", key)


async def says_so(person: Person, place: Channel) -> None:
    """Say that one is 18 or older, in the form of an ask, and think better of asking."""
    form = (await person.run("ask", in_=place)).form
    assert form is not None
    filled = {label("ask.form.words"): "I'm new here.", label(ADULT): True}
    preview = (await person.submit(form, filled)).message
    assert preview is not None
    await person.press(preview, words("press.cancel.button"))


async def agrees(person: Person, form: Form | None, *also: str) -> Message:
    """Become a listener by the form that asks for it, with what else is ticked there."""
    assert form is not None
    ticked = {label(one): True for one in (AGREES, *also)}
    joined = (await person.submit(form, ticked)).message
    assert joined is not None
    return joined


def label(field: str) -> str:
    """What stands beside a field."""
    return words(f"{field}.field_label")
