"""/encourage, one's own schedule, and encouragements for a channel."""

from datetime import date, timedelta

from bot.domain.ids import ScheduleId
from bot.domain.notices import Notice, NoticeKind, OnSchedule
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.setting_up import seen

PLAN: dict[str, str | list[str]] = {"zone": "Madrid", "themes": [], "language": []}


async def on_demand(story: Story) -> None:
    """One now, another, kept ones."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    shown = story.keep("shown", await member.run("encourage"))
    kept = story.keep("kept", await member.press(shown, "keep"))
    story.keep("another", await member.press(shown, "another"))
    for _ in range(5):
        await member.press(await member.press(shown, "another"), "keep")
    page = story.keep("all_kept", await member.press(kept, "kept"))
    story.keep("all_kept.next", await member.press(page, "kept_page"))
    while page.has("let_go"):
        page = await member.press(page, "let_go")
    story.keep("none_kept", page)
    story.keep("from_none_kept", await member.press(page, "encourage"))


async def schedule(story: Story) -> None:
    """A plan of one's own: typed wrongly, then rightly, paused, stopped."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    shown = await member.run("encourage")
    form = story.keep("form.schedule", await member.press(shown, "every_day"))
    await _wrongly(story, member, form)
    await _at_all_times(story, member, form)
    await _paused(story, member, form)


async def _wrongly(story: Story, member: Player, form: Showing) -> None:
    """What cannot be read, or in several ways."""
    days = ["monday", "wednesday"]
    typed = {
        "which_half": ("8", "Madrid"),
        "unknown_time": ("soon", "Madrid"),
        "unknown_zone": ("08:00", "Xyzzyx"),
        "which_place": ("08:00", "Springfield"),
        "likely_place": ("08:00", "Madird"),
        "no_place": ("08:00", ""),
    }
    for state, (at, zone) in typed.items():
        answers = PLAN | {"at": at, "zone": zone, "days": days}
        refused = story.keep(f"schedule.{state}", await member.fill(form, **answers))
        if state == "which_half":
            story.keep("schedule.meant", await member.press(refused, "meant_this"))
    story.keep("schedule.no_weekday", await member.fill(form, **PLAN, at="08:00", days=[]))


async def _at_all_times(story: Story, member: Player, form: Showing) -> None:
    """How times of the day are said."""
    days = ["monday", "wednesday"]
    for at in ("00:00", "00:30", "12:00", "12:30", "03:15", "09:00", "15:00", "20:00"):
        answers = PLAN | {"at": at, "days": days, "themes": ["growth"]}
        now = await member.fill(form, **answers)
        story.keep(f"schedule.at_{at.replace(':', '')}", now)


async def _paused(story: Story, member: Player, form: Showing) -> None:
    """Paused, going on, stopped, and out of reach."""
    every_day = list(story.rooms.desk.words.options("weekday"))
    every = await member.fill(form, **PLAN, at="09:00", days=every_day)
    story.keep("schedule.every_day", every)
    story.keep("form.schedule.again", await member.press(every, "change_schedule"))
    pause = story.keep("form.pause", await member.press(every, "pause_schedule"))
    story.keep("schedule.pause_unreadable", await member.fill(pause, days="some"))
    story.keep("schedule.pause_not_whole", await member.fill(pause, days="3 hours"))
    paused = story.keep("schedule.paused", await member.fill(pause, days="3"))
    on = story.keep("schedule.goes_on", await member.press(paused, "schedule_on"))
    story.keep("schedule.stopped", await member.press(on, "stop_schedule"))
    begins = await member.got()
    stopped = await member.press(begins, "stop_encouragements")
    story.keep("schedule.stopped_at_once", stopped)
    other = await story.person(ReadBy.MEMBER)
    story.keep("schedule.none", await other.press(stopped, "my_schedule"))
    await member.fill(form, **PLAN, at="19:00", days=every_day)
    await _unreachable(story, member.user)
    seen = await member.run("encourage")
    story.keep("schedule.unreachable", await member.press(seen, "my_schedule"))


async def _unreachable(story: Story, who: int) -> None:
    """Their direct messages are closed for days."""
    story.rooms.messenger.closed.add(who)
    for _ in range(5):
        await story.rooms.pass_time(timedelta(days=1))


async def in_channel(story: Story) -> None:
    """Encouragements for a channel."""
    await story.set_up()
    manager = await story.person(ReadBy.MANAGER, age=None)
    seen(story)
    answer = await manager.run("setup")
    none = story.keep("channel.none", await manager.press(answer, "channel_schedule"))
    form = story.keep("form.channel", await manager.press(none, "channel_new"))
    plan = PLAN | {"days": ["monday"], "when": "09:00 Madrid"}
    unread = await manager.fill(form, **plan | {"when": "?"}, channel=[str(story.asks)])
    story.keep("channel.unknown_when", unread)
    elsewhere = await manager.fill(form, **plan, channel=[str(story.staff + 999)])
    story.keep("channel.missing_there", elsewhere)
    await manager.fill(form, **plan, channel=[str(story.staff)])
    some = await manager.fill(form, **plan, channel=[str(story.asks)])
    story.keep("channel.some", some)
    story.rooms.messenger.closed.add(story.asks)
    story.keep("channel.unreachable", await manager.press(answer, "channel_schedule"))
    story.keep("channel.stopped", await manager.press(some, "channel_stop"))
    posted = _below_one(story, ScheduleId(some.button("channel_stop", nth=1).token))
    story.keep("channel.stopped_below_one", await manager.press(posted, "stop_in_channel"))


def _below_one(story: Story, schedule: ScheduleId) -> Showing:
    """An encouragement of this schedule, as it stands in its channel."""
    on = OnSchedule(schedule, date(2026, 3, 2), "growth-01", story.rooms.language)
    kind = NoticeKind.ENCOURAGEMENT_IN_CHANNEL
    notice = Notice(kind, story.guild, story.asks, on_schedule=on)
    return story.said(story.asks, notice, ReadBy.CHANNEL)


STORIES = (on_demand, schedule, in_channel)
