"""Owns what a person does with the bot: running commands, pressing, filling in forms.

Whatever Discord's own apps would refuse (no such button, no permission) raises NotAllowedError.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.local_discord import interactions as kinds
from bot.local_discord import sight
from bot.local_discord.channels import Channel, User
from bot.local_discord.commands import CHAT_INPUT, MESSAGE_MENU, USER_MENU
from bot.local_discord.components import BUTTON, Control
from bot.local_discord.errors import Json, NotAllowedError
from bot.local_discord.forms import Filling, Form, Response, Value
from bot.local_discord.interactions import Interaction
from bot.local_discord.messages import Message
from bot.local_discord.permissions import Permissions
from bot.local_discord.writing import Writer

OPEN_FORMS = 25
"""How many forms stay open before one person; a newer one closes the oldest."""
ANSWERS = {kinds.MESSAGE: "message", kinds.UPDATE: "update", kinds.MODAL: "form"}
ANSWERS |= {kinds.DEFERRED: "deferred", kinds.DEFERRED_UPDATE: "nothing"}


@dataclass(eq=False, kw_only=True)
class Person(Writer):
    """Somebody with an account, at their phone."""

    locale: str = "en-US"
    patience: float = 3.0
    """Real seconds until "the application did not respond"."""
    deferred_patience: float = 15.0
    """Real seconds that this person watches "thinking" or a silent acknowledgement."""
    forms: dict[int, Form] = field(default_factory=dict)
    """What is open before this person, by number, oldest first."""
    _numbers: "count[int]" = field(default_factory=count)

    def snapshot(self, messages: int = 50) -> Json:
        """Give all that is before this person; see Reader.snapshot."""
        return super().snapshot(messages) | {"forms": [one.shown() for one in self.forms.values()]}

    def reopen(self) -> None:
        """Close Discord and open it again: ephemeral messages and open forms are gone."""
        for form in list(self.forms.values()):
            self._close(form)
        for channel in self.server.world.channels.values():
            for message in channel.messages.values():
                if message.viewer is self and not message.dismissed:
                    message.put_away()

    def commands(self, channel: Channel, kind: int | None = None) -> list[Json]:
        """Give the commands that this person sees in a place, in their language, by name.

        1 are slash commands, 2 those in somebody's menu, 3 those in a message's.
        """
        known = self.server.commands.shown(self, channel) if channel.seen_by(self) else []
        fitting = [one for one in known if kind in (None, one.get("type") or CHAT_INPUT)]
        return [sight.command(one, self.locale) for one in sorted(fitting, key=lambda c: c["name"])]

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

    async def user_menu(
        self, command: str, /, in_: Channel | None = None, *, user: User
    ) -> Response:
        """Run a command from somebody's menu; in_ defaults to the DM."""
        channel = in_ or self.dm
        self._may(channel, Permissions.VIEW_CHANNEL)
        known = self.server.commands.visible(self, channel, command, USER_MENU)
        filling = Filling(channel, self, _called(known))
        filling.data["target_id"] = filling.resolve(user)
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
        """Fill in a form by the labels of its fields and send it off; it closes once answered."""
        opened = form.opened_by
        if self.forms.get(form.number) is not form or form.sent:
            raise NotAllowedError(f"no such form is open before {self.username}")
        filling = Filling(opened.channel, self, {"custom_id": form.custom_id, "resolved": {}})
        filling.data["components"] = form.fill(values, filling)
        form.sent = True
        sent = await self._sent(kinds.MODAL_SUBMIT, filling, opened.source, opened)
        form.sent = not sent.given_up
        if form.sent:
            self._close(form)
        return await self._seen(sent)

    def dismiss(self, form: Form) -> None:
        """Close a form without sending it off; the bot hears nothing of it."""
        if self.forms.get(form.number) is not form:
            raise NotAllowedError(f"no such form is open before {self.username}")
        self._close(form)

    def opened(self, interaction: Interaction) -> Form:
        """Show the form that answered an interaction."""
        form = Form(interaction.payload, interaction, next(self._numbers))
        self.forms[form.number] = form
        self.server.world.audience.tell(self, "FORM_OPEN", form.shown())
        if len(self.forms) > OPEN_FORMS:
            self._close(next(iter(self.forms.values())))
        return form

    def _close(self, form: Form) -> None:
        if self.forms.pop(form.number, None):
            self.server.world.audience.tell(self, "FORM_CLOSE", {"form": form.number})
            self.server.world.touch()

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
        server.remember(made)
        made.given_up = not server.gateway.listening(channel.guild.id if channel.guild else None)
        server.gateway.emit("INTERACTION_CREATE", made.event(), 0, channel.guild)
        if not made.given_up:
            made.given_up = not await server.world.until(lambda: made.answer, self.patience)
        return made

    async def _response(self, kind: int, filling: Filling, *origin: Any) -> Response:
        return await self._seen(await self._sent(kind, filling, *origin))

    async def _seen(self, interaction: Interaction) -> Response:
        """Watch what becomes of an interaction that was sent."""
        if interaction.given_up:
            return Response("nothing", failed=True)
        shown = ANSWERS[interaction.answer]
        if shown == "form":
            return Response(shown, form=interaction.form)
        if shown in ("message", "update"):
            return Response(shown, interaction.original)
        if await self.server.world.until(lambda: interaction.changes, self.deferred_patience):
            return Response("deferred", interaction.latest)
        return Response(shown, failed=shown == "deferred")


def _called(command: Json) -> Json:
    return {key: command[key] for key in ("id", "name", "type", "guild_id") if key in command}
