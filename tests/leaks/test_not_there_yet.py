"""Leaks of what does not exist yet: what holds for it today, so that it cannot come unnoticed.

Bans (L19), and buttons that both sides must press (L29).
When one of them is built, its test here fails or is too little, and its own takes the place.
"""

import pytest

from tests.journeys.onlookers import seen_by_others
from tests.journeys.stage import Stage
from tests.journeys.talking import press_forged, talk, until
from tests.leaks.story import Played, all_seen

pytestmark = pytest.mark.xdist_group("story")

NEVER_MADE = "1:{action}:" + "A" * 22
SIGN = r"\u2705"
"""Of a word that is stored, on the message of whoever wrote it."""

HANDLES = ("accept", "read_it", "take_back", "end", "post", "not_now")


@pytest.mark.l5
def test_a_private_ask_has_no_thread(story: Played) -> None:
    """Where every ask is private there is neither a thread nor anything asked about one."""
    asked = [f"{one.method} {one.path}" for one in story.captured.exchanges]
    assert len(asked) > 150
    assert not [one for one in asked if "thread" in one]
    assert not [name for _, name, _ in story.captured.events if name.startswith("THREAD")]


@pytest.mark.l19
@pytest.mark.parametrize("action", HANDLES)
async def test_unknown_and_foreign_handles_get_one_answer(stage: Stage, action: str) -> None:
    """Of an ask that there is, of one that is over, and of none: the same words for a stranger,
    with nothing of whose it is."""
    stranger = stage.discord.add_person("stranger.from.nowhere")
    stage.guild.join(stranger)
    await stage.ask()
    known = {
        str(button.custom_id)
        for person in (stage.asker, stage.listener)
        for place in (stage.asks, person.dm)
        for message in person.sees(place)
        for button in message.buttons
    }
    made_up = await press_forged(stage, stranger, NEVER_MADE.format(action=action))
    for custom_id in sorted(known):
        token = custom_id.split(":")[-1]
        if action not in ("accept", "read_it"):  # that the ask waits stands in the channel
            assert await press_forged(stage, stranger, f"1:{action}:{token}") == made_up
    assert stage.asker.username not in str([m.raw for m in stranger.sees(stage.asks)])


@pytest.mark.l29
async def test_what_one_side_presses_alone_shows_nowhere_else(stage: Stage) -> None:
    """Nothing needs two presses yet. Whatever one presses during a conversation and after it,
    without sending anything off, leaves everybody else's view as it was."""
    asker, _ = await talk(stage)
    await until(stage, lambda: SIGN in str(seen_by_others(stage)))
    before = seen_by_others(stage)
    await press_all(stage, but=(stage.words("press.end_now.button"), *sent_off(stage)))
    assert seen_by_others(stage) == before
    await stage.end(stage.listener)
    over = seen_by_others(stage)
    assert over != before
    await press_all(stage, but=(stage.words("press.clear_chat_now.button"), *sent_off(stage)))
    assert seen_by_others(stage) == over
    assert asker.username in all_seen(stage)


def sent_off(stage: Stage) -> list[str]:
    """What tells moderators of something, and what a message with that turns into."""
    actions = ("not_okay", "report_send", "report_choose", "report_leave", "block_now")
    return [stage.words(f"press.{action}.button") for action in actions]


async def press_all(stage: Stage, but: tuple[str, ...]) -> None:
    """Press everything that the asker has, and what that opens, but what sends something off."""
    pressed: set[str] = set()
    for _ in range(2):
        found = [m for place in (stage.asker.dm, stage.asks) for m in stage.asker.sees(place)]
        for message in found:
            for button in message.buttons:
                known = str(button.custom_id)
                if known in pressed or str(button) in but or button.disabled or message.deleted:
                    continue
                if known not in [str(one.custom_id) for one in message.buttons]:
                    continue  # another press put something else in its place
                pressed.add(known)
                await stage.asker.press(message, str(button))
                await stage.settle()
    assert pressed
