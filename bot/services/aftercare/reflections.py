"""A note for oneself after a conversation: written where the server switched it on, and one's own
from then on, whatever the server does."""

from dataclasses import dataclass

from bot.domain import aftercare
from bot.domain.aftercare import NOTES_AT_MOST, Note
from bot.domain.conversations import Side
from bot.domain.errors import NotSwitchedOn
from bot.domain.guilds import Feature
from bot.domain.ids import MessageId, PersonTag, ReflectionId, UserId
from bot.domain.limit_errors import NotesFull
from bot.services.context import Context
from bot.services.conversations import access
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Page:
    """One of one's own notes, its number among all of them, and the next one's id."""

    note: Note
    number: int
    total: int
    next: ReflectionId | None


async def must_have_room(ctx: Context, user: UserId, token: str) -> None:
    """Whether one may write a note now. Raises OutOfDate, NotSwitchedOn, NotesFull."""
    await ctx.store.read(lambda tables: _may_write(ctx, tables, user, token))


async def write(ctx: Context, user: UserId, token: str, form: MessageId, typed: str) -> None:
    """Keep a note, one for each opened `form`: sent again, it says what that note is now. Raises
    OutOfDate, NotSwitchedOn, NotesFull, NoWords, TooManyWords."""
    words = aftercare.note(typed)

    async def work(tables: Tables) -> None:
        key = tables.reflections.id_for(form)
        person = await _may_write(ctx, tables, user, token, key)
        await tables.reflections.add(person, Note(key, words))

    await ctx.store.transaction(work)


async def read(ctx: Context, user: UserId, wanted: ReflectionId | None = None) -> Page | None:
    """One of one's own notes: the newest, where none is named or it is gone; None without any."""
    person = ctx.store.person(user)
    return await ctx.store.read(lambda tables: _page(tables, person, wanted))


async def erase(ctx: Context, user: UserId, note: ReflectionId) -> Page | None:
    """Erase one of one's own notes; the one that follows it, or the newest. What is gone already,
    or somebody else's, changes nothing."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> Page | None:
        page = await _page(tables, person, note)
        erased = await tables.reflections.remove(note, person)
        return await _page(tables, person, page.next if page and erased else None)

    return await ctx.store.transaction(work)


async def _may_write(
    ctx: Context, tables: Tables, user: UserId, token: str, key: ReflectionId | None = None
) -> PersonTag:
    """Who writes. `key`: the note, which may stand already."""
    conversation, side = await access.require_ended(ctx, tables, user, token, Side.ASKER)
    if not ctx.guilds.is_on(conversation.guild_id, Feature.REFLECTION):
        raise NotSwitchedOn
    person = conversation.party(side).person
    kept = await tables.reflections.of(person)
    if key not in kept and len(kept) >= NOTES_AT_MOST:
        raise NotesFull(count=NOTES_AT_MOST)
    return person


async def _page(tables: Tables, person: PersonTag, wanted: ReflectionId | None) -> Page | None:
    keys = await tables.reflections.of(person)
    if not keys:
        return None
    at = keys.index(wanted) if wanted in keys else 0
    note = await tables.reflections.get(keys[at], person)
    assert note is not None, "it was just listed"
    return Page(note, at + 1, len(keys), keys[at + 1] if at + 1 < len(keys) else None)
