"""A whole conversation inside the server, without direct messages: either side, and both."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Channel, Form, Message, Person
from tests.journeys.stage import Stage, staged

HOUR = timedelta(hours=1)


@dataclass
class Hand:
    """Somebody's thumb: presses, with how many there were, and the message that it is on."""

    stage: Stage
    person: Person
    presses: int = 0
    now: Message | None = None
    form: Form | None = field(default=None)

    async def run(self, command: str, where: Channel | None = None) -> Message:
        """Run a command."""
        self.now = (await self.person.run(command, in_=where or self.stage.asks)).message
        assert self.now is not None
        return self.now

    async def press(self, key: str, on: Message | None = None) -> Message | None:
        """Press a button; what is read then, or nothing where a form opened."""
        self.presses += 1
        label = self.stage.words(f"press.{key}.button")
        message = on or self.now
        assert message is not None
        named = [str(one.label) for one in message.buttons]
        got = await self.person.press(message, next(one for one in named if one.endswith(label)))
        self.form = got.form
        if got.message is not None:
            self.now = got.message
        await self.stage.settle()
        return got.message

    async def send(self, words: str) -> Message:
        """Fill in the form that is open, and send it."""
        self.presses += 1
        assert self.form is not None
        got = await self.person.submit(self.form, {self.form.fields[0].label: words})
        assert got.message is not None
        self.now = got.message
        await self.stage.settle()
        return got.message

    async def say(self, words: str) -> Message:
        """A turn: Write, and Send."""
        await self.press("write_here")
        return await self.send(words)

    @property
    def can(self) -> list[str]:
        """The labels of what can be pressed there."""
        assert self.now is not None
        return [str(button.label) for button in self.now.buttons]

    @property
    def reads(self) -> str:
        """What stands there now."""
        assert self.now is not None
        return self.now.text


async def without(stage: Stage) -> tuple[Hand, Hand]:
    """Both have closed their direct messages before anything; the listener joins all the same."""
    stage.asker.dms_open = stage.listener.dms_open = False
    return Hand(stage, stage.asker), Hand(stage, stage.listener)


async def joined(hand: Hand) -> None:
    """Become a listener who looks for themselves."""
    hand.now = await hand.stage.join(hand.person)
    assert "no notification will come" in hand.reads.lower()
    await hand.press("join_here")
    assert hand.stage.words("listen.joined_here").splitlines()[0] in hand.reads


async def asked(hand: Hand, words: str = "It has been a long week.") -> None:
    """From the panel to an ask that waits."""
    stage = hand.stage
    (panel,) = stage.panels()
    await hand.press("ask", panel)
    await hand.send(words)
    await hand.press("post")
    await hand.press("post_anyway")


async def talking(stage: Stage) -> tuple[Hand, Hand]:
    """The two in a conversation, each on the page of it."""
    asker, listener = await without(stage)
    await joined(listener)
    await asked(asker)
    await listener.press("who_waits")
    await listener.press("read_it")
    await listener.press("accept")
    await listener.press("read_here")
    await asker.press("conversations")
    await asker.press("read_here")
    return asker, listener


@pytest.fixture
async def bare(bare_stage: Stage) -> Stage:
    """A server that is set up, where nobody listens yet."""
    await bare_stage.is_set_up()
    return bare_stage


async def test_a_whole_story_with_both_sides_direct_messages_closed(bare: Stage) -> None:
    """From the panel to thanks; two presses a turn; neither gets a single direct message."""
    asker, listener = await talking(bare)
    assert "It has been a long week." in listener.reads
    assert bare.words("here.only", alias="X").split("X")[0] in asker.reads
    for turn in range(3):
        before = listener.presses, asker.presses
        await listener.say(f"from the listener {turn}")
        await asker.say(f"from the asker {turn}")
        assert (listener.presses, asker.presses) == (before[0] + 2, before[1] + 2)
        assert f"from the listener {turn}" in asker.reads
        assert f"from the asker {turn}" in asker.reads
    await listener.press("look_here")
    order = [
        listener.reads.index(f"from the {who} {turn}")
        for turn in range(3)
        for who in ("listener", "asker")
        if f"from the {who} {turn}" in listener.reads
    ]
    assert len(order) == 6
    await listener.press("end")
    await listener.press("end_now")
    await asker.press("look_here")
    assert bare.words("here.over", alias="X", kept="X").split("X")[0][5:20] in asker.reads
    await asker.press("say_thanks")
    await asker.send("Thank you for tonight.")
    await listener.run("conversations")
    await listener.press("read_here")
    assert "Thank you for tonight." in listener.reads
    await listener.press("i_am_fine")
    for person in (bare.asker, bare.listener):
        assert not [one for one in person.sees(person.dm) if one.author.is_bot]


