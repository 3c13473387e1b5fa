"""What else there is in a conversation, and handing it over to the next listener."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.conversations import Side
from bot.services.conversations import access, hand_over

_MORE = {
    Side.ASKER: ("more_for_asker", ("tell_who",)),
    Side.LISTENER: ("more", ("worried", "call_second", "hand_over")),
}
"""What else there is for each of the two, below which words."""


class HandingOver:
    """What a listener presses who can't go on, and what their asker answers."""

    declared = Declared(Audience.BOTH_SIDES, ("conversation", "outbox", "waiting"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "talk_more": Answers(Ack.REPLY, self._more),
            "hand_over": Answers(Ack.UPDATE, self._really),
            "hand_over_now": Answers(Ack.UPDATE, self._hand_over),
            "go_on_with_next": Answers(Ack.UPDATE, self._go_on),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _more(self, press: UserAction) -> Reply:
        alias, side = await access.get_partner(self._desk.ctx, press.user, press.token)
        words = self._desk.words
        what, actions = _MORE[side]
        buttons = (words.button(action, press.token) for action in (*actions, "helplines"))
        read = {"moderators_read": words("privacy.moderators_read")} if side is Side.ASKER else {}
        return Reply(words(f"talk.{what}", alias=alias, **read), buttons=tuple(buttons))

    async def _really(self, press: UserAction) -> Reply:
        alias = await hand_over.get_asker_alias(self._desk.ctx, press.user, press.token)
        words, button = self._desk.words, self._desk.words.button
        return Reply(
            words("talk.hand_over.really", alias=alias, length=self._length),
            buttons=(
                button("keep_talking", press.token),
                button("hand_over_now", press.token, Style.ENDING),
            ),
        )

    async def _hand_over(self, press: UserAction) -> Reply:
        alias = await hand_over.hand_over(self._desk.ctx, press.user, press.token)
        words = self._desk.words
        return Reply(words("talk.hand_over.asked", alias=alias, length=self._length))

    async def _go_on(self, press: UserAction) -> Reply:
        alias = await hand_over.go_on(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.hand_over.goes_on", alias=alias))

    @property
    def _length(self) -> str:
        return self._desk.words.length(hand_over.ASKED_FOR)
