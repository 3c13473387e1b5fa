"""A listener with several conversations, and what goes to and fro in them."""

from bot.local_discord import Channel, Message, Person
from tests.journeys.test_kill import press

WHO = "Who is this for?"


async def open_conversation(asker: Person, listener: Person, asks: Channel) -> None:
    """Ask, post, accept."""
    before = listener.sees(asks)

    def is_new(post: Message) -> bool:
        return "would like an ear" in post.text and post not in before

    form = (await asker.run("ask", in_=asks)).form
    assert form is not None
    preview = (await asker.submit(form, {form.fields[0].label: f"I am {asker.username}."})).message
    await press(asker, preview, 0)
    await press(listener, await listener.wait_for(asks, is_new), 0)
    await asker.wait_for(asker.dm, "Somebody is here for you")


async def says(listener: Person, person: Person, words: str) -> Message:
    """Somebody writes; the message that their listener sees of it."""
    await person.send(person.dm, words)
    return await listener.wait_for(
        listener.dm, lambda m: m.author.is_bot and m.content.endswith(f"\n> {words}")
    )


async def choose(listener: Person, person: Person) -> None:
    """Talk with somebody from now on."""
    seen = await listener.wait_for(listener.dm, f"hello from {person.username}")
    alias = seen.content.partition("\n")[0].strip("*")
    await listener.send(listener.dm, "chosen")
    question = await listener.wait_for(listener.dm, WHO)
    given = (await listener.press(question, f"For {alias}")).message
    assert given is not None
    await listener.press(given, f"Now talk with {alias}")
    await person.wait_for(person.dm, "chosen")


def questions(listener: Person) -> int:
    """How often somebody is asked whom a text is for, and has not said it."""
    return sum(WHO in message.text for message in listener.sees(listener.dm))
