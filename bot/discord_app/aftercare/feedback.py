"""After a conversation: did it help, and thanks."""

from collections.abc import Awaitable, Callable, Mapping

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
from bot.discord_app.rendering.reply import Reply
from bot.domain.aftercare import THANKS_AT_MOST, Helped
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.aftercare import feedback, thanks


class LookingBack:
    """What an asker presses below the notice that it ended."""

    declared = Declared(Audience.ASKERS, ("helped", "done_after", "outbox", "happened"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "helped_yes": Answers(Ack.REPLY, self._answering(Helped.YES)),
            "helped_little": Answers(Ack.REPLY, self._answering(Helped.LITTLE)),
            "helped_no": Answers(Ack.REPLY, self._answering(Helped.NO)),
            "say_thanks": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "say_thanks": Takes(Ack.REPLY, self._thank, self._blank)
        }

    def _answering(self, helped: Helped) -> Callable[[UserAction], Awaitable[Reply]]:
        async def answer(press: UserAction) -> Reply:
            told = await feedback.answer(self._desk.ctx, press.user, press.token, helped)
            words, buttons = self._desk.words, []
            if told.ask_again is not None:
                buttons.append(words.button("ask_again", told.ask_again))
            if helped is Helped.NO:
                buttons.append(words.button("helplines"))
            # "Not really" is met with the same words each time: they say nothing of counting
            known = not told.counted and helped is not Helped.NO
            key = "after.helped_before" if known else f"after.helped_{helped}"
            return Reply(words(key, alias=told.alias), buttons=tuple(buttons))

        return answer

    async def _open(self, press: UserAction) -> Form:
        alias = await thanks.get_listener_alias(self._desk.ctx, press.user, press.token)
        return self._form(CustomId("say_thanks", press.token), alias)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, self._desk.words("alias.of_them"))

    def _form(self, custom_id: CustomId, alias: str) -> Form:
        words, most = self._desk.words, THANKS_AT_MOST
        return form_for_words(
            words, custom_id, "after.thanks", most=most, required=False, alias=alias
        )

    async def _thank(self, press: UserAction) -> Reply:
        typed = press.text("words")
        alias = await thanks.thank(self._desk.ctx, press.user, press.token, typed)
        return Reply(self._desk.words("after.thanks.have_it", alias=alias))
