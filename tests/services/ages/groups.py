"""A server with two groups, and what a test does with them."""

from datetime import timedelta

from bot.domain.ages import Age, AgeRoles, AgeRule, Ages
from bot.domain.ids import RoleId, UserId
from bot.services.ages import statements
from bot.services.listeners import approval, duty
from bot.storage.store import Tables
from tests import server_setup
from tests.services.scene import DAY, GUILD, Scene, here

TWO_GROUPS = AgeRule(Ages.TWO_GROUPS)
YOUNG_ROLE, ADULT_ROLE = RoleId(951), RoleId(952)
BY_ROLE = AgeRule(Ages.TWO_GROUPS, AgeRoles(YOUNG_ROLE, ADULT_ROLE))


async def says(scene: Scene, user: UserId, age: Age) -> None:
    """Somebody says it now, whatever they said before, a day after that."""
    scene.clock.advance(timedelta(days=1))
    await statements.say(scene.ctx, here(user), age)


async def two_groups(scene: Scene, rule: AgeRule = TWO_GROUPS) -> None:
    """The server keeps two groups apart from now on."""
    await server_setup.choose_ages(scene.ctx, GUILD, rule)


async def listens(scene: Scene, user: UserId, age: Age, *, approved: bool = False) -> None:
    """Somebody of a group is on duty, approved for those of 13 to 17 or not."""
    await statements.say(scene.ctx, here(user), age)
    await scene.join(user)
    await duty.set_duty(scene.ctx, here(user), 3 * DAY)
    if approved:
        number = scene.store.listener_number(GUILD, user)
        await approval.approve_for_young(scene.ctx, number, nothing_noted, approved=True)


async def nothing_noted(tables: Tables) -> None:
    """What a moderator's press would put into the record."""


def has_role(scene: Scene, user: UserId, *roles: RoleId) -> None:
    """From now on somebody has these roles and no others."""
    scene.messenger.roles_of[(GUILD, user)] = frozenset(roles)
