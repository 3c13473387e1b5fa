"""Listeners: joining, duty, who waits, offers, settings, rest, leaving."""

from dataclasses import replace

from bot.discord_app.components.forms import TICKED
from bot.domain.ages import Age, Ages
from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening, written
from bot.services.ages import statements
from bot.services.listeners import duty


async def joining(story: Story) -> None:
    """The guide, the page of a listener on duty and off, rest and leaving."""
    await story.set_up()
    listener = await story.person(ReadBy.LISTENER)
    step = story.keep("guide.one", await listener.run("listen"))
    step = story.keep("guide.two", await listener.press(step, "guide"))
    step = story.keep("guide.three", await listener.press(step, "guide"))
    form = story.keep("form.join", await listener.press(step, "join"))
    story.keep("not_agreed", await listener.fill(form))
    off = story.keep("page.off_duty", await listener.fill(form, agree=TICKED))
    story.keep("nobody_waits", await listener.press(off, "who_waits"))
    on = story.keep("page.on_duty", await listener.press(off, "duty"))
    rests = story.keep("rest.how_long", await listener.press(on, "rest"))
    resting = story.keep("page.resting", await listener.press(rests, "rest_for", nth=1))
    back = story.keep("page.rest_over", await listener.press(resting, "rest_over"))
    on = await listener.press(back, "duty")
    story.keep("page.went_off_duty", await listener.press(on, "off_duty"))
    leaving = story.keep("leave.really", await listener.press(back, "leave"))
    story.keep("leave.stays", await listener.press(leaving, "stay"))
    story.keep("leave.left", await listener.press(leaving, "leave_now"))
    story.keep("not_a_listener", await listener.press(off, "duty"))


async def settings(story: Story) -> None:
    """The page of settings and its forms."""
    await story.set_up()
    listener = await listening(story)
    shown = await listener.press(await listener.run("listen"), "settings")
    story.keep("settings.as_at_first", shown)
    take = story.keep("settings.form.take", await listener.press(shown, "what_i_take"))
    chosen = {"topics": ["loss", "work"], "languages": ["es"]}
    taken = await listener.fill(take, **chosen, heavy="yes", at_once="2")
    story.keep("settings.what_i_take", taken)
    story.keep("page.from_settings", await listener.press(taken, "panel"))
    hours = story.keep("settings.form.hours", await listener.press(shown, "my_hours"))
    madrid = ["Europe/Madrid"]
    unclear = await listener.fill(hours, zone=madrid, other_zone="", quiet="11", off_duty="yes")
    story.keep("settings.hours_unclear", unclear)
    needed = await listener.fill(hours, zone=[], other_zone="", quiet="22:00-08:00", off_duty="yes")
    story.keep("settings.zone_needed", needed)
    filled = await listener.fill(
        hours, zone=madrid, other_zone="", quiet="22:00-08:00", off_duty="yes"
    )
    story.keep("settings.my_hours", filled)


async def still_glad(story: Story) -> None:
    """The month's question on the page of somebody of whom it is not known when they sleep."""
    await story.set_up()
    listener = await listening(story)
    number = story.ctx.listener_number(listener.member)
    await story.ctx.store.transaction(lambda tables: tables.still_glad.here(number, asked=True))
    asked = story.keep("page.still_glad", await listener.run("listen"))
    story.keep("page.glad", await listener.press(asked, "still_glad"))


async def week(story: Story) -> None:
    """The hours of somebody's week: several on a day, all day, and what cannot be taken."""
    await story.set_up()
    listener = await listening(story)
    shown = await listener.press(await listener.run("listen"), "settings")
    hours = await listener.press(shown, "my_hours")
    madrid = ["Europe/Madrid"]
    await listener.fill(hours, zone=madrid, other_zone="", quiet="22:00-08:00", off_duty="yes")
    form = story.keep("settings.form.week", await listener.press(shown, "my_week"))
    for key, days, typed in (
        ("which_days", [], "18:00-22:00"),
        ("all_day_or_never", ["monday"], "8:00-8:00"),
        ("too_many_hours", ["monday"], "1:00-2:00, 3:00-4:00, 5:00-6:00, 7:00-8:00, 9:00-9:30"),
    ):
        story.keep(f"settings.{key}", await listener.fill(form, days=days, span=typed))
    await listener.fill(form, days=["monday", "friday"], span="8:00-9:30, 18:00-22:00")
    full = await listener.fill(form, days=["sunday"], span="0-24")
    story.keep("settings.filled_in", full)
    later = await listener.fill(hours, zone=[], other_zone="", quiet="22:00-08:00", off_duty="no")
    story.keep("settings.week_counts_later", later)


