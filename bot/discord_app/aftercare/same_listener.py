"""After a conversation: ask for the same listener again, in the form of an ask, which one listener
is told of first; or go on with somebody else."""

from collections.abc import Mapping

from bot.discord_app.asks.form_from_button import AskForm
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.ask_summary import held_reply
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import AnotherAskOpen, AskAlreadyOpen
from bot.services.aftercare import same_listener
from bot.services.asks import holding
from bot.services.conversations import first_in_line


class AskingTheSame:
    """What stands below the end of a conversation, for its asker."""

    declared = Declared(Audience.ASKERS, ("draft",))

    def __init__(self, desk: DiscordContext, form: AskForm) -> None:
        self._desk = desk
        self._form = form
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "ask_them_again": OpensForm(self._open),
            "first_in_line": Answers(Ack.REPLY, self._first_in_line),
        }
        self.forms: Mapping[str, Handler] = {
            "ask_them_again": Takes(Ack.REPLY, self._submitted, form.blank)
        }

    async def _open(self, press: UserAction) -> Form:
        same = await same_listener.get_way_back(self._desk.ctx, press.user, press.token)
        custom_id = CustomId("ask_them_again", press.token)
        return await self._form.opened(press, same.guild_id, custom_id)

    async def _submitted(self, press: UserAction) -> Reply:
        same = await same_listener.get_way_back(self._desk.ctx, press.user, press.token)
        return await self._form.submitted(press, same.guild_id, same.token)

    async def _first_in_line(self, press: UserAction) -> Reply:
        words, settings = self._desk.words, self._desk.ctx.settings
        try:
            waits = await first_in_line.ask_others(self._desk.ctx, press.user, press.token)
        except AskAlreadyOpen as error:
            kept = words.length(settings.retention.ask_text_after_closing)
            raise AnotherAskOpen(length=kept) from error
        if waits.held:
            return held_reply(words, await holding.usual_look(self._desk.ctx, waits.guild))
        until = words.moment(waits.expires_at)
        return Reply(words("ask.first_in_line", alias=waits.alias, until=until))
