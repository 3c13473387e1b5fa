"""What a listener presses who would rather write for the morning of whoever asked."""

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
from bot.discord_app.rendering.waiting_ask import take_button
from bot.domain.asks import OwnWords
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.mornings import keeping
from bot.services.mornings.keeping import ROOM_FOR_MORNING_WORDS, KeptForMorning


class InTheirMorning:
    """Writing the words, reading them again, changing them, letting them go although they tell of
    their writer, and taking them back."""

    declared = Declared(Audience.LISTENERS, ("morning_words", "waiting"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "in_their_morning": OpensForm(self._open),
            "morning_see": Answers(Ack.REPLY, self._see),
            "morning_change": OpensForm(self._open_again),
            "morning_anyway": Answers(Ack.UPDATE, self._let_go),
            "morning_back": Answers(Ack.UPDATE, self._take_back),
        }
        self.forms: Mapping[str, Handler] = {
            "in_their_morning": Takes(Ack.REPLY, self._keep, self._blank),
            "morning_change": Takes(Ack.UPDATE, self._change, self._blank),
        }

    async def _open(self, press: UserAction) -> Form:
        await keeping.must_be_writable(self._desk.ctx, press.user, press.token)
        return self._form(CustomId("in_their_morning", press.token, press.number))

    async def _open_again(self, press: UserAction) -> Form:
        words = await keeping.words_of(self._desk.ctx, press.user, press.token)
        return self._form(CustomId("morning_change", press.token), words)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        return self._form(custom_id)

    def _form(self, custom_id: CustomId, filled: str = "") -> Form:
        words, most = self._desk.words, ROOM_FOR_MORNING_WORDS
        return form_for_words(words, custom_id, "morning", most=most, required=True, filled=filled)

    async def _keep(self, press: UserAction) -> Reply:
        number, typed = press.choice or press.number, press.text("words")
        kept = await keeping.keep_words(self._desk.ctx, press.user, press.token, number, typed)
        return self._told(kept)

    async def _change(self, press: UserAction) -> Reply:
        typed, ctx = press.text("words"), self._desk.ctx
        return self._told(await keeping.change_words(ctx, press.user, press.token, typed))

    async def _see(self, press: UserAction) -> Reply:
        return self._told(await keeping.look_at(self._desk.ctx, press.user, press.token))

    async def _let_go(self, press: UserAction) -> Reply:
        return self._told(await keeping.let_go(self._desk.ctx, press.user, press.token))

    async def _take_back(self, press: UserAction) -> Reply:
        await keeping.take_back(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("morning.taken_back"))

    def _told(self, kept: KeptForMorning) -> Reply:
        """That they are kept; or what in them tells of their writer, and what can be done."""
        words, button = self._desk.words, self._desk.words.button
        change = button("morning_change", kept.id)
        back = button("morning_back", kept.id, Style.ENDING)
        boxes = words.boxes(OwnWords(kept.words))
        if kept.ready:
            take = take_button(words, kept.token)
            return Reply(words("morning.kept"), boxes, (take, change, back))
        exact = words("ask.gives_away", exact=in_quotes(words, kept.exact))
        why = words("first.refused" if kept.refused else "morning.held")
        anyway: tuple[Button, ...] = ()
        if not kept.refused:
            anyway = (button("morning_anyway", kept.id),)
        return Reply(f"{exact}\n{why}", boxes, (change, *anyway, back, button("helplines")))
