"""Choosing the language of one's own answers and direct messages, from /conversations."""

from collections.abc import Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.reply import Reply
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.conversations import my_language

AS_DISCORD = "discord"
"""In the list: no language of one's own choice."""


class ChoosingLanguage:
    """What somebody presses who would rather read another language."""

    declared = Declared(Audience.EVERYBODY, ("person",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"my_language": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "my_language": Takes(Ack.REPLY, self._choose, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        standing = await my_language.chosen(self._desk.ctx, press.user)
        custom_id = CustomId("my_language", self._desk.ctx.randomness.token())
        return self._form(custom_id, standing or AS_DISCORD)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        return self._form(custom_id, AS_DISCORD)

    def _form(self, custom_id: CustomId, standing: str) -> Form:
        """Each language by the name that it calls itself: for whoever cannot read the others."""
        words = self._desk.words
        options = {AS_DISCORD: words("my_language.as_discord"), **words.languages}
        field = Fields(words, "my_language").some_of("language", options, {standing}, 1)
        return Form(custom_id, words("my_language.form_title"), (field,))

    async def _choose(self, press: UserAction) -> Reply:
        """It is answered in the language that was chosen."""
        chosen = next(iter(press.all_chosen("language")), AS_DISCORD)
        words = self._desk.in_language.get(chosen)
        await my_language.choose_to_read(
            self._desk.ctx, press.user, None if words is None else chosen
        )
        if words is None:
            words = self._desk.words
            return Reply(words("my_language.off"), buttons=(words.button("conversations"),))
        done = words("my_language.done", language=words.languages[chosen])
        return Reply(done, buttons=(words.button("conversations"),))
