"""An ask that would like to learn something: which of a list, chosen below the preview."""

from collections.abc import Callable, Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.ask_summary import to_learn
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import OutOfDate
from bot.domain.ids import DraftId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.asks import drafts


class AskingToLearn:
    """What an asker presses to say that they would like to learn how something is done."""

    declared = Declared(Audience.MEMBERS, ("draft",))

    def __init__(self, desk: DiscordContext, preview: Callable[[drafts.Preview], Reply]) -> None:
        self._desk = desk
        self._preview = preview
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"learn_how": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "learn_how": Takes(Ack.UPDATE, self._take, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        draft = await drafts.get_draft(self._desk.ctx, press.member, DraftId(press.token))
        return self._form(CustomId("learn_how", press.token), draft.wishes.learn)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        return self._form(custom_id, "")

    def _form(self, custom_id: CustomId, learn: str) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "learn")
        field = fields.some_of("learn", to_learn(words), {learn}, 1)
        return Form(custom_id, words("learn.form_title"), (field,))

    async def _take(self, press: UserAction) -> Reply:
        learn = next(iter(press.all_chosen("learn")), "")
        if learn and learn not in to_learn(self._desk.words):
            raise OutOfDate
        key = DraftId(press.token)
        return self._preview(await drafts.choose_to_learn(self._desk.ctx, press.member, key, learn))
