"""Words that give their writer away, before they go: as they are, or written anew."""

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
from bot.discord_app.rendering.reply import Reply
from bot.domain.notices import Notice
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.conversations import giving_away
from bot.services.conversations.giving_away import Withheld

MOST = 4000
"""Characters that a form takes; nobody can write more in a message either.

https://docs.discord.com/developers/components/reference#text-input
"""


class GivingAway:
    """What their writer presses below the notice that shows such words."""

    declared = Declared(Audience.BOTH_SIDES, ("held", "button", "passed_on", "outbox"))

    def __init__(self, desk: DiscordContext, render: Callable[[Notice], Reply]) -> None:
        self._desk = desk
        self._render = render
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "send_anyway": Answers(Ack.UPDATE, self._send),
            "change_words": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "change_words": Takes(Ack.UPDATE, self._change, self._blank)
        }

    async def _send(self, press: UserAction) -> Reply:
        return self._told(await giving_away.send_anyway(self._desk.ctx, press.user, press.token))

    async def _open(self, press: UserAction) -> Form:
        kept, alias = await giving_away.kept_words(self._desk.ctx, press.user, press.token)
        return self._form(CustomId("change_words", press.token), alias, kept)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, self._desk.words("alias.of_them"), "")

    def _form(self, custom_id: CustomId, alias: str, filled: str) -> Form:
        key = "talk.write"
        return form_for_words(
            self._desk.words, custom_id, key, most=MOST, required=True, filled=filled, alias=alias
        )

    async def _change(self, press: UserAction) -> Reply:
        typed = press.text("words")
        return self._told(
            await giving_away.change(self._desk.ctx, press.user, press.token, press.number, typed)
        )

    def _told(self, outcome: str | Withheld) -> Reply:
        if isinstance(outcome, Withheld):
            return self._render(outcome.notice)
        return Reply(self._desk.words("talk.write.have_it", alias=outcome))
