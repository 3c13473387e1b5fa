"""What somebody wrote to the bot outside a conversation: pass it on as an ask, or erase it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services.asks import drafts
from bot.services.context import Member
from bot.services.direct_messages import unaddressed


class PassingStraysOn:
    """What stands under "Shall I pass it on as an ask?"."""

    declared = Declared(Audience.EVERYBODY, ("stray_choice", "draft"))

    def __init__(
        self,
        desk: DiscordContext,
        preview: Callable[[drafts.Preview], Reply],
        guild_name: Callable[[GuildId], Name | None],
    ) -> None:
        self._desk = desk
        self._preview = preview
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "pass_on": Answers(Ack.REPLY, self._where),
            "pass_on_where": Answers(Ack.REPLY, self._where),
            "more_servers": Answers(Ack.UPDATE, self._where),
            "pass_on_here": Answers(Ack.UPDATE, self._here),
            "delete_it": Answers(Ack.UPDATE, self._delete),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _where(self, press: UserAction) -> Reply:
        """One server: its preview at once. Several: which one, a page at a time."""
        page = press.choice or 0
        ways = await unaddressed.server_options(self._desk.ctx, press.user, press.token, page)
        if len(ways.found) == 1 and not page and ways.next_page is None:
            return await self._pass_on(press, ways.found[0].token)
        words = self._desk.words
        if not ways.found and not page:
            return Reply(
                words("stray.nowhere", kept=words.length(self._desk.ctx.settings.asks.draft_lives)),
                buttons=(words.button("delete_it", press.token), words.button("helplines")),
            )
        buttons = [
            words.button("pass_on_here", way.token, server=self._name(way.guild).label)
            for way in ways.found
        ]
        text = words("stray.where")
        if ways.next_page is not None:
            text = f"{text}\n{words('stray.more')}"
            buttons.append(words.button("more_servers", press.token, choice=ways.next_page))
        buttons.append(words.button("delete_it", press.token, Style.PLAIN))
        return Reply(text, buttons=tuple(buttons))

    async def _here(self, press: UserAction) -> Reply:
        return await self._pass_on(press, press.token)

    async def _pass_on(self, press: UserAction, token: str) -> Reply:
        ctx = self._desk.ctx
        guild, text = await unaddressed.chosen_server(ctx, press.user, token)
        member = Member(press.user, guild)
        await drafts.begin(ctx, member)
        preview = await drafts.draft(ctx, member, text, "")
        reply = self._preview(preview)
        server = self._desk.words("stray.for_server", server=self._name(guild))
        # a preview that nobody saw leaves the words here, and the button as it was
        once_shown = partial(unaddressed.passed_on, ctx, press.user, token)
        return replace(reply, text=f"{server}\n{reply.text}", once_shown=once_shown)

    async def _delete(self, press: UserAction) -> Reply:
        await unaddressed.delete(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("stray.deleted"))

    def _name(self, guild: GuildId) -> Name:
        return self._guild_name(guild) or Name(self._desk.words("server.unnamed"))
