"""Talking through the bot: order, aliases, closed DMs, files, ending."""

from datetime import timedelta

import pytest

from tests.journeys.stage import Stage


@pytest.mark.l31
async def test_aliases_are_fresh_for_each_conversation(stage: Stage) -> None:
    """Two conversations of the same two people have four different names."""
    names = []
    for _ in range(2):
        await stage.ask()
        await stage.accept()
        welcome = stage.asker.sees(stage.asker.dm)[-1]
        names += [part for part in welcome.content.split("**") if part.isalpha()]
        await stage.end(stage.asker)
    assert len(names) == 4
    assert len(set(names)) == 4


async def test_words_keep_their_order_in_both_directions(stage: Stage) -> None:
    """Twenty messages each way arrive as they were written."""
    await stage.ask()
    await stage.accept()
    for number in range(20):
        await stage.asker.send(stage.asker.dm, f"ask-{number}")
        await stage.listener.send(stage.listener.dm, f"listen-{number}")
    await stage.listener.wait_for(stage.listener.dm, "ask-19")
    await stage.asker.wait_for(stage.asker.dm, "listen-19")
    heard = [m.content.split()[-1] for m in stage.listener.sees(stage.listener.dm)]
    assert [word for word in heard if word.startswith("ask-")] == [f"ask-{n}" for n in range(20)]


async def test_a_reader_with_closed_dms_loses_nothing(stage: Stage) -> None:
    """The words wait, the writer sees what they always see, and they arrive when it is open."""
    await stage.ask()
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.asker.wait_for(stage.asker.dm, "I'm here.")
    stage.listener.dms_open = False
    for text in ("one thing", "another thing"):
        await stage.asker.send(stage.asker.dm, text)
    await stage.settle()
    stage.listener.dms_open = True
    for _ in range(31 * 4):
        await stage.pass_time(timedelta(seconds=15))
    await stage.listener.wait_for(stage.listener.dm, "another thing")
    heard = [m.text for m in stage.listener.sees(stage.listener.dm) if "thing" in m.text]
    assert [text.split()[-2] for text in heard[-2:]] == ["one", "another"]
    assert not any("has ended" in m.text for m in stage.asker.sees(stage.asker.dm))


async def test_a_picture_is_refused_with_the_reason(stage: Stage) -> None:
    """Files are not passed on, and the writer knows why."""
    await stage.ask()
    await stage.accept()
    await stage.asker.send(stage.asker.dm, "look", files=[("home.jpg", b"\xff\xd8\xff")])
    await stage.listener.wait_for(stage.listener.dm, "look")
    await stage.asker.wait_for(stage.asker.dm, "I can only pass on words")
    assert not any(m.attachments for m in stage.listener.sees(stage.listener.dm))


async def test_writing_with_nothing_open_is_answered(stage: Stage) -> None:
    """A direct message outside a conversation is never ignored."""
    await stage.other.send(stage.other.dm, "Hello? Is somebody there?")
    told = await stage.other.wait_for(stage.other.dm, "nobody else has read this")
    assert "findahelpline.com" in told.text


async def test_after_the_end_nothing_is_passed_on(stage: Stage) -> None:
    """What is written after the end reaches nobody, and the writer is told."""
    await stage.ask()
    await stage.accept()
    await stage.end(stage.listener)
    await stage.asker.send(stage.asker.dm, "Are you still there?")
    await stage.asker.wait_for(stage.asker.dm, "nobody else has read this")
    assert not any("still there" in m.text for m in stage.listener.sees(stage.listener.dm))


async def test_ending_twice_says_that_it_is_over(stage: Stage) -> None:
    """Both press End: the second finds it ended."""
    await stage.ask()
    await stage.accept()
    opening = stage.listener.sees(stage.listener.dm)[-1]
    await stage.end(stage.asker)
    shown = (await stage.listener.press(opening, "End this conversation")).message
    assert shown is not None
    assert shown.text == stage.words("error.conversation_over")


async def test_keep_talking_keeps_talking(stage: Stage) -> None:
    """The question before the end can be answered with no; the other side notices nothing."""
    await stage.ask()
    await stage.accept()
    opening = stage.listener.sees(stage.listener.dm)[-1]
    before = len(stage.asker.sees(stage.asker.dm))
    really = (await stage.listener.press(opening, "End this conversation")).message
    assert really is not None
    await stage.listener.press(really, "Keep talking")
    await stage.settle()
    assert len(stage.asker.sees(stage.asker.dm)) == before
    await stage.listener.send(stage.listener.dm, "I'm still here.")
    await stage.asker.wait_for(stage.asker.dm, "I'm still here.")


async def test_links_in_disguise_are_shown_as_they_are(stage: Stage) -> None:
    """A masked link shows its address, and nothing is previewed."""
    await stage.ask()
    await stage.accept()
    await stage.asker.send(stage.asker.dm, "[a kind page](https://example.com/trap)")
    heard = await stage.listener.wait_for(stage.listener.dm, "example.com/trap")
    assert "](" not in heard.content
    assert heard.flags & (1 << 2), "previews are suppressed"


async def test_the_same_event_three_times_is_passed_on_once(stage: Stage) -> None:
    """Discord may tell of a message again; people read it once."""
    await stage.ask()
    await stage.accept()
    sent = await stage.asker.send(stage.asker.dm, "only once")
    await stage.listener.wait_for(stage.listener.dm, "only once")
    for _ in range(2):
        stage.tell_again(sent)
    await stage.asker.send(stage.asker.dm, "and then this")
    await stage.listener.wait_for(stage.listener.dm, "and then this")
    heard = [m for m in stage.listener.sees(stage.listener.dm) if "only once" in m.text]
    assert len(heard) == 1
