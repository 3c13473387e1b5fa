"""A listener's settings: what they listen to, their hours, their week. Nothing is required."""

from collections.abc import Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field, Form
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
from bot.discord_app.listeners.settings_page import settings_page, typed_span
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import OutOfDate
from bot.domain.listening import Heavy, Interests
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.zones import COMMON
from bot.services.listeners import preferences as preferring
from bot.services.listeners.preferences import Chosen

MOST_AT_ONCE = 3


class Settling:
    """What a listener presses to say how they like to be asked."""

    declared = Declared(
        Audience.LISTENERS, ("listener", "listener_topic", "listener_language", "listener_hours")
    )

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "settings": Answers(Ack.UPDATE, self._look),
            "what_i_take": OpensForm(self._open_take),
            "my_hours": OpensForm(self._open_hours),
            "my_week": OpensForm(self._open_week),
        }
        self.forms: Mapping[str, Handler] = {
            "what_i_take": Takes(Ack.UPDATE, self._take, self._blank_take),
            "my_hours": Takes(Ack.UPDATE, self._hours, self._blank_hours),
            "my_week": Takes(Ack.UPDATE, self._week, self._blank_week),
        }

    async def _look(self, press: UserAction) -> Reply:
        return self._shown(await preferring.get_preferences(self._desk.ctx, press.member))

    async def _open_take(self, press: UserAction) -> Form:
        chosen = await preferring.get_preferences(self._desk.ctx, press.member)
        heavy, at_once = chosen.listener.preferences.heavy, chosen.at_once
        topics = self._desk.ctx.guilds.topics(press.guild, self._desk.words.options("topic"))
        new = self._new("what_i_take")
        return self._take_form(new, chosen.interests, heavy, at_once, topics)

    def _blank_take(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        topics = self._desk.words.options("topic")
        return self._take_form(custom_id, Interests(), Heavy.NO, 1, topics)

    def _take_form(
        self,
        custom_id: CustomId,
        interests: Interests,
        heavy: Heavy,
        at_once: int,
        topics: Mapping[str, str],
    ) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "settings.take")
        counts = {str(number): str(number) for number in range(1, MOST_AT_ONCE + 1)}
        return self._form(
            custom_id,
            "take",
            fields.some_of("topics", topics, interests.topics),
            fields.some_of("languages", words.options("language"), interests.languages),
            fields.one_of("heavy", words.options("heavy_listen"), heavy),
            fields.one_of("at_once", counts, str(at_once)),
        )

    async def _take(self, press: UserAction) -> Reply:
        at_once, heavy = press.text("at_once"), press.text("heavy")
        if at_once not in ("1", "2", "3") or heavy not in set(Heavy):
            raise OutOfDate
        return self._shown(
            await preferring.what_to_take(
                self._desk.ctx,
                press.member,
                topics=press.all_chosen("topics"),
                languages=press.all_chosen("languages"),
                heavy=Heavy(heavy),
                at_once=int(at_once),
            )
        )

    async def _open_hours(self, press: UserAction) -> Form:
        chosen = await preferring.get_preferences(self._desk.ctx, press.member)
        preferences = chosen.listener.preferences
        off_duty = "yes" if preferences.off_duty_offers else "no"
        zone, quiet = preferences.zone or "", typed_span(chosen.quiet)
        return self._hours_form(self._new("my_hours"), zone, quiet, off_duty)

    def _blank_hours(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers
        return self._hours_form(custom_id, "", "", "no")

    def _hours_form(self, custom_id: CustomId, zone: str, quiet: str, off_duty: str) -> Form:
        fields = Fields(self._desk.words, "settings.hours")
        places = {name: name.rpartition("/")[2].replace("_", " ") for name in COMMON}
        return self._form(
            custom_id,
            "hours",
            fields.some_of("zone", places, {zone}, 1),
            fields.line("other_zone", "" if zone in COMMON else zone),
            fields.line("quiet", quiet),
            fields.one_of("off_duty", self._desk.words.options("settings.off_duty"), off_duty),
        )

    async def _hours(self, press: UserAction) -> Reply:
        listed, other = next(iter(press.all_chosen("zone")), ""), press.text("other_zone")
        if listed and other:  # both are filled in beforehand: what they changed counts
            known = await preferring.get_preferences(self._desk.ctx, press.member)
            other = "" if other == known.listener.preferences.zone else other
        return self._shown(
            await preferring.when(
                self._desk.ctx,
                press.member,
                zone=other or listed,
                quiet=press.text("quiet"),
                off_duty=press.text("off_duty") == "yes",
            )
        )

    async def _open_week(self, press: UserAction) -> Form:
        await preferring.get_preferences(self._desk.ctx, press.member)
        return self._blank_week(self._new("my_week"), {})

    def _blank_week(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers
        fields = Fields(self._desk.words, "settings.week")
        days = self._desk.words.options("weekday")
        return self._form(
            custom_id, "week", fields.some_of("days", days, ()), fields.line("span", most=120)
        )

    async def _week(self, press: UserAction) -> Reply:
        names = list(self._desk.words.options("weekday"))
        days = [names.index(one) for one in press.all_chosen("days") if one in names]
        return self._shown(
            await preferring.which_days(
                self._desk.ctx, press.member, days=days, span=press.text("span")
            )
        )

    def _new(self, action: str) -> CustomId:
        return CustomId(action, self._desk.ctx.randomness.token())

    def _form(self, custom_id: CustomId, name: str, *fields: Field) -> Form:
        return Form(custom_id, self._desk.words(f"settings.{name}.form_title"), fields)

    def _shown(self, chosen: Chosen) -> Reply:
        return settings_page(self._desk, chosen)