async def test_nothing_is_lost_when_it_is_closed_or_the_bot_starts_anew(bare: Stage) -> None:
    """The message is put away, its time is over, another bot runs: from the command on it is all
    there again, one's own words as well, and the buttons of before still work."""
    asker, listener = await talking(bare)
    await listener.say("Tell me about it.")
    await asker.say("It is so much.")
    before = asker.now
    await bare.pass_time(timedelta(minutes=16))
    await bare.restart()
    await listener.say("I have time.")
    await asker.run("conversations")
    await asker.press("read_here")
    for words in ("Tell me about it.", "It is so much.", "I have time."):
        assert asker.reads.count(words) == 1
    await asker.press("look_here", before)
    assert "I have time." in asker.reads


async def test_what_was_read_here_follows_its_writers_edits(bare: Stage) -> None:
    """The listener writes by direct message: what they change changes, what they delete goes."""
    await bare.join(bare.listener)
    bare.asker.dms_open = False
    asker = Hand(bare, bare.asker)
    await asked(asker)
    await bare.accept()
    sent = await bare.listener.send(bare.listener.dm, "I thnik so.")
    gone = await bare.listener.send(bare.listener.dm, "Wrong window.")
    await bare.settle()
    await asker.run("conversations")
    await asker.press("read_here")
    assert "I thnik so." in asker.reads
    assert "Wrong window." in asker.reads
    await bare.listener.edit(sent, "I think so.")
    await bare.listener.delete(gone)
    await bare.settle()
    await asker.press("look_here")
    assert "I think so." in asker.reads
    assert "I thnik so." not in asker.reads
    assert "Wrong window." not in asker.reads


async def test_who_reads_here_is_not_taken_for_lost(bare: Stage) -> None:
    """Hours without a look end nothing before everybody's silence does."""
    asker, listener = await talking(bare)
    await listener.say("I'm here.")
    await asker.say("I only need to say it.")
    await bare.pass_time(2 * HOUR)
    await listener.press("look_here")
    assert "I only need to say it." in listener.reads
    await listener.say("I was away for a while.")
    await asker.press("look_here")
    assert "I was away for a while." in asker.reads
    assert bare.words("press.say_thanks.button") not in asker.can


async def test_somebody_with_open_direct_messages_may_talk_here_alone(stage: Stage) -> None:
    """Nothing comes there from then on, until they want it there again; then what waits comes."""
    await stage.ask()
    await stage.accept()
    asker = Hand(stage, stage.asker)
    await asker.run("conversations")
    await asker.press("read_here")
    await asker.press("only_here")
    assert stage.words("here.chosen").split(".")[0] in asker.reads
    came = len(stage.asker.sees(stage.asker.dm))
    await stage.listener.send(stage.listener.dm, "Here I am.")
    await stage.settle()
    await asker.press("look_here")
    assert "Here I am." in asker.reads
    await asker.say("I read you here.")
    await stage.listener.wait_for(stage.listener.dm, "I read you here.")
    assert len(stage.asker.sees(stage.asker.dm)) == came
    await stage.listener.send(stage.listener.dm, "And now?")
    await stage.settle()
    await asker.press("by_messages")
    await stage.asker.wait_for(stage.asker.dm, "And now?")


