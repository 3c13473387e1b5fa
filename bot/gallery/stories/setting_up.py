"""/setup and what stands below its answer; and what a manager reads who may not."""

from collections.abc import Sequence
from functools import partial

import discord

from bot.domain.ages import AgeRule, Ages
from bot.domain.guilds import Feature
from bot.gallery.play import MODERATORS, Player, Story
from bot.gallery.server import BOT_ROLE, COMMANDS, NOTHING, SEE, WRITE, Bits, MadeChannel, server
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening
from bot.gallery.world import SERVER
from bot.services.ages import choosing
from bot.services.servers import ask_channels

VERIFIED, GUESTS = 1_180_000_000_000_000_911, 1_180_000_000_000_000_912


def seen(
    story: Story,
    *,
    asks: MadeChannel | None = None,
    staff: MadeChannel | None = None,
    roles: Bits | None = None,
    **more: discord.Permissions,
) -> None:
    """Let the bot see the server of a story."""
    at_door = {story.guild: SEE}
    places = [
        asks or MadeChannel(story.asks, denies={story.guild: WRITE}, allows={BOT_ROLE: WRITE}),
        staff or MadeChannel(story.staff, denies=at_door, allows={MODERATORS: SEE, BOT_ROLE: SEE}),
    ]
    known: Bits = {MODERATORS: NOTHING} if roles is None else roles
    story.rooms.servers.seen[story.guild] = server(story.guild, SERVER, places, known, **more)


async def filled(
    story: Story, manager: Player, form: Showing, **others: list[str] | str
) -> Showing:
    """The form with what belongs into it."""
    own: dict[str, list[str] | str] = {
        "ask_channel": [str(story.asks)],
        "moderator_channel": [str(story.staff)],
        "moderator_role": [str(MODERATORS)],
        "kinds": "private",
    }
    return await manager.fill(form, **(own | others))


async def first(story: Story) -> None:
    """The form, what is refused in it, and the first answers."""
    manager = await story.person(ReadBy.MANAGER, age=None)
    member = await story.person(ReadBy.MEMBER, age=None)
    story.keep("not_set_up", await member.run("ask"))
    form = story.keep("form", await manager.run("setup"))
    story.keep("same_channel", await filled(story, manager, form, ask_channel=[str(story.staff)]))
    everyone = [str(int(story.guild))]
    story.keep("everybody", await filled(story, manager, form, moderator_role=everyone))
    story.keep("left_empty", await filled(story, manager, form, moderator_role=[]))
    story.keep("not_looked", await filled(story, manager, form))
    seen(story)
    answer = story.keep("ages_to_choose", await filled(story, manager, form, kinds="choice"))
    await _ages(story, manager, answer)
    await _well(story, manager, form)
    private = await filled(story, manager, form)
    story.keep("not_allowed", await member.press(private, "switched_on"))


async def _ages(story: Story, manager: Player, answer: Showing) -> None:
    """Who may ask and listen."""
    ages = story.keep("form.ages", await manager.press(answer, "choose_ages"))
    unclear = await manager.fill(ages, who=Ages.TWO_GROUPS, young_role=[str(GUESTS)], adult_role=[])
    story.keep("ages.unclear", unclear)
    roles = {"young_role": [str(GUESTS)], "adult_role": [str(VERIFIED)]}
    by_role = await manager.fill(ages, who=Ages.TWO_GROUPS, **roles)
    story.keep("ages.two_groups_by_role", by_role)
    young = await story.person(ReadBy.MEMBER, age=None)
    await _own_age_by_role(story, young)
    for who in (Ages.TWO_GROUPS, Ages.ADULTS_ONLY):
        story.keep(f"ages.{who}", await manager.fill(ages, who=who, young_role=[], adult_role=[]))


