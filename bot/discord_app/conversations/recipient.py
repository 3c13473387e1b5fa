"""Whom a text is for, whom one talks with from now on, and how much notifications show."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.discord_app.components.views import of_image
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.domain.notices import Notice
from bot.services.conversations import discreet_mode, images, recipient
from bot.services.conversations.giving_away import Withheld


class Choosing:
    """What people press in their direct messages to choose."""

    declared = Declared(Audience.BOTH_SIDES, ("person", "passed_on", "outbox"))

    def __init__(self, desk: DiscordContext, render: Callable[[Notice], Reply]) -> None:
        self._desk = desk
        self._render = render
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "for_them": Answers(Ack.UPDATE, self._for_them),
            "for_nobody": Answers(Ack.UPDATE, self._for_nobody),
            "talk_with": Answers(Ack.REPLY, self._talk_with),
            "show_it": Answers(Ack.REPLY, self._show),
            "discreet": Answers(Ack.REPLY, self._discreet),
            "not_discreet": Answers(Ack.UPDATE, self._not_discreet),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _for_them(self, press: UserAction) -> Reply:
        given = await recipient.deliver_held_text(self._desk.ctx, press.user, press.token)
        if isinstance(given, Withheld):
            return self._render(given.notice)
        alias, token = given
        return Reply(
            self._desk.words("talk.given", alias=alias),
            buttons=(self._desk.words.button("talk_with", token, alias=alias),),
        )

    async def _for_nobody(self, press: UserAction) -> Reply:
        await recipient.discard_held_text(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.dropped"))

    async def _talk_with(self, press: UserAction) -> Reply:
        alias = await recipient.talk_with(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.talking_with", alias=alias))

    async def _show(self, press: UserAction) -> Reply:
        kept = await discreet_mode.show(self._desk.ctx, press.user, press.token)
        notice, shown = await images.draw_waiting(self._desk.ctx, kept)
        reply = self._render(notice)
        return reply if shown is None else replace(reply, file=of_image(shown))

    async def _discreet(self, press: UserAction) -> Reply:
        await discreet_mode.choose(self._desk.ctx, press.user, discreet=True)
        return Reply(
            self._desk.words("talk.discreet"), buttons=(self._desk.words.button("not_discreet"),)
        )

    async def _not_discreet(self, press: UserAction) -> Reply:
        await discreet_mode.choose(self._desk.ctx, press.user, discreet=False)
        return Reply(
            self._desk.words("talk.not_discreet"), buttons=(self._desk.words.button("discreet"),)
        )
