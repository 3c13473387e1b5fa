"""Owns what an act plays with: people who act, views to look at, time to move, checks to make.

Everything is done as the people would and is read from what they see; nothing asks the bot.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.demo.cast import Cast, Part
from bot.demo.frames import said
from bot.demo.ledger import Check, Ledger, listed, told
from bot.demo.paper import Paper
from bot.demo.rendering import button
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript
from bot.demo.wording import Wording
from bot.local_discord import Channel, Form, Message, NotSeenError, Response, Role

LONGEST_STEP: Final = 20.0
"""Real seconds after which a step is given up."""


@dataclass(frozen=True)
class Act:
    """One step of the story."""

    headline: str
    play: Callable[["Show"], Awaitable[None]]
    minutes: int = 0
    """Of the story's time since the step before."""


class Show:
    """The story as it is played."""

    def __init__(self, stage: Stage, paper: Paper, ledger: Ledger) -> None:
        self.stage = stage
        self.ledger = ledger
        self.transcript = Transcript(stage, paper, ledger)

    @property
    def cast(self) -> Cast:
        """The four people."""
        return self.stage.cast

    @property
    def words(self) -> Wording:
        """The sentences that the bot was given."""
        return self.stage.words

    # playing

    async def play(self, acts: Sequence[Act]) -> None:
        """Play the acts; what breaks one is a check that did not hold, and ends the story."""
        for place, act in enumerate(acts):
            if not await self._step(act):
                left = len(acts) - place - 1
                self.transcript.paper.text(f"The story stops here; not played: {left} steps.")
                return

    async def _step(self, act: Act) -> bool:
        self.stage.clock.advance(timedelta(minutes=act.minutes))
        self.transcript.begin(act.headline)
        first = len(self.ledger.checks)
        try:
            async with asyncio.timeout(LONGEST_STEP):
                await act.play(self)
                await self.beat()
        except Exception as error:  # noqa: BLE001 - whatever breaks a step is told, not thrown
            self.transcript.beat()
            self.check("The step is played to its end", held=False, reason=told(error))
        checks = self.ledger.checks[first:]
        for check in checks:
            self.transcript.paper.check(check)
        return all(check.words != "The step is played to its end" for check in checks)

    # acting

    async def run(self, part: Part, command: str) -> Message:
        """Run a slash command in the channel for asks; what it was answered with."""
        self.transcript.did(part, f"runs /{command}")
        return _answer(part, await part.person.run(command, in_=self.stage.asks))

    async def open(self, part: Part, command: str) -> Form:
        """Run a slash command that opens a form."""
        self.transcript.did(part, f"runs /{command}")
        answer = await part.person.run(command, in_=self.stage.asks)
        if answer.form is None:
            raise NotSeenError(f"no form opened for {part}")
        self.transcript.opened(part, answer.form)
        return answer.form

    async def open_by(self, part: Part, message: Message, action: str) -> Form:
        """Press a button that opens a form."""
        label = self.words(f"press.{action}.button")
        self.transcript.did(part, f"presses {button(label)}")
        answer = await part.person.press(message, label)
        if answer.form is None:
            raise NotSeenError(f"no form opened for {part}")
        self.transcript.opened(part, answer.form)
        return answer.form

    async def press(self, part: Part, message: Message, action: str, **values: str) -> Message:
        """Press a button by the name of its action in prompts/; what it was answered with."""
        label = self.words(f"press.{action}.button", **values)
        self.transcript.did(part, f"presses {button(label)}")
        return _answer(part, await part.person.press(message, label))

    async def pick(self, part: Part, message: Message, key: str, what: Channel | Role) -> Message:
        """Pick a channel or a role in a menu, by the key of what it says."""
        says = self.words(key)
        self.transcript.did(part, f"picks {what.name} for “{says}”")
        return _answer(part, await part.person.choose(message, says, what))

    async def fill(self, part: Part, form: Form, values: Mapping[str, object]) -> Message:
        """Fill a form in, each field by its key in prompts/, and send it off."""
        by_label = {self.words(f"{key}.field_label"): value for key, value in values.items()}
        self.transcript.filled(part, form, by_label)
        return _answer(part, await part.person.submit(form, by_label))

    async def write(self, part: Part, text: str) -> Message:
        """Write to the bot in direct messages; one's own message."""
        return await part.person.send(part.person.dm, text)

    async def correct(self, part: Part, message: Message, text: str) -> None:
        """Change one's own message."""
        self.transcript.did(part, "corrects a message")
        await part.person.edit(message, text)

    async def delete(self, part: Part, message: Message) -> None:
        """Delete one's own message."""
        self.transcript.did(part, "deletes a message")
        await part.person.delete(message)

    async def later(self, by: timedelta, words: str) -> None:
        """Move the clock; nobody waits."""
        await self.beat()
        self.stage.clock.advance(by)
        self.transcript.aside(words)
        await self.stage.settle()

    async def restart(self, words: str, meanwhile: Callable[[], Awaitable[None]]) -> None:
        """Stop the bot, let people go on, and start another one on the same files."""
        await self.beat()
        self.transcript.aside(words)
        await self.stage.operator.stop()
        try:
            await meanwhile()
        finally:
            await self.stage.operator.start()

    async def beat(self) -> None:
        """Let the bot say what it has to say, and write down what everybody sees then."""
        await self.stage.settle()
        self.transcript.beat()

    # seeing

    async def meets(self, part: Part, channel: Channel, key: str) -> Message:
        """The newest message that somebody sees and that reads as this sentence."""
        await self.stage.settle()
        try:
            await part.person.wait_for(channel, lambda one: self.words.reads(said(one), key))
        except NotSeenError as error:
            raise NotSeenError(f"{part} never saw “{key}”") from error
        return self.all_of(part, channel, key)[-1]

    async def hears(self, part: Part, text: str) -> Message:
        """The words of the other side of a conversation, as they arrive."""

        def these(message: Message) -> bool:
            words = self.words.said(message.content)
            return words is not None and words[1] == text

        try:
            return await part.person.wait_for(part.person.dm, these)
        except NotSeenError as error:
            raise NotSeenError(f"“{text}” never reached {part}") from error

    async def loses(self, part: Part, message: Message) -> None:
        """A message goes out of somebody's sight."""
        try:
            await part.person.wait_until_gone(message)
        except NotSeenError as error:
            raise NotSeenError(f"“{said(message)}” never disappeared for {part}") from error

    def all_of(self, part: Part, channel: Channel, key: str) -> list[Message]:
        """All messages that somebody sees and that read as this sentence."""
        seen = part.person.sees(channel)
        return [message for message in seen if self.words.reads(said(message), key)]

    # checking

    def check(self, words: str, held: bool, reason: str = "") -> None:
        """Something that must hold, and why it does not where it does not."""
        self.ledger.checks.append(Check(words, held, "" if held else reason))

    async def all_see(
        self, words: str, key: str, *actions: str, channel: Channel | None = None
    ) -> None:
        """Check that all four see this sentence, with these buttons, where asks are posted or in
        another channel."""
        await self.stage.settle()
        place = channel or self.stage.asks
        buttons = [self.words(f"press.{action}.button") for action in actions]
        seen = {part: self.all_of(part, place, key) for part in self.cast.everybody}
        blind = [
            f"{part.name} does not"
            for part, messages in seen.items()
            if not messages or [one.label for one in messages[-1].buttons] != buttons
        ]
        self.check(words, not blind, listed(blind))

    def saw_nothing(self, words: str, parts: Sequence[Part]) -> None:
        """Check that these people saw nothing new in this step so far."""
        self.transcript.beat()
        seen = [
            f"{sight.part.name} saw something {sight.place}"
            for part in parts
            for sight in self.ledger.seen_by(part, self.transcript.step)
        ]
        self.check(words, not seen, listed(seen))


def _answer(part: Part, response: Response) -> Message:
    if response.message is None:
        raise NotSeenError(f"the bot did not answer {part}")
    return response.message
