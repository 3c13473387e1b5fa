"""What each journey takes of whoever goes it: presses, picks, forms and messages of their own."""

import sys
from dataclasses import dataclass
from datetime import timedelta

from bot.local_discord import Channel, Form, Message, Person
from tests.journeys.adults import ADULT, AGREES, label
from tests.journeys.guided import Guided
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk, until

HOUR = timedelta(hours=1)


@dataclass
class Counted:
    """Somebody at their phone. A command that they run is a press, too."""

    stage: Stage
    person: Person
    presses: int = 0
    forms: int = 0
    messages: int = 0
    form: Form | None = None
    """The one that is open."""

    @property
    def taken(self) -> tuple[int, int, int]:
        """Presses, forms and messages."""
        return self.presses, self.forms, self.messages

    async def run(self, command: str, where: Channel) -> Message:
        """Run a command that opens no form."""
        self.presses += 1
        return _shown((await self.person.run(command, in_=where)).message)

    async def press(self, message: Message, action: str, **values: int | str) -> Message:
        """Press a button."""
        self.presses += 1
        wanted = self.stage.words(f"press.{action}.button", **values)
        answer = await self.person.press(message, wanted)
        self.form = answer.form
        await self.stage.settle()
        return message if answer.message is None else answer.message

    async def send(self, **values: object) -> Message:
        """Fill in the open form, by the names of its fields, and send it off."""
        assert self.form is not None
        self.forms += 1
        answer = await self.person.submit(self.form, values)
        await self.stage.settle()
        return _shown(answer.message)

    async def write(self, words: str) -> None:
        """Write a direct message."""
        self.messages += 1
        await self.person.send(self.person.dm, words)
        await self.stage.settle()


def _shown(message: Message | None) -> Message:
    assert message is not None
    return message


def told(journey: str, taken: tuple[int, ...]) -> None:
    """A line of the table."""
    names = ("presses", "forms", "messages")
    counted = ", ".join(f"{number} {name}" for number, name in zip(taken, names, strict=True))
    sys.stdout.write(f"\n{journey}: {counted}\n")


def newcomer(stage: Stage, name: str) -> Counted:
    """Somebody who has never used the bot."""
    person = stage.discord.add_person(name)
    stage.guild.join(person)
    return Counted(stage, person)


def below(person: Person, stage: Stage, action: str) -> Message:
    """The newest direct message with this button."""
    wanted = stage.words(f"press.{action}.button")
    return [one for one in person.sees(person.dm) if wanted in buttons(one)][-1]


async def test_from_the_panel_to_posted_and_to_talking(stage: Stage) -> None:
    """The first time, so their age is asked as well: a tick in the form. Before: 3 presses, and
    then a first message."""
    asker, listener = newcomer(stage, "newly.here"), Counted(stage, stage.listener)
    await asker.press(stage.panels()[-1], "ask")
    preview = await asker.send(words="It has been a long week.", adult=True)
    await asker.press(preview, "post")
    assert stage.words("notice.ask_in_channel").splitlines()[0] in stage.post().text
    told("from the panel to posted, the first time", asker.taken)
    assert asker.taken == (2, 1, 0)
    await listener.press(stage.post(), "accept")
    await listener.write("I'm here.")
    await asker.person.wait_for(asker.person.dm, "I'm here.")
    told("from an offer to talking", listener.taken)
    assert listener.taken == (1, 0, 1)
    await asker.write("Thank you.")
    await stage.listener.wait_for(stage.listener.dm, "Thank you.")
    told("from the panel to talking", asker.taken)
    assert asker.taken == (2, 1, 1)


