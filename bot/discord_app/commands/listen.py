"""/listen: joining, being on duty or off, leaving; and accepting an ask."""

from collections.abc import Mapping

from bot.discord_app.desk import Desk
from bot.discord_app.press import Ack, Answers, Handler, Press
from bot.discord_app.reply import Button, Reply, Style
from bot.domain.errors import OutOfDate
from bot.domain.listening import Listener
from bot.services import accepting, listening


class Listening:
    """What a listener presses."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {"listen": Answers(Ack.REPLY, self._look)}
        self.buttons: Mapping[str, Handler] = {
            "accept": Answers(Ack.REPLY, self._accept),
            "join": Answers(Ack.UPDATE, self._join),
            "duty": Answers(Ack.UPDATE, self._on_duty),
            "off_duty": Answers(Ack.UPDATE, self._off_duty),
            "leave": Answers(Ack.UPDATE, self._ask_to_leave),
            "leave_now": Answers(Ack.UPDATE, self._leave),
            "stay": Answers(Ack.UPDATE, self._look),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _accept(self, press: Press) -> Reply:
        accepted = await accepting.accept(self._desk.ctx, press.member, press.token)
        return Reply(self._desk.words("listen.accepted", alias=accepted.alias))

    async def _look(self, press: Press) -> Reply:
        return self._panel(await listening.look(self._desk.ctx, press.member))

    async def _join(self, press: Press) -> Reply:
        return self._panel(await listening.join(self._desk.ctx, press.member))

    async def _on_duty(self, press: Press) -> Reply:
        choices = self._desk.ctx.settings.listeners.duty_choices
        if press.choice is None or press.choice >= len(choices):
            raise OutOfDate
        return self._panel(
            await listening.set_duty(self._desk.ctx, press.member, choices[press.choice])
        )

    async def _off_duty(self, press: Press) -> Reply:
        return self._panel(await listening.set_duty(self._desk.ctx, press.member, None))

    async def _ask_to_leave(self, press: Press) -> Reply:
        del press
        button = self._desk.words.button
        return Reply(
            self._desk.words("listen.leave_really"),
            buttons=(button("leave_now", style=Style.ENDING), button("stay")),
        )

    async def _leave(self, press: Press) -> Reply:
        await listening.leave(self._desk.ctx, press.member)
        return Reply(self._desk.words("listen.left"))

    def _panel(self, listener: Listener | None) -> Reply:
        words, button = self._desk.words, self._desk.words.button
        if listener is None:
            return Reply(words("listen.welcome"), buttons=(button("join", style=Style.MAIN),))
        if listener.on_duty_until and listener.on_duty(self._desk.ctx.clock.now()):
            until = self._desk.words.moment(listener.on_duty_until)
            return Reply(
                words("listen.on_duty", until=until), buttons=(button("off_duty"), button("leave"))
            )
        return Reply(words("listen.off_duty"), buttons=(*self._duties(), button("leave")))

    def _duties(self) -> list[Button]:
        return [
            self._desk.words.button(
                "duty", style=Style.MAIN, choice=number, length=self._desk.words.length(length)
            )
            for number, length in enumerate(self._desk.ctx.settings.listeners.duty_choices)
        ]
