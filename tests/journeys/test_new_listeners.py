"""Moderators approve listeners: from the switch in /setup to the first ask, and Not now."""

from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.moderation_record import SHOWN_AFTER
from bot.local_discord import Message, Permissions, Person
from tests import server_setup
from tests.journeys.adults import agrees
from tests.journeys.stage import Stage

WHY = "Please come back when you have been here for a while."


async def looked_at_first(stage: Stage) -> Person:
    """A server whose moderators approve listeners, and somebody who moderates it."""
    stage.guild.set_permissions(stage.moderators, Permissions.MODERATE_MEMBERS)
    stage.guild.set_roles(stage.other, [stage.moderators])
    ctx = stage.bot.desk.ctx
    await server_setup.switch_on(ctx, GuildId(stage.guild.id), [Feature.APPROVE_LISTENERS])
    return stage.other


async def pressed(
    stage: Stage, who: Person, on: Message | None, key: str, **values: int
) -> Message:
    """Press a button; what is shown then."""
    assert on is not None
    shown = (await who.press(on, stage.words(f"press.{key}.button", **values))).message
    assert shown is not None
    return shown


async def joins(stage: Stage, who: Person) -> Message:
    """Become a listener; what is read before and after."""
    guide = (await who.run("listen", in_=stage.asks)).message
    assert guide is not None
    for _ in range(2):
        guide = await pressed(stage, who, guide, "guide")
    assert stage.words("listen.looked_at_first") in guide.text
    joined = await agrees(who, (await who.press(guide, stage.words("press.join.button"))).form)
    await stage.settle()
    assert joined.text == stage.words("listen.waits")
    return joined


async def to_look(stage: Stage, moderator: Person, count: int) -> Message:
    """The first who waits, as a moderator reads it."""
    shown = (await moderator.run("moderate", in_=stage.staff)).message
    return await pressed(stage, moderator, shown, "new_listeners", count=count)


async def test_from_joining_to_being_approved(stage: Stage) -> None:
    """Both read each step; the list and the record say it by name."""
    moderator = await looked_at_first(stage)
    await joins(stage, stage.asker)
    assert moderator.sees(stage.staff)[-1].text == stage.words("notice.moderators_look")
    opened_before = await to_look(stage, moderator, 1)
    look = await to_look(stage, moderator, 1)
    assert f"<@{stage.asker.id}>" in look.text
    approved = await pressed(stage, moderator, look, "approve_listener")
    assert approved.text == stage.words("new_listeners.is_approved")
    late = await pressed(stage, moderator, opened_before, "approve_listener")
    assert stage.words("error.listener_looked_at") in late.text
    await stage.settle()
    told = stage.asker.sees(stage.asker.dm)[-1]
    assert told.text == stage.words("notice.listener_approved", server=stage.guild.name)
    assert (await pressed(stage, stage.asker, told, "listen")).text == stage.words(
        "listen.off_duty"
    )
    empty = await to_look(stage, moderator, 0)
    assert empty.text == stage.words("new_listeners.none")
    await stage.pass_time(SHOWN_AFTER)
    back = (await moderator.run("moderate", in_=stage.staff)).message
    record = await pressed(stage, moderator, back, "record", count=1)
    assert stage.words("record.approved_listener") in record.text


async def test_not_now_with_a_reason_and_a_role_that_was_taken_away(stage: Stage) -> None:
    """Who moderates no more decides nothing, and loses no words; the other reads them once it
    counts."""
    moderator = await looked_at_first(stage)
    await joins(stage, stage.asker)
    look = await to_look(stage, moderator, 1)
    form = (await moderator.press(look, stage.words("press.not_now_listener.button"))).form
    assert form is not None
    filled = {stage.words("new_listeners.field_label"): WHY}
    stage.guild.set_roles(moderator, [])
    refused = (await moderator.submit(form, filled)).message
    assert refused is not None
    assert stage.words("error.not_a_moderator") in refused.text
    assert WHY in str(refused.raw)
    stage.guild.set_roles(moderator, [stage.moderators])
    look = await to_look(stage, moderator, 1)
    form = (await moderator.press(look, stage.words("press.not_now_listener.button"))).form
    assert form is not None
    done = (await moderator.submit(form, filled)).message
    assert done is not None
    assert done.text == stage.words("new_listeners.is_not_now")
    await stage.settle()
    told = stage.asker.sees(stage.asker.dm)[-1]
    assert told.text.startswith(stage.words("notice.listener_not_now", server=stage.guild.name))
    assert WHY in str(told.raw)
    assert [str(one) for one in told.buttons] == [stage.words("press.listen.button")]
