"""Other words for an ask that was posted, from the asker's message to where the earlier ones stood.

What moderators, limits and lateness change about it: tests/services/asks/test_changing.py.
"""

from bot.local_discord import Message
from tests.journeys.open_asks import ask_openly, press, texts
from tests.journeys.stage import Stage

NEW = "I meant the lighthouse. Write to me at river@example.org"


async def reworded(stage: Stage, on: Message, words: str) -> Message:
    """Open the form from a message, write, and see what would take the place of the words."""
    opened = await stage.asker.press(on, stage.words("press.change_ask.button"))
    assert opened.form is not None
    field = stage.words("ask.form.words.field_label")
    shown = (await stage.asker.submit(opened.form, {field: words})).message
    assert shown is not None
    return shown


async def test_an_open_ask_gets_other_words(openly: Stage) -> None:
    """Looked at as those before were; then they stand in the post, and the thread says so."""
    thread = await ask_openly(openly, "Who knows about lighthouses?")
    follows = openly.asker.sees(openly.asker.dm)[-1]
    preview = await reworded(openly, follows, NEW)
    assert "river@example.org" in preview.text
    assert "This could tell people who you are" in preview.text
    post = openly.post()
    assert "Who knows" in post.text
    done = await press(openly, openly.asker, preview, "use_new_words")
    assert openly.words("ask.words_changed") in done.text
    assert openly.post().id == post.id
    assert "I meant the lighthouse" in openly.post().text
    assert "Who knows" not in openly.post().text
    assert openly.words("notice.thread_reworded") in texts(thread, openly.other)[-1]
    assert openly.asker.username not in str([m.raw for m in openly.other.sees(thread)])


async def test_left_as_it_was_nothing_changes(openly: Stage) -> None:
    """From My conversations, on the way back out."""
    await ask_openly(openly, "Who knows about lighthouses?")
    mine = (await openly.asker.run("conversations")).message
    assert mine is not None
    preview = await reworded(openly, mine, "Something else.")
    left = await press(openly, openly.asker, preview, "leave_ask")
    assert openly.words("ask.left_as_it_was") in left.text
    assert "Who knows" in openly.post().text


async def test_new_words_that_need_help_show_it(openly: Stage) -> None:
    """Above the preview, which is otherwise the same; nothing is held up."""
    await ask_openly(openly)
    follows = openly.asker.sees(openly.asker.dm)[-1]
    preview = await reworded(openly, follows, "I want to kill myself.")
    assert "You don't have to be alone with this" in preview.text
    assert openly.words("press.use_new_words.button") in map(str, preview.buttons)
