"""What a listener can say, when they have no words: openings, and what to do about danger."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply


class FindingWords:
    """What a listener presses in a conversation. It says the same to everybody, from memory."""

    declared = Declared(Audience.EVERYBODY)

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"what_to_say": Answers(Ack.REPLY, self._show)}
        self.forms: Mapping[str, Handler] = {}

    async def _show(self, press: UserAction) -> Reply:
        words, away = self._desk.words, () if press.guild else ("remove_card",)
        buttons = (words.button(action) for action in ("helplines", *away))
        return Reply(words("talk.what_to_say"), buttons=tuple(buttons))
