"""Telling the next listener what one wrote to the one before: shown first, and then it goes."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.asks import OwnWords
from bot.services.conversations import access, telling_on


class TellingOn:
    """What an asker presses whose conversation was handed over."""

    declared = Declared(Audience.ASKERS, ("conversation", "passed_on", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "tell_before": Answers(Ack.REPLY, self._show),
            "tell_before_now": Answers(Ack.UPDATE, self._tell),
            "tell_nothing": Answers(Ack.UPDATE, self._leave),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _show(self, press: UserAction) -> Reply:
        found = await telling_on.preview(self._desk.ctx, press.user, press.token)
        words, button = self._desk.words, self._desk.words.button
        if not found.words:
            write = button("write_to", press.token, alias=found.alias)
            return Reply(words("talk.tell.nothing", alias=found.alias), buttons=(write,))
        text = words("talk.tell.really", alias=found.alias)
        if found.left_out:
            text += "\n" + words("talk.tell.left_out", count=found.left_out, alias=found.alias)
        return Reply(
            text,
            words.boxes(OwnWords("\n\n".join(found.words))),
            (
                button("tell_before_now", press.token, Style.MAIN),
                button("tell_nothing", press.token),
            ),
        )

    async def _tell(self, press: UserAction) -> Reply:
        told = telling_on.tell_next(self._desk.ctx, press.user, press.token, press.number)
        return Reply(self._desk.words("talk.given", alias=await told))

    async def _leave(self, press: UserAction) -> Reply:
        alias = await access.get_partner_alias(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.tell.not", alias=alias))
