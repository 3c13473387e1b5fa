"""Somebody says how old they are, where it was asked before what they wanted; then they are there.

Around every command and button that opens no form: no feature does it by itself. The buttons carry
what was pressed, so what they wanted follows at once, also after a restart. A form has the question
at its end: see in_form.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.discord_app.forms.rejected import NotTaken
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.age_errors import AgeNotStated
from bot.domain.ages import Age
from bot.domain.errors import OutOfDate
from bot.services.ages import statements
from bot.services.context import Member

SAYS = {Age.ADULT: "am_adult", Age.YOUNG: "am_young", Age.YOUNGER: "am_younger"}


class StatedFirst:
    """The commands and buttons of all features, and the buttons below the question."""

    def __init__(
        self, desk: DiscordContext, commands: Mapping[str, Handler], buttons: Mapping[str, Handler]
    ) -> None:
        self._desk = desk
        self._wanted = {_written(name): one for name, one in buttons.items()}
        self.commands = {name: self._asking(name, one) for name, one in commands.items()}
        self.buttons: Mapping[str, Handler] = {
            **{name: self._asking(name, one) for name, one in buttons.items()},
            **{
                name: Answers(Ack.UPDATE, partial(self._answered, age))
                for age, name in SAYS.items()
            },
        }

    def _asking(self, name: str, handler: Handler) -> Handler:
        if isinstance(handler, Takes | OpensForm):  # it is asked in the form itself
            return handler

        async def work(press: UserAction) -> Reply:
            try:
                return await handler.work(press)
            except AgeNotStated as error:
                raise NotTaken(error, self._ways(name, press, error)) from error

        return replace(handler, work=work)

    def _ways(self, name: str, press: UserAction, error: AgeNotStated) -> tuple[Button, ...]:
        wanted = _written(name if press.choice is None else f"{name}-{press.choice}")
        button = self._desk.words.button
        return tuple(
            button(SAYS[age], press.token or None, Style.PLAIN, wanted) for age in error.offered
        )

    async def _answered(self, age: Age, press: UserAction) -> Reply:
        handler, wanted = self._go_on(press)
        await self._say(age, handler, wanted)
        return await handler.work(wanted)

    async def _say(self, age: Age, handler: Answers, wanted: UserAction) -> None:
        """In direct messages what they wanted tells in which server it counts: it is asked there
        first, before anything is done."""
        if wanted.guild is not None:
            await statements.say(self._desk.ctx, wanted.member, age)
            return
        try:
            await handler.work(wanted)
        except AgeNotStated as error:
            await statements.say(self._desk.ctx, Member(wanted.user, error.guild), age)

    def _go_on(self, press: UserAction) -> tuple[Answers, UserAction]:
        """What was pressed before. Raises OutOfDate where there is no such button any more."""
        name, choice = press.which, None
        if name not in self._wanted:
            name, _, number = name.rpartition("-")
            choice = int(number) if number.isdecimal() else None
        handler = self._wanted.get(name)
        if not isinstance(handler, Answers):
            raise OutOfDate
        return handler, replace(press, which="", choice=choice)


def _written(name: str) -> str:
    """An action as it may stand in the choice of a button."""
    return name.replace("_", "-")
