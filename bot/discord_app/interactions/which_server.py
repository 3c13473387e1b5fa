"""What is of one server, used in direct messages: there every button carries the server's token.

A command asks in which server it is meant, where there are several. Handlers notice none of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    Handlers,
    OpensForm,
    UserAction,
)
from bot.discord_app.interactions.middleware import Wrapped
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services import membership
from bot.services.direct_messages import unaddressed, which_server

FIRST = "panel"
"""The button that shows how one stands as a listener."""
ENTRANCE = "listen"
"""The button that also stands below what is of no server in particular."""


class InOneServer:
    """Features whose presses in direct messages count in the server that was chosen. Their buttons
    carry no token that means anything else."""

    declared = Declared(Audience.LISTENERS, ("known_server",))

    def __init__(
        self,
        desk: DiscordContext,
        features: Sequence[Handlers],
        guild_name: Callable[[GuildId], Name | None],
    ) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self._actions = frozenset(name for feature in features for name in feature.buttons)
        self.features = tuple(self._around(feature) for feature in features)
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"more_to_listen": Answers(Ack.UPDATE, self._further)}
        self.forms: Mapping[str, Handler] = {}

    def _around(self, feature: Handlers) -> Handlers:
        return Wrapped(
            {name: self._command(one) for name, one in feature.commands.items()},
            {
                name: self._entrance(one) if name == ENTRANCE else self._button(one)
                for name, one in feature.buttons.items()
            },
            {name: self._button(one) for name, one in feature.forms.items()},
            feature.declared,
        )

    def _command(self, handler: Handler) -> Handler:
        assert isinstance(handler, Answers), "a form has no time to look which server it is"

        async def work(press: UserAction) -> Reply:
            if press.guild is not None:
                return await handler.work(press)
            ways = await which_server.to_listen_in(self._desk.ctx, press.user)
            if len(ways.found) != 1 or ways.next_page is not None:
                return self._which(ways)
            (only,) = ways.found
            return self._placed(await handler.work(replace(press, guild=only.guild)), only.token)

        return replace(handler, work=work)

    def _entrance(self, handler: Handler) -> Handler:
        """As the command, where its token names no server."""
        command, button = self._command(handler), self._button(handler)
        assert isinstance(command, Answers), "it was checked there"
        assert isinstance(button, Answers), "it opens no form either"

        async def work(press: UserAction) -> Reply:
            try:
                return await button.work(press)
            except OutOfDate:
                return await command.work(replace(press, token=""))

        return replace(button, work=work)

    def _button(self, handler: Handler) -> Handler:
        """Also a form that was opened by one."""
        if isinstance(handler, OpensForm):

            async def opened(
                press: UserAction,
            ) -> Form:  # there is no time to ask Discord; it is asked
                form = await handler.work(await self._located(press))  # once the form is sent
                if press.guild is not None:
                    return form
                return replace(form, custom_id=CustomId(form.custom_id.action, press.token))

            return replace(handler, work=opened)

        async def work(press: UserAction) -> Reply:
            there = await self._located(press)
            if press.guild is not None or there.guild is None:
                return await handler.work(there)
            await membership.must_be_here(self._desk.ctx, press.user, there.guild)
            return self._placed(await handler.work(there), press.token)

        return replace(handler, work=work)

    async def _located(self, press: UserAction) -> UserAction:
        if press.guild is not None:
            return press
        guild = await which_server.behind(self._desk.ctx, press.user, press.token)
        return replace(press, guild=guild)

    def _placed(self, reply: Reply, token: str) -> Reply:
        buttons = [
            replace(button, token=token) if button.action in self._actions else button
            for button in reply.buttons
        ]
        return replace(reply, buttons=tuple(buttons))

    async def _further(self, press: UserAction) -> Reply:
        page = press.choice or 0
        return self._which(await which_server.to_listen_in(self._desk.ctx, press.user, page))

    def _which(self, ways: unaddressed.Ways) -> Reply:
        words = self._desk.words
        if not ways.found:
            mine = tuple(map(words.button, ("conversations", "helplines")))
            return Reply(words("listen.nowhere"), buttons=mine)
        buttons = [Button(self._name(way.guild).label, FIRST, way.token) for way in ways.found]
        if ways.next_page is None:
            return Reply(words("listen.where"), buttons=tuple(buttons))
        further = words.button("more_to_listen", choice=ways.next_page)
        text = f"{words('listen.where')}\n{words('stray.more')}"
        return Reply(text, buttons=(*buttons, further))

    def _name(self, guild: GuildId) -> Name:
        return self._guild_name(guild) or Name(self._desk.words("server.unnamed"))
