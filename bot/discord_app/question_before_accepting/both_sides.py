"""One question before accepting: what the listener presses who has it, and whoever asked."""

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
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.question_before_accepting import answering, asking, drafts
from bot.services.question_before_accepting.wording import ROOM_FOR_FIRST_WORDS, FirstWords


class AskingFirst:
    """What a listener presses who has read an ask."""

    declared = Declared(Audience.LISTENERS, ("first_question", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"ask_first": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {"ask_first": Takes(Ack.REPLY, self._ask, self._blank)}

    async def _open(self, press: UserAction) -> Form:
        await asking.must_be_askable(self._desk.ctx, press.user, press.token)
        return self._blank(CustomId("ask_first", press.token, press.number), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        return _form(self._desk.words, custom_id, "question")

    async def _ask(self, press: UserAction) -> Reply:
        number, typed = press.choice or press.number, press.text("words")
        done = await asking.ask(self._desk.ctx, press.user, press.token, number, typed)
        return told(self._desk, done)


class AnsweringFirst:
    """What whoever asked presses about such a question; and what either does with a draft."""

    declared = Declared(Audience.EVERYBODY, ("first_question", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "see_first": Answers(Ack.REPLY, self._see),
            "answer_first": OpensForm(self._open),
            "leave_first": Answers(Ack.REPLY, self._leave),
            "first_change": OpensForm(self._open_draft),
            "first_anyway": Answers(Ack.UPDATE, self._send),
            "first_drop": Answers(Ack.UPDATE, self._drop),
        }
        self.forms: Mapping[str, Handler] = {
            "answer_first": Takes(Ack.REPLY, self._answer, self._blank),
            "first_change": Takes(Ack.UPDATE, self._change, self._blank),
        }

    async def _see(self, press: UserAction) -> Reply:
        shown = await answering.look_at_first(self._desk.ctx, press.user, press.token)
        words, button = self._desk.words, self._desk.words.button
        return Reply(
            words("notice.first_question", alias=shown.alias),
            words.boxes(OwnWords(shown.words)),
            (
                button("answer_first", shown.id, Style.MAIN),
                button("leave_first", shown.id),
                button("block", shown.id),
                button("report", shown.id),
                button("helplines"),
            ),
        )

    async def _open(self, press: UserAction) -> Form:
        await answering.look_at_first(self._desk.ctx, press.user, press.token)
        return self._blank(CustomId("answer_first", press.token, press.number), {})

    async def _open_draft(self, press: UserAction) -> Form:
        kept = await drafts.draft_of(self._desk.ctx, press.user, press.token)
        return _form(self._desk.words, CustomId("first_change", press.token), "change", kept)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        which = "answer" if custom_id.action == "answer_first" else "change"
        return _form(self._desk.words, custom_id, which)

    async def _answer(self, press: UserAction) -> Reply:
        number, typed = press.choice or press.number, press.text("words")
        done = await answering.answer_first(self._desk.ctx, press.user, press.token, number, typed)
        return told(self._desk, done)

    async def _leave(self, press: UserAction) -> Reply:
        await answering.leave_first(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("first.left"))

    async def _change(self, press: UserAction) -> Reply:
        typed, ctx = press.text("words"), self._desk.ctx
        return told(self._desk, await drafts.change_first(ctx, press.user, press.token, typed))

    async def _send(self, press: UserAction) -> Reply:
        ctx = self._desk.ctx
        return told(self._desk, await drafts.send_anyway(ctx, press.user, press.token))

    async def _drop(self, press: UserAction) -> Reply:
        await drafts.drop(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("first.dropped"))


def told(desk: DiscordContext, done: FirstWords) -> Reply:
    """That it is on its way; or what in it tells of its writer, and what can be done."""
    words, button = desk.words, desk.words.button
    if not done.exact:
        if done.answers:
            return Reply(words("first.answered"))
        held = words.length(desk.ctx.settings.offers.question_open_for)
        take = (button("accept", done.token, Style.MAIN), button("no_thanks", done.token))
        return Reply(words("first.asked", held=held), buttons=take)
    exact = words("ask.gives_away", exact=in_quotes(words, done.exact))
    why = words("first.refused" if done.refused else "first.held")
    anyway: tuple[Button, ...] = () if done.refused else (button("first_anyway", done.question),)
    return Reply(
        f"{exact}\n{why}",
        words.boxes(OwnWords(done.words)),
        (
            button("first_change", done.question, Style.MAIN),
            *anyway,
            button("first_drop", done.question, Style.ENDING),
            button("helplines"),
        ),
    )


def _form(words: Words, custom_id: CustomId, which: str, filled: str = "") -> Form:
    key, most = f"first.{which}", ROOM_FOR_FIRST_WORDS
    return form_for_words(words, custom_id, key, most=most, required=True, filled=filled)
