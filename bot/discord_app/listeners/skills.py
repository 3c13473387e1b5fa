"""What a listener can share with whoever would like to learn it: of a list, and in their own
words."""

from collections.abc import Mapping
from dataclasses import replace

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.listeners.settings_page import settings_page
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import OutOfDate
from bot.domain.names import Name
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.skills import Skills
from bot.services.listeners import preferences as preferring

TYPED_AT_MOST = 500
"""Characters: all that fit, with room for one that is too long and is answered so."""


class NamingSkills:
    """What a listener presses to say what they can share."""

    declared = Declared(Audience.LISTENERS, ("listener", "listener_skill"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"my_skills": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "my_skills": Takes(Ack.UPDATE, self._take, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        chosen = await preferring.get_preferences(self._desk.ctx, press.member)
        return self._form(CustomId("my_skills", self._desk.ctx.randomness.token()), chosen.skills)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, Skills())

    def _form(self, custom_id: CustomId, skills: Skills) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "settings.skills")
        return Form(
            custom_id,
            words("settings.skills.form_title"),
            (
                fields.some_of("listed", words.options("skill"), skills.listed),
                fields.lines("own", "\n".join(skills.own), most=TYPED_AT_MOST),
            ),
        )

    async def _take(self, press: UserAction) -> Reply:
        listed = press.all_chosen("listed")
        if not set(listed) <= set(self._desk.words.options("skill")):
            raise OutOfDate
        chosen, twice = await preferring.which_skills(
            self._desk.ctx, press.member, listed=listed, typed=press.text("own")
        )
        page = settings_page(self._desk, chosen)
        if not twice:
            return page
        once = self._desk.words("settings.skill_once", skill=Name(twice[0]))
        return replace(page, text=f"{once}\n\n{page.text}")
