"""Suggestions as moderators see them, one at a time: those that wait, and those in the deck."""

from collections.abc import Mapping
from functools import partial

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
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.ids import SuggestionId
from bot.domain.private_numbers import written
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.suggestions import ANSWER_AT_MOST, Suggestion, SuggestionState
from bot.services.suggestions import deciding
from bot.services.suggestions.deciding import SuggestionShown

WAITING, TAKEN = SuggestionState.WAITING, SuggestionState.TAKEN


class DecidingSuggestions:
    """What a moderator presses who decides what stands in the deck."""

    declared = Declared(Audience.MODERATORS, ("suggestion", "moderation_record"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        waiting, taken = (
            Answers(Ack.UPDATE, partial(self._look, state)) for state in (WAITING, TAKEN)
        )
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "suggestions": waiting,
            "suggestions_before": waiting,
            "suggestions_after": waiting,
            "in_deck": taken,
            "in_deck_before": taken,
            "in_deck_after": taken,
            "let_suggestion_stand": Answers(Ack.UPDATE, self._let_stand),
            "take_suggestion": Answers(Ack.UPDATE, self._take),
            "leave_suggestion": OpensForm(partial(self._open, "leave_suggestion")),
            "take_out_suggestion": OpensForm(partial(self._open, "take_out_suggestion")),
        }
        self.forms: Mapping[str, Handler] = {
            name: Takes(Ack.REPLY, partial(self._leave, state), self._blank)
            for name, state in (("leave_suggestion", WAITING), ("take_out_suggestion", TAKEN))
        }

    async def _look(self, state: SuggestionState, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        place = press.choice or 0
        ctx, guild = self._desk.ctx, press.member.guild
        found = await deciding.look_at(ctx, guild, state, place)
        if found.suggestion is None and state is WAITING and found.to_look_at:
            return self._shown(TAKEN, await deciding.look_at(ctx, guild, TAKEN))
        return self._shown(state, found)

    async def _take(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        await deciding.take(self._desk.ctx, press.member, SuggestionId(press.token))
        return await self._after(WAITING, press, "suggestions.taken")

    async def _let_stand(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        await deciding.let_stand(self._desk.ctx, press.member, SuggestionId(press.token))
        return await self._after(TAKEN, press, "suggestions.stands")

    async def _open(self, action: str, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId(action, press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words, most = self._desk.words, ANSWER_AT_MOST
        return form_for_words(words, custom_id, "suggestions", most=most, required=True)

    async def _leave(self, state: SuggestionState, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        key, why = SuggestionId(press.token), press.text("words")
        await deciding.leave_out(self._desk.ctx, press.member, key, why)
        done = "suggestions.left" if state is WAITING else "suggestions.taken_out"
        return await self._after(state, press, done)

    async def _after(self, state: SuggestionState, press: UserAction, done: str) -> Reply:
        """What was done, and the next one, so that nobody has to look for it."""
        shown = await self._look(state, press)
        return Reply(f"{self._desk.words(done)}\n\n{shown.text}", shown.boxes, shown.buttons)

    def _shown(self, state: SuggestionState, found: SuggestionShown) -> Reply:
        words, one = self._desk.words, found.suggestion
        if one is None:
            none = "suggestions.none" if state is WAITING else "suggestions.none_in_deck"
            return Reply(words(none), buttons=self._beside(state, found))
        key = "suggestions.one_of" if state is WAITING else "suggestions.one_in_deck"
        deck = words.decks.get(one.text.theme)
        text = words(
            key,
            place=found.place + 1,
            count=found.count,
            number=written(one.asker),
            theme=one.text.theme if deck is None else deck.name,
            language=words.deck_languages.get(one.text.language, one.text.language),
        )
        if one.look_again:
            text = f"{text}\n{words('suggestions.look_again')}"
        ways = (*self._ways(state, one), *self._turning(state, found))
        return Reply(text, words.boxes(OwnWords(one.text.words)), ways)

    def _ways(self, state: SuggestionState, one: Suggestion) -> tuple[Button, ...]:
        button = self._desk.words.button
        number = (
            () if one.number is None else (button("number", one.number, number=written(one.asker)),)
        )
        if state is TAKEN:
            stays = (button("let_suggestion_stand", one.id),) if one.look_again else ()
            return (*stays, *number, button("take_out_suggestion", one.id, Style.ENDING))
        return (
            button("take_suggestion", one.id, Style.MAIN),
            *number,
            button("leave_suggestion", one.id, Style.ENDING),
        )

    def _turning(self, state: SuggestionState, found: SuggestionShown) -> tuple[Button, ...]:
        button, name = self._desk.words.button, "suggestions" if state is WAITING else "in_deck"
        ways: list[Button] = []
        if found.place:
            ways.append(button(f"{name}_before", choice=found.place - 1))
        if found.place + 1 < found.count:
            ways.append(button(f"{name}_after", choice=found.place + 1))
        return (*ways, *self._beside(state, found))

    def _beside(self, state: SuggestionState, found: SuggestionShown) -> tuple[Button, ...]:
        button = self._desk.words.button
        other = "in_deck" if state is WAITING else "suggestions"
        ways = (button(other, choice=0, count=found.beside),) if found.beside else ()
        return (*ways, button("moderate"))
