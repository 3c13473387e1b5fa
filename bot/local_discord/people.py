"""Owns what a person does to the bot: running commands, pressing, choosing, filling in forms.

Whatever Discord's own apps would refuse (no such button, no permission) raises NotAllowedError.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.local_discord import interactions as kinds
from bot.local_discord.channels import Channel
from bot.local_discord.commands import CHAT_INPUT, MESSAGE_MENU
from bot.local_discord.components import BUTTON
from bot.local_discord.errors import Json, NotAllowedError
from bot.local_discord.forms import Filling, Form, Response, Value, choose
from bot.local_discord.interactions import Interaction
from bot.local_discord.messages import Control, Message
from bot.local_discord.permissions import Permissions
from bot.local_discord.writing import Writer


@dataclass(eq=False, kw_only=True)
class Person(Writer):
    """Somebody with an account, at their phone."""

    locale: str = "en-US"
    dms_open: bool = True
    patience: float = 3.0
    """Real seconds until "the application did not respond"."""
    deferred_patience: float = 5.0
    """Real seconds that this person watches "thinking" or a silent acknowledgement."""

    @property
    def dm(self) -> Channel:
        """Give the DM channel with the bot."""
        return self.server.world.dm_with(self)

    async def run(self, command: str, /, in_: Channel | None = None, **options: Any) -> Response:
        """Run a slash command; "group sub" goes by its whole name, in_ defaults to the DM."""
        data = self._command_data(command, in_ or self.dm, options)
        return await self._response(self._begin(kinds.COMMAND, in_ or self.dm, data))

    async def autocomplete(
        self, command: str, /, in_: Channel | None = None, *, option: str, typed: str, **others: Any
    ) -> list[Json] | None:
        """Type into an option and give the offered choices; None when the bot said nothing."""
        data = self._command_data(command, in_ or self.dm, {option: typed, **others}, option)
        interaction = self._begin(kinds.AUTOCOMPLETE, in_ or self.dm, data)
        return interaction.payload["choices"] if await self._answered(interaction) else None

    def _command_data(self, name: str, channel: Channel, given: Json, focus: str = "") -> Json:
        self._may(channel, Permissions.VIEW_CHANNEL)
        top, *below = name.split()
        command = self.server.commands.visible(self, channel, top, CHAT_INPUT)
        filling = Filling(channel, self)
        data: Json = {
            key: command[key] for key in ("id", "name", "type", "guild_id") if key in command
        }
        data["options"] = filling.options(command, below, given, focus)
        return data | ({"resolved": filling.resolved} if filling.resolved else {})

    async def menu(self, command: str, message: Message) -> Response:
        """Run a command from a message's menu."""
        self._sees(message)
        known = self.server.commands.visible(self, message.channel, command, MESSAGE_MENU)
        data: Json = {"id": known["id"], "name": command, "type": MESSAGE_MENU}
        data |= {"target_id": str(message.id)}
        data["resolved"] = {"messages": {str(message.id): message.raw}}
        return await self._response(self._begin(kinds.COMMAND, message.channel, data))

    async def press(self, message: Message, button: str) -> Response:
        """Press a button by its label or custom_id."""
        control = self._control(message, message.buttons, button)
        if control.custom_id is None:
            raise NotAllowedError(f"{button!r} is a link")
        data = {"custom_id": control.custom_id, "component_type": BUTTON, "id": control.raw["id"]}
        return await self._response(self._begin(kinds.COMPONENT, message.channel, data, message))

    async def choose(self, message: Message, select: str, values: Value) -> Response:
        """Choose in a select by its placeholder or custom_id; options by label or value."""
        control = self._control(message, message.selects, select)
        filling = Filling(message.channel, self)
        chosen = values if isinstance(values, list) else [values]
        data: Json = {"custom_id": control.custom_id, "component_type": control.kind}
        data |= {"values": choose(control.raw, chosen, filling, control), "id": control.raw["id"]}
        data |= {"resolved": filling.resolved} if filling.resolved else {}
        return await self._response(self._begin(kinds.COMPONENT, message.channel, data, message))

    async def submit(self, form: Form, values: Mapping[str, Value]) -> Response:
        """Fill in a form by the labels of its fields and send it off."""
        opened = form.opened_by
        filling = Filling(opened.channel, self)
        data: Json = {"custom_id": form.custom_id, "components": form.fill(values, filling)}
        data["resolved"] = filling.resolved
        interaction = self._begin(kinds.MODAL_SUBMIT, opened.channel, data, opened.source, opened)
        return await self._response(interaction)

    def _control(self, message: Message, controls: list[Control], name: str) -> Control:
        self._sees(message)
        for control in controls:
            if name in (str(control), control.custom_id):
                if control.disabled:
                    raise NotAllowedError(f"{name!r} is disabled")
                return control
        raise NotAllowedError(f"no {name!r} among {controls}")

    def _sees(self, message: Message) -> None:
        if not message.visible_to(self):
            raise NotAllowedError(f"{self.username} does not see this message")
        guild = message.channel.guild
        if guild is not None and guild.is_timed_out(self):
            raise NotAllowedError(f"{self.username} is timed out")

    def _begin(self, kind: int, channel: Channel, data: Json, *origin: Any) -> Interaction:
        server, guild = self.server, channel.guild
        number = server.world.snowflakes.next()
        made = Interaction(number, server, kind, self, channel, data, *origin)
        server.interactions[made.token] = made
        made.given_up = not server.gateway.listening(guild.id if guild else None)
        server.gateway.emit("INTERACTION_CREATE", made.event(), 0, guild)
        return made

    async def _answered(self, interaction: Interaction) -> bool:
        if not interaction.given_up:
            done, _ = await asyncio.wait([interaction.answered], timeout=self.patience)
            interaction.given_up = not done
        return not interaction.given_up

    async def _response(self, interaction: Interaction) -> Response:
        if not await self._answered(interaction):
            return Response("nothing", failed=True)
        if interaction.answer == kinds.MODAL:
            return Response("form", form=Form(interaction.payload, interaction))
        if interaction.answer in (kinds.MESSAGE, kinds.UPDATE):
            kind = "message" if interaction.answer == kinds.MESSAGE else "update"
            return Response(kind, interaction.original)
        return await self._deferred(interaction)

    async def _deferred(self, interaction: Interaction) -> Response:
        if await self.server.world.until(lambda: interaction.changes, self.deferred_patience):
            return Response("deferred", interaction.latest)
        quiet = interaction.answer == kinds.DEFERRED_UPDATE
        return Response("nothing" if quiet else "deferred", failed=not quiet)
