"""The main job, as people live it: ask, accept, talk, end."""

from tests.engines import on_both_engines
from tests.journeys.stage import Stage


@on_both_engines
async def test_ask_accept_talk_end(stage: Stage) -> None:
    """An ask becomes a conversation in both directions under aliases, and ends kindly for both."""
    post = await stage.ask("My week was too much.", "just somebody to hear it")
    assert "My week" not in post.text
    await stage.accept()
    opened = await stage.listener.wait_for(stage.listener.dm, "My week was too much.")
    assert "just somebody to hear it" in opened.text
    welcome = await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")

    await stage.asker.send(stage.asker.dm, "Thank you for coming.")
    heard = await stage.listener.wait_for(stage.listener.dm, "Thank you for coming.")
    assert "asker" not in heard.text.lower()
    await stage.listener.send(stage.listener.dm, "I have time. What happened?")
    await stage.asker.wait_for(stage.asker.dm, "I have time. What happened?")

    really = await stage.asker.press(welcome, stage.words("press.end.button"))
    assert really.message is not None
    await stage.asker.press(really.message, stage.words("press.end_now.button"))
    await stage.asker.wait_for(stage.asker.dm, "It took something to ask")
    await stage.listener.wait_for(stage.listener.dm, "Thank you for being there")
