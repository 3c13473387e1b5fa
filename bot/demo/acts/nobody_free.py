"""An ask that nobody takes: listeners are told, then moderators, and the asker hears the truth."""

import time
from datetime import timedelta

from bot.demo.acts.asking import check_unread
from bot.demo.cast import Part
from bot.demo.ledger import listed
from bot.demo.show import Show
from bot.local_discord import Message

WORDS = (
    "Thursday went well, by the way, in case whoever I talked with reads this. It's only that "
    "tonight the flat is very loud with nobody in it."
)
WISH = "Company for ten minutes."
SOON = 5.0
"""Real seconds: far less than the day that goes by."""


async def nobody_is_free(show: Show) -> None:
    """Offers nobody answers, moderators who hear of it; it ends with words, never with silence."""
    await show.later(timedelta(days=4), "Four days later. Nobody is on duty.")
    first, second = show.cast.listeners
    await _ask(show, first)
    began = time.monotonic()
    await _tell_more(show, first, second)
    await _tell_moderators(show)
    expires = show.stage.settings.asks.expires_after
    await show.later(expires, "A day passes on the clock. Nobody had the time.")
    await _check_truth(show)
    took = time.monotonic() - began
    words = f"That day took {took * 1000:.0f} milliseconds: nobody waited for it"
    show.check(words, took < SOON)


async def _ask(show: Show, first: Part) -> None:
    asker = show.cast.asker
    parts = {"ask.form.words": WORDS, "ask.form.would_help": WISH}
    preview = await show.fill(asker, await show.open(asker, "ask"), parts)
    honest = show.words("ask.here.later") in preview.text
    show.check("The preview says that nobody is here right now", honest, preview.text)
    await show.beat()
    await _go_on_duty(show, first)
    posted = await show.press(asker, preview, "post")
    honest = show.words("ask.here.now") in posted.text
    show.check(f"{first.name} comes, and “Post” says that somebody is", honest, posted.text)
    await show.meets(asker, asker.person.dm, "notice.ask_posted")
    await show.all_see(
        "All four see that somebody asks", "notice.ask_in_channel", "accept", "report"
    )
    await show.beat()


async def _go_on_duty(show: Show, part: Part) -> None:
    panel = await show.run(part, "listen")
    hour = show.words("time.hours", count=1)
    await show.press(part, panel, "duty", length=hour)
    await show.beat()


async def _tell_more(show: Show, first: Part, second: Part) -> None:
    """Whoever is here is told at once, others with each round; nobody is told twice."""
    _check_offers(show, f"{first.name} is told of it by DM, at once", told=(first,))
    await show.later(timedelta(minutes=1), f"{first.name}'s phone lies in another room.")
    await _go_on_duty(show, second)
    both = (first, second)
    _check_offers(show, f"{second.name} comes a minute later, and is told at once", told=both)
    rest = show.stage.settings.offers.more_people_every - timedelta(minutes=1)
    await show.later(rest, "A minute and a half after “Post”.")
    _check_offers(show, "The next round comes, and neither is told again", told=both)


def _check_offers(show: Show, words: str, told: tuple[Part, ...]) -> None:
    """Check that these have one offer each, as it should read, and nobody else has any."""
    wrong = [
        f"{part.name} has {len(offers)}, or it reads otherwise"
        for part in show.cast.everybody
        for offers in [_open_offers(show, part)]
        if [_is_whole(show, one) for one in offers] != [True] * (part in told)
    ]
    show.check(words, not wrong, listed(wrong))


def _open_offers(show: Show, part: Part) -> list[Message]:
    offers = show.all_of(part, part.person.dm, "notice.offer")
    return [message for message in offers if message.buttons]


def _is_whole(show: Show, offer: Message) -> bool:
    values = show.words.values(offer.content, "notice.offer") or {}
    buttons = [show.words(f"press.{one}.button") for one in ("read_it", "accept", "not_now")]
    same = [button.label for button in offer.buttons] == buttons
    return same and values.get("about") == show.words("about.private")


async def _tell_moderators(show: Show) -> None:
    moderator, staff, offers = show.cast.moderator, show.stage.staff, show.stage.settings.offers
    rest = offers.moderators_told_after - offers.more_people_every
    await show.later(rest - timedelta(minutes=1), "Neither of the two has looked.")
    early = show.all_of(moderator, staff, "notice.somebody_waits")
    await show.later(timedelta(minutes=1), "A quarter of an hour after “Post”.")
    await show.meets(moderator, staff, "notice.somebody_waits")
    told = show.all_of(moderator, staff, "notice.somebody_waits")
    once = not early and len(told) == 1
    show.check("Now the moderators are told that somebody waits, once", once, f"{len(told)} times")
    plain = told[0].text == show.words("notice.somebody_waits")
    show.check(
        "They read that one sentence: not a word of the ask, and no name", plain, told[0].text
    )
    await show.meets(show.cast.asker, show.cast.asker.person.dm, "notice.ask_waits_long")


async def _check_truth(show: Show) -> None:
    asker = show.cast.asker
    told = await show.meets(asker, asker.person.dm, "notice.ask_expired")
    show.check(f"{asker.name} is told, by DM, that nobody was free", bool(told.text))
    words = "All four see that it is over, and no button is left"
    await show.all_see(words, "notice.ask_over_in_channel")
    await show.beat()
    _check_nothing_waits(show)
    check_unread(show, WORDS, WISH)


def _check_nothing_waits(show: Show) -> None:
    waiting = show.all_of(show.cast.asker, show.stage.asks, "notice.ask_in_channel")
    left = [message.text for message in waiting]
    show.check("No ask stands in the channel as if it waited", not left, listed(left))
    for part in show.cast.listeners:
        over = show.all_of(part, part.person.dm, "notice.offer_over")
        kind = len(over) == 1 and not _open_offers(show, part)
        show.check(f"{part.name}'s offer says that it is over, and blames nobody", kind)
