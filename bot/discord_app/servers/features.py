"""What a server has switched on: a form behind a button below the answer to /setup."""

from collections.abc import Collection, Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.domain.guilds import Feature
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.servers import setup


class Switching:
    """What somebody who manages the server presses."""

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"switched_on": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "switched_on": Takes(Ack.REPLY, self._submitted, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        standing = self._desk.ctx.guilds.of(press.member.guild).features
        return self._form(CustomId("switched_on", self._desk.ctx.randomness.token()), standing)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, ())

    def _form(self, custom_id: CustomId, standing: Collection[Feature]) -> Form:
        words = self._desk.words
        field = Fields(words, "switches").some_of(
            "features",
            {feature: words(f"switches.{feature}.name") for feature in Feature},
            standing,
            explained={feature: words(f"switches.{feature}.does") for feature in Feature},
        )
        return Form(custom_id, words("switches.form_title"), (field,))

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        chosen = press.all_chosen("features")
        # a form that was opened before an update may still offer what is no longer there
        features = [feature for feature in Feature if feature in chosen]
        await setup.switch_on(self._desk.ctx, press.member.guild, features)
        return self._shown(features)

    def _shown(self, features: list[Feature]) -> Reply:
        words = self._desk.words
        lines = [
            words(
                "switches.one_on",
                name=words(f"switches.{feature}.name"),
                does=words(f"switches.{feature}.does"),
            )
            for feature in features
        ]
        text = words("switches.now_on") if lines else words("switches.nothing_on")
        return Reply("\n".join([text, *lines]), buttons=(words.button("switched_on"),))
