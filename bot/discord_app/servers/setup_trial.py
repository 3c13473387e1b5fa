"""A test post in /setup: how an ask looks to members, until it is taken away by a press."""

from collections.abc import Callable, Mapping

import discord

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.discord_app.servers.setup_pages import SetupPages, SetupView
from bot.domain.ids import GuildId
from bot.services.servers import guided, trial_post
from bot.services.servers.panel import PanelState


class TryingOut:
    """What somebody who manages the server presses."""

    declared = Declared(Audience.MANAGERS, ("sent",))

    def __init__(
        self, desk: DiscordContext, guild: Callable[[GuildId], discord.Guild | None]
    ) -> None:
        self._desk = desk
        self._guild = guild
        self._pages = SetupPages(desk)
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "setup_test": Answers(Ack.UPDATE, self._post),
            "setup_test_away": Answers(Ack.UPDATE, self._take_away),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _post(self, press: UserAction) -> Reply:
        press.must_manage()
        state = await trial_post.post(self._desk.ctx, press.member.guild)
        return await self._shown(press, f"setup.test_{state}", stands=state is PanelState.STANDS)

    async def _take_away(self, press: UserAction) -> Reply:
        press.must_manage()
        state = await trial_post.take_away(self._desk.ctx, press.member.guild)
        gone = state is PanelState.STANDS
        key = "setup.test_gone" if gone else f"setup.test_stays_{state}"
        return await self._shown(press, key, stands=not gone)

    async def _shown(self, press: UserAction, key: str, *, stands: bool) -> Reply:
        words, server = self._desk.words, press.member.guild
        where = f"<#{self._desk.ctx.guilds.of(server).ask_channel}>"
        away = (words.button("setup_test_away", style=Style.MAIN),) if stands else ()
        seen = SetupView(self._guild(server), (words(key, channel=where),), away)
        return await self._pages.page(await guided.get(self._desk.ctx, server), server, seen)
