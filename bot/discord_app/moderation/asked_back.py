"""What moderators ask whoever sent a report: read by that person alone, and answered once each."""

from collections.abc import Callable, Mapping

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
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.ids import GuildId, QuestionId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.names import Name
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.moderation import asked_back


class AnsweringQuestions:
    """What somebody presses whom moderators ask back, wherever they are."""

    declared = Declared(Audience.EVERYBODY, ("report_question",))

    def __init__(self, desk: DiscordContext, guild_name: Callable[[GuildId], Name | None]) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "read_question": Answers(Ack.REPLY, self._read),
            "answer_question": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "answer_question": Takes(Ack.REPLY, self._answer, self._blank)
        }

    async def _read(self, press: UserAction) -> Reply:
        key = QuestionId(press.token)
        asked = await asked_back.read_question(self._desk.ctx, press.user, key)
        words, question = self._desk.words, asked.question
        server = self._guild_name(asked.guild) or Name(words("server.unnamed"))
        lines, ways = [words("report.question", server=server)], [words.button("helplines")]
        if asked.can_answer:
            ways.insert(0, words.button("answer_question", key, Style.MAIN))
        else:
            answered = question.answer is not None
            lines.append(words(f"report.question_{'answered' if answered else 'over'}"))
        lines.append(words("report.question_is"))
        return Reply("\n".join(lines), words.boxes(OwnWords(question.words)), tuple(ways))

    async def _open(self, press: UserAction) -> Form:
        return self._blank(CustomId("answer_question", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words, most = self._desk.words, WORDS_AT_MOST
        return form_for_words(words, custom_id, "report.answer", most=most, required=True)

    async def _answer(self, press: UserAction) -> Reply:
        key, ctx = QuestionId(press.token), self._desk.ctx
        await asked_back.answer_question(ctx, press.user, key, press.text("words"))
        words = self._desk.words
        return Reply(words("report.answer.sent"), buttons=(words.button("helplines"),))
