"""An encouragement, for the person who asks for one."""

from bot.demo.acts.asking import other
from bot.demo.frames import said
from bot.demo.show import Show
from bot.local_discord import Message

LONGEST = 280


async def encourage(show: Show) -> None:
    """A few kind words, and then other ones, for one person alone."""
    part = other(show)
    answer = await show.run(part, "encourage")
    first = _text(show, answer)
    await show.beat()
    second = _text(show, await show.press(part, answer, "another"))
    await show.beat()
    decks = show.words.prompts.decks(show.words.prompts.default).values()
    texts = {entry.text for deck in decks for entry in deck.texts}
    show.check(f"{part.name} reads an encouragement from the decks", first in texts, first)
    show.check("The next one is another one", second in texts and second != first, second)
    short = len(first) <= LONGEST and len(second) <= LONGEST
    show.check(f"Neither is longer than {LONGEST} characters", short)
    show.check("They stay between the two of them", answer.ephemeral)
    show.saw_nothing("Nobody else sees it", show.cast.but(part))


def _text(show: Show, answer: Message) -> str:
    values = show.words.values(said(answer), "encourage.shown") or {}
    return values.get("text", said(answer))
