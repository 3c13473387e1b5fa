"""A form that was not taken opens again as it was; what was asked back is answered by a press.

Around every form, and around the commands that take something typed: no feature does it by itself.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

import structlog

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form, filled
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Blank,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.errors import OutOfDate, SupportError
from bot.domain.rejected_forms import Typed
from bot.domain.unread import AskedBack, PossibleMeaning
from bot.services.forms import rejected

T = TypeVar("T")

LABEL = 80
"""Characters that fit on a button."""


class NotTaken(Exception):
    """A form or command was not taken, for a cause; `ways` are the buttons that help."""

    def __init__(self, cause: Exception, ways: tuple[Button, ...]) -> None:
        super().__init__()
        self.cause = cause
        self.ways = ways


class TypedAgain:
    """What stands below the answer to a form that was not taken."""

    def __init__(
        self, desk: DiscordContext, commands: Mapping[str, Handler], forms: Mapping[str, Handler]
    ) -> None:
        self._desk = desk
        self._blanks = {action: _blank(handler) for action, handler in forms.items()}
        self.forms = {action: self._form(action, one) for action, one in forms.items()}
        self.commands = {name: self._command(name, one) for name, one in commands.items()}
        self.buttons: Mapping[str, Handler] = {
            "open_again": OpensForm(self._open),
            "meant_this": Answers(Ack.UPDATE, self._choose),
        }

    def _form(self, action: str, handler: Handler) -> Handler:
        assert isinstance(handler, Answers), "a form is answered"

        async def work(press: UserAction) -> Reply:
            try:
                reply = await handler.work(press)
            except Exception as error:
                if isinstance(error, SupportError) and not error.mendable:
                    raise
                raise NotTaken(error, await self._ways(action, press, error)) from error
            await self._trying(rejected.taken(self._desk.ctx, press.user, action))
            return reply

        return replace(handler, work=work)

    def _command(self, name: str, handler: Handler) -> Handler:
        """A command has no form: only what is asked back can be pressed."""
        if not isinstance(handler, Answers):
            return handler

        async def work(press: UserAction) -> Reply:
            try:
                return await handler.work(press)
            except AskedBack as error:
                raise NotTaken(error, await self._ways(name, press, error)) from error

        return replace(handler, work=work)

    async def _trying(self, keeping: Awaitable[T]) -> T | None:
        """Do what must not change the answer, whether it succeeds or fails."""
        try:
            return await keeping
        except Exception as error:  # noqa: BLE001 - whatever it is, something else is answered
            structlog.get_logger("forms").warning("form.not_kept", exc_info=error)
            return None

    async def _ways(self, action: str, press: UserAction, error: Exception) -> tuple[Button, ...]:
        choices = error.choices if isinstance(error, AskedBack) else ()
        field = error.field if isinstance(error, AskedBack) else ""
        kept = [(field, one.value) for one in choices]
        typed = Typed(action, press.token, press.answers, kept)
        key = await self._trying(rejected.keep(self._desk.ctx, press.user, typed))
        if key is None:
            return ()
        again = (self._desk.words.button("open_again", key),) if action in self._blanks else ()
        return (*self._choice_buttons(key, choices), *again)

    def _choice_buttons(self, key: str, choices: tuple[PossibleMeaning, ...]) -> list[Button]:
        words = self._desk.words
        return [
            words.button("meant_this", key, Style.MAIN, number, meant=words.choice(one)[:LABEL])
            for number, one in enumerate(choices)
        ]

    async def _open(self, press: UserAction) -> Form:
        typed = await rejected.get_form(self._desk.ctx, press.user, press.token)
        # one opened form more, which counts once however often it is sent
        custom_id = CustomId(typed.action, typed.token, press.number)
        return filled(self._blanks[typed.action](custom_id, typed.answers), typed.answers)

    async def _choose(self, press: UserAction) -> Reply:
        typed = await rejected.get_form(self._desk.ctx, press.user, press.token)
        if press.choice is None or press.choice >= len(typed.choices):
            raise OutOfDate
        handler = self.forms.get(typed.action) or self.commands[typed.action]
        assert isinstance(handler, Answers), "only what answers is kept"
        answers = typed.with_choice(press.choice)
        return await handler.work(replace(press, token=typed.token, choice=None, answers=answers))


def _blank(handler: Handler) -> Blank:
    if not isinstance(handler, Takes):
        raise TypeError("a form needs a way to be opened again: see Takes")
    return handler.blank
