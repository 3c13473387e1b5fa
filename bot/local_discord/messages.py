"""Owns messages: what they hold, who sees them, and what storing, changing or removing one does.

Their bodies are read here, by the limits of bodies.json; whether the sender may send at all is
decided elsewhere.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from bot.local_discord import components, limits, payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.components import Control
from bot.local_discord.errors import Json, not_implemented, refusal
from bot.local_discord.form_body import Faults, fault, refuse
from bot.local_discord.limits import EPHEMERAL, LOADING, SILENT, SUPPRESS_EMBEDS, V2
from bot.local_discord.permissions import Permissions

INTENT_GUILD_MESSAGES, INTENT_DIRECT_MESSAGES = 1 << 9, 1 << 12
FOR_REACTIONS = 1
"""The intents for reactions are the next bits after those for messages."""
MENTION = re.compile(r"<@!?(\d+)>")
REPLY, FORWARD = 19, 1
"""A kind of message, and a kind of reference."""


@dataclass(eq=False)
class Message:
    """A message in a channel; with a viewer it is ephemeral and only theirs."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    viewer: User | None = None
    nonce: str | int | None = None
    reply_to: "Message | None" = None
    pings: list[User] = field(default_factory=list)
    everyone: bool = False
    reactions: dict[str, list[User]] = field(default_factory=dict)
    edited: datetime | None = None
    deleted: bool = False
    dismissed: bool = False
    """Whether its only viewer put it away; the bot can still change it, and nobody sees it."""
    extra: Json = field(default_factory=dict)
    said_by: object = None
    """The interaction that it came with."""

    @property
    def ephemeral(self) -> bool:
        """Say whether only one person sees this."""
        return self.viewer is not None

    @property
    def raw(self) -> Json:
        """Give the message as REST would."""
        return payloads.message(self)

    @property
    def shown_components(self) -> list[Json]:
        """Give the components with what is known of their files."""
        return components.with_files(self.components, self.attachments)

    @property
    def buttons(self) -> list[Control]:
        """Give the buttons, in order; links too."""
        return self._controls(components.BUTTON)

    @property
    def selects(self) -> list[Control]:
        """Give the selects, in order, by their placeholder."""
        return self._controls(*components.SELECTS)

    def _controls(self, *kinds: int) -> list[Control]:
        parts = (part for _, part in components.walk(self.components))
        return [Control(part) for part in parts if part["type"] in kinds]

    @property
    def text(self) -> str:
        """Give everything readable: content, embeds and text parts, a line each."""
        embedded = [text for embed in self.embeds for text in components.embed_texts(embed)]
        lines = [self.content, *embedded, *components.read_text(self.components)]
        return "\n".join(line for line in lines if line)

    def visible_to(self, user: User) -> bool:
        """Say whether somebody sees this now."""
        return not self.deleted and self.concerns(user)

    def concerns(self, user: User) -> bool:
        """Say whether this is or was there for somebody to see."""
        if self.dismissed or self.viewer not in (None, user):
            return False
        return self.channel.seen_by(user)

    def put_away(self) -> None:
        """Let its only viewer dismiss this; the bot hears nothing of it."""
        gone = {"id": str(self.id)} | payloads.place(self)
        self.channel.world.audience.of_message(self, "MESSAGE_DELETE", gone)
        self.dismissed = True
        self.channel.world.touch()

    def announce(self, event: str) -> None:
        """Tell the bot about this message, and wake everybody who waits."""
        payload = payloads.message_event(self)
        if self.nonce is not None and event == "MESSAGE_CREATE":  # an edit does not echo it
            payload["nonce"] = self.nonce
        self.tell(event, payload)

    def tell(self, event: str, payload: Json, shift: int = 0) -> None:
        """Tell those who see this of it, and the bot, if it may see the place."""
        channel, world = self.channel, self.channel.world
        world.touch()
        world.audience.of_message(self, event, payload)
        if channel.guild is None or self.ephemeral:
            # an ephemeral message is tied to the intent for DMs (docs: events/gateway-events)
            world.emit(event, payload, INTENT_DIRECT_MESSAGES << shift)
        elif channel.seen_by(world.bot):
            world.emit(event, payload, INTENT_GUILD_MESSAGES << shift, channel.guild)


def store(message: Message, body: Json) -> Message:
    """Put a message into its channel and tell the bot."""
    channel = message.channel
    if message.reply_to is not None:
        message.kind = REPLY
        reference = {"type": 0, "channel_id": str(channel.id)}
        message.extra["message_reference"] = reference | {"message_id": str(message.reply_to.id)}
    message.pings, message.everyone = pings(body, message)
    channel.messages[message.id] = message
    was_archived = channel.archived
    channel.stir()
    if was_archived:
        channel.announce("CHANNEL_UPDATE")
    message.announce("MESSAGE_CREATE")
    return message


