"""Ask for the same listener again: the form of an ask, which one listener is told of first."""

from collections.abc import Mapping

from bot.discord_app.ask_form import AskForm
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.desk import Desk
from bot.discord_app.press import Ack, Handler, Opens, Press, Takes
from bot.discord_app.reply import Reply
from bot.services import same_listener


class AskingTheSame:
    """What stands below the end of a conversation, for its asker."""

    def __init__(self, desk: Desk, form: AskForm) -> None:
        self._desk = desk
        self._form = form
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"ask_them_again": Opens(self._open)}
        self.forms: Mapping[str, Handler] = {
            "ask_them_again": Takes(Ack.REPLY, self._submitted, form.blank)
        }

    async def _open(self, press: Press) -> Form:
        same = await same_listener.look(self._desk.ctx, press.user, press.token)
        custom_id = CustomId("ask_them_again", press.token)
        return await self._form.opened(press, same.guild_id, custom_id)

    async def _submitted(self, press: Press) -> Reply:
        same = await same_listener.look(self._desk.ctx, press.user, press.token)
        return await self._form.submitted(press, same.guild_id, same.token)
