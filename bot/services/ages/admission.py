"""Whether somebody may ask or listen in a server now, by their age: asked wherever that begins.

Whoever moderators keep out reads that first, and is not asked how old they are. What is open goes
on, whatever somebody says of their age and whatever roles they have by now.
"""

from bot.domain.age_errors import AgeNotStated, AgesNotChosen, TooYoung
from bot.domain.ages import Age
from bot.domain.errors import TryAgain
from bot.domain.ids import RoleId
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.ports import Gone, Undelivered


async def must_be_admitted(ctx: Context, member: Member) -> Age:
    """The group in which somebody asks and listens now.

    Raises NotSetUp, PausedHere, BannedHere, AgesNotChosen, AgeNotStated, TooYoung; TryAgain where
    their roles have to be looked up and Discord does not answer.
    """
    await ctx.store.read(lambda tables: restrictions.must_be_free(ctx, tables, member))
    return await _group(ctx, member)


async def _group(ctx: Context, member: Member) -> Age:
    rule = ctx.guilds.of(member.guild).ages
    if rule is None:
        raise AgesNotChosen
    if rule.roles is not None:
        return rule.roles.group(await _roles(ctx, member))
    number = ctx.asker_number(member)
    stated = await ctx.store.read(lambda tables: tables.age_statements.get(number))
    if stated is not None and rule.admits(stated.age):
        return stated.age
    if stated is None or ctx.clock.now() >= stated.may_change_at:
        raise AgeNotStated(member.guild, rule.offered)
    raise TooYoung(when=stated.may_change_at)


async def group_of(ctx: Context, member: Member) -> Age:
    """As `must_be_admitted` for a look alone: unknown where nothing can begin. Raises NotSetUp."""
    try:
        return await _group(ctx, member)
    except (AgesNotChosen, AgeNotStated, TooYoung, TryAgain):
        return Age.UNKNOWN


async def note_listeners_group(ctx: Context, member: Member) -> None:
    """Where roles tell the groups apart, a listener's may be another one by now. Raises TryAgain,
    NotSetUp."""
    rule, number = ctx.guilds.of(member.guild).ages, ctx.listener_number(member)
    if rule is None or rule.roles is None:
        return
    known = await ctx.store.read(lambda tables: tables.listeners.get(number))
    if known is None:
        return
    age = rule.roles.group(await _roles(ctx, member))
    if age is not known.age:
        await ctx.store.transaction(lambda tables: tables.listeners.of_age(number, age))


async def _roles(ctx: Context, member: Member) -> frozenset[RoleId]:
    """Those that Discord told with a press; else they are asked for."""
    if member.roles is not None:
        return member.roles
    try:
        return await ctx.messenger.roles(member.guild, member.user)
    except Gone:
        return frozenset()
    except Undelivered as error:
        raise TryAgain from error
