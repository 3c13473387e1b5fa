"""Clear this chat: the question, and the answer."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.services.aftercare import clear_chat


class ClearChat:
    """What both sides press once it is over."""

    declared = Declared(Audience.BOTH_SIDES, ("clearing", "to_clear", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "clear_chat": Answers(Ack.REPLY, self._ask),
            "clear_chat_now": Answers(Ack.UPDATE, self._clear),
            "keep_chat": Answers(Ack.UPDATE, self._keep),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _ask(self, press: UserAction) -> Reply:
        alias = await clear_chat.get_former_partner_alias(self._desk.ctx, press.user, press.token)
        button = self._desk.words.button
        return Reply(
            self._desk.words("after.clear.really", alias=alias),
            buttons=(
                button("keep_chat", press.token),
                button("clear_chat_now", press.token, Style.ENDING),
            ),
        )

    async def _clear(self, press: UserAction) -> Reply:
        alias = await clear_chat.clear(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("after.clear.begun", alias=alias))

    async def _keep(self, press: UserAction) -> Reply:
        del press  # nothing was to change
        return Reply(self._desk.words("after.clear.kept"))
