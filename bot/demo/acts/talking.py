"""The conversation, in both directions, and its end."""

from datetime import timedelta

from bot.demo.acts.asking import listener, other
from bot.demo.cast import Part
from bot.demo.frames import said
from bot.demo.show import Show
from bot.local_discord import Message

LINES = (
    # minutes since the line before, whether the asker writes it, and what they write
    (2, False, "Hi. I spent my first winter here eating sandwiches in a stairwell, so a car sounds "
     "almost like luxury. How was today?"),
    (1, True, "Ha. A bit worse than usual, honestly. Two people from work asked me along and I "
     "said I had a call. I did not have a call."),
    (2, False, "Oh, the invisible call. I've taken a lot of those. Are they people you'd like to "
     "have lunch with?"),
    (3, True, "I think so? One of them reads on the same tram as me."),
    (1, False, "Then you may not need to practise anything. “What are you reading?” is four words, "
     "and they'll do all the rest of the talking."),
    (2, True, "Four words. I could do four words. They go on Thursdays."),
    (1, False, "Thursday's good. And if it comes out sideways: I once said “you too” to a waiter "
     "who'd told me to enjoy my soup. We're friends now."),
)  # fmt: skip


OVER = "notice.ask_over_in_channel"


async def talk(show: Show) -> None:
    """What either writes arrives at the other, once, in order, under the name they wear."""
    asker, with_them = show.cast.asker, listener(show)
    for minutes, from_asker, text in LINES:
        show.stage.clock.advance(timedelta(minutes=minutes))
        writer, reader = (asker, with_them) if from_asker else (with_them, asker)
        await show.write(writer, text)
        await show.hears(reader, text)
        await show.beat()
    for reader, from_asker in ((with_them, True), (asker, False)):
        written = [text for _, by_asker, text in LINES if by_asker is from_asker]
        read = read_by(show, reader)
        what = f"{reader.name} read all that was written, once and in order"
        show.check(what, read == written, " / ".join(read))
    _check_names(show, asker, with_them)
    others_saw_nothing(show, "Nobody reads along")


def others_saw_nothing(show: Show, words: str) -> None:
    """Check that those who do not talk saw nothing new in this step so far."""
    show.saw_nothing(words, (show.cast.moderator, other(show)))


def read_by(show: Show, reader: Part) -> list[str]:
    """All that somebody reads now of what the other side wrote, in order."""
    return [words for _, words in _heard(show, reader)]


def _heard(show: Show, reader: Part) -> list[tuple[str, str]]:
    seen = reader.person.sees(reader.person.dm)
    return [said for message in seen if (said := show.words.said(message.content))]


def _check_names(show: Show, asker: Part, with_them: Part) -> None:
    welcome = show.all_of(asker, asker.person.dm, "notice.ask_accepted")[-1]
    names = show.words.values(welcome.content, "notice.ask_accepted") or {}
    for reader, expected in ((asker, names["alias"]), (with_them, names["own_alias"])):
        heard = {alias for alias, _ in _heard(show, reader)}
        words = f"{reader.name} reads it from {expected}, and from nobody else"
        show.check(words, heard == {expected}, ", ".join(sorted(heard)))


async def end(show: Show) -> None:
    """The asker ends it, is asked once whether they mean it, and both read something kind."""
    asker, with_them = show.cast.asker, listener(show)
    welcome = await show.meets(asker, asker.person.dm, "notice.ask_accepted")
    question = await show.press(asker, welcome, "end")
    await show.beat()
    show.check("The bot asks once whether they mean it", _asks(show, question), question.text)
    show.saw_nothing("Until then the other side notices nothing", (with_them,))
    await show.press(asker, question, "end_now")
    await show.beat()
    for part, key in ((asker, "asker"), (with_them, "listener")):
        words = f"notice.conversation_ended_{key}"
        await show.meets(part, part.person.dm, words)
        once = len(show.all_of(part, part.person.dm, words)) == 1
        show.check(f"{part.name} reads kind words, once", once)
    await show.all_see("The channel no longer says that somebody is with them", OVER)


def _asks(show: Show, question: Message) -> bool:
    return question.ephemeral and show.words.reads(said(question), "talk.end_really")
