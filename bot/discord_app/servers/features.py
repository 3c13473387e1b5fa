"""What a server has switched on, and the language of its channels: a form behind a button below the
answer to /setup."""

from collections.abc import Collection, Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.servers import panel, setup


class Switching:
    """What somebody who manages the server presses."""

    declared = Declared(Audience.MANAGERS, ("guild_feature",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"switched_on": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "switched_on": Takes(Ack.REPLY, self._submitted, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        guilds = self._desk.ctx.guilds
        standing = guilds.of(press.member.guild).features
        custom_id = CustomId("switched_on", self._desk.ctx.randomness.token())
        return self._form(custom_id, standing, guilds.language(press.guild))

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, (), self._desk.words.language)

    def _form(self, custom_id: CustomId, standing: Collection[Feature], language: str) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "switches")
        features = fields.some_of(
            "features",
            {feature: words(f"switches.{feature}.name") for feature in Feature},
            standing,
            explained={feature: words(f"switches.{feature}.does") for feature in Feature},
        )
        # there is nothing to choose in a bot whose words were taken down to one language
        languages = (
            (fields.one_of("language", words.languages, language),)
            if len(words.languages) > 1
            else ()
        )
        return Form(custom_id, words("switches.form_title"), (features, *languages))

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        chosen = press.all_chosen("features")
        # a form that was opened before an update may still offer what is no longer there
        features = [feature for feature in Feature if feature in chosen]
        spoken = press.text("language")
        language = spoken if spoken in self._desk.words.languages else None
        guild, ctx = press.member.guild, self._desk.ctx
        changed = await setup.switch_on(ctx, guild, features, language)
        renewed = not changed or await panel.put_up(ctx, guild) is panel.PanelState.STANDS
        return self._shown(features, guild, renewed=renewed)

    def _shown(self, features: list[Feature], guild: GuildId, *, renewed: bool) -> Reply:
        words, guilds = self._desk.words, self._desk.ctx.guilds
        lines = [
            words(
                "switches.one_on",
                name=words(f"switches.{feature}.name"),
                does=words(f"switches.{feature}.does"),
            )
            for feature in features
            if guilds.is_on(guild, feature)
        ]
        if len(lines) < len(features):
            lines.append(words("switches.stays_off"))
        text = words("switches.now_on") if lines else words("switches.nothing_on")
        spoken = words("switches.spoken", language=words.languages[guilds.language(guild)])
        late = [] if renewed else [words("switches.panel_not_renewed")]
        again = [] if renewed else [words.button("check_again", style=Style.MAIN)]
        return Reply(
            "\n".join([text, *lines, spoken, *late]),
            buttons=(*again, words.button("switched_on")),
        )
