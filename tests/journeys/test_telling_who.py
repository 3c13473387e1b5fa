"""An asker lets the moderators know who they are: once, by their own press alone."""

import pytest

from tests.journeys.onlookers import seen_by_others
from tests.journeys.stage import Stage
from tests.journeys.talking import talk
from tests.journeys.test_hand_over import press

SAYS = "would like you to know who they are"


async def tell(stage: Stage) -> str:
    """With the button below the conversation's opening; what the asker reads."""
    await press(stage, stage.asker, "talk_more", "tell_who")
    return (await press(stage, stage.asker, "talk_more", "tell_who", "tell_who_now")).text


@pytest.mark.l29
async def test_it_stands_in_the_moderators_channel(stage: Stage) -> None:
    """With the name, once; a second press says that they know, and the listener reads nothing."""
    await talk(stage)
    await stage.settle()
    before = seen_by_others(stage)
    assert await tell(stage) == stage.words("talk.who.told")
    card = await stage.admin.wait_for(stage.staff, SAYS)
    assert f"<@{stage.asker.id}>" in card.text
    again = await press(stage, stage.asker, "talk_more", "tell_who")
    assert again.text == stage.words("talk.who.known")
    assert len([m for m in stage.admin.sees(stage.staff) if SAYS in m.text]) == 1
    after = seen_by_others(stage)
    assert {place for place in after if after[place] != before[place]} == {
        f"{stage.admin.username} in {stage.staff.name}"
    }


@pytest.mark.l29
async def test_a_listener_who_moderates_does_not_learn_it(stage: Stage) -> None:
    """Each other moderator reads it alone, and nothing of it stands in their channel."""
    stage.guild.set_roles(stage.listener, [stage.moderators])
    await stage.admin.run("moderate", in_=stage.staff)
    await stage.settle()
    await talk(stage)
    await stage.settle()
    before = seen_by_others(stage)
    assert await tell(stage) == stage.words("talk.who.told")
    told = await stage.admin.wait_for(stage.admin.dm, SAYS)
    assert f"<@{stage.asker.id}>" in told.text
    after = seen_by_others(stage)
    assert {place for place in after if after[place] != before[place]} == {
        f"{stage.admin.username} in their DM"
    }
