"""For myself: a note after a conversation, and all one's notes."""

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
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.aftercare import NOTE_AT_MOST
from bot.domain.asks import OwnWords
from bot.domain.ids import MessageId, ReflectionId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.aftercare import reflections
from bot.services.aftercare.reflections import Page


class Reflecting:
    """What only its owner ever sees."""

    declared = Declared(Audience.ASKERS, ("reflection",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "for_myself": OpensForm(self._open),
            "my_notes": Answers(Ack.REPLY, self._look),
            "next_note": Answers(Ack.UPDATE, self._next),
            "erase_note": Answers(Ack.UPDATE, self._erase),
        }
        self.forms: Mapping[str, Handler] = {
            "for_myself": Takes(Ack.REPLY, self._write, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        await reflections.must_have_room(self._desk.ctx, press.user, press.token)
        opened = CustomId("for_myself", press.token, press.number)  # the same if it is sent twice
        return self._blank(opened, {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        words, most = self._desk.words, NOTE_AT_MOST
        return form_for_words(words, custom_id, "after.note", most=most, required=True)

    async def _write(self, press: UserAction) -> Reply:
        typed, form = press.text("words"), MessageId(press.choice or press.number)
        await reflections.write(self._desk.ctx, press.user, press.token, form, typed)
        words = self._desk.words
        return Reply(words("after.note.saved"), buttons=(words.button("my_notes"),))

    async def _look(self, press: UserAction) -> Reply:
        return self._shown(await reflections.read(self._desk.ctx, press.user))

    async def _next(self, press: UserAction) -> Reply:
        wanted = ReflectionId(press.token)
        return self._shown(await reflections.read(self._desk.ctx, press.user, wanted))

    async def _erase(self, press: UserAction) -> Reply:
        note = ReflectionId(press.token)
        return self._shown(await reflections.erase(self._desk.ctx, press.user, note))

    def _shown(self, page: Page | None) -> Reply:
        words = self._desk.words
        if page is None:
            return Reply(words("after.note.none"))
        turning: tuple[Button, ...] = ()
        if page.next is not None:
            turning = (words.button("next_note", page.next, Style.MAIN),)
        return Reply(
            words("after.note.shown", number=page.number, total=page.total),
            words.boxes(OwnWords(page.note.words)),
            (*turning, words.button("erase_note", page.note.id, Style.ENDING)),
        )