async def skills(story: Story) -> None:
    """What a listener can share, and what cannot be taken of it."""
    await story.set_up()
    listener = await listening(story)
    shown = await listener.press(await listener.run("listen"), "settings")
    form = await listener.press(shown, "my_skills")
    story.keep("settings.skill_too_long", await listener.fill(form, own="x" * 200))
    own = await listener.fill(form, listed=[], own="*Ukulele*\nukulele")
    story.keep("settings.skill_once", own)
    both = await listener.fill(form, listed=["cooking", "music"], own="*Ukulele*\nC#")
    story.keep("settings.skills", both)
    story.keep("settings.form.skills", await listener.press(both, "my_skills"))


async def days_off(story: Story) -> None:
    """Days off, public holidays, and what cannot be read of them."""
    await story.set_up()
    listener = await listening(story)
    shown = await listener.press(await listener.run("listen"), "settings")
    form = await listener.press(shown, "my_days_off")
    story.keep("settings.clock_needed", await listener.fill(form, days="tomorrow", holidays=""))
    hours = await listener.press(shown, "my_hours")
    madrid = ["Europe/Madrid"]
    await listener.fill(hours, zone=madrid, other_zone="", quiet="22:00-08:00", off_duty="yes")
    story.keep("settings.which_date", await listener.fill(form, days="4/5", holidays=""))
    unknown = await listener.fill(form, days="", holidays="Spain, Atlantis")
    story.keep("settings.unknown_part", unknown)
    away = await listener.fill(form, days="24 Dec - 2 Jan", holidays="Spain, Cataluña")
    story.keep("settings.days_off", away)
    story.keep("settings.form.days_off", await listener.press(away, "my_days_off"))


async def offers(story: Story) -> None:
    """Somebody waits: reading the ask, taking it, not now, too late."""
    await story.set_up()
    first, second = await listening(story), await listening(story)
    moderator = await story.person(ReadBy.MODERATOR)
    posts = []
    for _ in range(2):
        asker = await story.person(ReadBy.ASKER)
        await asker.press(await written(story, asker), "post")
        posts.append(await story.in_channel(story.asks))
    page = await second.run("listen")
    waiting = story.keep("waiting", await second.press(page, "who_waits"))
    story.keep("waiting.next", await second.press(waiting, "next_waiting"))
    story.keep("moderators.somebody_waits", await moderator.run("moderate"))
    offer = await first.got(NoticeKind.OFFER)
    story.keep("offer.read", await first.press(offer, "read_it"))
    on = await second.press(await second.press(page, "off_duty"), "duty")
    story.keep("page.on_duty_and_somebody_waits", on)
    next_one = story.keep("offer.not_now_but_the_next", await second.press(on, "not_now"))
    story.keep("offer.not_now", await second.press(next_one, "not_now"))
    story.keep("offer.accepted", await first.press(offer, "accept"))
    story.keep("offer.too_late", await second.press(posts[0], "accept"))


async def in_messages(story: Story) -> None:
    """/listen in direct messages: in one of several servers, or in none."""
    nobody = await story.person(ReadBy.LISTENER, age=None)
    story.keep("messages.nowhere", await nobody.run("listen", direct=True))
    listener = await story.person(ReadBy.LISTENER, age=None)
    for _ in range(12):
        place = story.elsewhere()
        await place.set_up()
        there = replace(listener, story=place)
        await statements.say(story.ctx, there.member, Age.ADULT)
        await duty.join(story.ctx, there.member)
        await there.run("listen")
    where = story.keep("messages.where", await listener.run("listen", direct=True))
    story.keep("messages.more", await listener.press(where, "more_to_listen"))
    story.keep("messages.page", await listener.press(where, "panel"))


async def groups(story: Story) -> None:
    """What a listener is told of where people of 13 to 17 are kept apart."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    for age in (Age.ADULT, Age.YOUNG):
        listener = await story.person(ReadBy.LISTENER, age)
        panel = await listener.run("listen")
        for step in ("guide", "guide", "join"):
            panel = await listener.press(panel, step)
        panel = await listener.fill(panel, agree=TICKED)
        story.keep(f"page.of_two_groups.{age}", panel)
        page = await story.approved(listener)
        story.keep(f"page.of_two_groups.{age}_approved", page)


STORIES = (joining, settings, still_glad, week, skills, days_off, offers, in_messages, groups)
