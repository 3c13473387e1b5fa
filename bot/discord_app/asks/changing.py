"""Other words for an ask that was posted: the form, and using what was written."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.discord_app.asks.own_words_form import own_words
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Blank,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.ask_summary import held_reply
from bot.discord_app.rendering.reply import Reply
from bot.domain.ids import DraftId
from bot.services.asks import changing, drafts, holding
from bot.services.asks.changing import Became


class ChangingAsk:
    """What an asker presses whose ask is not as they would like it any more."""

    declared = Declared(Audience.ASKERS, ("draft", "ask", "button", "outbox"))

    def __init__(
        self, desk: DiscordContext, blank: Blank, preview: Callable[[drafts.Preview], Reply]
    ) -> None:
        self._desk = desk
        self._preview = preview
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "change_ask": OpensForm(self._open),
            "use_new_words": Answers(Ack.UPDATE, self._use),
            "leave_ask": Answers(Ack.UPDATE, self._leave),
        }
        self.forms: Mapping[str, Handler] = {"change_ask": Takes(Ack.REPLY, self._written, blank)}

    async def _open(self, press: UserAction) -> Form:
        standing = await changing.words_of(self._desk.ctx, press.user, press.token)
        return own_words(self._desk, CustomId("change_ask", press.token), standing)

    async def _written(self, press: UserAction) -> Reply:
        words, would_help = press.text("words"), press.text("would_help")
        return self._preview(
            await changing.write_anew(self._desk.ctx, press.user, press.token, words, would_help)
        )

    async def _leave(self, press: UserAction) -> Reply:
        await drafts.cancel(self._desk.ctx, press.member, DraftId(press.token))
        return Reply(self._desk.words("ask.left_as_it_was"))

    async def _use(self, press: UserAction) -> Reply:
        key = DraftId(press.token)
        changed = await changing.use(self._desk.ctx, press.member, key)
        words, kept = self._desk.words, changed.preview
        if changed.became is Became.HELD:
            usual = await holding.usual_look(self._desk.ctx, press.member.guild)
            return held_reply(words, usual)
        if kept is None:
            return Reply(words("ask.words_changed"), buttons=(words.button("conversations"),))
        if changed.became is Became.OVER:
            over = self._preview(kept)
            return replace(over, text=f"{words('ask.over_meanwhile')}\n\n{over.text}")
        text = words("ask.taken_meanwhile", until=words.moment(kept.draft.expires_at))
        ways = (words.button("conversations"), words.button("helplines"))
        return Reply(words.with_help(text), words.boxes(kept.draft.text), ways)
