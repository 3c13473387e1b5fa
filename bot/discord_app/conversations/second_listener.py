"""Call a second listener: what a listener presses, and what their asker answers."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.services.conversations import second_listener


class CallingASecond:
    """Asked by the one, chosen by the other."""

    declared = Declared(Audience.BOTH_SIDES, ("waiting", "outbox", "offer"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "call_second": Answers(Ack.UPDATE, self._really),
            "call_second_now": Answers(Ack.UPDATE, self._call),
            "second_yes": Answers(Ack.UPDATE, self._agree),
            "second_no": Answers(Ack.UPDATE, self._decline),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _really(self, press: UserAction) -> Reply:
        ctx, words, button = self._desk.ctx, self._desk.words, self._desk.words.button
        alias = await second_listener.get_asker_alias(ctx, press.user, press.token)
        return Reply(
            words("talk.second.really", alias=alias),
            buttons=(
                button("call_second_now", press.token, Style.MAIN),
                button("keep_talking", press.token),
            ),
        )

    async def _call(self, press: UserAction) -> Reply:
        called = await second_listener.call(self._desk.ctx, press.user, press.token)
        key = "before" if called.before else "asked"
        return Reply(self._desk.words(f"talk.second.{key}", alias=called.alias))

    async def _agree(self, press: UserAction) -> Reply:
        alias = await second_listener.agree(self._desk.ctx, press.user, press.token)
        words, button = self._desk.words, self._desk.words.button
        length = words.length(second_listener.LOOKED_FOR)
        return Reply(
            words("talk.second.yes", alias=alias, length=length),
            buttons=(button("second_no", press.token), button("helplines")),
        )

    async def _decline(self, press: UserAction) -> Reply:
        alias = await second_listener.decline(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.second.no", alias=alias))
