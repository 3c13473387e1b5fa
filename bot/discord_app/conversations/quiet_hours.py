"""Choosing one's own quiet hours, from /conversations."""

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
from bot.discord_app.schedules.fields import shown_by
from bot.domain.quiet_hours import Span
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.zones import COMMON
from bot.services.conversations import quiet_hours


class ChoosingQuietHours:
    """What somebody presses who would rather not hear of everything at any hour."""

    declared = Declared(Audience.EVERYBODY, ("quiet_hours", "person"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"my_quiet": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "my_quiet": Takes(Ack.REPLY, self._choose, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        standing = await quiet_hours.chosen_quiet(self._desk.ctx, press.user)
        custom_id = CustomId("my_quiet", self._desk.ctx.randomness.token())
        if standing is None:
            usual = self._desk.ctx.settings.listeners
            return self._form(custom_id, "", Span(usual.quiet_from, usual.quiet_until))
        return self._form(custom_id, standing.zone, standing.span)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, "", None)

    def _form(self, custom_id: CustomId, zone: str, span: Span | None) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "my_quiet")
        places = {name: name.rpartition("/")[2].replace("_", " ") for name in COMMON}
        parts = (
            fields.some_of("zone", places, {zone}, 1),
            fields.line("other_zone", "" if zone in COMMON else zone),
            fields.line("quiet", "" if span is None else _typed(span)),
        )
        return Form(custom_id, words("my_quiet.form_title"), parts)

    async def _choose(self, press: UserAction) -> Reply:
        listed, other = next(iter(press.all_chosen("zone")), ""), press.text("other_zone")
        if listed and other:  # both are filled in beforehand: what they changed counts
            known = await quiet_hours.chosen_quiet(self._desk.ctx, press.user)
            other = "" if known is not None and other == known.zone else other
        hours = await quiet_hours.choose_quiet(
            self._desk.ctx, press.user, other or listed, press.text("quiet")
        )
        words, back = self._desk.words, (self._desk.words.button("conversations"),)
        if hours is None:
            return Reply(words("my_quiet.off"), buttons=back)
        now = shown_by(hours.zone, self._desk.ctx.clock.now())
        quiet = _typed(hours.span)
        text = words("my_quiet.done", quiet=quiet, zone=hours.zone, now=now)
        return Reply(text, buttons=back)


def _typed(span: Span) -> str:
    return f"{span.start:%H:%M}-{span.end:%H:%M}"
