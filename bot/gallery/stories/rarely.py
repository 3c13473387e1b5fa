"""What hardly anybody ever comes to: limits of a day, a great deal of something, and erasing that
is not over yet."""

from datetime import date
from functools import partial

from bot.discord_app.interactions.leading_on import leading_on, led_on, ways_from
from bot.discord_app.moderation.trial import where_it_goes
from bot.discord_app.privacy.privacy import Privacy, after_erasing
from bot.domain.blocks import Block
from bot.domain.community import WAITS, Numbers
from bot.domain.guilds import Feature
from bot.domain.ids import ConversationId, GuildId
from bot.domain.listening import WhyNot
from bot.gallery.play import Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy, Surface
from bot.gallery.stories.asking import listening, written
from bot.gallery.stories.goals import every
from bot.gallery.stories.help_and_privacy import in_another_server
from bot.gallery.stories.kept import what_is_kept
from bot.gallery.stories.talking import talk
from bot.services.listeners import duty
from bot.services.offers import rules
from bot.services.offers.trial import Group, Trial
from bot.services.privacy import erasure
from bot.storage.store import Tables

NAMES = ("Alder", "Birch", "Cedar", "Hazel", "Linden", "Maple", "Rowan", "Willow", "Juniper")
"""More than one message takes."""


async def enough(story: Story) -> None:
    """A listener has begun as many conversations as a day may hold."""
    await story.set_up()
    listener = await listening(story)
    for _ in range(story.ctx.settings.listeners.conversations_per_day):
        asker = await story.person(ReadBy.ASKER)
        await asker.press(await written(story, asker), "post")
        await listener.press(await story.in_channel(story.asks), "accept")
        mine = await listener.run("conversations")
        await listener.press(await listener.press(mine, "end"), "end_now")
    page = story.keep("page.enough", await listener.run("listen"))
    story.keep("enough.instead_of_who_waits", await listener.press(page, "who_waits"))


async def many_blocked(story: Story) -> None:
    """Of more people than one message takes."""
    await story.set_up()
    one = await story.person(ReadBy.MEMBER)
    tokens = [story.ctx.randomness.token() for _ in NAMES]
    number, day = story.ctx.store.asker_number(story.guild, one.user), story.ctx.clock.now().date()

    async def fill(tables: Tables) -> None:
        for name, token in zip(NAMES, tokens, strict=True):
            block = Block(token, story.guild, name, day)
            await tables.blocks.add(block, ConversationId(token), number, number)

    await story.ctx.store.transaction(fill)
    mine = await one.run("conversations")
    many = story.keep("blocks.many", await one.press(mine, "blocks"))
    story.keep("blocks.rest", await one.press(many, "blocks_more"))


async def erasing(story: Story) -> None:
    """It was asked for elsewhere, and goes on; or a step of it fails, which only a fault makes it
    do, and is tried again."""
    await story.set_up()
    page = await (await story.person(ReadBy.MEMBER)).run("privacy")
    asker, _, _, _ = await talk(story)
    now = story.ctx.clock.now()
    await story.ctx.store.transaction(lambda tables: erasure.ask_for(tables, asker.user, now))
    story.keep("privacy.erase_goes_on", await asker.press(page, "erase_all"))
    rooms = story.rooms
    rooms.prompts.taken()
    words, ways = rooms.desk.words, ways_from(Privacy.declared)
    told = led_on(words, after_erasing(words, (), done=False), ways)
    seen = Showing(told, Surface.EPHEMERAL, story.guild, ReadBy.ASKER, rooms.prompts.taken())
    story.keep("privacy.erased_partly", seen)


async def many_left_out(story: Story) -> None:
    """Where an ask would go in a large server, with every reason why somebody is not told."""
    every_reason = dict.fromkeys(WhyNot, 12)
    found = Trial(
        Group(120, every_reason, complete=False), Group(30, {WhyNot.RESTS: 2}, complete=True)
    )
    rooms = story.rooms
    rooms.prompts.taken()
    told = where_it_goes(rooms.desk.words, rules.waves(story.ctx.settings), found)
    seen = Showing(told, Surface.EPHEMERAL, story.guild, ReadBy.MODERATOR, rooms.prompts.taken())
    story.keep("trial.many", seen)


async def large(story: Story) -> None:
    """A file that is larger than a message takes; here than a smaller limit."""
    await story.set_up()
    asker, _, _, _ = await talk(story)
    desk, name = story.rooms.desk, story.rooms.servers.guild_name
    small = leading_on(desk, Privacy(desk, name, file_at_most=100))
    page = await asker.run("privacy")
    story.keep("privacy.export_too_large", await asker.press(page, "export", among=small.buttons))


async def held_asks(story: Story) -> None:
    """How long moderators usually take; and asks that wait for them, under My conversations."""
    await story.set_up(Feature.APPROVE_ASKS, Feature.PARTNERS)
    await listening(story)
    for state, wait in (("within", 0), ("longer", len(WAITS))):
        numbers = Numbers(date(2026, 3, 2), {}, look_wait=wait)
        await story.ctx.store.transaction(partial(_show, story.guild, numbers))
        asker = await story.person(ReadBy.ASKER)
        posted = await asker.press(await written(story, asker), "post")
        story.keep(f"posted.held_{state}", posted)
        story.keep(f"mine.held_{state}", await asker.run("conversations"))
    member = await story.person(ReadBy.MEMBER)
    form = await member.press(await member.run("goal"), "set_goal")
    shown = await member.fill(form, words=story.own["goal"], **every(story, "2"))
    await member.press(await member.press(shown, "find_partner"), "post")
    story.keep("mine.held_company", await member.run("conversations"))


async def _show(guild: GuildId, numbers: Numbers, tables: Tables) -> None:
    await tables.tallies.show(guild, numbers)


async def in_many_servers(story: Story) -> None:
    """Somebody of whom more is kept than one message takes."""
    member = await story.person(ReadBy.MEMBER, age=None)
    for _ in range(12):
        there = await in_another_server(member)
        await duty.join(story.ctx, there.member)
        await there.run("listen")
    await what_is_kept(story, member, "of_many_servers")


OF_ASKING, OF_LISTENING, OF_BLOCKING = (held_asks,), (enough,), (many_blocked,)
OF_PRIVACY = (erasing, large, in_many_servers)
OF_MODERATING = (many_left_out,)