async def test_a_turn_with_closed_direct_messages(stage: Stage) -> None:
    """To read what came, and to answer in the same place. Before: 5 presses for each turn."""
    await talk(stage)
    stage.asker.dms_open = False
    asker = Counted(stage, stage.asker)
    await stage.listener.send(stage.listener.dm, "How are you now?")
    await stage.settle()
    mine = await asker.run("conversations", stage.asks)
    read = await asker.press(mine, "show_waiting")
    assert "How are you now?" in read.text
    mine = await asker.press(read, "conversations")
    writes = next(one for one in buttons(mine) if one.startswith("Write to"))
    asker.presses += 1
    asker.form = (await asker.person.press(mine, writes)).form
    assert asker.form is not None
    sent = await asker.send(**{asker.form.fields[0].names[1]: "A little better."})
    await stage.listener.wait_for(stage.listener.dm, "A little better.")
    told("the first turn with closed direct messages", asker.taken)
    first = asker.presses
    await stage.listener.send(stage.listener.dm, "I'm glad.")
    await stage.settle()
    again = await asker.press(sent, "look_again")
    assert "I'm glad." in again.text
    asker.presses += 1
    writes = next(one for one in buttons(again) if one.startswith("Write"))
    asker.form = (await asker.person.press(again, writes)).form
    assert asker.form is not None
    await asker.send(**{asker.form.fields[0].names[1]: "Thank you."})
    await stage.listener.wait_for(stage.listener.dm, "Thank you.")
    told("each turn after it", (asker.presses - first, 1, 0))
    assert (first, asker.presses - first) == (4, 2)


async def test_becoming_a_listener(stage: Stage) -> None:
    """Three short steps and the form in which one agrees, and says once how old one is."""
    listener = newcomer(stage, "would.like.to")
    step = await listener.run("listen", stage.asks)
    for action in ("guide", "guide", "join"):
        step = await listener.press(step, action)
    assert listener.form is not None
    assert [one.label for one in listener.form.fields] == [label(AGREES), label(ADULT)]
    panel = await listener.send(agree=True, adult=True)
    assert stage.words("listen.off_duty") in panel.text
    told("becoming a listener", listener.taken)
    assert listener.taken == (4, 1, 0)


async def test_setting_up_with_what_is_usual(bare_stage: Stage) -> None:
    """With channels that are there. Before: 2 presses and 4 to 5 picks, without ages, languages,
    topics and a last look."""
    stage = bare_stage
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.choose_all(stage.asks, stage.staff, stage.moderators, stage.entrance)
    await guided.finish()
    assert stage.words("setup.in_place") in guided.text
    counted = f"{guided.presses} presses, {guided.picks} picks"
    sys.stdout.write(f"\nsetting up with what is usual: {counted}\n")
    assert (guided.presses, guided.picks) == (5, 4)


async def test_reporting_a_conversation(stage: Stage) -> None:
    """With what is attached by itself; it is looked at before it goes."""
    await talk(stage)
    listener = Counted(stage, stage.listener)
    draft = await listener.press(below(stage.listener, stage, "report"), "report")
    await listener.press(draft, "report_say")
    assert listener.form is not None
    draft = await listener.send(**{listener.form.fields[0].names[1]: "This was unkind."})
    await listener.press(draft, "report_send")
    card = stage.words("notice.report_card")
    await until(stage, lambda: card in [one.content for one in stage.admin.sees(stage.staff)])
    told("a report", listener.taken)
    assert listener.taken == (3, 1, 0)


async def test_having_an_encouragement_each_day_and_stopping_it(stage: Stage) -> None:
    """One press stops what comes by itself, below the message that came."""
    member = Counted(stage, stage.asker)
    shown = await member.run("encourage", stage.asks)
    await member.press(shown, "every_day")
    shown = await member.send(zone="Europe/Berlin")
    told("an encouragement each day", member.taken)
    assert member.taken == (2, 1, 0)
    for _ in range(24):
        await stage.pass_time(HOUR)
    member = Counted(stage, stage.asker)
    stopped = await member.press(
        below(stage.asker, stage, "stop_encouragements"), "stop_encouragements"
    )
    assert stopped.text == stage.words("schedule.stopped_now")
    told("stopping it", member.taken)
    assert member.taken == (1, 0, 0)


async def test_taking_everything_along_and_erasing_it(stage: Stage) -> None:
    """The file comes with one press below /privacy; erasing asks once whether that is meant."""
    await stage.ask()
    asker = Counted(stage, stage.asker)
    page = await asker.run("privacy", stage.asks)
    exported = await asker.press(page, "export")
    assert exported.attachments
    told("an export", asker.taken)
    assert asker.taken == (2, 0, 0)
    asker = Counted(stage, stage.asker)
    page = await asker.run("privacy", stage.asks)
    done = await asker.press(await asker.press(page, "erase_all"), "erase_all_now")
    assert done.text == stage.words("privacy.erase.done")
    told("erasing everything", asker.taken)
    assert asker.taken == (3, 0, 0)
