"""An ask, from the form to the one listener who has it."""

import asyncio

from bot.demo.cast import Part
from bot.demo.frames import said
from bot.demo.ledger import listed
from bot.demo.rendering import Rendering
from bot.demo.show import Show
from bot.local_discord import Message

WORDS = (
    "Three weeks in a new city and I still eat lunch in my car. I practise saying hi all the way "
    "to the canteen, and then I walk past it. I didn't know that being quiet makes you so tired."
)
ADULT = "age.form.adult"
WISH = "Somebody who remembers being new."


async def ask(show: Show) -> None:
    """How old they are, once; two parts, a preview, and then a post that shows that somebody asks,
    and nothing else."""
    asker, words = show.cast.asker, show.words
    form = await show.open(asker, "ask")
    parts = {"ask.form.words": WORDS, "ask.form.would_help": WISH}
    asked_for = [field.label for field in form.fields]
    both = asked_for == [words(f"{key}.field_label") for key in (*parts, ADULT)]
    asks = "The form asks for their words, for what would help, and once how old they are"
    show.check(asks, both, listed(asked_for))
    preview = await show.fill(asker, form, {**parts, ADULT: True})
    show.saw_nothing("Before “Post”, nobody else sees anything", show.cast.but(asker))
    shown = preview.ephemeral and _holds(show, preview, WORDS, WISH)
    show.check("The preview shows both parts, to them alone", shown, preview.text)
    show.check("It says that a listener is here now", words("ask.here.now") in preview.text)
    await show.press(asker, preview, "post")
    await show.meets(asker, asker.person.dm, "notice.ask_posted")
    await show.beat()
    await show.all_see(
        "All four see that somebody asks", "notice.ask_in_channel", "accept", "report"
    )
    post = await show.meets(asker, show.stage.asks, "notice.ask_in_channel")
    fixed = post.text == words("notice.ask_in_channel").strip()
    show.check("They see the same sentence as for every ask, and nothing else", fixed, post.text)
    check_unread(show, WORDS, WISH)


def check_unread(show: Show, words: str, wish: str) -> None:
    """Check that nobody but the asker saw a word of it in this step so far."""
    sentences = [*words.split(". "), wish]
    told = [
        sight.part.name
        for part in show.cast.but(show.cast.asker)
        for sight in show.ledger.seen_by(part, show.transcript.step)
        if any(sentence in sight.raw for sentence in sentences)
    ]
    show.check("None of the others sees a word of it", not told, listed(told))


async def two_accept(show: Show) -> None:
    """Both presses are with the bot before it answers either; one listener has the ask."""
    answers = await _both_press(show)
    late = [part for part, answer in answers.items() if not _accepted(show, answer)]
    show.check("One of them has it, and only one", len(late) == 1, f"{2 - len(late)} have it")
    winner = listener(show)
    loser = other(show)
    reason = answers[loser].text
    polite = reason == show.words("error.no_longer_available")
    show.check(f"{loser.name} reads that it is no longer available", polite, reason)
    show.check("Only each of them sees their answer", all(a.ephemeral for a in answers.values()))
    await show.beat()
    _check_in_flight(show)
    await _check_meeting(show, winner, loser)
    words = "All four see that a listener is there now, and no button is left"
    await show.all_see(words, "notice.ask_taken_in_channel")


async def _both_press(show: Show) -> dict[Part, Message]:
    both = show.cast.listeners
    posts = [await show.meets(one, show.stage.asks, "notice.ask_in_channel") for one in both]
    pressing = (show.press(one, post, "accept") for one, post in zip(both, posts, strict=True))
    answers = dict(zip(both, await asyncio.gather(*pressing), strict=True))
    await show.stage.settle()
    return answers


def _accepted(show: Show, answer: Message) -> bool:
    return show.words.reads(said(answer), "listen.accepted_here")


def listener(show: Show) -> Part:
    """Whoever of the two has the conversation, by what they see."""
    for part in show.cast.listeners:
        if show.all_of(part, part.person.dm, "notice.you_accepted"):
            return part
    raise LookupError("nobody has the conversation")


def other(show: Show) -> Part:
    """The one of the two who came a moment late."""
    has_it = listener(show)
    return next(part for part in show.cast.listeners if part is not has_it)


def _check_in_flight(show: Show) -> None:
    last_two = show.stage.wire.presses[-2:]
    people = {part.person.id for part in show.cast.listeners}
    both = {press.person for press in last_two} == people
    in_flight = both and show.stage.wire.in_flight_together(last_two)
    show.check("Both presses were under way before the bot had acknowledged either", in_flight)


async def _check_meeting(show: Show, winner: Part, loser: Part) -> None:
    asker = show.cast.asker
    theirs = await show.meets(winner, winner.person.dm, "notice.you_accepted")
    ours = await show.meets(asker, asker.person.dm, "notice.ask_accepted")
    show.check(f"{winner.name} reads the ask", _holds(show, theirs, WORDS, WISH), theirs.text)
    read = [one for one in loser.person.sees(loser.person.dm) if _holds(show, one, WISH)]
    show.check(f"{loser.name} does not", not read)
    theirs_to = show.words.values(theirs.content, "notice.you_accepted") or {}
    ours_to = show.words.values(ours.content, "notice.ask_accepted") or {}
    names = (theirs_to["alias"], theirs_to["own_alias"])
    same = names == (ours_to["own_alias"], ours_to["alias"]) and names[0] != names[1]
    show.check(f"They meet as {names[0]} and {names[1]}, each knowing both names", same)


def _holds(show: Show, message: Message, *texts: str) -> bool:
    plain = Rendering(show.stage.guild, show.stage.clock).plain(message.text)
    return all(text in plain for text in texts)
