"""Asks that a listener is told of: reading one, taking it, not now; and who is waiting."""

from collections.abc import Mapping

from bot.discord_app.about import about_line
from bot.discord_app.desk import Desk
from bot.discord_app.press import Ack, Answers, Handler, Press
from bot.discord_app.reply import Reply
from bot.discord_app.who_waits import somebody_waits, take_button
from bot.services import accepting, answering


class Offering:
    """What a listener presses about an ask."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "accept": Answers(Ack.REPLY, self._accept),
            "read_it": Answers(Ack.REPLY, self._read),
            "not_now": Answers(Ack.UPDATE, self._not_now),
            "who_waits": Answers(Ack.REPLY, self._who_waits),
            "next_waiting": Answers(Ack.UPDATE, self._who_waits),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _accept(self, press: Press) -> Reply:
        ctx = self._desk.ctx
        if press.guild is None:  # an offer, in direct messages
            accepted = await accepting.accept_offered(ctx, press.user, press.token)
        else:
            accepted = await accepting.accept(ctx, press.member, press.token)
        return Reply(self._desk.words("listen.accepted", alias=accepted.alias))

    async def _read(self, press: Press) -> Reply:
        shown = await answering.read(self._desk.ctx, press.user, press.token)
        about = about_line(self._desk.words, shown.about)
        boxes, take = self._desk.words.boxes(shown.text), take_button(self._desk.words, shown.token)
        return Reply(self._desk.words("listen.read", about=about), boxes, (take,))

    async def _not_now(self, press: Press) -> Reply:
        await answering.not_now(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("notice.offer_declined"))

    async def _who_waits(self, press: Press) -> Reply:
        shown = await answering.who_waits(self._desk.ctx, press.member, press.choice or 0)
        if shown is None:
            return Reply(self._desk.words("listen.nobody_waits"))
        return somebody_waits(self._desk.words, shown)
