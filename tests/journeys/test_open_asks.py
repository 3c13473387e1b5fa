"""An open ask: its thread, answers with and without a name, replies, what helped, and its end."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.open_asks import (
    SETTINGS,
    answer,
    ask_openly,
    fill_in,
    press,
    rules_in,
    texts,
    told,
)
from tests.journeys.stage import Stage, staged

OWN = "I keep one, near the harbour."
NAMED = "By the way, my name is Hannah"
UNNAMED = "Ask at the museum; they were kind to me."


@pytest.mark.l5
async def test_a_thread_begins_at_the_post_and_says_who_sees_what(openly: Stage) -> None:
    """With a name that is the same for everybody; nobody is in it but the bot."""
    thread = await ask_openly(openly)
    assert thread.name == openly.words("notice.thread_begins")
    assert thread.id == openly.post().id
    assert thread.thread_members == {openly.discord.world.bot.id}
    assert rules_in(openly, thread, openly.other).text == openly.words("notice.thread_rules")


async def test_somebody_answers_under_their_own_name_and_the_asker_is_told(openly: Stage) -> None:
    """Without a word of it, where it stands, and with the ways to reply and to mark it."""
    thread = await ask_openly(openly)
    await openly.other.send(thread, OWN)
    await openly.settle()
    (message,) = told(openly)
    assert f"<#{thread.id}>" in message.text
    assert OWN not in message.text


async def test_somebody_answers_without_their_name(openly: Stage) -> None:
    """Under a name for this thread; whoever asked replies under another one."""
    thread = await ask_openly(openly)
    shown = await answer(openly, thread, openly.other, UNNAMED)
    assert "It comes into the thread" in shown.text
    assert UNNAMED in texts(thread, openly.listener)[-1]
    opened = await openly.asker.press(told(openly)[-1], openly.words("press.reply_openly.button"))
    await fill_in(openly, opened, openly.asker, "Thank you, I'll go there.")
    last, reply = texts(thread, openly.listener)[-2:]
    assert "I'll go there." in reply
    assert "who asked" in reply
    names = {text.split("**")[1] for text in (last, reply)}
    assert len(names) == 2
    assert openly.asker.username not in str([m.raw for m in openly.other.sees(thread)])


async def test_the_asker_may_press_the_same_button_as_everybody(openly: Stage) -> None:
    """What comes of it shows in the thread alone, and tells them of no answer."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.asker, "I forgot: the red one.")
    assert "who asked" in texts(thread, openly.other)[-1]
    assert told(openly) == []


async def test_several_answers_are_told_of_together(openly: Stage) -> None:
    """The first at once, the others after some minutes, and once."""
    thread = await ask_openly(openly)
    await openly.other.send(thread, OWN)
    await openly.settle()
    assert len(told(openly)) == 1
    for words in ("And another thing.", "And one more."):
        await openly.other.send(thread, words)
    await openly.settle()
    assert len(told(openly)) == 1
    await openly.pass_time(timedelta(minutes=10))
    assert len(told(openly)) == 2
    await openly.pass_time(timedelta(hours=1))
    assert len(told(openly)) == 2


async def test_what_the_asker_or_a_bot_writes_there_is_no_answer(openly: Stage) -> None:
    """Whoever asked may write under their own name: nobody notes that it was them."""
    thread = await ask_openly(openly)
    await openly.asker.send(thread, "I'm just reading along.")
    await openly.settle()
    assert told(openly) == []


async def test_what_helped_is_marked(openly: Stage) -> None:
    """The thread shows it below both; who wrote without a name is told, and nobody else."""
    thread = await ask_openly(openly)
    await openly.listener.send(thread, OWN)
    await answer(openly, thread, openly.other, UNNAMED)
    shown = await press(openly, openly.asker, told(openly)[-1], "what_helped")
    (menu,) = shown.selects
    values = [option["value"] for option in menu.raw["options"]]
    assert len(values) == 2
    await openly.asker.choose(shown, str(menu), values)
    await openly.settle()
    sign = openly.words("notice.thread_helped")
    signs = [m for m in openly.listener.sees(thread) if m.text == sign]
    assert len(signs) == 2
    assert "helped: whoever asked says so" in openly.other.sees(openly.other.dm)[-1].text
    assert openly.listener.sees(openly.listener.dm) == []
    again = await press(openly, openly.asker, told(openly)[-1], "what_helped")
    assert again.text == openly.words("error.no_answer_yet")


async def test_what_gives_its_writer_away_waits_for_them(openly: Stage) -> None:
    """Nobody else sees the draft; it goes as it is, changed, or not at all."""
    thread = await ask_openly(openly)
    before = len(texts(thread, openly.listener))
    shown = await answer(openly, thread, openly.other, NAMED)
    assert openly.words("press.thread_send_anyway.button") in map(str, shown.buttons)
    assert len(texts(thread, openly.listener)) == before
    label = openly.words("press.thread_change.button")
    changed = await fill_in(openly, await openly.other.press(shown, label), openly.other, UNNAMED)
    assert "It comes into the thread" in changed.text
    assert UNNAMED in texts(thread, openly.listener)[-1]
    again = await answer(openly, thread, openly.other, NAMED)
    await press(openly, openly.other, again, "thread_send_anyway")
    assert "Hannah" in texts(thread, openly.listener)[-1]
    standing = len(texts(thread, openly.listener))
    third = await answer(openly, thread, openly.other, NAMED)
    await press(openly, openly.other, third, "thread_drop")
    assert len(texts(thread, openly.listener)) == standing


async def test_how_to_reach_somebody_does_not_go(openly: Stage) -> None:
    """As in conversations, where the server does not allow it: there is no way to send it."""
    thread = await ask_openly(openly)
    shown = await answer(openly, thread, openly.other, "Write me at nightbus@example.org.")
    assert "outside of here" in shown.text
    assert openly.words("press.thread_send_anyway.button") not in map(str, shown.buttons)
    assert "example.org" not in "".join(texts(thread, openly.listener))


async def test_a_help_card_stands_above_what_only_its_writer_sees(openly: Stage) -> None:
    """And what they wrote goes into the thread all the same."""
    thread = await ask_openly(openly)
    shown = await answer(openly, thread, openly.other, "I want to kill myself, too.")
    assert openly.words("press.helplines.button") in map(str, shown.buttons)
    assert "It comes into the thread" in shown.text
    assert shown.text.index("It comes into") > 50
    assert "myself, too" in texts(thread, openly.listener)[-1]


async def test_nobody_writes_more_than_fits_into_a_day(tmp_path: Path) -> None:
    """Known before a word is written, with when it goes on."""
    settings = SETTINGS.model_validate(
        {"small_servers": {"listeners_below": 0}, "open_asks": {"per_day": 1}}
    )
    async with staged(tmp_path, settings) as stage:
        await stage.is_set_up(open_asks=True)
        thread = await ask_openly(stage)
        await answer(stage, thread, stage.other, UNNAMED)
        label = stage.words("press.answer_unnamed.button")
        refused = await stage.other.press(rules_in(stage, thread, stage.other), label)
        assert refused.form is None
        assert refused.message is not None
        assert "without your name" in refused.message.text
