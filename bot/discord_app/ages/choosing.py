"""Who may ask and listen in a server: a form behind a button below the answer to /setup."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.age_errors import AgeRolesUnclear
from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.form_errors import LeftEmpty
from bot.domain.ids import RoleId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.ages import choosing

YOUNG, ADULT = "young_role", "adult_role"


class ChoosingAges:
    """What somebody who manages the server presses."""

    declared = Declared(Audience.MANAGERS, ("guild", "outbox", "known_server"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"choose_ages": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            "choose_ages": Takes(Ack.REPLY, self._submitted, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        standing = self._desk.ctx.guilds.of(press.member.guild).ages
        return self._form(CustomId("choose_ages", self._desk.ctx.randomness.token()), standing)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, None)

    def _form(self, custom_id: CustomId, standing: AgeRule | None) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "ages")
        choices = {str(one): words(f"ages.choice.{one}") for one in Ages}
        roles = standing.roles if standing else None
        return Form(
            custom_id,
            words("ages.form_title"),
            (
                fields.one_of("who", choices, standing.ages if standing else ""),
                fields.control(YOUNG, _role(YOUNG, roles.young if roles else None)),
                fields.control(ADULT, _role(ADULT, roles.adult if roles else None)),
            ),
        )

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        rule = _rule(press)
        await choosing.choose_ages(self._desk.ctx, press.member.guild, rule)
        words = self._desk.words
        back = words.button("check_again", style=Style.MAIN)
        return Reply(
            words(f"ages.chosen.{_key(rule)}"), buttons=(back, words.button("choose_ages"))
        )


def _rule(press: UserAction) -> AgeRule:
    """What was chosen. Raises LeftEmpty, AgeRolesUnclear."""
    if press.text("who") not in tuple(Ages):
        raise LeftEmpty
    ages, young, adult = Ages(press.text("who")), press.chosen(YOUNG), press.chosen(ADULT)
    if ages is Ages.ADULTS_ONLY or (young is None and adult is None):
        return AgeRule(ages)
    if young is None or adult is None or len({young, adult, int(press.member.guild)}) < 3:
        raise AgeRolesUnclear
    return AgeRule(ages, AgeRoles(RoleId(young), RoleId(adult)))


def _key(rule: AgeRule) -> str:
    return f"{rule.ages}_by_role" if rule.roles else rule.ages


def _role(name: str, chosen: RoleId | None) -> ui.Item[Any]:
    return ui.RoleSelect(
        custom_id=name,
        required=False,
        min_values=0,
        default_values=[] if chosen is None else [discord.Object(chosen, type=discord.Role)],
    )
