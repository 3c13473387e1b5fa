"""What people say of their age: once, before they ask or listen, and anew when it is another."""

from dataclasses import dataclass

from bot.domain.age_errors import AgeByRole, AgesNotChosen, AgeStatedLately
from bot.domain.ages import Age, AgeRule, Stated
from bot.domain.errors import OutOfDate
from bot.services.context import Context, Member
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class OwnAge:
    """What somebody said in one server, and what they may say there."""

    rule: AgeRule
    stated: Stated | None


async def get_own(ctx: Context, member: Member) -> OwnAge:
    """What one said of one's age. Raises NotSetUp, AgesNotChosen; AgeByRole where nobody says
    it."""
    rule, number = _rule(ctx, member), ctx.asker_number(member)
    return OwnAge(rule, await ctx.store.read(lambda tables: tables.age_statements.get(number)))


async def say(ctx: Context, member: Member, age: Age) -> None:
    """Say how old one is. New asks are of that group; what is open goes on as it began.

    Raises NotSetUp, AgesNotChosen, AgeByRole; OutOfDate for what cannot be said there,
    AgeStatedLately for somebody who said less a short while ago.
    """
    if age not in _rule(ctx, member).offered:
        raise OutOfDate
    now, number = ctx.clock.now(), ctx.asker_number(member)

    async def work(tables: Tables) -> None:
        before = await tables.age_statements.get(number)
        if before is not None and before.age is not age and not before.may_say(age, now):
            raise AgeStatedLately(when=before.may_change_at)
        if before is None or before.age is not age or now >= before.may_change_at:
            await tables.age_statements.keep(number, member.guild, age, now)
        await tables.listeners.of_age(ctx.listener_number(member), age)
        if age is not Age.YOUNGER:
            await tables.asks.of_unknown_age_are(number, age)

    await ctx.store.transaction(work)


def _rule(ctx: Context, member: Member) -> AgeRule:
    rule = ctx.guilds.of(member.guild).ages
    if rule is None:
        raise AgesNotChosen
    if rule.roles is not None:
        raise AgeByRole
    return rule
