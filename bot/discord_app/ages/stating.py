"""Somebody says how old they are, where it was asked before what they wanted; then they are there.

Around every command and button: no feature does it by itself. The buttons carry what was pressed,
so what they wanted follows at once, also after a restart.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.discord_app.components.forms import Form
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
OPENS = "_first"
"""Ends the action of a button after which a form opens."""


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
            **{name + OPENS: OpensForm(partial(self._opened, age)) for age, name in SAYS.items()},
        }

    def _asking(self, name: str, handler: Handler) -> Handler:
        if isinstance(handler, Takes):
            return handler
        if isinstance(handler, OpensForm):

            async def form(press: UserAction) -> Form:
                try:
                    return await handler.work(press)
                except AgeNotStated as error:
                    raise NotTaken(error, self._ways(name, press, error, OPENS)) from error

            return replace(handler, work=form)

        async def work(press: UserAction) -> Reply:
            try:
                return await handler.work(press)
            except AgeNotStated as error:
                raise NotTaken(error, self._ways(name, press, error)) from error

        return replace(handler, work=work)

    def _ways(
        self, name: str, press: UserAction, error: AgeNotStated, opens: str = ""
    ) -> tuple[Button, ...]:
        wanted = _written(name if press.choice is None else f"{name}-{press.choice}")
        button = self._desk.words.button
        return tuple(
            replace(
                button(SAYS[age], press.token or None, Style.PLAIN, wanted),
                # who is too young goes on to no form
                action=SAYS[age] + (opens if age is not Age.YOUNGER else ""),
            )
            for age in error.offered
        )

    async def _answered(self, age: Age, press: UserAction) -> Reply:
        handler, wanted = self._go_on(press)
        if isinstance(handler, OpensForm):
            if age is not Age.YOUNGER:
                raise OutOfDate
            await self._say(age, handler, wanted)
            await handler.work(wanted)  # raises what there is to say
            raise OutOfDate
        await self._say(age, handler, wanted)
        return await handler.work(wanted)

    async def _opened(self, age: Age, press: UserAction) -> Form:
        handler, wanted = self._go_on(press)
        if not isinstance(handler, OpensForm):
            raise OutOfDate
        await self._say(age, handler, wanted)
        return await handler.work(wanted)

    async def _say(self, age: Age, handler: Handler, wanted: UserAction) -> None:
        """In direct messages what they wanted tells in which server it counts: it is asked there
        first, before anything is done."""
        if wanted.guild is not None:
            await statements.say(self._desk.ctx, wanted.member, age)
            return
        try:
            await handler.work(wanted)
        except AgeNotStated as error:
            await statements.say(self._desk.ctx, Member(wanted.user, error.guild), age)

    def _go_on(self, press: UserAction) -> tuple[Handler, UserAction]:
        """What was pressed before. Raises OutOfDate where there is no such button any more."""
        name, choice = press.which, None
        if name not in self._wanted:
            name, _, number = name.rpartition("-")
            choice = int(number) if number.isdecimal() else None
        if name not in self._wanted:
            raise OutOfDate
        return self._wanted[name], replace(press, which="", choice=choice)


def _written(name: str) -> str:
    """An action as it may stand in the choice of a button."""
    return name.replace("_", "-")
