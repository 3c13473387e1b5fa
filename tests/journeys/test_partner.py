"""Somebody who goes along with a goal, from the button to the end, as both see it on Discord."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.guilds import Feature
from bot.local_discord import Message
from bot.services.goals.partners import MAY_CHANGE_FOR
from tests import server_setup
from tests.journeys.stage import WORDS, Identity, Stage, staged
from tests.journeys.talking import buttons, copy, heard
from tests.journeys.test_goal import check_in, goal, press, set_one

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with two listeners, where partners are switched on."""
    async with staged(tmp_path) as made:
        await prepared(made)
        yield made


async def prepared(stage: Stage) -> None:
    """Set up, with listeners and partners."""
    await stage.is_set_up()
    await stage.join(stage.listener)
    await stage.join(stage.other)
    guild = next(iter(stage.bot.desk.ctx.guilds.known()))
    await server_setup.switch_on(stage.bot.desk.ctx, guild, [Feature.PARTNERS])


async def preview(stage: Stage) -> Message:
    """What the button shows."""
    return await press(stage, await set_one(stage), "find_partner")


async def pair(stage: Stage) -> None:
    """Somebody goes along, and has said hello."""
    await press(stage, await preview(stage), "post")
    await stage.settle()
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.asker.wait_for(stage.asker.dm, "I'm here.")
    await stage.settle()


async def answered(stage: Stage, answer: str, after: timedelta) -> None:
    """Let the next check-in come, and answer it."""
    await press(stage, await check_in(stage, after), answer)
    await stage.pass_time(MAY_CHANGE_FOR)


def lines(stage: Stage) -> list[str]:
    """What the partner reads about the goal, oldest first."""
    ways = [stage.words(f"notice.partner_{way}", alias="") for way in ("did_it", "partly")]
    ends = [way.rpartition("**")[2] for way in ways]
    seen = [m.content for m in stage.listener.sees(stage.listener.dm)]
    return [text for text in seen if any(text.endswith(end) for end in ends)]


async def test_the_button_shows_only_where_it_is_switched_on(bare_stage: Stage) -> None:
    """Neither in a server that did not choose it, nor in direct messages."""
    label = bare_stage.words("press.find_partner.button")
    await bare_stage.is_set_up()
    assert label not in buttons(await set_one(bare_stage))
    await prepared(bare_stage)
    assert label in buttons(await goal(bare_stage))
    there = (await bare_stage.asker.run("goal", in_=bare_stage.asker.dm)).message
    assert there is not None
    assert label not in buttons(there)


async def test_nobody_sees_it_before_it_is_posted(stage: Stage) -> None:
    """The preview says what is passed on, and holds the goal's words to be changed or left."""
    shown = await preview(stage)
    assert shown.ephemeral
    assert stage.words("goal.partner.how") in shown.text
    line = stage.words("goal.partner.ask", goal=r"Walk \*around\* the block")
    assert line in shown.text
    form = (await stage.asker.press(shown, stage.words("press.change.button"))).form
    assert form is not None
    changed = (await stage.asker.submit(form, {WORDS: "Somebody to walk with?"})).message
    assert changed is not None
    assert "Somebody to walk with?" in changed.text
    before = len(stage.public(stage.listener))
    await press(stage, changed, "cancel")
    await stage.settle()
    assert len(stage.public(stage.listener)) == before
    assert stage.words("press.find_partner.button") in buttons(await goal(stage))


async def test_somebody_goes_along(stage: Stage) -> None:
    """Both are told what it is; /goal names the alias; each answer is one line for the partner."""
    await pair(stage)
    told = [m.text for m in stage.listener.sees(stage.listener.dm)]
    assert any("would like company for a goal" in text for text in told)
    shown = await goal(stage)
    assert "goes along with it" in shown.text
    assert stage.words("press.find_partner.button") not in buttons(shown)
    await answered(stage, "did_it", HOUR)
    await answered(stage, "partly", DAY)
    assert [line.rpartition(": ")[2] for line in lines(stage)] == ["did it.", "partly."]
    assert "block" not in " ".join(lines(stage))


