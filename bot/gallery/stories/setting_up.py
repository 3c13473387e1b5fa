"""/setup, step by step, and run again; and what a manager reads who may not."""

from collections.abc import Sequence
from functools import partial

import discord

from bot.domain.ages import Ages
from bot.domain.guilds import Feature
from bot.gallery.play import MODERATORS, Player, Story
from bot.gallery.server import (
    BACK,
    BOT_ROLE,
    COMMANDS,
    IN_THREADS,
    NOTHING,
    POST,
    SEE,
    WRITE,
    Bits,
    MadeChannel,
    server,
)
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening
from bot.gallery.world import SERVER
from bot.services.servers import ask_channels

VERIFIED, GUESTS = 1_180_000_000_000_000_911, 1_180_000_000_000_000_912
MAKES = discord.Permissions(manage_channels=True)


def seen(
    story: Story,
    *more_places: MadeChannel,
    asks: MadeChannel | None = None,
    staff: MadeChannel | None = None,
    roles: Bits | None = None,
    bot_may: discord.Permissions = POST,
    kind: type[discord.Guild] = discord.Guild,
) -> None:
    """Let the bot see the server of a story."""
    at_door = {story.guild: SEE}
    places = [
        asks or MadeChannel(story.asks, denies={story.guild: WRITE}, allows={BOT_ROLE: WRITE}),
        staff or MadeChannel(story.staff, denies=at_door, allows={MODERATORS: SEE, BOT_ROLE: SEE}),
        *more_places,
    ]
    known: Bits = {MODERATORS: NOTHING} if roles is None else roles
    story.rooms.servers.seen[story.guild] = server(
        story.guild, SERVER, places, known, bot_may, kind
    )


async def first(story: Story) -> None:
    """From nothing to a server that is set up, with what is refused on the way."""
    manager = await story.person(ReadBy.MANAGER, age=None)
    member = await story.person(ReadBy.MEMBER, age=None)
    story.keep("not_set_up", await member.run("ask"))
    refused = story.keep("not_set_up.for_managers", await manager.run("ask"))
    hello = story.keep("hello", await manager.press(refused, "setup"))
    everyone = await manager.pick(hello, "role", str(int(story.guild)))
    story.keep("everybody", everyone)
    at = await manager.pick(hello, "role", str(MODERATORS))
    story.keep("not_known_yet", await manager.press(at, "setup_make"))
    seen(story)
    at = await _channels(story, manager, at)
    at = await _ages(story, manager, at)
    at = await _rest(story, manager, at)
    await _in_place(story, manager, member, at)


async def _channels(story: Story, manager: Player, at: Showing) -> Showing:
    """Where asks are posted, the panel stands and moderators meet."""
    story.keep("cannot_make", await manager.press(at, "setup_make"))
    many = [MadeChannel(story.guild + 100 + number) for number in range(497)]
    seen(story, *many, bot_may=MAKES | WRITE | SEE)
    story.keep("no_room", await manager.press(at, "setup_make"))
    seen(story)
    wrong = await manager.pick(at, "asks", str(story.asks), kind=discord.ChannelType.news)
    story.keep("only_text", wrong)
    story.keep("not_here", await manager.pick(at, "asks", str(story.asks + 999)))
    at = await manager.pick(at, "asks", str(story.asks))
    story.keep("same_channel", await manager.pick(at, "staff", str(story.asks)))
    at = story.keep("channels", await manager.pick(at, "staff", str(story.staff)))
    later = story.keep("later", await manager.press(at, "setup_later"))
    story.keep("goes_on", await manager.press(later, "setup_go_on"))
    return story.keep("ages", await manager.press(at, "setup_next"))


