"""What a listener is, and when one may take an ask."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.asks import Ask, AskState
from bot.domain.ids import GuildId, PersonTag, PrivateNumber


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who opted in, in one server."""

    number: PrivateNumber
    guild_id: GuildId
    person: PersonTag
    joined_at: datetime
    on_duty_until: datetime | None = None

    def on_duty(self, now: datetime) -> bool:
        """Whether they said that they are here now."""
        return self.on_duty_until is not None and now < self.on_duty_until


@dataclass(frozen=True, slots=True)
class Load:
    """What a listener carries: conversations open now, and begun in the last 24 hours."""

    open_now: int
    last_day: int


def may_take(
    ask: Ask, listener: Listener, load: Load, now: datetime, *, at_once: int, a_day: int
) -> bool:
    """Whether this listener may take this ask now. Never one's own, never beyond one's limits."""
    return (
        ask.state is AskState.WAITING
        and now < ask.expires_at
        and ask.guild_id == listener.guild_id
        and ask.asker != listener.person
        and load.open_now < at_once
        and load.last_day < a_day
    )
