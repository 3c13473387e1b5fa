"""/goal, the answers to a check-in, and a partner for it."""

from dataclasses import replace
from datetime import timedelta

from bot.discord_app.rendering.reply import Reply
from bot.domain.guilds import Feature
from bot.domain.notices import CHECK_INS
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening
from bot.gallery.stories.kept import what_is_kept

A_DAY, SOON = timedelta(days=1), timedelta(minutes=10)


def every(story: Story, days: str = "1") -> dict[str, str]:
    """A rhythm whose first time comes soon."""
    at = story.rooms.clock.now() + SOON / 2
    return {"every": days, "at": f"{at:%H:%M}", "zone": "UTC"}


async def _set(story: Story, member: Player) -> Showing:
    """A goal of theirs."""
    none = story.keep("none", await member.run("goal"))
    form = story.keep("form", await member.press(none, "set_goal"))
    answers = every(story)
    story.keep("no_words", await member.fill(form, words=" ", **answers))
    days = answers | {"every": "soon"}
    story.keep("unknown_days", await member.fill(form, words=story.own["goal"], **days))
    return await member.fill(form, words=story.own["goal"], **answers)


async def own(story: Story) -> None:
    """Set, asked about, paused, ended."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    shown = story.keep("shown", await _set(story, member))
    story.keep("form.change", await member.press(shown, "change_goal"))
    await story.rooms.pass_time(SOON)
    asked = await member.got(*CHECK_INS)
    for answer in ("did_it", "partly", "not_yet"):
        story.keep(f"answered.{answer}", await member.press(asked, answer))
        await story.rooms.pass_time(A_DAY)
        asked = await member.got(*CHECK_INS)
    story.keep("shown.lately", await member.run("goal"))
    await what_is_kept(story, member, "of_a_goal")
    story.keep("shown.paused", await member.press(shown, "pause_goal"))
    story.keep("shown.goes_on", await member.press(await member.run("goal"), "goal_on"))
    stopped = story.keep("stopped_at_once", await member.press(asked, "stop_check_ins"))
    story.keep("answered.after_stopping", await member.press(asked, "did_it"))
    story.keep("shown.stopped", await member.press(stopped, "goal"))
    really = story.keep("end_really", await member.press(shown, "end_goal"))
    story.keep("end_not", await member.press(really, "keep_goal"))
    story.keep("ended", await member.press(really, "end_goal_now"))


async def several(story: Story) -> None:
    """Five of them; the sixth does not fit, whichever way it is set."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    shown = await _one(story, member, await member.run("goal"), "set_goal")
    left_open = await member.press(shown, "another_goal")
    shown = await _one(story, member, shown, "another_goal")
    story.keep("one_of_several", shown)
    await member.press(shown, "pause_goal")
    mine = story.keep("several", await member.press(shown, "my_goals"))
    before = replace(shown, shown=_earlier(story, "pause_goal"))
    old = story.keep("which", await member.press(before, "pause_goal"))
    await member.press(old, "goal")
    for _ in range(3):
        shown = await _one(story, member, await member.run("goal"), "another_goal")
    story.keep("five", await member.run("goal"))
    story.keep("one_of_five", await member.press(mine, "see_goal"))
    story.keep("no_sixth_form", await member.press(mine, "another_goal"))
    refused = await member.fill(left_open, words=story.own["goal"], **every(story))
    story.keep("no_sixth", refused)
    really = await member.press(shown, "end_goal")
    story.keep("ended.others_left", await member.press(really, "end_goal_now"))


def _earlier(story: Story, action: str) -> Reply:
    """A button of the time when one had one goal at most: it names none."""
    return Reply("", buttons=(story.rooms.desk.words.button(action),))


async def _one(story: Story, member: Player, below: Showing, action: str) -> Showing:
    form = await member.press(below, action)
    return await member.fill(form, words=story.own["goal"], **every(story))


async def rest_of_several(story: Story) -> None:
    """Each in a state of its own: one rests, one could not be asked."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    await _one(story, member, await member.run("goal"), "set_goal")
    await story.rooms.pass_time(SOON)
    for _ in range(6):
        await story.rooms.pass_time(A_DAY)
    await _one(story, member, await member.run("goal"), "another_goal")
    story.rooms.messenger.closed.add(member.user)
    await story.rooms.pass_time(SOON)
    for _ in range(6):
        await story.rooms.pass_time(A_DAY)
    story.keep("several.rest", await member.run("goal"))


async def unanswered(story: Story) -> None:
    """Two questions in a row that nobody answered; and direct messages that are closed."""
    await story.set_up()
    for state in ("resting", "unreachable"):
        member = await story.person(ReadBy.MEMBER)
        form = await member.press(await member.run("goal"), "set_goal")
        await member.fill(form, words=story.own["goal"], **every(story))
        if state == "unreachable":
            story.rooms.messenger.closed.add(member.user)
        await story.rooms.pass_time(SOON)
        for _ in range(6):
            await story.rooms.pass_time(A_DAY)
        story.keep(f"shown.{state}", await member.run("goal"))


async def partner(story: Story) -> None:
    """Somebody who goes along."""
    await story.set_up(Feature.PARTNERS)
    member, listener = await story.person(ReadBy.MEMBER), await listening(story)
    form = await member.press(await member.run("goal"), "set_goal")
    shown = await member.fill(form, words=story.own["goal"], **every(story, "2"))
    story.keep("shown.may_find", shown)
    preview = story.keep("partner.preview", await member.press(shown, "find_partner"))
    await member.press(preview, "post")
    story.keep("shown.looks_for_partner", await member.run("goal"))
    story.keep("partner.mine_waiting", await member.run("conversations"))
    post = await story.in_channel(story.asks)
    await listener.press(post, "accept")
    story.keep("shown.with_partner", await member.run("goal"))


async def nobody_along(story: Story) -> None:
    """Nobody went along in time."""
    await story.set_up(Feature.PARTNERS)
    member = await story.person(ReadBy.MEMBER)
    form = await member.press(await member.run("goal"), "set_goal")
    shown = await member.fill(form, words=story.own["goal"], **every(story, "2"))
    await member.press(await member.press(shown, "find_partner"), "post")
    await story.rooms.pass_time(timedelta(hours=25))
    story.keep("partner.mine_over", await member.run("conversations"))


STORIES = (own, several, rest_of_several, unanswered, partner, nobody_along)
