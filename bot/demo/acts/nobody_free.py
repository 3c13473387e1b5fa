"""An ask that nobody takes: a day goes by on the clock, and the asker hears the truth."""

import time
from datetime import timedelta

from bot.demo.ledger import listed
from bot.demo.show import Show

WORDS = (
    "Thursday went well, by the way, in case whoever I talked with reads this. It's only that "
    "tonight the flat is very loud with nobody in it."
)
WISH = "Company for ten minutes."
SOON = 5.0
"""Real seconds: far less than the day that goes by."""


async def nobody_is_free(show: Show) -> None:
    """Nobody is on duty and nobody looks in; an ask ends with words, never with silence."""
    await show.later(timedelta(days=4), "Four days later. Nobody is on duty.")
    await _ask(show)
    began = time.monotonic()
    expires = show.stage.settings.asks.expires_after + timedelta(minutes=1)
    await show.later(expires, "A day passes on the clock. Nobody had the time.")
    await _check_truth(show)
    took = time.monotonic() - began
    words = f"That day took {took * 1000:.0f} milliseconds: nobody waited for it"
    show.check(words, took < SOON)


async def _ask(show: Show) -> None:
    asker = show.cast.asker
    parts = {"ask.form.words": WORDS, "ask.form.would_help": WISH}
    preview = await show.fill(asker, await show.open(asker, "ask"), parts)
    honest = show.words("ask.here.later") in preview.text
    show.check("The preview says that nobody is here right now", honest, preview.text)
    await show.beat()
    posted = await show.press(asker, preview, "post")
    show.check("So does the answer to “Post”", show.words("ask.here.later") in posted.text)
    await show.meets(asker, asker.person.dm, "notice.ask_posted")
    await show.all_see("All four see that somebody asks", "notice.ask_in_channel", "accept")


async def _check_truth(show: Show) -> None:
    asker = show.cast.asker
    told = await show.meets(asker, asker.person.dm, "notice.ask_expired")
    show.check(f"{asker.name} is told, by DM, that nobody was free", bool(told.text))
    words = "All four see that it is over, and no button is left"
    await show.all_see(words, "notice.ask_over_in_channel")
    await show.beat()
    waiting = show.all_of(asker, show.stage.asks, "notice.ask_in_channel")
    left = [message.text for message in waiting]
    show.check("No ask stands in the channel as if it waited", not left, listed(left))
