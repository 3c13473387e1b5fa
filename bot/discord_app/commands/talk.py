"""Ending a conversation: the question, and the answer."""

from collections.abc import Mapping

from bot.discord_app.desk import Desk
from bot.discord_app.press import Ack, Answers, Handler, Press
from bot.discord_app.reply import Reply, Style
from bot.services import ending


class Talking:
    """What both sides of a conversation press."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "end": Answers(Ack.REPLY, self._ask_to_end),
            "end_now": Answers(Ack.UPDATE, self._end),
            "keep_talking": Answers(Ack.UPDATE, self._keep_talking),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _ask_to_end(self, press: Press) -> Reply:
        alias = await ending.look(self._desk.ctx, press.user, press.token)
        button = self._desk.words.button
        return Reply(
            self._desk.words("talk.end_really", alias=alias),
            buttons=(
                button("end_now", press.token, Style.ENDING),
                button("keep_talking", press.token),
            ),
        )

    async def _end(self, press: Press) -> Reply:
        alias = await ending.end(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.ended", alias=alias))

    async def _keep_talking(self, press: Press) -> Reply:
        alias = await ending.look(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.goes_on", alias=alias))
