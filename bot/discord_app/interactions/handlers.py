"""What happened, without discord.py: who pressed or submitted what, and where."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol, TypeAlias

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.declared import Declared
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import NotAllowed, OutOfDate
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.moderation_errors import NotAModerator
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.context import Member


@dataclass(frozen=True, slots=True)
class PickedChannel:
    """What Discord told of a channel with the press in which it was picked: what kind it is, and
    what the bot may do there, as the bits of permissions; None: that it did not tell."""

    kind: int
    bot_may: int | None = None


@dataclass(frozen=True, slots=True)
class UserAction:
    """Somebody ran a command, pressed a button, picked in a menu or submitted a form."""

    user: UserId
    guild: GuildId | None
    manages_guild: bool = False
    token: str = ""
    choice: int | None = None
    which: str = ""
    """The choice as it stands in the button, where it is no number."""
    answers: FormAnswers = field(default_factory=dict)
    roles: frozenset[RoleId] | None = None
    """Those of whoever pressed, at this press; None in direct messages, where none are told."""
    number: int = 0
    """Discord's id of what happened: the same where it is told twice."""
    channels: Mapping[int, PickedChannel] = field(default_factory=dict)
    """Those that were picked, by their ids."""

    @property
    def member(self) -> Member:
        """Who, in which server. Raises OutOfDate in direct messages."""
        if self.guild is None:
            raise OutOfDate
        return Member(self.user, self.guild, self.roles)

    def must_manage(self) -> None:
        """Raises NotAllowed for those who may not manage the server. Discord hides /setup by
        permission; that is a courtesy, this is the check."""
        if not self.manages_guild:
            raise NotAllowed

    def must_moderate(self, role: RoleId) -> None:
        """Raises NotAModerator for those who have neither this role now nor may manage the server:
        a button may be older than their role."""
        if not self.manages_guild and role not in (self.roles or ()):
            raise NotAModerator

    def text(self, name: str) -> str:
        """What was written into a field of the form."""
        answer = self.answers.get(name, "")
        return answer if isinstance(answer, str) else ""

    def all_chosen(self, name: str) -> tuple[str, ...]:
        """Everything that was chosen in a field of the form."""
        answer = self.answers.get(name, "")
        return tuple(answer) if isinstance(answer, list) else (answer,) if answer else ()

    def chosen(self, name: str) -> int | None:
        """The id that was chosen in a field of the form."""
        answer = self.answers.get(name)
        return int(answer[0]) if isinstance(answer, list) and answer else None


class Ack(Enum):
    """Where the answer to a press goes; also what acknowledges it where the answer takes long."""

    REPLY = "reply"
    """A new message that only this person sees."""
    UPDATE = "update"
    """The message that holds the button changes."""


@dataclass(frozen=True, slots=True)
class Answers:
    """An action that answers with a reply."""

    ack: Ack
    work: Callable[[UserAction], Awaitable[Reply]]


Blank: TypeAlias = Callable[[CustomId, FormAnswers], Form]
"""Makes a form without asking the database; from answers it may see which fields there were."""


@dataclass(frozen=True, slots=True)
class Takes(Answers):
    """An action that answers a form, and a way to open that form again."""

    blank: Blank


@dataclass(frozen=True, slots=True)
class OpensForm:
    """An action that opens a form: its acknowledgement, so `work` may read once and no more."""

    work: Callable[[UserAction], Awaitable[Form]]


Handler: TypeAlias = Answers | OpensForm


class Handlers(Protocol):
    """What one file offers: handlers by the name of the command, button or form, and what it says
    of itself, without which it does not load."""

    declared: Declared
    commands: Mapping[str, Handler]
    buttons: Mapping[str, Handler]
    forms: Mapping[str, Handler]
