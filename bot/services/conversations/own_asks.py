"""One's own asks, as they stand under My conversations."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.asks import Ask, AskState
from bot.domain.ids import ChannelId, GuildId
from bot.domain.timers import TimerKind
from bot.services.context import Context
from bot.storage.store import Tables

NewToken = Callable[[], str]


@dataclass(frozen=True, slots=True)
class MyAsk:
    """An ask that waits, or is over while its words are still kept."""

    token: str
    guild: GuildId
    posted_at: datetime
    expires_at: datetime
    waiting: bool
    one_first: bool
    """Whether one listener is asked before all others."""
    for_goal: bool
    """Whether it looks for somebody who goes along with their goal."""
    kept_until: datetime | None = None
    """Until when one that is over can be asked again."""
    held: bool = False
    """Whether a moderator looks at it first."""
    usual_look: int | None = None
    """The step of how long that usually takes there; None where nobody can say."""
    taken: bool = False
    """Whether a listener talks with them about it, while others still answer in its thread."""
    thread: ChannelId | None = None
    """Where its thread is open."""
    question: str | None = None
    """A listener's, before they accept, that can be answered."""


class NoTokenYet(Exception):
    """A button has nothing yet that it could carry, and a read cannot make it."""


def made(new: NewToken | None) -> str:
    """A new token. Raises NoTokenYet."""
    if new is None:
        raise NoTokenYet
    return new()


async def my_ask(ctx: Context, tables: Tables, ask: Ask, new: NewToken | None) -> MyAsk:
    """One of them, as it stands."""
    known = await tables.overview.ask_token(ask.id, ask.asker)
    token = known or await tables.button_tokens.for_ask(made(new), ask.id, ask.asker)
    waiting = ask.state is AskState.WAITING
    first = waiting and await tables.timers.is_waiting(TimerKind.OTHERS_ASKED, ask.id)
    goes_along = await tables.partners.goal_of(ask.id) is not None
    kept = ask.words_kept_until
    if kept is None and ask.closed_at is not None:
        kept = ask.closed_at + ctx.settings.retention.ask_text_after_closing
    held = waiting and await tables.timers.is_waiting(TimerKind.ASK_HELD, ask.id)
    numbers = await tables.tallies.shown(ask.guild_id) if held else None
    usual = None if numbers is None else numbers.look_wait
    times, thread = (ask.posted_at, ask.expires_at), await tables.open_threads.place_of(ask.id)
    taken = ask.state is AskState.TAKEN
    mine = MyAsk(
        *(token, ask.guild_id, *times, waiting, first, goes_along, kept, held, usual, taken, thread)
    )
    return replace(mine, question=await _question(ctx, tables, ask))


async def _question(ctx: Context, tables: Tables, ask: Ask) -> str | None:
    if ask.state is not AskState.WAITING:
        return None
    asked = await tables.first_questions.open_for(ask.id)
    return asked.id if asked is not None and asked.can_be_answered(ctx.clock.now()) else None
