"""The server's clock in /setup: where it is, as people name places."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import discord

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.schedules.fields import shown_by
from bot.discord_app.servers.setup_pages import SetupPages, SetupView
from bot.domain.ids import GuildId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.setting_up import SetupStep, WantedSetup
from bot.domain.zones import NO_ZONE
from bot.services.schedules import planning
from bot.services.servers import guided


class ChoosingServerClock:
    """What somebody who manages the server presses, to say where its clock is."""

    declared = Declared(Audience.MANAGERS, ("setup_draft", "setup_choice"))

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self._pages = SetupPages(desk)
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"setup_zone": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "setup_zone": Takes(Ack.UPDATE, self._submitted, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        stands = await guided.get(self._desk.ctx, press.member.guild)
        custom_id = CustomId("setup_zone", self._desk.ctx.randomness.token())
        return self._form(custom_id, stands.wanted.zone)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        return self._form(custom_id, "")

    def _form(self, custom_id: CustomId, standing: str) -> Form:
        fields = Fields(self._desk.words, "setup_zone")
        parts = (fields.line("zone", standing),)
        return Form(custom_id, self._desk.words("setup_zone.form_title"), parts)

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        ctx, typed, server = self._desk.ctx, press.text("zone"), press.member.guild
        zone = planning.read_in("zone", ctx.places().read, typed) if typed.strip() else ""

        def change(wanted: WantedSetup) -> WantedSetup:
            return replace(wanted, zone=zone)

        stands = await guided.change_draft(ctx, server, change, SetupStep.WORDS)
        shown = zone or NO_ZONE
        now = shown_by(shown, ctx.clock.now())
        note = self._desk.words("setup_zone.chosen", zone=shown, now=now)
        return await self._pages.page(stands, server, SetupView(self._guild(server), (note,)))
