"""Which thread a button is about, and who may do what in it."""

from dataclasses import dataclass

from bot.domain.asks import Ask
from bot.domain.errors import OutOfDate
from bot.domain.ids import AskId, UserId
from bot.domain.open_ask_errors import ThreadClosed
from bot.domain.open_asks import OpenThread, ThreadState
from bot.services.context import Context
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A thread, its ask, and whether whoever pressed has asked it."""

    ask: Ask
    thread: OpenThread
    asked: bool


async def require_thread(
    ctx: Context, tables: Tables, user: UserId, token: str, *, standing: bool = True
) -> FoundThread:
    """The thread behind a button in it, or behind one of its asker's own. Raises OutOfDate for
    every other token; ThreadClosed where it must be `standing`, and is over."""
    person, meaning = ctx.store.person(user), await tables.button_tokens.meaning(token)
    if meaning is None or meaning.ask_id is None or meaning.person not in (None, person):
        raise OutOfDate
    return await thread_of(ctx, tables, user, meaning.ask_id, standing=standing)


async def thread_of(
    ctx: Context, tables: Tables, user: UserId, key: AskId, *, standing: bool = True
) -> FoundThread:
    """As `require_thread`, where it is known which ask it is."""
    ask, thread = await tables.asks.get(key), await tables.open_threads.get(key)
    if ask is None or thread is None:
        raise OutOfDate
    if standing and thread.state is not ThreadState.OPEN:
        raise ThreadClosed
    return FoundThread(ask, thread, ask.asker == ctx.store.person(user))


async def require_askers(
    ctx: Context, tables: Tables, user: UserId, token: str, *, standing: bool = False
) -> FoundThread:
    """As `require_thread`, for whoever asked. Raises OutOfDate for everybody else."""
    found = await require_thread(ctx, tables, user, token, standing=standing)
    if not found.asked:
        raise OutOfDate
    return found
