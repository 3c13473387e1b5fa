"""Ages in /setup, where there are two groups: a form for the roles by which they are told apart."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.servers.setup_pages import SetupPages, SetupView
from bot.domain.age_errors import AgeRolesUnclear
from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.ids import GuildId, RoleId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.setting_up import SetupStep, WantedSetup
from bot.services.servers import guided

YOUNG, ADULT = "young_role", "adult_role"


class ChoosingAges:
    """What somebody who manages the server presses where people under 18 are there, too."""

    declared = Declared(
        Audience.MANAGERS, ("setup_draft", "setup_choice", "outbox", "known_server")
    )

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self._pages = SetupPages(desk)
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"setup_ages": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "setup_ages": Takes(Ack.UPDATE, self._submitted, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        stands = await guided.get(self._desk.ctx, press.member.guild)
        custom_id = CustomId("setup_ages", self._desk.ctx.randomness.token())
        return self._form(custom_id, stands.wanted.ages)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, None)

    def _form(self, custom_id: CustomId, standing: AgeRule | None) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "ages")
        roles = standing.roles if standing else None
        return Form(
            custom_id,
            words("ages.form_title"),
            (
                fields.control(YOUNG, _role(YOUNG, roles.young if roles else None)),
                fields.control(ADULT, _role(ADULT, roles.adult if roles else None)),
            ),
        )

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        rule, server = _rule(press), press.member.guild

        def change(wanted: WantedSetup) -> WantedSetup:
            return replace(wanted, ages=rule)

        stands = await guided.change_draft(self._desk.ctx, server, change, SetupStep.AGES.next)
        key = f"{rule.ages}_by_role" if rule.roles else rule.ages
        note = self._desk.words(f"ages.chosen.{key}")
        return await self._pages.page(stands, server, SetupView(self._guild(server), (note,)))


def _rule(press: UserAction) -> AgeRule:
    """What was chosen. Raises AgeRolesUnclear."""
    young, adult = press.chosen(YOUNG), press.chosen(ADULT)
    if young is None and adult is None:
        return AgeRule(Ages.TWO_GROUPS)
    if young is None or adult is None or len({young, adult, int(press.member.guild)}) < 3:
        raise AgeRolesUnclear
    return AgeRule(Ages.TWO_GROUPS, AgeRoles(RoleId(young), RoleId(adult)))


def _role(name: str, chosen: RoleId | None) -> ui.Item[Any]:
    return ui.RoleSelect(
        custom_id=name,
        required=False,
        min_values=0,
        default_values=[] if chosen is None else [discord.Object(chosen, type=discord.Role)],
    )
