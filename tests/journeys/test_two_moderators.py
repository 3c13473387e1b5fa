"""Two moderators look at the same thing, and press in the same moment: one decides, the other reads
so, and whoever it is about is told once."""

import asyncio

import pytest

from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.moderation_record import SHOWN_AFTER
from bot.local_discord import Message, Permissions, Person
from tests import server_setup
from tests.journeys.stage import Stage
from tests.journeys.talking import talk
from tests.journeys.test_moderate import known
from tests.journeys.test_new_listeners import joins
from tests.journeys.test_reports import opening
from tests.journeys.test_suggestions import suggest

WHY = "Please come back when you have been here for a while."


@pytest.fixture
async def two(stage: Stage) -> Stage:
    """The admin moderates, and so does the other."""
    stage.guild.set_permissions(stage.moderators, Permissions.MODERATE_MEMBERS)
    stage.guild.set_roles(stage.other, [stage.moderators])
    stage.guild.set_roles(stage.admin, [stage.moderators])
    return stage


async def switch_on(stage: Stage, feature: Feature) -> None:
    """What somebody who manages the server chose."""
    await server_setup.switch_on(stage.bot.desk.ctx, GuildId(stage.guild.id), [feature])


async def pressed(stage: Stage, who: Person, on: Message, key: str, **values: str | int) -> Message:
    """Press a button; what is shown then."""
    shown = (await who.press(on, stage.words(f"press.{key}.button", **values))).message
    assert shown is not None
    return shown


async def opened(
    stage: Stage, who: Person, list_of: str, one: str = "", **values: str | int
) -> Message:
    """What somebody sees of a list in /moderate, or of one thing in it."""
    first = (await who.run("moderate", in_=stage.staff)).message
    assert first is not None
    listed = await pressed(stage, who, first, list_of, count=1)
    return await pressed(stage, who, listed, one, **values) if one else listed


async def filled(stage: Stage, who: Person, on: Message, key: str, label: str) -> Message:
    """Press a button that opens a form, and send it."""
    form = (await who.press(on, stage.words(f"press.{key}.button"))).form
    assert form is not None
    shown = (await who.submit(form, {stage.words(label): WHY})).message
    assert shown is not None
    return shown


async def entries(stage: Stage) -> str:
    """The record of what moderators did, once it may be read."""
    await stage.pass_time(SHOWN_AFTER)
    return (await opened(stage, stage.other, "record")).text


def direct(person: Person) -> list[str]:
    """What the bot said to somebody in direct messages."""
    return [one.text for one in person.sees(person.dm) if one.author.is_bot]


async def test_one_approves_a_listener_while_the_other_says_not_now(two: Stage) -> None:
    """One of both counts; the listener reads that one alone."""
    await switch_on(two, Feature.APPROVE_LISTENERS)
    await joins(two, two.asker)
    here = [await opened(two, who, "new_listeners") for who in (two.other, two.admin)]
    yes, no = await asyncio.gather(
        pressed(two, two.other, here[0], "approve_listener"),
        filled(two, two.admin, here[1], "not_now_listener", "new_listeners.field_label"),
    )
    await two.settle()
    approved = two.words("new_listeners.is_approved") in yes.text
    late, too_late = (no, yes) if approved else (yes, no)
    assert two.words("error.listener_looked_at") in late.text
    assert two.words("error.listener_looked_at") not in too_late.text
    told = [
        one
        for one in direct(two.asker)
        for key in ("listener_approved", "listener_not_now")
        if one.startswith(two.words(f"notice.{key}", server=two.guild.name))
    ]
    assert len(told) == 1
    record = await entries(two)
    assert (two.words("record.approved_listener") in record) is approved


