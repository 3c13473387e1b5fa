"""What somebody in a story sees and does: presses by what a button does, whatever it says in the
language of whoever reads it, and forms filled in by the names of their fields."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from bot.discord_app.components.custom_id import parse
from bot.domain.errors import OutOfDate
from bot.local_discord import Channel, Form, Message, NotAllowedError, Person, Response
from bot.local_discord.components import Control
from bot.local_discord.forms import Field
from tests.fakes import SeededRandomness
from tests.journeys.hearing import all_heard
from tests.pairs.cast import Cast
from tests.pairs.traces import NUMBER
from tests.patience import PATIENCE

WORDS: Final = (
    "It has been a long week.",
    "I keep waking at four, and then I lie there.",
    "My sister and I don't talk any more.",
    "Thank you for being there.",
    "I don't know how to say it *kindly*.",
    "Nobody could ever like you.",
    "Is it always like this, or does it pass? " * 6,
)
LINE, PEOPLE = 4, 5
"""What kind of field it is, as Discord counts them."""
AT_ONCE: Final = 20
"""How many of the newest messages somebody looks at."""


READING: Final = "catching up"
"""How the bot calls its task of reading what was written while it was not there."""

DEEP: Final = 6
"""How many buttons in a row somebody presses at most, each below what the one before showed."""

LEFT: Final = 0.5
"""How likely somebody presses nothing of what is shown to them, as `Playing.likely` counts."""

TELLS_WHO: Final = "tell_who_now"
"""By which an asker lets moderators know who they are: looked at, and never done."""


@dataclass
class Playing:
    """A cast, the chance of this story, and what was done in it."""

    cast: Cast
    chance: random.Random
    likely: Mapping[str, float]
    """How likely a button is pressed, where it is not 1."""
    done: Counter[str] = field(default_factory=Counter)
    steps: list[int] = field(default_factory=list)
    """How many requests there were before each thing that was done."""
    chances: list[SeededRandomness] = field(default_factory=list)
    """Of each bot that ran, after a restart another."""

    def seen(self, person: Person) -> list[Message]:
        """What somebody sees of the bot's messages that were there or came in this story, in
        whichever place, the newest last."""
        stage = self.cast.stage
        places = {stage.asks, stage.staff, stage.entrance, self.cast.place, person.dm}
        places.update(self.threads)
        found = [one for place in places for one in person.sees(place) if one.author.is_bot]
        new = [one for one in found if one.id > self.cast.began or one.channel is stage.entrance]
        return sorted(new, key=lambda one: one.id)

    @property
    def threads(self) -> list[Channel]:
        """Below the open asks, the newest last."""
        channels = self.cast.stage.discord.world.channels.values()
        return [one for one in channels if one.parent is self.cast.stage.asks]

    def buttons(self, person: Person) -> list[tuple[Message, Control]]:
        """What somebody could press now, the newest last."""
        shown = [one for one in self.seen(person) if one.buttons][-AT_ONCE:]
        found = [(one, button) for one in shown for button in one.buttons]
        return [one for one in found if self.likelihood(person, one[1]) > 0]

    def likelihood(self, person: Person, button: Control) -> float:
        """How likely somebody presses it; 0 for a link."""
        action = action_of(button)
        if action is None or button.disabled:
            return 0
        # a listener is known by name, and a story is about somebody who is not
        joins = action == "join" and person is self.cast.asker
        return 0 if joins else self.likely.get(action, 1)

    async def settle(self) -> None:
        """Let everything be said that is due, until nothing follows any more."""
        stage = self.cast.stage
        sent, before = stage.discord.traffic.exchanges, -1
        while before != len(sent):
            before = len(sent)
            await all_heard(stage.discord, stage.bot.supervisor.client)
            await stage.bot.tick()
            await stage.bot.delivery.drain()
        self.steps.append(len(sent))

    async def settle_all(self) -> None:
        """As `settle`, with all that the bot looks at now and then, when time has passed or it was
        started anew."""
        async with asyncio.timeout(PATIENCE):
            # a started bot reads first what was written meanwhile, and does not tell when it has
            while not self._has_read():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await self.cast.stage.settle()
        await self.settle()
        now = self.cast.stage.bot.desk.ctx.randomness
        assert isinstance(now, SeededRandomness)
        self.chances += [] if now in self.chances else [now]

    def _has_read(self) -> bool:
        names = {task.get_name() for task in asyncio.all_tasks()}
        return READING not in names and self.cast.stage.bot.supervisor.all_read()

    async def press_any(self, person: Person) -> None:
        """Press one of the buttons in sight, and go on from what is shown then."""
        await self._press(person, self.buttons(person))

    async def press(self, person: Person, action: str) -> bool:
        """Press the newest button that does something, and go on; False where there is none."""
        fits = [one for one in self.buttons(person) if action_of(one[1]) == action][-1:]
        await self._press(person, fits)
        return bool(fits)

    async def choose(self, person: Person, action: str) -> None:
        """Choose one thing in the newest menu that does something, where there is one."""
        menus = [(one, menu) for one in self.seen(person) for menu in one.selects]
        fits = [one for one in menus if action_of(one[1]) == action and not one[1].disabled]
        if fits:
            message, menu = fits[-1]
            self._note(person, action)
            value = self.chance.choice(sorted(one["value"] for one in menu.raw["options"]))
            await self.go_on(person, await person.choose(message, str(menu.custom_id), [value]))

    async def _press(self, person: Person, among: Sequence[tuple[Message, Control]]) -> None:
        if among:
            weights = [self.likelihood(person, button) for _, button in among]
            (chosen,) = self.chance.choices(among, weights)
            await self._press_one(person, *chosen)

    async def _press_one(
        self, person: Person, message: Message, button: Control, deep: int = 0
    ) -> None:
        if action_of(button) == TELLS_WHO and person is self.cast.asker:
            return  # a story is about somebody whom nobody knows
        self._note(person, action_of(button) or "")
        await self.go_on(person, await person.press(message, str(button.custom_id)), deep)

    async def run(self, person: Person, command: str, *, on: bool = True) -> None:
        """Run a command where somebody is, and go on, unless not."""
        place = self.cast.place_of(person)
        if not place.allowed(person):
            place = person.dm
        with suppress(NotAllowedError):
            self._note(person, f"/{command}")
            shown = await person.run(command, in_=place)
            await (self.go_on(person, shown) if on else self.settle())

    async def report_menu(self, person: Person, newest: int = AT_ONCE) -> None:
        """Report this, from the menu of something that the bot said to more than this person."""
        said = [one for one in self.seen(person) if not one.ephemeral][-newest:]
        if said:
            name = self.cast.stage.words("command.report_this.name")
            self._note(person, "Report this")
            with suppress(NotAllowedError):
                await self.go_on(person, await person.menu(name, self.chance.choice(said)))

    async def go_on(self, person: Person, shown: Response, deep: int = 0) -> None:
        """Fill in what opened, and mostly press something below what is shown then."""
        await self.settle()
        while shown.form is not None:
            shown = await self._submit(person, shown.form)
            await self.settle()
        below = [] if shown.message is None or deep == DEEP else shown.message.buttons
        ways = [(one, self.likelihood(person, one)) for one in below]
        likely = [*(weight for _, weight in ways), LEFT]
        (chosen,) = self.chance.choices([*(one for one, _ in ways), None], likely)
        if chosen is not None and shown.message is not None:
            await self._press_one(person, shown.message, chosen, deep + 1)

    async def _submit(self, person: Person, form: Form) -> Response:
        values = {one.names[1]: self._answer(person, one) for one in form.fields}
        answers = {name: value for name, value in values.items() if value is not None}
        try:
            return await person.submit(form, answers)
        except NotAllowedError:
            return Response("nothing")

    def _answer(self, person: Person, of: Field) -> Any:
        """Something that fits; None leaves it as it is."""
        left = self.chance.random() < 0.5 and not of.required
        if left:
            return None
        if of.part["type"] == LINE:
            words = self._number(person) if of.names[1] == "number" else self._words(of)
            return words[: int(of.part.get("max_length") or 2000)]
        if of.part["type"] == PEOPLE:
            return self.chance.sample(self.cast.others, 1)
        options = sorted(one["value"] for one in of.options)
        return self.chance.choice(options) if options else None

    def _words(self, of: Field) -> str:
        return of.value or self.chance.choice(WORDS)

    def _number(self, person: Person) -> str:
        """The last number that somebody read."""
        found = [NUMBER.search(one.text) for one in reversed(self.seen(person))]
        return next((one[0] for one in found if one is not None), "0000 0000")

    def _note(self, person: Person, what: str) -> None:
        who = "asker" if person is self.cast.asker else person.username.split(".")[0]
        self.done[f"{who} {what}"] += 1


def action_of(button: Control) -> str | None:
    """What a button does; None for a link."""
    with suppress(OutOfDate):
        return None if button.custom_id is None else parse(button.custom_id).action
    return None