async def _ages(story: Story, manager: Player, at: Showing) -> Showing:
    """Who may ask and listen."""
    story.keep("back", await manager.press(at, "setup_back"))
    form = story.keep("form.ages", await manager.press(at, "setup_ages"))
    unclear = await manager.fill(form, young_role=[str(GUESTS)], adult_role=[])
    story.keep("ages.unclear", unclear)
    by_role = await manager.fill(form, young_role=[str(GUESTS)], adult_role=[str(VERIFIED)])
    story.keep("ages.two_groups_by_role", by_role)
    both = await manager.fill(form, young_role=[], adult_role=[])
    story.keep("ages.two_groups", both)
    more = await manager.pick(await _to(manager, both, "more"), "more", Feature.CONTACT)
    story.keep("switches.for_adults", more)
    return story.keep("ages.adults_only", await manager.press(at, "setup_adults"))


async def _to(manager: Player, at: Showing, step: str) -> Showing:
    """From wherever one is, by the last look, to another step."""
    return await manager.pick(await manager.press(at, "setup_to_check"), "step", step)


async def _rest(story: Story, manager: Player, at: Showing) -> Showing:
    """What has a value already."""
    at = await manager.pick(at, "kinds", "private")
    at = await manager.pick(at, "approvals", Feature.APPROVE_ASKS)
    at = await manager.press(story.keep("asks", at), "setup_next")
    at = await manager.pick(at, "topics", "loss", "work")
    at = await manager.pick(at, "language", story.rooms.language)
    form = story.keep("form.zone", await manager.press(at, "setup_zone"))
    story.keep("zone.unknown", await manager.fill(form, zone="Nowhere at all"))
    story.keep("zone.utc", await manager.fill(form, zone=""))
    at = story.keep("zone.chosen", await manager.fill(form, zone="Berlin"))
    at = await manager.press(story.keep("words", at), "setup_next")
    story.keep("switches.images", await manager.pick(at, "more", Feature.IMAGES))
    at = await manager.pick(at, "more", Feature.COMMUNITY, Feature.PARTNERS)
    at = await manager.press(story.keep("more", at), "setup_next")
    story.keep("not_longer", await manager.pick(at, "closed", "30"))
    at = await manager.pick(at, "closed", "4")
    return story.keep("kept", await manager.pick(at, "record", "90"))


async def _in_place(story: Story, manager: Player, member: Player, at: Showing) -> None:
    last = story.keep("check", await manager.press(at, "setup_next"))
    story.keep("in_place", await manager.press(last, "setup_apply"))
    story.keep("moved_on", await manager.press(last, "setup_apply"))
    await listening(story)
    story.keep("all_well", await manager.run("setup"))
    story.keep("not_allowed", await member.press(last, "setup_apply"))


