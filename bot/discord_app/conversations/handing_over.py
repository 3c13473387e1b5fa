"""What else there is in a conversation, and handing it over to the next listener."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.conversations import Side
from bot.domain.joining_errors import SomebodyIsThere
from bot.services.conversations import access, hand_over
from bot.services.conversations.access import Company

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
        found = await access.get_company(self._desk.ctx, press.user, press.token)
        words = self._desk.words
        if found.beside is not None:
            return self._more_of_two(found, found.beside, press.token)
        asks = found.side is Side.ASKER
        what, actions = _MORE[found.side]
        buttons = (words.button(action, press.token) for action in (*actions, "helplines"))
        read = {"moderators_read": words("privacy.moderators_read")} if asks else {}
        return Reply(words(f"talk.{what}", alias=found.names, **read), buttons=tuple(buttons))

    def _more_of_two(self, found: Company, beside: str, token: str) -> Reply:
        """For one of two listeners, who can simply go."""
        words = self._desk.words
        buttons = (
            *(words.button("worried", token), words.button("end", token)),
            *(words.button("block_beside", token, alias=beside), words.button("helplines")),
        )
        text = words("talk.more_of_two", alias=found.asker, another=beside)
        return Reply(text, buttons=buttons)

    async def _really(self, press: UserAction) -> Reply:
        words, button = self._desk.words, self._desk.words.button
        try:
            alias = await hand_over.get_asker_alias(self._desk.ctx, press.user, press.token)
        except SomebodyIsThere:  # who goes on with them, so that leaving is all there is to do
            names = await access.get_partner_alias(self._desk.ctx, press.user, press.token)
            leave = button("end_now", press.token, Style.ENDING)
            return Reply(
                words("talk.hand_over.leaves", names=names),
                buttons=(button("keep_talking", press.token), leave),
            )
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