async def test_my_conversations_tells_it_from_an_ask_for_help(stage: Stage) -> None:
    """Each has a line of its own, while it waits and when it is over."""
    await press(stage, await preview(stage), "post")
    await stage.ask("Something else.")
    for state in ("waiting", "over"):
        shown = (await stage.asker.run("conversations", in_=stage.asks)).message
        assert shown is not None
        for what in ("ask", "company"):
            line = stage.words(f"mine.{what}_{state}", server="|", posted="|", until="|", kept="|")
            assert shown.text.count(line.split("|")[0]) == 1
        await stage.pass_time(DAY)


async def test_it_stays_open_in_silence_and_through_a_restart(stage: Stage) -> None:
    """Three days of check-ins only; then the partner writes, and it arrives."""
    await pair(stage)
    await answered(stage, "partly", HOUR)
    await stage.restart()
    for _ in range(3):
        await answered(stage, "partly", DAY)
    quiet, _, _ = stage.words("notice.idle_warning", alias="{}", closes="").partition("{}")
    assert not [m for m in stage.asker.sees(stage.asker.dm) if m.content.startswith(quiet)]
    await stage.listener.send(stage.listener.dm, "How is it going?")
    await stage.asker.wait_for(stage.asker.dm, "How is it going?")
    assert heard(stage.asker)[-1] == "How is it going?"


async def test_the_end_of_the_goal_is_the_end_of_it(stage: Stage) -> None:
    """Both read that it has ended; what is written then goes nowhere."""
    await pair(stage)
    really = await press(stage, await goal(stage), "end_goal")
    await press(stage, really, "end_goal_now")
    await stage.settle()
    assert "has ended" in copy(stage.listener, "Thank you for being there").content
    assert "has ended" in copy(stage.asker, "It took something to ask").content
    await stage.asker.send(stage.asker.dm, "Are you still there?")
    await stage.settle()
    assert "Are you still there?" not in heard(stage.listener)


async def test_another_partner_is_not_asked_for_below_the_ending(stage: Stage) -> None:
    """Below it one cannot ask for the same listener again: that would be an ordinary ask. What else
    can be done stands there as after every conversation."""
    await pair(stage)
    await stage.end(stage.listener)
    company = copy(stage.asker, "It took something to ask")
    again = stage.words("press.ask_them_again.button", alias="")
    assert not [label for label in buttons(company) if label.startswith(again.split()[0])]
    names = ("helped_yes", "helped_little", "helped_no", "say_thanks", "clear_chat", "block")
    assert buttons(company) == [stage.words(f"press.{name}.button") for name in names]


async def test_the_partner_ends_it(stage: Stage) -> None:
    """The goal stays, and another partner can be looked for."""
    await pair(stage)
    await stage.end(stage.listener)
    shown = await goal(stage)
    assert stage.words("press.find_partner.button") in buttons(shown)
    await answered(stage, "did_it", HOUR)
    assert not lines(stage)


async def others_see(folder: Path, who: Identity) -> list[str]:
    """All that a partner and the channel read of a goal with somebody's identity."""
    async with staged(folder, who=who) as stage:
        await prepared(stage)
        await pair(stage)
        await answered(stage, "did_it", HOUR)
        await stage.end(stage.listener)
        dm = [m.content for m in stage.listener.sees(stage.listener.dm)]
        return dm + [m.content for m in stage.public(stage.other)]


async def test_who_has_the_goal_shows_nowhere(tmp_path: Path) -> None:
    """Two very different people: the partner and the channel read the same."""
    plain = await others_see(tmp_path / "plain", Identity())
    other = Identity("zoe_1987", "Zoë", "Zoë!", locale="fi", snowflake=1_180_234_567_890_123_457)
    assert await others_see(tmp_path / "other", other) == plain
    assert len(plain) > 5
