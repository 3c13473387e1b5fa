"""Owns interactions: how one reaches the bot, what it may answer, and until when.

docs: interactions/receiving-and-responding. Three seconds for the first answer and fifteen minutes
for the token are of the server's clock; the person who waits has real seconds of patience, three
unless `LocalDiscord.patience` says otherwise.
"""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.local_discord import payloads
from bot.local_discord.channels import Channel
from bot.local_discord.errors import DiscordError, Json, refusal
from bot.local_discord.limits import EPHEMERAL, LOADING, check, read_id
from bot.local_discord.messages import Message, compose, revise, store

if TYPE_CHECKING:
    from bot.local_discord.forms import Form
    from bot.local_discord.people import Person
    from bot.local_discord.server import LocalDiscord

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
RESPONSE_SECONDS, TOKEN_SECONDS = 3.0, 900.0
COMMAND_REPLY, MENU_REPLY = 20, 23


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
    form: "Form | None" = None
    given_up: bool = False
    payload: Json = field(default_factory=dict)
    changes: int = 0
    latest: Message | None = None

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
        shape = payloads.fixed("interaction") | self._identity()
        shape |= {"application_id": str(world.bot.id), "token": self.token, "data": self.data}
        shape |= {"channel_id": str(self.channel.id), "locale": self.person.locale}
        shape |= {"channel": payloads.partial_channel(self.channel, self.person)}
        shape |= {"app_permissions": str(int(self.channel.allowed(world.bot)))}
        if self.source is not None:
            shape["message"] = payloads.message(self.source)
        if guild is None:
            return shape | {"context": 1, "user": payloads.user(self.person)}
        shape |= {"context": 0, "guild_id": str(guild.id), "guild_locale": guild.locale}
        shape["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        return shape | {"member": payloads.member(guild, self.person, self.channel)}

    def _identity(self) -> Json:
        """Write which interaction this is, and who installed the app: a guild, or 0 for a DM."""
        owners = {"0": str(self.channel.guild.id) if self.channel.guild else "0"}
        shape = {"id": str(self.id), "type": self.kind}
        return shape | {"authorizing_integration_owners": owners}

    def metadata(self) -> Json:
        """Write what a message shows of the interaction that made it."""
        shape = self._identity() | {"user": payloads.user(self.person)}
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
        kind, data = body.get("type", 0), body.get("data") or {}
        check({"enum": self._allowed()}, kind, ("type",))
        if kind in (MESSAGE, CHOICES, MODAL):
            check({"required": ["data"]}, body)
        try:
            self._apply(kind, data)
        except DiscordError as error:
            if "errors" in error.body:  # the paths of its faults begin at the callback's body
                error.body["errors"] = {"data": error.body["errors"]}
            raise
        self.answer, self.payload = kind, data
        if kind == MODAL:
            self.form = self.person.opened(self)

    def _allowed(self) -> tuple[int, ...]:
        if self.kind == AUTOCOMPLETE:
            return (CHOICES,)
        if self.kind != MODAL_SUBMIT:
            kinds: tuple[int, ...] = (MESSAGE, DEFERRED, MODAL)
        else:  # a form that no message opened can be closed without a word, too
            kinds = (MESSAGE, DEFERRED) if self.source else (MESSAGE, DEFERRED, DEFERRED_UPDATE)
        return kinds if self.source is None else (*kinds, DEFERRED_UPDATE, UPDATE)

    def _apply(self, kind: int, data: Json) -> None:
        if kind == MESSAGE:
            self.original = self.say(data)
        elif kind == DEFERRED:
            self.original = self._think(int(data.get("flags") or 0) & EPHEMERAL)
        elif kind == UPDATE and self.source is not None:
            self.original = revise(self.source, data)
        elif kind == DEFERRED_UPDATE:
            self.original = self.source
        else:
            check("choices_offer" if kind == CHOICES else "form", data)

    def _think(self, hidden: int) -> Message:
        world, viewer = self.server.world, self.person if hidden else None
        made = Message(world.snowflakes.next(), self.channel, world.bot, viewer=viewer)
        made.flags = hidden | LOADING
        return store(self._signed(made), {})

    def _signed(self, message: Message) -> Message:
        bot_id = str(self.server.world.bot.id)
        message.extra |= {"application_id": bot_id, "webhook_id": bot_id}
        message.extra["interaction_metadata"] = self.metadata()
        message.said_by = self
        if self.kind == COMMAND:
            message.kind = COMMAND_REPLY if self.data["type"] == 1 else MENU_REPLY
        if message.kind == COMMAND_REPLY:
            shown = {"id": str(self.id), "type": self.kind, "name": self.data["name"]}
            message.extra["interaction"] = shown | {"user": payloads.user(self.person)}
        return message

    def still_open(self) -> "Interaction":
        """Give this if more can be said; not before the first answer, and for fifteen minutes."""
        if not self.answer or self.kind == AUTOCOMPLETE:
            raise refusal(10015)
        if self.age > TOKEN_SECONDS:
            raise refusal(50027)
        return self

    def find(self, name: str) -> Message:
        """Find a message that this interaction made, by its id or @original; or refuse it."""
        found = self.original
        if name != "@original":
            found = self.channel.messages.get(read_id(name, "message_id"))
            made_here = found is not None and (found.said_by is self or found is self.original)
            found = found if made_here else None
        elif found is None and self.answer == MODAL:
            found = self.source
        if found is None or found.deleted:
            raise refusal(10008)
        return found

    def say(self, body: Json) -> Message:
        """Post a message of this interaction: its answer or a follow-up."""
        flags = body.get("flags")
        hidden = isinstance(flags, int) and flags & EPHEMERAL
        viewer = self.person if hidden else None
        message = compose(self.channel, self.server.world.bot, body, viewer)
        return store(self._signed(message), body)

    def follow_up(self, body: Json) -> Message:
        """Post a follow-up; the first one after "thinking" takes that message's place."""
        original = self.original
        if original is not None and original.flags & LOADING and not original.deleted:
            return self.finish(original, body)
        self.latest = self.say(body)
        self.changes += 1
        return self.latest

    def finish(self, message: Message, body: Json) -> Message:
        """Edit a message of this interaction; "thinking" ends with it."""
        edited_before, loading = message.edited, message.flags & LOADING
        revise(message, body)
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
