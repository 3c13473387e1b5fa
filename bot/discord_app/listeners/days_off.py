"""A listener's days off: typed, taken out again, and the public holidays of a place."""

from collections.abc import Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.listeners.settings_page import place_named, settings_page
from bot.discord_app.rendering.reply import Reply
from bot.domain.days_off import DaysOff
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.listeners import preferences as preferring

LABEL_AT_MOST = 100


class TakingDaysOff:
    """What a listener presses to say when they are not there."""

    declared = Declared(
        Audience.LISTENERS,
        ("listener", "listener_day_off", "holiday_place", "public_holiday"),
    )

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"my_days_off": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "my_days_off": Takes(Ack.UPDATE, self._take, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        chosen = await preferring.get_preferences(self._desk.ctx, press.member)
        place = chosen.holidays and place_named(self._desk.words, chosen.holidays)
        custom_id = CustomId("my_days_off", self._desk.ctx.randomness.token())
        return self._form(custom_id, chosen.interests.days_off, place or "")

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        chosen = answers.get("out", [])
        days = map(DaysOff.of, [chosen] if isinstance(chosen, str) else chosen)
        return self._form(custom_id, tuple(one for one in days if one is not None), "")

    def _form(self, custom_id: CustomId, days: tuple[DaysOff, ...], place: str) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "settings.days_off")
        known = {str(one): words.days_off(one.first, one.last)[:LABEL_AT_MOST] for one in days}
        out = (fields.some_of("out", known, ()),) if known else ()
        lines = fields.line("days"), fields.line("holidays", place)
        return Form(custom_id, words("settings.days_off.form_title"), (lines[0], *out, lines[1]))

    async def _take(self, press: UserAction) -> Reply:
        known = await preferring.get_preferences(self._desk.ctx, press.member)
        typed = press.text("holidays")
        standing = known.holidays and place_named(self._desk.words, known.holidays)
        unchanged = standing is not None and typed == standing
        chosen = await preferring.which_days_off(
            self._desk.ctx,
            press.member,
            typed=press.text("days"),
            out=press.all_chosen("out"),
            holidays=None if unchanged else typed,
        )
        return settings_page(self._desk, chosen)
