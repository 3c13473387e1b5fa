"""Ages in /setup, where there are two groups: a form for the roles by which they are told apart."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import UserAction
from bot.discord_app.servers.setup_form import SetupForm
from bot.domain.age_errors import AgeRolesUnclear
from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.ids import RoleId
from bot.domain.setting_up import SetupStep, WantedSetup

YOUNG, ADULT = "young_role", "adult_role"


class ChoosingAges(SetupForm):
    """What somebody who manages the server presses where people under 18 are there, too."""

    declared = Declared(
        Audience.MANAGERS, ("setup_draft", "setup_choice", "outbox", "known_server")
    )
    name, key = "setup_ages", "ages"
    leads = SetupStep.AGES.next

    def _fields(self, standing: WantedSetup) -> tuple[Field, ...]:
        fields = Fields(self._desk.words, self.key)
        roles = standing.ages.roles if standing.ages else None
        return (
            fields.control(YOUNG, _role(YOUNG, roles.young if roles else None)),
            fields.control(ADULT, _role(ADULT, roles.adult if roles else None)),
        )

    def _read(self, press: UserAction) -> tuple[Callable[[WantedSetup], WantedSetup], str]:
        rule = _rule(press)
        key = f"{rule.ages}_by_role" if rule.roles else rule.ages
        note = self._desk.words(f"ages.chosen.{key}")
        return lambda wanted: replace(wanted, ages=rule), note


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
