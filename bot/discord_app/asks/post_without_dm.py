"""Posting although the bot cannot write to the asker: they look under My conversations."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.ask_summary import held_reply, here_line
from bot.discord_app.rendering.reply import Reply
from bot.domain.ids import DraftId
from bot.services.asks import holding, posting


class PostingWithoutDm:
    """The way on when direct messages are closed."""

    declared = Declared(Audience.ASKERS, ("ask", "button", "outbox", "happened"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"post_anyway": Answers(Ack.UPDATE, self._post)}
        self.forms: Mapping[str, Handler] = {}

    async def _post(self, press: UserAction) -> Reply:
        words = self._desk.words
        posted = await posting.post(
            self._desk.ctx, press.member, DraftId(press.token), without_dm=True
        )
        if posted.held:
            guild = press.member.guild
            return held_reply(words, await holding.usual_look(self._desk.ctx, guild))
        here = here_line(
            words,
            posted.here,
            posted.first,
            self._desk.ctx.settings.offers.same_listener_first,
            later=posted.later,
            likely=posted.likely,
        )
        until = words.moment(posted.expires_at)
        return Reply(
            words("ask.posted_without_dm", here=here, until=until),
            buttons=(words.button("conversations"),),
        )
