"""Owns what a person sees, writes and does: running commands, pressing, filling in forms.

Whatever Discord's own apps would refuse (no such button, no permission) raises NotAllowedError.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.local_discord import interactions as kinds
from bot.local_discord.channels import Channel, User
from bot.local_discord.commands import CHAT_INPUT, MESSAGE_MENU
from bot.local_discord.components import BUTTON, Control
from bot.local_discord.errors import Json, NotAllowedError, NotSeenError
from bot.local_discord.forms import Filling, Form, Response, Value
from bot.local_discord.interactions import Interaction
from bot.local_discord.messages import Message, react, remove, revise, store
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

What = str | Callable[[Message], bool]
ANSWERS = {kinds.MESSAGE: "message", kinds.UPDATE: "update", kinds.MODAL: "form"}
ANSWERS |= {kinds.DEFERRED: "deferred", kinds.DEFERRED_UPDATE: "nothing"}
SNAPSHOT = "type content embeds attachments timestamp edited_timestamp flags mentions mention_roles"


@dataclass(eq=False, kw_only=True)
class Person(User):
    """Somebody with an account, at their phone."""

    server: "LocalDiscord"
    locale: str = "en-US"
    dms_open: bool = True
    patience: float = 3.0
    """Real seconds until "the application did not respond"."""
    deferred_patience: float = 5.0
    """Real seconds that this person watches "thinking" or a silent acknowledgement."""
    nitro: bool = False
    """Whether they pay for messages of up to 4000 letters."""

    @property
    def dm(self) -> Channel:
        """Give the DM channel with the bot."""
        return self.server.world.dm_with(self)

    def sees(self, channel: Channel) -> list[Message]:
        """Give the messages that this person sees in a channel, oldest first."""
        return [one for one in channel.messages.values() if one.visible_to(self)]

    async def wait_for(
        self,
        channel: Channel,
        what: What,
        timeout: float = 5.0,  # noqa: ASYNC109 - real seconds of a person's patience
        *,
        after: Message | None = None,
    ) -> Message:
        """Wait for the first visible message with these words, or one that the function accepts."""
        fits = what if callable(what) else lambda message: what in message.text
        first = 0 if after is None else after.id + 1

        def shown() -> list[Message]:
            return [one for one in self.sees(channel) if one.id >= first]

        found = await self.server.world.until(lambda: [*filter(fits, shown())], timeout)
        if not found:
            words = "\n".join(f"- {one.author.username}: {one.text}" for one in shown())
            raise NotSeenError(f"{self.username} never saw {what!r}, only:\n{words}")
        return found[0]

    async def wait_until_gone(self, message: Message, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until a message is deleted or out of sight."""
        if not await self.server.world.until(lambda: not message.visible_to(self), timeout):
            raise NotSeenError(f"{self.username} still sees {message.text!r}")

    async def send(
        self,
        channel: Channel,
        text: str = "",
        *,
        reply_to: Message | None = None,
        files: list[tuple[str, bytes]] | None = None,
        stickers: list[str] | None = None,
        flags: int = 0,
    ) -> Message:
        """Write a message; files are (name, bytes), stickers go by name, 1 << 13 is a voice."""
        self._may(channel, Permissions.SEND_MESSAGES)
        if channel.is_dm and not self.server.world.share_a_guild(self):
            raise NotAllowedError("no guild in common with the bot")
        if len(text) > (4000 if self.nitro else 2000) or not (text.strip() or files or stickers):
            raise NotAllowedError("too long, or nothing to send")
        message = self._new(channel, text, flags=flags, reply_to=reply_to)
        message.attachments = [self.server.keep_file(channel, *file) for file in files or []]
        if stickers:
            items = [{"id": str(n), "name": s, "format_type": 1} for n, s in enumerate(stickers, 1)]
            message.extra["sticker_items"] = items
        return store(message, {})

    def _new(self, channel: Channel, text: str, **other: Any) -> Message:
        snowflake = self.server.world.snowflakes.next()
        return Message(snowflake, channel, self, text, nonce=str(snowflake), **other)

    async def forward(self, channel: Channel, message: Message) -> Message:
        """Forward a message: an empty one with a snapshot inside."""
        self._may(channel, Permissions.SEND_MESSAGES)
        made = self._new(channel, "")
        shown = {key: message.raw[key] for key in [*SNAPSHOT.split(), "components"]}
        reference = {"type": 1, "message_id": str(message.id)}
        reference["channel_id"] = str(message.channel.id)
        made.extra |= {"message_reference": reference, "message_snapshots": [{"message": shown}]}
        return store(made, {})

    async def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        self._own(message)
        return revise(message, {"content": text})

    async def delete(self, message: Message) -> None:
        """Delete one's own message, or dismiss an ephemeral one."""
        if message.viewer is self:
            message.deleted = True
            message.channel.messages.pop(message.id, None)
            return self.server.world.touch()
        mine = message.channel.allowed(self) & Permissions.MANAGE_MESSAGES
        if not (mine and message.channel.guild):
            self._own(message)
        return remove(message)

    async def react(self, message: Message, emoji: str, *, add: bool = True) -> None:
        """Add a reaction, or take it back."""
        self._may(message.channel, Permissions.ADD_REACTIONS)
        react(message, self, emoji, add=add)

    def _own(self, message: Message) -> None:
        if message.author is not self or message.deleted:
            raise NotAllowedError("this message is not one's own, or gone")

    def _may(self, channel: Channel, needs: Permissions) -> None:
        if needs & ~channel.allowed(self) or not channel.allowed(self):
            raise NotAllowedError(f"{self.username} may not do that in {channel.name or 'this DM'}")

    async def run(self, command: str, /, in_: Channel | None = None, **options: Any) -> Response:
        """Run a slash command; "group sub" goes by its whole name, in_ defaults to the DM."""
        return await self._response(kinds.COMMAND, self._typed(command, in_ or self.dm, options))

    async def autocomplete(
        self, command: str, /, in_: Channel | None = None, *, option: str, typed: str, **others: Any
    ) -> list[Json] | None:
        """Type into an option and give the offered choices; None when the bot said nothing."""
        filling = self._typed(command, in_ or self.dm, {option: typed, **others}, option)
        return (await self._sent(kinds.AUTOCOMPLETE, filling)).payload.get("choices")

    def _typed(self, command: str, channel: Channel, given: Json, focus: str = "") -> Filling:
        self._may(channel, Permissions.VIEW_CHANNEL)
        top, *below = command.split()
        known = self.server.commands.visible(self, channel, top, CHAT_INPUT)
        filling = Filling(channel, self, _called(known))
        filling.data["options"] = filling.options(known, below, given, focus)
        return filling

    async def menu(self, command: str, message: Message) -> Response:
        """Run a command from a message's menu."""
        self._sees(message)
        known = self.server.commands.visible(self, message.channel, command, MESSAGE_MENU)
        target = str(message.id)
        data = {"target_id": target, "resolved": {"messages": {target: message.raw}}}
        filling = Filling(message.channel, self, _called(known) | data)
        return await self._response(kinds.COMMAND, filling)

    async def press(self, message: Message, button: str) -> Response:
        """Press a button by its label or custom_id."""
        return await self._use(message, message.buttons, button)

    async def choose(self, message: Message, select: str, values: Value) -> Response:
        """Choose in a select by its placeholder or custom_id; options by label or value."""
        return await self._use(message, message.selects, select, values)

    async def _use(
        self, message: Message, controls: list[Control], name: str, values: Value = None
    ) -> Response:
        self._sees(message)
        control = next((one for one in controls if name in (str(one), one.custom_id)), None)
        if control is None or control.disabled or control.custom_id is None:
            raise NotAllowedError(f"no {name!r} that can be used among {controls}")
        data = {"custom_id": control.custom_id, "component_type": control.kind}
        filling = Filling(message.channel, self, data | {"id": control.raw["id"]})
        if control.kind != BUTTON:
            filling.data["values"] = filling.choose(control.raw, values, control)
        return await self._response(kinds.COMPONENT, filling, message)

    async def submit(self, form: Form, values: Mapping[str, Value]) -> Response:
        """Fill in a form by the labels of its fields and send it off."""
        opened = form.opened_by
        filling = Filling(opened.channel, self, {"custom_id": form.custom_id, "resolved": {}})
        filling.data["components"] = form.fill(values, filling)
        return await self._response(kinds.MODAL_SUBMIT, filling, opened.source, opened)

    def _sees(self, message: Message) -> None:
        if not message.visible_to(self):
            raise NotAllowedError(f"{self.username} does not see this message")
        guild = message.channel.guild
        if guild is not None and guild.is_timed_out(self):
            raise NotAllowedError(f"{self.username} is timed out")

    async def _sent(self, kind: int, filling: Filling, *origin: Any) -> Interaction:
        """Send an interaction at once, then wait for its first answer."""
        server, channel = self.server, filling.channel
        number = server.world.snowflakes.next()
        made = Interaction(number, server, kind, self, channel, filling.data, *origin)
        server.interactions[made.token] = made
        made.given_up = not server.gateway.listening(channel.guild.id if channel.guild else None)
        server.gateway.emit("INTERACTION_CREATE", made.event(), 0, channel.guild)
        if not made.given_up:
            made.given_up = not await server.world.until(lambda: made.answer, self.patience)
        return made

    async def _response(self, kind: int, filling: Filling, *origin: Any) -> Response:
        interaction = await self._sent(kind, filling, *origin)
        if interaction.given_up:
            return Response("nothing", failed=True)
        shown = ANSWERS[interaction.answer]
        if shown == "form":
            return Response(shown, form=Form(interaction.payload, interaction))
        if shown in ("message", "update"):
            return Response(shown, interaction.original)
        if await self.server.world.until(lambda: interaction.changes, self.deferred_patience):
            return Response("deferred", interaction.latest)
        return Response(shown, failed=shown == "deferred")


def _called(command: Json) -> Json:
    return {key: command[key] for key in ("id", "name", "type", "guild_id") if key in command}