async def test_words_that_give_somebody_away_are_asked_about_here_too(bare: Stage) -> None:
    """Nothing of them reached the other side; the way back is there."""
    asker, listener = await talking(bare)
    await asker.say("Call me, 0151 23456789.")
    assert "0151 23456789" in asker.reads
    await asker.press("look_here")
    await listener.press("look_here")
    assert "0151" not in listener.reads


async def test_a_help_card_stands_above_ones_own_view_alone(bare: Stage) -> None:
    """As in every form."""
    asker, listener = await talking(bare)
    await asker.say("I want to kill myself tonight.")
    assert bare.words("press.helplines.button") in asker.can
    assert "emergency" in asker.reads
    await listener.press("look_here")
    assert "I want to kill myself tonight." in listener.reads
    assert "emergency number" not in listener.reads


async def test_not_okay_ends_it_here_and_the_report_reaches_the_moderators(bare: Stage) -> None:
    """In one press, and it is over for the other side in the words of every ending."""
    asker, listener = await talking(bare)
    await listener.say("You are a burden.")
    await asker.press("not_okay")
    await bare.settle()
    assert [m for m in bare.admin.sees(bare.staff) if m.author.is_bot]
    await listener.press("look_here")
    assert bare.words("press.i_am_fine.button") in listener.can


async def _heard_by_the_listener(folder: Path, *, here: bool) -> list[tuple[str, list[str]]]:
    """What a listener with direct messages receives, and at which moment, of one story."""
    async with staged(folder) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        await stage.ask()
        await stage.accept()
        asker = Hand(stage, stage.asker)
        await asker.run("conversations")
        await asker.press("read_here")
        if here:
            await asker.press("only_here")
        for number in range(3):
            await stage.listener.send(stage.listener.dm, f"Question {number}?")
            await stage.settle()
            if here:
                await asker.press("look_here")
                await asker.say(f"Answer {number}.")
            else:
                await stage.asker.send(stage.asker.dm, f"Answer {number}.")
            await stage.settle()
            await stage.pass_time(timedelta(minutes=7))
        await stage.pass_time(2 * HOUR)
        if here:
            await asker.press("end")
            await asker.press("end_now")
        else:
            await stage.end(stage.asker)
        await stage.settle()
        return [
            (one.text, [str(button.label) for button in one.buttons])
            for one in stage.listener.sees(stage.listener.dm)
            if one.author.is_bot
        ]


async def test_the_other_side_sees_no_difference(tmp_path: Path) -> None:
    """Byte for byte the same messages in the same order, at the same moments of the clock, whether
    the asker talks by direct message or inside the server."""
    first, second = tmp_path / "dm", tmp_path / "here"
    first.mkdir()
    second.mkdir()
    by_dm = await _heard_by_the_listener(first, here=False)
    inside = await _heard_by_the_listener(second, here=True)
    assert len(by_dm) > 5
    assert inside == by_dm


async def test_clearing_the_chat_takes_away_what_was_read_here(bare: Stage) -> None:
    """One's own side of it; and whoever wants none gets no message before posting either."""
    asker, listener = await talking(bare)
    await listener.say("I'm here.")
    await asker.press("look_here")
    await asker.press("end")
    await asker.press("end_now")
    await listener.press("look_here")
    await listener.press("clear_chat")
    await listener.press("clear_chat_now")
    await listener.run("conversations")
    assert not [label for label in listener.can if bare.words("press.read_here.button") in label]
    await asker.run("conversations")
    await asker.press("read_here")
    assert "I'm here." in asker.reads


async def test_whoever_wants_none_posts_without_being_written_to(stage: Stage) -> None:
    """The press that posts is the last one, and no direct message comes before it."""
    await stage.ask()
    await stage.accept()
    asker = Hand(stage, stage.asker)
    await asker.run("conversations")
    await asker.press("read_here")
    await asker.press("only_here")
    await asker.press("end")
    await asker.press("end_now")
    came = len(stage.asker.sees(stage.asker.dm))
    await stage.pass_time(2 * HOUR)
    preview = await stage.write("Another week.")
    await asker.press("post", preview)
    assert "No notification will come" in asker.reads
    assert len(stage.asker.sees(stage.asker.dm)) == came