def compose(channel: Channel, author: User, body: Json, viewer: User | None = None) -> Message:
    """Make a message from a body, which is checked, without storing it."""
    fields = read_body(body)
    if viewer is None:
        fields["flags"] &= ~EPHEMERAL
    made = Message(channel.world.snowflakes.next(), channel, author, viewer=viewer, **fields)
    made.attachments = [one for one in body.get("attachments") or [] if "url" in one]
    return made


def revise(message: Message, body: Json) -> Message:
    """Change a message by an edit's body and tell the bot."""
    for key, value in read_body(body, message).items():
        setattr(message, key, value)
    if "attachments" in body:
        given = body["attachments"] or []
        kept = {str(one["id"]) for one in given}
        old = [one for one in message.attachments if one["id"] in kept]
        message.attachments = old + [one for one in given if "url" in one]
    if "allowed_mentions" in body or "content" in body:
        message.pings, message.everyone = pings(body, message)
    message.edited = message.channel.world.clock.now()
    message.announce("MESSAGE_UPDATE")
    return message


def remove(message: Message) -> None:
    """Delete a message and tell the bot."""
    message.deleted = True
    message.channel.messages.pop(message.id, None)
    message.tell("MESSAGE_DELETE", {"id": str(message.id)} | payloads.place(message))


def react(message: Message, user: User, emoji: str, *, add: bool) -> None:
    """Add or take back somebody's reaction and tell the bot."""
    who = message.reactions.get(emoji, [])
    if (user in who) == add:
        return
    left = [one for one in who if one is not user] + [user] * add
    message.reactions = {**message.reactions, emoji: left}
    if not left:
        del message.reactions[emoji]
    event = f"MESSAGE_REACTION_{'ADD' if add else 'REMOVE'}"
    message.tell(event, payloads.reaction(message, user, emoji, add=add), FOR_REACTIONS)


def read_body(body: Json, before: Message | None = None) -> Json:
    """Check a body and give the fields that it sets; with a message, as an edit of it."""
    for key in ("poll", "sticker_ids"):
        if body.get(key):
            raise not_implemented(f"a message with {key}")
    flags = _flags(body, before)
    faults = limits.faults("message_v2" if flags & V2 else "message", body)
    empty: Json = {"content": "", "embeds": [], "components": []}
    fields: Json = {key: body[key] or nothing for key, nothing in empty.items() if key in body}
    left = {key: fields.get(key, getattr(before, key, None)) for key in empty}
    refuse([*faults, *_no_legacy(left)] if flags & V2 else faults)
    if (body.get("message_reference") or {}).get("type") == FORWARD:
        raise not_implemented("a bot's forwarding")
    if not (any(left.values()) or body.get("attachments", getattr(before, "attachments", None))):
        raise refusal(50006)
    if "components" in fields:
        fields["components"] = components.numbered(fields["components"])
    if "embeds" in fields:
        fields["embeds"] = [_filled(embed) for embed in fields["embeds"]]
    return fields | {"flags": flags}


def _flags(body: Json, before: Message | None) -> int:
    asked = body.get("flags")
    asked = asked if isinstance(asked, int) else 0
    if before is None:
        return asked & (SUPPRESS_EMBEDS | EPHEMERAL | SILENT | V2)
    kept = before.flags & ~LOADING
    if "flags" in body:
        kept = (kept & ~SUPPRESS_EMBEDS) | (asked & (SUPPRESS_EMBEDS | V2))
    return kept


def _no_legacy(left: Json) -> Faults:
    for key in ("content", "embeds"):
        if left[key]:
            yield fault((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", key)


def _filled(embed: Json) -> Json:
    made: Json = {"type": "rich"} | embed
    if embed.get("fields"):
        made["fields"] = [{"inline": False} | one for one in embed["fields"]]
    return made


def pings(body: Json, message: Message) -> tuple[list[User], bool]:
    """Work out whom a message pings, and whether it pings everyone."""
    allowed, channel = body.get("allowed_mentions"), message.channel
    parse = ["users", "everyone"] if allowed is None else allowed.get("parse") or []
    listed = {int(one) for one in (allowed or {}).get("users") or []}
    named = dict.fromkeys(int(one) for one in MENTION.findall(message.text))
    world, users = channel.world, "users" in parse
    known: dict[int, User] = {**world.people, world.bot.id: world.bot}
    found = [known[one] for one in named if one in known and (users or one in listed)]
    answered = message.reply_to.author if message.reply_to else None
    wanted = allowed is None or allowed.get("replied_user", False)
    if answered is not None and wanted and answered not in found:
        found.append(answered)
    everyone = "everyone" in parse and ("@everyone" in message.text or "@here" in message.text)
    may = channel.allowed(message.author) & Permissions.MENTION_EVERYONE
    return found, everyone and bool(may)
