"""Whether moderators of a server keep somebody from asking and listening there now.

Looked at at every way in. What was done to one of a person's two numbers holds for both, as both
are made from their id at each press: nothing stored says that the two are one person's. It never
keeps anybody from help lines, /privacy, /help, an appeal, or a report about a conversation that
they were in.
"""

from collections.abc import Collection

from bot.domain.errors import SupportError
from bot.domain.ids import NOBODY, AskerNumber, GuildId, ListenerNumber, PersonTag, PrivateNumber
from bot.domain.listening import Listener
from bot.domain.moderation import ModeratorAction
from bot.domain.moderation_errors import BannedHere, PausedHere
from bot.services.context import Context, Member
from bot.storage.store import Tables


def numbers_of(ctx: Context, member: Member) -> tuple[AskerNumber, ListenerNumber]:
    """Both numbers of a person in a server."""
    return ctx.asker_number(member), ctx.listener_number(member)


async def must_be_free(ctx: Context, tables: Tables, member: Member) -> None:
    """Raises PausedHere or BannedHere, whose token leads to why, and to an appeal."""
    held = await held_by(ctx, tables, member)
    if held is not None:
        raise refusal(held)


async def held_by(ctx: Context, tables: Tables, member: Member) -> ModeratorAction | None:
    """What keeps somebody out now: what lasts longest."""
    found = await tables.actions.holding(numbers_of(ctx, member), ctx.clock.now())
    return next((one for one in found.values() if one.until is None), None) or max(
        found.values(), key=lambda one: one.until or one.made_at, default=None
    )


async def keeps_out(ctx: Context, tables: Tables, person: PersonTag, guild: GuildId) -> bool:
    """Whether somebody who is known by their tag is kept out of a server now."""
    if person == NOBODY:
        return False
    member = Member(await tables.people.user(person), guild)
    return await held_by(ctx, tables, member) is not None


def refusal(action: ModeratorAction) -> SupportError:
    """What somebody reads who is kept out by this."""
    if action.until is None:
        return BannedHere(token=action.id)
    return PausedHere(token=action.id, until=action.until)


async def without_restricted(
    ctx: Context, tables: Tables, listeners: Collection[Listener]
) -> list[Listener]:
    """Those whom nothing keeps out, in their order."""
    numbers = {one.number: (ctx.store.asker_number_of(one.number), one.number) for one in listeners}
    every: list[PrivateNumber] = [number for both in numbers.values() for number in both]
    held = await tables.actions.holding(every, ctx.clock.now())
    return [one for one in listeners if not any(number in held for number in numbers[one.number])]