@pytest.mark.parametrize("both", ["let out", "kept in", "one of each"])
async def test_both_look_at_one_ask(two: Stage, both: str) -> None:
    """It goes out once or not at all, and its asker reads one outcome."""
    await switch_on(two, Feature.APPROVE_ASKS)
    posts = len(two.public(two.listener))
    preview = await two.write("It has been a long week.")
    await two.asker.press(preview, str(preview.buttons[0]))
    await two.settle()
    here = [await opened(two, who, "held_asks") for who in (two.other, two.admin)]
    ways = {"let out": (1, 1), "kept in": (0, 0), "one of each": (1, 0)}[both]
    shown = await asyncio.gather(
        *(
            pressed(two, who, on, "let_it_out")
            if out
            else filled(two, who, on, "keep_it_in", "held_asks.field_label")
            for who, on, out in zip((two.other, two.admin), here, ways, strict=True)
        )
    )
    await two.settle()
    done = [two.words(f"held_asks.{key}") for key in ("is_out", "is_kept_in")]
    assert sorted(sum(one.text == key for key in done) for one in shown) == [0, 1]
    assert sum(two.words("error.ask_looked_at") in one.text for one in shown) == 1
    out = any(one.text == done[0] for one in shown)
    assert len(two.public(two.listener)) == posts + out
    keys = ("ask_let_out", "ask_not_let_out")
    told = [two.words(f"notice.{key}", server=two.guild.name).split("\n") for key in keys]
    assert sum(any(begins in one for begins, *_ in told) for one in direct(two.asker)) == 1


async def test_both_are_done_with_one_report(two: Stage) -> None:
    """The second reads that it is over."""
    await talk(two)
    draft = await pressed(two, two.asker, opening(two, two.asker), "report")
    await pressed(two, two.asker, draft, "report_send")
    await two.settle()
    here = [await opened(two, who, "reports", "one_report", number=1) for who in moderators(two)]
    shown = await asyncio.gather(
        *(
            pressed(two, who, on, "nothing_to_do")
            for who, on in zip(moderators(two), here, strict=True)
        )
    )
    texts = [one.text for one in shown]
    assert sum(one.startswith(two.words("reports.left")) for one in texts) == 1
    assert sum(one == two.words("error.report_over") for one in texts) == 1


async def test_both_ban_one_number(two: Stage) -> None:
    """It stands once, and one lifting ends it."""
    number = await known(two, two.asker)
    here = [await opened(two, who, "numbers", "number", number=number) for who in moderators(two)]
    shown = await asyncio.gather(
        *(
            filled(two, who, on, "ban_number", "acting.ban.field_label")
            for who, on in zip(moderators(two), here, strict=True)
        )
    )
    await two.settle()
    done = [two.words("acting.ban.done") in one.text for one in shown]
    assert any(done)
    refused = (await two.asker.run("ask", in_=two.asks)).message
    assert refused is not None
    assert two.words("error.banned_here") in refused.text
    stands = await opened(two, two.other, "numbers", "number", number=number)
    await filled(two, two.other, stands, "lift_number", "acting.lift.field_label")
    await two.settle()
    assert (await two.asker.run("ask", in_=two.asks)).form is not None


async def test_both_decide_about_one_suggestion(two: Stage) -> None:
    """It is taken or left, once; whoever suggested it is told once."""
    await switch_on(two, Feature.SUGGESTIONS)
    await suggest(two, two.asker)
    here = [await opened(two, who, "suggestions") for who in moderators(two)]
    shown = await asyncio.gather(
        *(
            pressed(two, who, on, "take_suggestion")
            for who, on in zip(moderators(two), here, strict=True)
        )
    )
    await two.settle()
    texts = [one.text for one in shown]
    assert sum(one.startswith(two.words("suggestions.taken")) for one in texts) == 1
    assert sum(one == two.words("error.suggestion_over") for one in texts) == 1
    told = two.words("notice.suggestion_taken", server=two.guild.name)
    assert direct(two.asker).count(told) == 1


def moderators(stage: Stage) -> tuple[Person, Person]:
    """Both."""
    return stage.other, stage.admin
