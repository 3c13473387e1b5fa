"""One story for the list of leaks: every path of a conversation in both directions, and an error.

Everybody in it is marked in everything that Discord tells the bot of them: id, names, picture,
locale, the names and the contents of their files, and the channel that they write from.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.local_discord import NotSeenError, Person
from tests.journeys.stage import Identity, Stage, staged
from tests.journeys.talking import heard, talk, until
from tests.leaks.captured import Captured, capture
from tests.refusing import allow, refuse

ASKER: Final = Identity(
    "velvet.narwhal.8265",
    "Velvet Nàrwhal",
    "Brambletoe",
    "a_3f9c1d70b2e84a65c7d0f19b3e5a8264",
    "en-GB",
    814_736_052_918_437_265,
)
EXIF: Final = (b"GPS 48.8584N 2.2945E Kettle", b"Photographed in Quince Lane")
FILES: Final = ("asker-on-quince-lane.jpg", "listener-at-the-kettle.jpg")
DAY: Final = timedelta(days=1)
WORDS_OF_ERROR: Final = "What nobody could store that day."


@dataclass(frozen=True)
class Played:
    """The story, when it is over."""

    captured: Captured
    seen: Mapping[str, str]
    """All that each person saw anywhere, as Discord wrote it, by username: before it ended, and
    when everything was over."""
    codes: tuple[str, ...]
    """What was shown where something went wrong on our side."""


async def played(folder: Path) -> Played:
    """Play it; what the end of every journey checks is checked here as well."""
    async with staged(folder, who=ASKER) as stage:
        stage.guild.members[stage.listener.id].nick = "ToastOnTuesdays"
        stage.guild.members[stage.other.id].nick = "LastNightBus"
        codes = await until_it_ends(stage)
        before = all_seen(stage)
        await from_then_on(stage)
        seen = {who: before[who] + text for who, text in all_seen(stage).items()}
        captured = capture(stage.discord, stage.folder, stage.log.getvalue())
        return Played(captured, seen, codes)


def all_seen(stage: Stage) -> dict[str, str]:
    """Everything that people see anywhere, as Discord wrote it."""
    return {
        one.username: "".join(
            str(message.raw)
            for place in (stage.asks, stage.staff, stage.entrance, one.dm)
            for message in one.sees(place)
        )
        for one in (stage.admin, stage.asker, stage.listener, stage.other)
    }


async def until_it_ends(stage: Stage) -> tuple[str, ...]:
    """Set up, meet a fault, ask, talk, and think better of ending it; what the fault was."""
    await stage.set_up()
    for listener in (stage.listener, stage.other):
        panel = await stage.join(listener)
        await listener.press(panel, hours(stage, 4))
    codes = [await went_wrong(stage, one) for one in (stage.asker, stage.listener)]
    asker, listener = await talk(stage)
    for one, other in ((asker, listener), (listener, asker)):
        await both_ways(stage, one, other)
    await keep_talking(stage, asker)
    return tuple(codes)


async def from_then_on(stage: Stage) -> None:
    """It ends, is looked back on and cleared; another one is left alone, and an ask expires."""
    await stage.end(stage.listener)
    await look_back(stage)
    await timed_out(stage)
    await looked_around(stage)


def hours(stage: Stage, count: int) -> str:
    """The label of the button that goes on duty."""
    return stage.words("press.duty.button", length=stage.words("time.hours", count=count))


async def both_ways(stage: Stage, one: Person, other: Person) -> None:
    """Text, a reply, an edit, a deletion, a file, a sign, and words too long for a message."""
    which = 0 if one is stage.asker else 1
    before = len(heard(other))
    sent = await one.send(one.dm, f"First words of side {which}.")
    gone = await one.send(one.dm, f"Never mind these of side {which}.")
    await until(stage, lambda: len(heard(other)) == before + 2)
    answered = [m for m in one.sees(one.dm) if m.author.is_bot][-1]
    await one.send(one.dm, f"An answer of side {which}.", reply_to=answered)
    await one.edit(sent, f"First words of side {which}, changed.")
    await one.delete(gone)
    await one.send(one.dm, "", files=[(FILES[which], b"\xff\xd8\xff\xe1" + EXIF[which])])
    await one.send(one.dm, f"Long words of {which}, with a street in them. " * 48)
    await one.react(sent, "🌱")
    await until(stage, lambda: any(f"side {which}, changed." in text for text in heard(other)))
    await until(stage, lambda: any("Long words" in text for text in heard(other)))
    await stage.settle()


async def went_wrong(stage: Stage, person: Person) -> str:
    """A fault of ours while somebody asks; what they read."""
    database = stage.bot.desk.ctx.store._database
    form = (await person.run("ask", in_=stage.asks)).form
    assert form is not None
    await refuse(database, "fault", "INSERT ON draft")
    shown = (await person.submit(form, {form.fields[0].label: WORDS_OF_ERROR})).message
    await allow(database, "fault")
    assert shown is not None
    return shown.text


async def keep_talking(stage: Stage, person: Person) -> None:
    """Somebody begins to end it, and thinks better of it."""
    label = stage.words("press.end.button")
    opening = [m for m in person.sees(person.dm) if label in map(str, m.buttons)][-1]
    really = (await person.press(opening, label)).message
    assert really is not None
    await person.press(really, stage.words("press.keep_talking.button"))
    await stage.settle()


async def look_back(stage: Stage) -> None:
    """It helped, thanks, and the chat is cleared."""
    asker = stage.asker
    label = stage.words("press.helped_yes.button")
    ended = [m for m in asker.sees(asker.dm) if label in map(str, m.buttons)][-1]
    await asker.press(ended, label)
    form = (await asker.press(ended, stage.words("press.say_thanks.button"))).form
    assert form is not None
    await asker.submit(form, {form.fields[0].label: "You were patient with me."})
    await stage.settle()
    really = (await asker.press(ended, stage.words("press.clear_chat.button"))).message
    assert really is not None
    await asker.press(really, stage.words("press.clear_chat_now.button"))
    await stage.settle()


async def timed_out(stage: Stage) -> None:
    """A conversation in which nobody writes any more closes by itself, and an ask expires."""
    await stage.ask("Once more, and then silence.")
    await stage.accept(stage.other)
    await stage.other.send(stage.other.dm, "Here I am, for once.")
    await until(stage, lambda: "Here I am, for once." in heard(stage.asker))
    for _ in range(4):
        await stage.pass_time(DAY)
    await stage.ask("And nobody comes.")
    await stage.pass_time(stage.settings.asks.expires_after)


async def looked_around(stage: Stage) -> None:
    """Everybody runs whatever there is, and writes into the void."""
    for person in (stage.asker, stage.listener, stage.other):
        for command in ("privacy", "help", "helplines", "conversations", "community", "encourage"):
            with suppress(NotSeenError):
                await person.run(command, in_=stage.asks)
        await person.send(person.dm, "Is anybody there at all?")
    await stage.settle()


def numbers_in(text: str) -> set[str]:
    """Every number that could be one of Discord's."""
    return set(re.findall(r"\d{17,20}", text))
