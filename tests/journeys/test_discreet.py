"""Discreet: a notification shows no words; they appear on press."""

from tests.journeys.stage import Stage
from tests.journeys.talking import talk, until

YOU_HAVE = "You have a message."


async def test_words_appear_on_press_only(stage: Stage) -> None:
    """The message says that there is one; what stands behind it follows edits."""
    asker, listener = await talk(stage)
    opening = await listener.wait_for(listener.dm, "You're here for")
    await listener.press(opening, "Hide words in notifications")
    sent = await asker.send(asker.dm, "a secret")
    hidden = await listener.wait_for(listener.dm, YOU_HAVE)
    assert not any("a secret" in m.text for m in listener.sees(listener.dm))
    shown = (await listener.press(hidden, "Show it")).message
    assert shown is not None
    assert shown.ephemeral
    assert "a secret" in shown.text
    await asker.edit(sent, "another secret")
    await stage.settle()
    patched = [e for e in stage.discord.traffic.exchanges if b"another secret" in e.body]
    assert not patched
    await stage.restart()
    again = (await listener.press(hidden, "Show it")).message
    assert again is not None
    assert "another secret" in again.text


async def test_it_holds_for_that_person_only_and_until_they_change_it(stage: Stage) -> None:
    """The other side notices nothing."""
    asker, listener = await talk(stage)
    opening = await listener.wait_for(listener.dm, "You're here for")
    chosen = (await listener.press(opening, "Hide words in notifications")).message
    assert chosen is not None
    await listener.send(listener.dm, "plain words")
    await asker.wait_for(asker.dm, "plain words")
    await listener.press(chosen, "Show words in notifications")
    await asker.send(asker.dm, "seen at once")
    await listener.wait_for(listener.dm, "seen at once")


async def test_a_deletion_takes_the_hidden_words_too(stage: Stage) -> None:
    """The message goes, and what stood behind it."""
    asker, listener = await talk(stage)
    opening = await listener.wait_for(listener.dm, "You're here for")
    await listener.press(opening, "Hide words in notifications")
    sent = await asker.send(asker.dm, "a secret")
    hidden = await listener.wait_for(listener.dm, YOU_HAVE)
    await asker.delete(sent)
    await until(stage, lambda: hidden.deleted)
    assert not any("a secret" in m.text for m in listener.sees(listener.dm))
