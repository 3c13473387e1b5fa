"""Writing in an open ask's thread without one's name, for whoever helps and for whoever asked."""

from collections.abc import Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import form_for_words
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.giving_away import in_quotes
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.ids import GuildId, ThreadMessageId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.context import Member
from bot.services.conversations.passed_words import ROOM_FOR_WORDS
from bot.services.open_asks import writing
from bot.services.open_asks.writing import InThread

NO_SERVER = GuildId(0)


class AnsweringOpenly:
    """What anybody presses in the thread. It looks the same for whoever asked: a button, a form,
    and an answer that only they see."""

    declared = Declared(Audience.MEMBERS, ("thread_message", "outbox"), ("helplines",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "answer_unnamed": OpensForm(self._open),
            "reply_openly": OpensForm(self._open),
            "thread_change": OpensForm(self._open_draft),
            "thread_send_anyway": Answers(Ack.UPDATE, self._send),
            "thread_drop": Answers(Ack.UPDATE, self._drop),
        }
        self.forms: Mapping[str, Handler] = {
            "answer_unnamed": Takes(Ack.REPLY, self._written, self._blank),
            "thread_change": Takes(Ack.UPDATE, self._changed, self._blank),
        }

    async def _open(self, press: UserAction) -> Form:
        await writing.must_be_open(self._desk.ctx, press.user, press.token)
        return self._form(CustomId("answer_unnamed", press.token, press.number), "")

    async def _open_draft(self, press: UserAction) -> Form:
        kept = await writing.draft_of(self._desk.ctx, press.user, ThreadMessageId(press.token))
        return self._form(CustomId("thread_change", press.token), kept)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, "")

    def _form(self, custom_id: CustomId, filled: str) -> Form:
        words, key, most = self._desk.words, "open_ask.form", ROOM_FOR_WORDS
        return form_for_words(words, custom_id, key, most=most, required=True, filled=filled)

    async def _written(self, press: UserAction) -> Reply:
        who = Member(press.user, press.guild or NO_SERVER, press.roles)
        number, typed = press.choice or press.number, press.text("words")
        return self._told(await writing.write(self._desk.ctx, who, press.token, number, typed))

    async def _changed(self, press: UserAction) -> Reply:
        key, typed = ThreadMessageId(press.token), press.text("words")
        return self._told(await writing.change_draft(self._desk.ctx, press.user, key, typed))

    async def _send(self, press: UserAction) -> Reply:
        key = ThreadMessageId(press.token)
        return self._told(await writing.send_anyway(self._desk.ctx, press.user, key))

    async def _drop(self, press: UserAction) -> Reply:
        await writing.drop(self._desk.ctx, press.user, ThreadMessageId(press.token))
        return Reply(self._desk.words("open_ask.dropped"))

    def _told(self, done: InThread) -> Reply:
        words, button = self._desk.words, self._desk.words.button
        if not done.exact:
            return Reply(words.with_help(words("open_ask.sent", alias=done.alias)))
        kept = words.length(self._desk.ctx.settings.asks.draft_lives)
        why = words("open_ask.refused" if done.refused else "open_ask.held", kept=kept)
        exact = words("ask.gives_away", exact=in_quotes(words, done.exact))
        anyway = () if done.refused else (button("thread_send_anyway", done.id),)
        return Reply(
            words.with_help(f"{exact}\n{why}"),
            words.boxes(OwnWords(done.words)),
            (
                button("thread_change", done.id, Style.MAIN),
                *anyway,
                button("thread_drop", done.id, Style.ENDING),
                button("helplines"),
            ),
        )
