"""/setup: one message that leads through what a server needs, changed in place at each press.

What is chosen is a draft until it is put in place; buttons say where they lead, and not one step
further, so that a second press of one changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import discord

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import PICKED, Reply
from bot.discord_app.servers import setup_channels
from bot.discord_app.servers.setup_channels import NotMade
from bot.discord_app.servers.setup_menus import GO, PICK
from bot.discord_app.servers.setup_pages import SetupPages, SetupView
from bot.discord_app.servers.setup_picks import NotPicked, picked
from bot.domain.ages import AgeRule, Ages
from bot.domain.errors import OutOfDate
from bot.domain.ids import ChannelId, GuildId
from bot.domain.setting_up import STEPS, SetupPlace, SetupStep, WantedSetup
from bot.services.servers import guided, panel
from bot.services.servers.guided import SetUp

LEADS = ("setup_next", "setup_back", "setup_to_check")


class SettingUp:
    """What somebody who manages the server presses, but for ages and the test."""

    declared = Declared(
        Audience.MANAGERS,
        ("guild", "guild_feature", "guild_topic", "panel", "setup_draft", "setup_choice"),
    )

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self._pages = SetupPages(desk)
        self.commands: Mapping[str, Handler] = {"setup": Answers(Ack.REPLY, self._open)}
        pressed = {
            **dict.fromkeys(LEADS, self._go),
            GO: self._change,
            PICK: self._pick,
            "setup_make": self._make,
            "setup_pick_them": self._pick_them,
            "setup_adults": self._adults,
            "setup_later": self._later,
            "setup_go_on": self._open,
            "setup_apply": self._apply,
            "setup_undo": self._undo,
            "setup_drop": self._drop,
            "check_again": self._check,
        }
        self.buttons: Mapping[str, Handler] = {
            "setup": Answers(Ack.REPLY, self._open),
            **{name: Answers(Ack.UPDATE, work) for name, work in pressed.items()},
        }
        self.forms: Mapping[str, Handler] = {}

    async def _open(self, press: UserAction) -> Reply:
        press.must_manage()
        stands = await guided.get(self._desk.ctx, press.member.guild)
        words, number = self._desk.words, stands.step.number
        notes = [words("setup.you_were_at", number=number)] if stands.begun else []
        if stands.now is None and not stands.begun:
            notes = [words("setup.hello")]
        if stands.now is not None and not stands.begun:
            return await self._with_panel(press, stands)
        return await self._shown(press, stands, *notes)

    async def _go(self, press: UserAction) -> Reply:
        press.must_manage()
        return await self._at(press, _step(press.which))

    async def _change(self, press: UserAction) -> Reply:
        press.must_manage()
        return await self._at(press, _step(press.text(PICKED) or _first(press)))

    async def _at(self, press: UserAction, step: SetupStep, *notes: str) -> Reply:
        stands = await guided.change_draft(self._desk.ctx, press.member.guild, _same, step)
        return await self._shown(press, stands, *notes)

    async def _pick(self, press: UserAction) -> Reply:
        press.must_manage()
        ctx, server = self._desk.ctx, press.member.guild
        before = await guided.get(ctx, server)
        try:
            change, step = picked(press, before, self._guild(server), ctx.settings)
        except NotPicked as error:
            stands = replace(before, step=error.step)
            return await self._shown(press, stands, self._desk.words(error.key))
        stands = await guided.change_draft(ctx, server, change, step)
        return await self._shown(press, stands)

    async def _make(self, press: UserAction) -> Reply:
        press.must_manage()
        ctx, server = self._desk.ctx, press.member.guild
        guild, before = self._guild(server), await guided.get(ctx, server)
        try:
            setup_channels.must_be_able(guild, replace(before.wanted, made=True))
        except NotMade as error:
            stands = replace(before, step=SetupStep.CHANNELS)
            return await self._shown(press, stands, self._why(error, guild))
        stands = await guided.change_draft(ctx, server, _made, SetupStep.CHANNELS.next)
        return await self._shown(press, stands)

    async def _pick_them(self, press: UserAction) -> Reply:
        press.must_manage()
        server = press.member.guild
        stands = await guided.change_draft(self._desk.ctx, server, _not_made, SetupStep.CHANNELS)
        return await self._shown(press, stands)

    async def _adults(self, press: UserAction) -> Reply:
        press.must_manage()
        server = press.member.guild
        stands = await guided.change_draft(self._desk.ctx, server, _for_adults, SetupStep.AGES.next)
        return await self._shown(press, stands, self._desk.words("ages.chosen.adults_only"))

    async def _later(self, press: UserAction) -> Reply:
        press.must_manage()
        return self._pages.later()

    async def _drop(self, press: UserAction) -> Reply:
        press.must_manage()
        stands = await guided.drop(self._desk.ctx, press.member.guild)
        return await self._shown(press, stands, self._desk.words("setup.dropped"))

    async def _check(self, press: UserAction) -> Reply:
        press.must_manage()
        stands = await guided.get(self._desk.ctx, press.member.guild)
        if stands.begun or stands.now is None:
            return await self._shown(press, stands)
        return await self._with_panel(press, stands)

    async def _apply(self, press: UserAction) -> Reply:
        press.must_manage()
        ctx, words, server = self._desk.ctx, self._desk.words, press.member.guild
        claimed = await guided.claim(ctx, server, press.choice or 0)
        if claimed is None:
            stands = replace(await guided.get(ctx, server), step=SetupStep.CHECK)
            return await self._shown(press, stands, words("setup.moved_on"))
        guild = self._guild(server)
        try:
            revision = await self._make_missing(guild, claimed, server)
        except NotMade as error:
            stands = replace(await guided.get(ctx, server), step=SetupStep.CHANNELS)
            return await self._shown(press, stands, self._why(error, guild))
        outcome = await guided.put_in_place(ctx, server, revision)
        if not outcome.done:
            stands = replace(outcome.stands, step=SetupStep.CHECK)
            return await self._shown(press, stands, words("setup.moved_on"))
        return await self._done(press, outcome, "setup.in_place", "setup.what_next")

    async def _undo(self, press: UserAction) -> Reply:
        press.must_manage()
        outcome = await guided.take_back(self._desk.ctx, press.member.guild, press.choice or 0)
        if not outcome.done:
            return await self._shown(press, outcome.stands, self._desk.words("setup.moved_on"))
        return await self._done(press, outcome, "setup.taken_back")

    async def _done(self, press: UserAction, outcome: guided.PutInPlace, *said: str) -> Reply:
        """What changed, and for a server that was new what to do next."""
        notes = [self._desk.words(key) for key in said[: 1 if outcome.before else None]]
        before = replace(outcome.stands, now=outcome.before)
        changes = self._pages.changes(before, outcome.stands)
        return await self._with_panel(press, outcome.stands, *notes, *changes)

    async def _make_missing(
        self, guild: discord.Guild | None, claimed: SetUp, server: GuildId
    ) -> int:
        """Make what was to be made; the revision of the draft then. Each is kept at once, so that
        none is made twice. Raises NotMade."""
        revision, wanted = claimed.revision, claimed.wanted
        if not wanted.to_make:
            return revision
        there = setup_channels.must_be_able(guild, wanted)
        role = None if wanted.role is None else there.get_role(wanted.role)
        if role is None:
            raise NotMade("setup.role_gone")
        words = self._desk.in_language.get(wanted.language, self._desk.words)
        for place in wanted.to_make:
            made = await setup_channels.make(there, words, place, role)

            def keep(
                now: WantedSetup, place: SetupPlace = place, made: ChannelId = made
            ) -> WantedSetup:
                return now.with_channel(place, made)

            revision = await guided.keep_made(self._desk.ctx, server, keep, revision)
        return revision

    def _why(self, error: NotMade, guild: discord.Guild | None) -> str:
        return self._pages.why(error.key, guild)

    async def _with_panel(self, press: UserAction, stands: SetUp, *notes: str) -> Reply:
        """Put the panel up, or renew it, and say whether it stands."""
        words, server = self._desk.words, press.member.guild
        state = await panel.put_up(self._desk.ctx, server)
        where = f"<#{self._desk.ctx.guilds.of(server).panel_stands_in}>"
        line = words(f"setup.panel_{state}", panel=where)
        stood = state is panel.PanelState.STANDS
        return await self._shown(press, stands, *notes, line, panel_stands=stood)

    async def _shown(
        self, press: UserAction, stands: SetUp, *notes: str, panel_stands: bool = True
    ) -> Reply:
        told = {key: one.bot_may for key, one in press.channels.items() if one.bot_may is not None}
        guild = self._guild(press.member.guild)
        seen = SetupView(guild, notes, told=told, panel_stands=panel_stands)
        return await self._pages.page(stands, press.member.guild, seen)


def _first(press: UserAction) -> str:
    return next(iter(press.all_chosen(PICKED)), "")


def _step(name: str) -> SetupStep:
    """Raises OutOfDate for one that is no more."""
    if name not in STEPS:
        raise OutOfDate
    return SetupStep(name)


def _same(wanted: WantedSetup) -> WantedSetup:
    return wanted


def _made(wanted: WantedSetup) -> WantedSetup:
    return replace(wanted, made=True)


def _not_made(wanted: WantedSetup) -> WantedSetup:
    return replace(wanted, made=False)


def _for_adults(wanted: WantedSetup) -> WantedSetup:
    return replace(wanted, ages=AgeRule(Ages.ADULTS_ONLY))