async def _well(story: Story, manager: Player, form: Showing) -> None:
    """Where everything is in place, or almost."""
    story.keep("ready_but", await filled(story, manager, form))
    story.rooms.messenger.away = True
    story.keep("panel_try_again", await filled(story, manager, form))
    story.rooms.messenger.away = False
    await listening(story)
    story.keep("all_well", await filled(story, manager, form))
    story.keep("form.again", await manager.run("setup"))


async def _own_age_by_role(story: Story, member: Player) -> None:
    """Where roles tell, nobody says it."""
    page = await member.run("privacy")
    story.keep("ages.told_by_role", await member.press(page, "my_age"))


def _faults(story: Story) -> Sequence[tuple[str, MadeChannel, MadeChannel, Bits]]:
    """Each with the channels for asks and for moderators, and the roles that there are."""
    hidden, closed = {story.guild: SEE}, {story.guild: SEE, BOT_ROLE: WRITE}
    moderators, seen_by = {MODERATORS: NOTHING}, {VERIFIED: SEE | WRITE, BOT_ROLE: SEE}
    asks, staff = partial(MadeChannel, story.asks), partial(MadeChannel, story.staff)
    among = {MODERATORS: SEE, VERIFIED: SEE, BOT_ROLE: SEE}
    verified: Bits = {VERIFIED: NOTHING, MODERATORS: NOTHING}
    guests: Bits = {GUESTS: NOTHING, MODERATORS: NOTHING}
    return (
        ("hidden", asks(denies=closed), staff(denies=hidden), moderators),
        ("staff_hidden", asks(), staff(denies=hidden), moderators),
        ("role_gone", MadeChannel(1), staff(), {}),
        ("shown_to_all", asks(denies={story.guild: COMMANDS}), staff(), moderators),
        ("by_roles", asks(seen_by, hidden), staff(among, hidden), verified),
        ("kept_out", asks(denies={GUESTS: SEE}), staff(), guests),
    )


async def to_mend(story: Story) -> None:
    """What keeps the bot, or its people, from it."""
    await story.set_up(open_asks=True, ages=None)
    manager = await story.person(ReadBy.MANAGER, age=None)
    form = await manager.run("setup")
    for name, asks, staff, roles in _faults(story):
        seen(story, asks=asks, staff=staff, roles=roles)
        story.keep(f"to_mend.{name}", await filled(story, manager, form, kinds="choice"))
    seen(story, bot_may=NOTHING)
    story.rooms.messenger.closed.add(story.asks)
    nothing = story.keep("to_mend.may_nothing", await filled(story, manager, form))
    seen(story, roles={MODERATORS: NOTHING, GUESTS: WRITE})
    story.keep("to_mend.checked_again", await manager.press(nothing, "check_again"))
    seen(story, bot_may=NOTHING)
    notice = await _asks_cannot_be_posted(story)
    story.keep("asks_cannot_be_posted", notice)


async def _asks_cannot_be_posted(story: Story) -> Showing:
    """What moderators read in their channel."""
    await ask_channels.look_after(story.ctx)
    return await story.in_channel(story.staff)


async def switches(story: Story) -> None:
    """What is switched on, and the language."""
    await story.set_up()
    manager = await story.person(ReadBy.MANAGER, age=None)
    seen(story)
    answer = await filled(story, manager, await manager.run("setup"))
    form = story.keep("form.switches", await manager.press(answer, "switched_on"))
    same = story.rooms.language
    other = next(one for one in story.rooms.prompts.languages if one != same)
    everything = [str(one) for one in Feature]
    story.keep("switches.nothing", await manager.fill(form, features=[], language=same))
    story.keep("switches.all", await manager.fill(form, features=everything, language=same))
    story.rooms.messenger.closed.add(story.asks)
    late = await manager.fill(form, features=[], language=other)
    story.keep("switches.panel_not_renewed", late)
    await manager.fill(form, features=[], language=same)
    await choosing.choose_ages(story.ctx, story.guild, AgeRule(Ages.TWO_GROUPS))
    story.keep("switches.for_adults", await manager.fill(form, features=everything, language=same))


STORIES = (first, to_mend, switches)