async def again(story: Story) -> None:
    """Run again: what is, what changes, undone, dropped; and a test."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    manager = await story.person(ReadBy.MANAGER, age=None)
    member = await story.person(ReadBy.MEMBER, age=None)
    seen(story)
    is_now = story.keep("as_it_is", await manager.run("setup"))
    at = story.keep("one_step", await manager.pick(is_now, "step", "ages"))
    roles = {"young_role": [str(GUESTS)], "adult_role": [str(VERIFIED)]}
    at = await manager.fill(await manager.press(at, "setup_ages"), **roles)
    last = story.keep("changed", await manager.press(at, "setup_to_check"))
    story.keep("you_were_at", await manager.run("setup"))
    done = story.keep("changed_in_place", await manager.press(last, "setup_apply"))
    own = await member.run("privacy")
    story.keep("ages.told_by_role", await member.press(own, "my_age"))
    story.keep("taken_back", await manager.press(done, "setup_undo"))
    at = await manager.pick(await manager.pick(is_now, "step", "asks"), "kinds", "choice")
    last = await manager.press(at, "setup_to_check")
    story.keep("dropped", await manager.press(last, "setup_drop"))
    await _tried_out(story, manager, is_now)


async def _tried_out(story: Story, manager: Player, is_now: Showing) -> None:
    stands = story.keep("test.stands", await manager.press(is_now, "setup_test"))
    messenger = story.rooms.messenger
    messenger.away = True
    story.keep("test.stays.no_answer", await manager.press(stands, "setup_test_away"))
    story.keep("test.no_answer", await manager.press(is_now, "setup_test"))
    story.keep("panel_try_again", await manager.run("setup"))
    messenger.away = False
    story.keep("test.gone", await manager.press(stands, "setup_test_away"))
    messenger.closed.add(story.asks)
    story.keep("test.stays", await manager.press(stands, "setup_test_away"))
    story.keep("test.fails", await manager.press(is_now, "setup_test"))


def _faults(story: Story) -> Sequence[tuple[str, MadeChannel, MadeChannel, Bits]]:
    """Each with the channels for asks and for moderators, and the roles that there are."""
    hidden, closed = {story.guild: SEE}, {story.guild: SEE, BOT_ROLE: WRITE}
    moderators, seen_by = {MODERATORS: NOTHING}, {VERIFIED: SEE | WRITE, BOT_ROLE: SEE}
    asks, staff = partial(MadeChannel, story.asks), partial(MadeChannel, story.staff)
    among = {MODERATORS: SEE, VERIFIED: SEE, BOT_ROLE: SEE}
    verified: Bits = {VERIFIED: NOTHING, MODERATORS: NOTHING}
    many = {VERIFIED + number: SEE for number in range(1, 13)}
    many_roles: Bits = dict.fromkeys(many, NOTHING)
    guests: Bits = {GUESTS: NOTHING, MODERATORS: NOTHING}
    return (
        ("hidden", asks(denies=closed), staff(denies=hidden), moderators),
        ("unseen", asks({BOT_ROLE: SEE | WRITE}, hidden), staff(), moderators),
        ("staff_hidden", asks(), staff(denies=hidden), moderators),
        ("role_gone", MadeChannel(1), staff(), {}),
        ("shown_to_all", asks(denies={story.guild: COMMANDS}), staff(), moderators),
        ("by_roles", asks(seen_by, hidden), staff(among, hidden), verified),
        ("many_roles", asks(among | many, hidden), staff(among, hidden), many_roles),
        ("kept_out", asks(denies={GUESTS: SEE}), staff(), guests),
        *_little(story),
        ("for_news", asks(kind=discord.ChannelType.news), staff(), moderators),
    )


def _little(story: Story) -> Sequence[tuple[str, MadeChannel, MadeChannel, Bits]]:
    """Where people see a channel, and cannot do in it what it is for."""
    less, moderators = BACK | IN_THREADS, {MODERATORS: NOTHING}
    asks = MadeChannel(story.asks, {BOT_ROLE: POST}, {story.guild: less | COMMANDS | WRITE})
    among = {MODERATORS: SEE, BOT_ROLE: POST}
    staff = MadeChannel(story.staff, among, {story.guild: SEE | BACK})
    return (("can_do_little", asks, staff, moderators),)


async def to_mend(story: Story) -> None:
    """What keeps the bot, or its people, from it."""
    await story.set_up(open_asks=True, ages=None)
    manager = await story.person(ReadBy.MANAGER, age=None)
    for name, asks, staff, roles in _faults(story):
        seen(story, asks=asks, staff=staff, roles=roles)
        story.keep(f"to_mend.{name}", await manager.run("setup"))
    seen(story)
    at = await manager.pick(
        await manager.pick(await manager.run("setup"), "step", "kept"), "closed", "4"
    )
    lacks = story.keep("still_missing", await manager.press(at, "setup_next"))
    await manager.press(lacks, "setup_drop")
    seen(story, bot_may=NOTHING)
    story.rooms.messenger.closed.add(story.asks)
    nothing = story.keep("to_mend.may_nothing", await manager.run("setup"))
    seen(story, roles={MODERATORS: NOTHING, GUESTS: WRITE})
    story.keep("to_mend.checked_again", await manager.press(nothing, "check_again"))
    seen(story, bot_may=NOTHING)
    notice = await _asks_cannot_be_posted(story)
    story.keep("asks_cannot_be_posted", notice)


async def _asks_cannot_be_posted(story: Story) -> Showing:
    """What moderators read in their channel."""
    await ask_channels.look_after(story.ctx)
    return await story.in_channel(story.staff)


STORIES = (first, again, to_mend)
