"""Asks that wait for a moderator's look, one at a time with its words."""

from collections.abc import Callable, Mapping
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
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.ids import AskId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.moderation_record import RecordedAct
from bot.domain.private_numbers import written
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.asks import holding
from bot.services.moderation import numbers, record
from bot.services.moderation.numbers import NumberShown
from bot.storage.store import Tables


class ShowingHeldAsks:
    """What a moderator presses who looks at asks before they go out."""

    declared = Declared(Audience.MODERATORS, ("ask", "known_number"))

    def __init__(self, desk: DiscordContext, number: Callable[[NumberShown], Reply]) -> None:
        self._desk = desk
        self._number = number
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "held_asks": Answers(Ack.UPDATE, self._look),
            "held_asks_after": Answers(Ack.UPDATE, self._look),
            "held_number": Answers(Ack.REPLY, self._show_number),
            "let_it_out": Answers(Ack.UPDATE, self._let_out),
            "keep_it_in": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "keep_it_in": Takes(Ack.REPLY, self._keep_in, self._blank)
        }

    async def _look(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        words, at = self._desk.words, press.choice or 0
        found = await holding.list_held(self._desk.ctx, press.member)
        if not found:
            return Reply(words("held_asks.none"), buttons=(words.button("moderate"),))
        ask = found[min(at, len(found) - 1)]
        ways = [
            words.button("let_it_out", ask.id, Style.MAIN, ask.edition),
            words.button("held_number", ask.id, number=written(ask.asker_number)),
            words.button("keep_it_in", ask.id, Style.ENDING),
        ]
        if at + 1 < len(found):
            ways.append(words.button("held_asks_after", choice=at + 1))
        number, since = written(ask.asker_number), words.moment(ask.posted_at)
        text = words("held_asks.one_of", number=number, since=since)
        return Reply(text, words.boxes(ask.text), (*ways, words.button("moderate")))

    async def _show_number(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        key = AskId(press.token)
        return self._number(await numbers.number_of_held(self._desk.ctx, press.member, key))

    async def _let_out(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        note = partial(self._note, press, RecordedAct.LET_OUT)
        key, edition = AskId(press.token), press.choice or 0
        await holding.let_out(self._desk.ctx, press.member, key, note, edition=edition)
        return self._done("held_asks.is_out")

    async def _open(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("keep_it_in", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words, most = self._desk.words, WORDS_AT_MOST
        return form_for_words(words, custom_id, "held_asks", most=most, required=True)

    async def _keep_in(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        key = AskId(press.token)
        note = partial(self._note, press, RecordedAct.KEPT_IN)
        await holding.keep_in(self._desk.ctx, press.member, key, press.text("words"), note)
        return self._done("held_asks.is_kept_in")

    async def _note(self, press: UserAction, what: RecordedAct, tables: Tables) -> None:
        words = press.text("words")
        await record.note(self._desk.ctx, tables, press.member, what, press.token, words)

    def _done(self, key: str) -> Reply:
        words = self._desk.words
        return Reply(words(key), buttons=(words.button("moderate"),))
