"""A button of /setup that opens one form; what is taken from it is kept in the draft."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import discord

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Field, Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.servers.setup_pages import SetupPages, SetupView
from bot.domain.ids import GuildId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.setting_up import SetupStep, WantedSetup
from bot.services.servers import guided


class SetupForm(ABC):
    """What somebody who manages the server presses, and fills in. `name`: of the button and of the
    form; what the form says stands in prompts/ under the `key`; then they are at the step `leads`.
    """

    name: str
    key: str
    leads: SetupStep

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self._pages = SetupPages(desk)
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {self.name: OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {
            self.name: Takes(Ack.UPDATE, self._submitted, self._blank)
        }

    @abstractmethod
    def _fields(self, standing: WantedSetup) -> tuple[Field, ...]:
        """What is asked, as it stands."""

    @abstractmethod
    def _read(self, press: UserAction) -> tuple[Callable[[WantedSetup], WantedSetup], str]:
        """What was filled in: how the draft changes, and what is said of it. Raises what is wrong
        with it."""

    async def _open(self, press: UserAction) -> Form:
        press.must_manage()
        stands = await guided.get(self._desk.ctx, press.member.guild)
        return self._form(CustomId(self.name, self._desk.ctx.randomness.token()), stands.wanted)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, WantedSetup())

    def _form(self, custom_id: CustomId, standing: WantedSetup) -> Form:
        title = self._desk.words(f"{self.key}.form_title")
        return Form(custom_id, title, self._fields(standing))

    async def _submitted(self, press: UserAction) -> Reply:
        press.must_manage()
        (change, note), server = self._read(press), press.member.guild
        stands = await guided.change_draft(self._desk.ctx, server, change, self.leads)
        return await self._pages.page(stands, server, SetupView(self._guild(server), (note,)))
