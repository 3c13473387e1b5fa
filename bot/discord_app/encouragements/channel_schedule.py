"""Encouragements for a channel: what somebody who manages the server chooses."""

from collections.abc import Callable, Mapping, Sequence

import discord
from discord import ui

from bot.discord_app import permissions
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
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
from bot.discord_app.rendering.reply import Reply, Style
from bot.discord_app.schedules.fields import (
    USUAL_TIME,
    clock_values,
    days_chosen,
    taste_fields,
    taste_values,
)
from bot.discord_app.servers.setup_findings import SetupFindings
from bot.domain.errors import NotAllowed
from bot.domain.form_errors import MissingThere, NoChannel, NoTextChannel
from bot.domain.ids import ChannelId, GuildId, ScheduleId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.setting_up import WantedSetup
from bot.services.encouragements import channel_schedule
from bot.services.encouragements.channel_schedule import Planned


class ChannelSchedule:
    """What is pressed to have something kind in a channel, and to stop it."""

    declared = Declared(Audience.MANAGERS, ("schedule", "schedule_theme", "schedule_day"))

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "channel_schedule": Answers(Ack.REPLY, self._look),
            "channel_new": OpensForm(self._open),
            "channel_stop": Answers(Ack.UPDATE, self._stop),
            "stop_in_channel": Answers(Ack.REPLY, self._stop),
        }
        self.forms: Mapping[str, Handler] = {
            "channel_new": Takes(Ack.REPLY, self._save, self._blank)
        }

    async def _look(self, press: UserAction) -> Reply:
        _must_manage(press)
        return self._shown(await channel_schedule.list_planned(self._desk.ctx, press.member.guild))

    async def _open(self, press: UserAction) -> Form:
        _must_manage(press)
        zone = self._desk.ctx.guilds.zone(press.guild)
        custom_id = CustomId("channel_new", self._desk.ctx.randomness.token())
        return self._form(custom_id, f"{USUAL_TIME} {zone}" if zone else "")

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, "")

    def _form(self, custom_id: CustomId, when: str) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "channel_schedule")
        select: ui.ChannelSelect[ui.Modal] = ui.ChannelSelect(
            custom_id="channel", required=True, channel_types=[discord.ChannelType.text]
        )
        return Form(
            custom_id,
            words("channel_schedule.form_title"),
            (
                fields.control("channel", select),
                fields.line("when", when),
                fields.some_of("days", words.options("weekday"), words.options("weekday")),
                *taste_fields(fields, words, None),
            ),
        )

    async def _save(self, press: UserAction) -> Reply:
        _must_manage(press)
        channel = self._chosen(press)
        return self._shown(
            await channel_schedule.save(
                self._desk.ctx,
                press.member.guild,
                channel,
                when=press.text("when"),
                weekdays=days_chosen(press, self._desk.words),
                themes=press.all_chosen("themes"),
                language=next(iter(press.all_chosen("language")), self._desk.ctx.language),
            )
        )

    def _chosen(self, press: UserAction) -> ChannelId:
        """The channel, if it is one for text in which the bot may write. What Discord told with
        this press counts. Raises NoChannel, NoTextChannel, MissingThere."""
        channel, guild = press.chosen("channel"), self._guild(press.member.guild)
        if channel is None:
            raise NoChannel
        told = press.channels.get(channel)
        if told is not None and told.kind != discord.ChannelType.text.value:
            raise NoTextChannel
        if guild is None or guild.unavailable:  # whether it may is found out when it is saved
            return ChannelId(channel)
        may = None if told is None else told.bot_may
        missing = permissions.in_channel(guild, channel, permissions.ASKS, may)
        if missing:
            findings = SetupFindings(self._desk.words, guild, WantedSetup())
            raise MissingThere(missing="\n".join(map(findings.missing, missing)))
        return ChannelId(channel)

    async def _stop(self, press: UserAction) -> Reply:
        _must_manage(press)
        ctx, key = self._desk.ctx, ScheduleId(press.token)
        return self._shown(await channel_schedule.stop(ctx, press.member.guild, key))

    def _shown(self, planned: Sequence[Planned]) -> Reply:
        words = self._desk.words
        lines = [self._line(one, number) for number, one in enumerate(planned, 1)]
        stops = [
            words.button("channel_stop", one.schedule.id, number=number)
            for number, one in enumerate(planned, 1)
        ]
        text = words("channel_schedule.some" if planned else "channel_schedule.none")
        return Reply(
            "\n".join([text, *lines]),
            buttons=(words.button("channel_new", style=Style.MAIN), *stops),
        )

    def _line(self, one: Planned, number: int) -> str:
        words, rhythm = self._desk.words, one.schedule.rhythm
        channel = f"<#{one.schedule.to!s}>"
        if one.next is None:
            return words("channel_schedule.line_unreachable", number=number, channel=channel)
        return words(
            "channel_schedule.line",
            number=number,
            channel=channel,
            **clock_values(words, rhythm, self._desk.ctx.clock.now()),
            days=words.weekdays(rhythm.weekdays),
            next=words.moment(one.next, "f"),
            **taste_values(words, one.schedule.taste),
        )


def _must_manage(press: UserAction) -> None:
    if not press.manages_guild:
        raise NotAllowed
