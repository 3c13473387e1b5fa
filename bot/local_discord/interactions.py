"""Owns interactions: how one reaches the bot, what it may answer, and until when.

docs: interactions/receiving-and-responding. Three seconds for the first answer and fifteen minutes
for the token are of the server's clock; the person who waits has three real seconds of patience.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.local_discord import payloads
from bot.local_discord.channels import Channel
from bot.local_discord.components import Checker
from bot.local_discord.errors import DiscordError, Faults, invalid, refusal
from bot.local_discord.message_body import EPHEMERAL, LOADING
from bot.local_discord.messages import (
    COMMAND_REPLY,
    DEFAULT,
    MENU_REPLY,
    Message,
    compose,
    revise,
    store,
)

if TYPE_CHECKING:
    from bot.local_discord.people import Person
    from bot.local_discord.server import LocalDiscord

Json = dict[str, Any]
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
RESPONSE_SECONDS, TOKEN_SECONDS = 3.0, 900.0


@dataclass(eq=False)
class Interaction:
    """What one person did once, and everything that was answered to it."""

    id: int
    server: "LocalDiscord"
    kind: int
    person: "Person"
    channel: Channel
    data: Json
    source: Message | None = None
    trigger: "Interaction | None" = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(64))
    answer: int = 0
    original: Message | None = None
    given_up: bool = False
    payload: Json = field(default_factory=dict)
    changes: int = 0
    latest: Message | None = None
    answered: "asyncio.Future[int]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    created: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Note the moment of the press."""
        self.created = self.server.clock.now()

    @property
    def age(self) -> float:
        """Give how many seconds of the server's clock have passed."""
        return (self.server.clock.now() - self.created).total_seconds()

    def event(self) -> Json:
        """Write the INTERACTION_CREATE."""
        world, guild = self.server.world, self.channel.guild
        shape: Json = {"id": str(self.id), "application_id": str(world.bot.id), "type": self.kind}
        shape |= {"token": self.token, "version": 1, "data": self.data, "entitlements": []}
        shape |= {"channel_id": str(self.channel.id), "locale": self.person.locale}
        shape |= {"channel": payloads.partial_channel(self.channel, self.person)}
        shape |= {"app_permissions": payloads.app_permissions(self.channel)}
        shape |= {"attachment_size_limit": 10_485_760, "context": 1 if guild is None else 0}
        shape |= {"entitlement_sku_ids": [], "authorizing_integration_owners": self.owners()}
        if self.source is not None:
            shape["message"] = payloads.message(self.source)
        if guild is None:
            return shape | {"user": payloads.user(self.person)}
        shape |= {"guild_id": str(guild.id), "guild_locale": guild.locale}
        shape["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        return shape | {"member": payloads.member(guild, self.person, self.channel)}

    def owners(self) -> Json:
        """Write who installed the app: this guild, or nobody's for a DM."""
        return {"0": str(self.channel.guild.id) if self.channel.guild else "0"}

    def metadata(self) -> Json:
        """Write what a message shows of the interaction that made it."""
        shape: Json = {"id": str(self.id), "type": self.kind, "user": payloads.user(self.person)}
        shape["authorizing_integration_owners"] = self.owners()
        if self.kind == COMPONENT and self.source is not None:
            shape["interacted_message_id"] = str(self.source.id)
        if self.kind == MODAL_SUBMIT and self.trigger is not None:
            shape["triggering_interaction_metadata"] = self.trigger.metadata()
        return shape

    def respond(self, body: Json) -> None:
        """Take the first answer, or refuse it."""
        if self.given_up or (self.age > RESPONSE_SECONDS and not self.answer):
            raise refusal(10062)
        if self.answer:
            raise refusal(40060)
        kind, data = body.get("type"), body.get("data")
        if kind not in self._allowed():
            words = f"Value must be one of {self._allowed()}."
            raise invalid(("type",), "BASE_TYPE_CHOICES", words)
        if data is None and kind in (MESSAGE, CHOICES, MODAL):
            raise invalid(("data",), "BASE_TYPE_REQUIRED", "This field is required")
        try:
            self._apply(kind, data or {})
        except DiscordError as error:
            if "errors" in error.body:  # the paths of its faults begin at the callback's body
                error.body["errors"] = {"data": error.body["errors"]}
            raise
        self.answer = kind
        if not self.answered.done():
            self.answered.set_result(kind)

    def _allowed(self) -> tuple[int, ...]:
        if self.kind == AUTOCOMPLETE:
            return (CHOICES,)
        kinds = (MESSAGE, DEFERRED) if self.kind == MODAL_SUBMIT else (MESSAGE, DEFERRED, MODAL)
        return kinds if self.source is None else (*kinds, DEFERRED_UPDATE, UPDATE)

    def _apply(self, kind: int, data: Json) -> None:
        if kind == MESSAGE:
            self.original = self.say(data)
        elif kind == DEFERRED:
            flags = (int(data.get("flags") or 0) & EPHEMERAL) | LOADING
            message = self._blank(flags)
            self.original = store(message, {})
        elif kind == UPDATE and self.source is not None:
            self.original = revise(self.source, data)
        elif kind == DEFERRED_UPDATE:
            self.original = self.source
        elif kind == CHOICES:
            self._check_choices(data)
        else:
            faults = Faults()
            Checker(faults).form(data)
            faults.stop()
        self.payload = data

    def _check_choices(self, data: Json) -> None:
        faults = Faults()
        if faults.count(("choices",), data.get("choices"), 0, 25):
            for index, choice in enumerate(data["choices"]):
                faults.text(("choices", index, "name"), choice.get("name"), 1, 100)
        faults.stop()

    def _blank(self, flags: int) -> Message:
        world = self.server.world
        viewer = self.person if flags & EPHEMERAL else None
        made = Message(world.snowflakes.next(), self.channel, world.bot, flags=flags, viewer=viewer)
        return self._signed(made)

    def _signed(self, message: Message) -> Message:
        world = self.server.world
        message.kind = DEFAULT
        if self.kind == COMMAND:
            message.kind = COMMAND_REPLY if self.data["type"] == 1 else MENU_REPLY
        message.extra |= {"application_id": str(world.bot.id), "webhook_id": str(world.bot.id)}
        message.extra["interaction_metadata"] = self.metadata()
        if message.kind == COMMAND_REPLY:
            shown = {"id": str(self.id), "type": self.kind, "name": self.data["name"]}
            message.extra["interaction"] = shown | {"user": payloads.user(self.person)}
        return message

    def say(self, body: Json) -> Message:
        """Post a message of this interaction: its answer or a follow-up."""
        hidden = int(body.get("flags") or 0) & EPHEMERAL
        viewer = self.person if hidden else None
        message = compose(self.channel, self.server.world.bot, body, viewer)
        return store(self._signed(message), body)

    def follow_up(self, body: Json) -> Message:
        """Post a follow-up; the first one after "thinking" takes that message's place."""
        original = self.original
        self.changes += 1
        if original is not None and original.flags & LOADING and not original.deleted:
            return self.finish(original, body)
        message = self.say(body)
        self.latest = message
        return message

    def finish(self, message: Message, body: Json) -> Message:
        """Edit a message of this interaction; "thinking" ends with it."""
        changed = {key: value for key, value in body.items() if key != "flags" or value}
        edited_before, loading = message.edited, message.flags & LOADING
        revise(message, changed)
        if loading:
            message.edited = edited_before
        self.changes += 1
        self.latest = message
        return message

    def result(self) -> Json:
        """Write the answer to ?with_response=1."""
        shape: Json = {"id": str(self.id), "type": self.kind}
        if self.original is not None:
            shape["response_message_id"] = str(self.original.id)
            shape["response_message_loading"] = bool(self.original.flags & LOADING)
            shape["response_message_ephemeral"] = self.original.ephemeral
        reply: Json = {"interaction": shape}
        if self.original is not None and self.answer in (MESSAGE, UPDATE):
            message = payloads.message(self.original)
            reply["resource"] = {"type": self.answer, "message": message}
        return reply
