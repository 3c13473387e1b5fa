"""The server's clock in /setup: where it is, as people name places."""

from collections.abc import Callable
from dataclasses import replace

from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import UserAction
from bot.discord_app.schedules.fields import shown_by
from bot.discord_app.servers.setup_form import SetupForm
from bot.domain.setting_up import SetupStep, WantedSetup
from bot.domain.zones import NO_ZONE
from bot.services.schedules import planning


class ChoosingServerClock(SetupForm):
    """What somebody who manages the server presses, to say where its clock is."""

    declared = Declared(Audience.MANAGERS, ("setup_draft", "setup_choice"))
    name = key = "setup_zone"
    leads = SetupStep.WORDS

    def _fields(self, standing: WantedSetup) -> tuple[Field, ...]:
        return (Fields(self._desk.words, self.key).line("zone", standing.zone),)

    def _read(self, press: UserAction) -> tuple[Callable[[WantedSetup], WantedSetup], str]:
        ctx, typed = self._desk.ctx, press.text("zone")
        zone = planning.read_in("zone", ctx.places().read, typed) if typed.strip() else ""
        shown = zone or NO_ZONE
        now = shown_by(shown, ctx.clock.now())
        note = self._desk.words("setup_zone.chosen", zone=shown, now=now)
        return lambda wanted: replace(wanted, zone=zone), note
