"""/setup: the form, what was chosen, and what the bot still misses."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
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
from bot.discord_app.interactions.middleware import LENGTH_AT_MOST
from bot.discord_app.rendering.reply import Reply, Style
from bot.discord_app.servers.setup_findings import Findings, SetupFindings
from bot.domain.errors import NotSetUp
from bot.domain.form_errors import EverybodyModerates, LeftEmpty, SameChannel
from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.text import length
from bot.services.servers import panel, setup


class SettingUp:
    """What somebody who manages the server presses."""

    declared = Declared(Audience.MANAGERS, ("guild", "panel"))

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self.commands: Mapping[str, Handler] = {"setup": OpensForm(self._open)}
        self.buttons: Mapping[str, Handler] = {"check_again": Answers(Ack.UPDATE, self._check)}
        self.forms: Mapping[str, Handler] = {
            "setup": Takes(Ack.REPLY, self._submitted, self._blank)
        }

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        try:
            known: GuildChoices | None = self._desk.ctx.guilds.of(press.member.guild)
        except NotSetUp:
            known = None
        return self._form(CustomId("setup", self._desk.ctx.randomness.token()), known)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, None)

    def _form(self, custom_id: CustomId, known: GuildChoices | None) -> Form:
        return Form(custom_id, self._desk.words("setup.form_title"), self._fields(known))

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        choices = _choices(press)
        if choices.moderator_role == RoleId(choices.guild_id):
            raise EverybodyModerates
        if choices.ask_channel == ChannelId(choices.moderator_channel):
            raise SameChannel
        await setup.save_choices(self._desk.ctx, choices)
        return await self._with_panel(self._desk.ctx.guilds.of(choices.guild_id))

    async def _check(self, press: UserAction) -> Reply:
        press.must_manage()
        return await self._with_panel(self._desk.ctx.guilds.of(press.member.guild))

    async def _with_panel(self, choices: GuildChoices) -> Reply:
        """Put the panel up, or renew it, and say what is still missing."""
        state = await panel.put_up(self._desk.ctx, choices.guild_id)
        guild = self._guild(choices.guild_id)
        if guild is None or guild.unavailable:
            return self._not_looked(choices)
        size = await setup.size(self._desk.ctx, choices.guild_id)
        found = SetupFindings(self._desk.words, guild, choices).all(size)
        stands = state is panel.PanelState.STANDS
        lines = [*self._saved(choices), self._panel_line(choices, state), *found.seen]
        button = self._desk.words.button
        again = () if stands and not found.faults else (button("check_again", style=Style.MAIN),)
        chosen = choices.ages is not None
        ages = button("choose_ages", style=Style.PLAIN if chosen else Style.MAIN)
        more = (ages, button("channel_schedule"), button("switched_on"))
        said = [*lines, *self._found(found, stands=stands)]
        return Reply(_that_fits(said, self._desk.words("setup.more")), buttons=(*again, *more))

    def _not_looked(self, choices: GuildChoices) -> Reply:
        """It is saved, and Discord has not told of the server yet."""
        lines = [*self._saved(choices), self._desk.words("setup.not_looked")]
        again = self._desk.words.button("check_again", style=Style.MAIN)
        return Reply("\n".join(lines), buttons=(again,))

    def _found(self, found: Findings, *, stands: bool) -> list[str]:
        words = self._desk.words
        lines = [words("setup.to_mend"), *found.faults] if found.faults else []
        if found.look_at:
            ready = stands and not found.faults
            lines += [words("setup.ready_but" if ready else "setup.to_look_at"), *found.look_at]
        return lines or ([words("setup.all_well")] if stands else [])

    def _saved(self, choices: GuildChoices) -> list[str]:
        words = self._desk.words
        spoken = words.languages[self._desk.ctx.guilds.language(choices.guild_id)]
        return [
            words(
                "setup.saved",
                language=spoken,
                asks=f"<#{choices.ask_channel}>",
                moderators=f"<#{choices.moderator_channel}>",
                role=f"<@&{choices.moderator_role}>",
                kinds=words("setup.kinds.choice" if choices.open_asks else "setup.kinds.private"),
                ages=words(f"ages.choice.{choices.ages.ages}" if choices.ages else "ages.not_yet"),
            )
        ]

    def _panel_line(self, choices: GuildChoices, state: panel.PanelState) -> str:
        key = {
            panel.PanelState.STANDS: "setup.panel_stands",
            panel.PanelState.FAILS: "setup.panel_fails",
            panel.PanelState.TRY_AGAIN: "setup.panel_try_again",
        }[state]
        return self._desk.words(key, panel=f"<#{choices.panel_stands_in}>")

    def _fields(self, known: GuildChoices | None) -> tuple[Field, ...]:
        return (
            self._field("ask_channel", _channel(known.ask_channel if known else None)),
            self._field("moderator_channel", _channel(known.moderator_channel if known else None)),
            self._field("moderator_role", _role(known.moderator_role if known else None)),
            self._field("kinds", self._kinds(open_asks=bool(known and known.open_asks))),
            self._field("panel", _channel(known.panel_channel if known else None, required=False)),
        )

    def _field(self, name: str, component: ui.Item[Any]) -> Field:
        component.custom_id = name  # type: ignore[attr-defined]  # every control has one
        words = self._desk.words
        return ui.Label(
            text=words(f"setup.form.{name}.field_label"),
            description=words(f"setup.form.{name}.description"),
            component=component,
        )

    def _kinds(self, *, open_asks: bool) -> ui.Item[Any]:
        words = self._desk.words
        return ui.RadioGroup(
            required=True,
            options=[
                discord.RadioGroupOption(
                    label=words("setup.kinds.private"), value="private", default=not open_asks
                ),
                discord.RadioGroupOption(
                    label=words("setup.kinds.choice"), value="choice", default=open_asks
                ),
            ],
        )


def _that_fits(lines: Sequence[str], more: str) -> str:
    """As many of them as a message takes; what is left out shows once the first are mended."""
    text = lines[0]
    for number, line in enumerate(lines[1:], 2):
        last = number == len(lines)
        if length(text) + length(line) + (1 if last else length(more) + 2) > LENGTH_AT_MOST:
            return f"{text}\n{more}"
        text = f"{text}\n{line}"
    return text


def _choices(press: UserAction) -> GuildChoices:
    """What was chosen. Raises LeftEmpty where something is missing that a server needs."""
    asks, moderators = press.chosen("ask_channel"), press.chosen("moderator_channel")
    role, panel_channel = press.chosen("moderator_role"), press.chosen("panel")
    if asks is None or moderators is None or role is None:
        raise LeftEmpty
    return GuildChoices(
        press.member.guild,
        ChannelId(asks),
        ChannelId(moderators),
        RoleId(role),
        open_asks=press.text("kinds") == "choice",
        panel_channel=None if panel_channel is None else ChannelId(panel_channel),
    )


def _channel(chosen: int | None, *, required: bool = True) -> ui.Item[Any]:
    return ui.ChannelSelect(
        required=required,
        min_values=1 if required else 0,
        channel_types=[discord.ChannelType.text],
        default_values=[] if chosen is None else [discord.Object(chosen, type=discord.TextChannel)],
    )


def _role(chosen: int | None) -> ui.Item[Any]:
    return ui.RoleSelect(
        required=True,
        default_values=[] if chosen is None else [discord.Object(chosen, type=discord.Role)],
    )
