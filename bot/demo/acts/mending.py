"""What could go wrong in a conversation: the bot is away, a slip, something said too fast."""

from datetime import timedelta

from bot.demo.acts.asking import listener
from bot.demo.acts.talking import others_saw_nothing, read_by
from bot.demo.cast import Part
from bot.demo.show import Show

MEANWHILE = (
    "I just laughed out loud in a parked car 🚗 Soup! I'm going to think of that waiter whenever "
    "I'm nervous."
)
ANSWER = "He'd like that. He tells it to everybody, too."
SLIP = "So: Thursday at twelve, no car. I ask what the book is."
RIGHT = "So: Thursday at half past twelve, they go late. No car. I ask what the book is."
TOO_FAST = "And if it's awful, the stairwell is still free."
KINDER = "And they've asked you once already. I think they'd be glad."
THANKS = "Thank you. Really. I think I can go in."
GOODBYE = "Go in. I'm glad you wrote."


async def interrupted(show: Show) -> None:
    """What somebody writes while the bot is away is read once, and the talk goes on."""
    asker, with_them, logins = show.cast.asker, listener(show), show.stage.wire.logins

    async def write() -> None:
        await show.write(asker, MEANWHILE)
        everybody_else = show.cast.but(asker)
        show.saw_nothing("While the bot is away, it reaches nobody", everybody_else)
        show.stage.clock.advance(timedelta(minutes=2))

    await show.restart("The bot is stopped, as for an update. They don't know, and write.", write)
    show.transcript.aside("The bot is started again, on the same files.")
    await show.hears(with_them, MEANWHILE)
    await show.beat()
    await _say(show, with_them, asker, ANSWER)
    show.check("It is a new one: it logged in again", show.stage.wire.logins == logins + 1)
    times = read_by(show, with_them).count(MEANWHILE)
    words = f"{with_them.name} read what was written meanwhile, once"
    show.check(words, times == 1, f"{times} times")
    last = read_by(show, asker)[-1]
    show.check("The answer arrived, and the talk goes on as before", last == ANSWER, last)
    others_saw_nothing(show, "Nobody else noticed that the bot was away")


async def put_right(show: Show) -> None:
    """What somebody corrects or takes back is corrected or gone on the other side."""
    await _correct(show, show.cast.asker, listener(show))
    await _take_back(show, listener(show), show.cast.asker)
    await _say(show, show.cast.asker, listener(show), THANKS)
    await _say(show, listener(show), show.cast.asker, GOODBYE)
    for part in (show.cast.asker, listener(show)):
        read = read_by(show, part)
        words = f"By now {part.name} has read nothing twice"
        show.check(words, len(read) == len(set(read)), " / ".join(read))
    others_saw_nothing(show, "None of this shows anywhere else")


async def _correct(show: Show, writer: Part, reader: Part) -> None:
    sent = await show.write(writer, SLIP)
    before = await show.hears(reader, SLIP)
    await show.beat()
    await show.correct(writer, sent, RIGHT)
    after = await show.hears(reader, RIGHT)
    await show.beat()
    in_place = after is before and after.edited is not None
    show.check(f"{reader.name} reads the corrected words, in the same place", in_place)
    read = read_by(show, reader)
    once = SLIP not in read and read.count(RIGHT) == 1
    show.check("The words before are gone, and no second message came", once, " / ".join(read))


async def _take_back(show: Show, writer: Part, reader: Part) -> None:
    sent = await show.write(writer, TOO_FAST)
    copy = await show.hears(reader, TOO_FAST)
    await show.beat()
    read = read_by(show, reader)
    await show.delete(writer, sent)
    await show.loses(reader, copy)
    await _say(show, writer, reader, KINDER)
    expected = [*read[:-1], KINDER]
    words = f"What {writer.name} takes back is gone for {reader.name}, and nothing else is"
    now = read_by(show, reader)
    show.check(words, now == expected, " / ".join(now))


async def _say(show: Show, writer: Part, reader: Part, text: str) -> None:
    show.stage.clock.advance(timedelta(minutes=1))
    await show.write(writer, text)
    await show.hears(reader, text)
    await show.beat()
