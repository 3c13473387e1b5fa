"""While the other side is silent: still here, back soon, wait, find somebody else."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.services.conversations import silence


class BeingSilent:
    """What both sides press when nobody writes."""

    declared = Declared(Audience.BOTH_SIDES, ("waiting", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "still_here": Answers(Ack.REPLY, self._still_here),
            "back_soon": Answers(Ack.REPLY, self._back_soon),
            "wait": Answers(Ack.UPDATE, self._wait),
            "somebody_else": Answers(Ack.UPDATE, self._somebody_else),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _still_here(self, press: UserAction) -> Reply:
        alias = await silence.still_here(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.still_here", alias=alias))

    async def _back_soon(self, press: UserAction) -> Reply:
        alias = await silence.back_soon(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.back_soon", alias=alias))

    async def _wait(self, press: UserAction) -> Reply:
        alias = await silence.wait(self._desk.ctx, press.user, press.token)
        words, again = self._desk.words, self._desk.ctx.settings.conversations.asker_asked_after
        return Reply(words("talk.waits", alias=alias, length=words.length(again)))

    async def _somebody_else(self, press: UserAction) -> Reply:
        alias = await silence.find_somebody_else(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.looks_for_somebody", alias=alias))
