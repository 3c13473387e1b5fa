"""Tell moderators who I am: what an asker presses, with one look at what they will see."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.services.conversations import access
from bot.services.moderation import telling_who


class TellingWho:
    """Their own choice, and nobody else's."""

    declared = Declared(Audience.ASKERS, ("conversation", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "tell_who": Answers(Ack.UPDATE, self._really),
            "tell_who_now": Answers(Ack.UPDATE, self._tell),
            "tell_nobody": Answers(Ack.UPDATE, self._leave),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _really(self, press: UserAction) -> Reply:
        words, button = self._desk.words, self._desk.words.button
        if not await telling_who.can_still(self._desk.ctx, press.user, press.token):
            return Reply(words("talk.who.known"), buttons=(button("helplines"),))
        return Reply(
            words("talk.who.really", who=f"<@{press.user}>"),
            buttons=(
                button("tell_who_now", press.token, Style.MAIN),
                button("tell_nobody", press.token),
                button("helplines"),
            ),
        )

    async def _tell(self, press: UserAction) -> Reply:
        told = await telling_who.let_them_know(self._desk.ctx, press.user, press.token)
        words = self._desk.words
        text = words("talk.who.told" if told else "talk.who.nobody")
        return Reply(text, buttons=(words.button("helplines"),))

    async def _leave(self, press: UserAction) -> Reply:
        alias = await access.get_partner_alias(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.who.not", alias=alias))
