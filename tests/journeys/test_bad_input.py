"""Bad input gets a clear answer, and nothing is lost."""

import asyncio

import pytest

from bot.demo.frames import boxes
from bot.local_discord import Message, Permissions
from bot.local_discord.components import ROW
from bot.local_discord.messages import compose, store
from tests.journeys.stage import Stage

HOLLOW = ["   ", "\n\t ", "\u200b\u200d\u2060", "\u202e\u202c", "\u2800\u3164"]


@pytest.mark.parametrize("words", HOLLOW)
async def test_an_ask_without_visible_words_is_answered(stage: Stage, words: str) -> None:
    """Spaces and characters that nobody sees are no ask; the person is told so."""
    shown = await stage.write(words)
    assert shown.text == stage.words("error.no_words")
    assert shown.ephemeral


async def test_words_that_nobody_sees_are_taken_out(stage: Stage) -> None:
    """A right-to-left override and zero-width characters do not reach anybody."""
    preview = await stage.write("I feel \u202ereversed\u202c and \u200bhidden.")
    assert "I feel reversed and hidden." in preview.text


async def test_markdown_and_mentions_are_shown_as_typed(stage: Stage) -> None:
    """An ask is shown literally, and pings nobody."""
    typed = "**bold** [press me](https://example.com) @everyone <@1> # not a heading"
    await stage.ask(typed)
    await stage.accept()
    opened = await stage.listener.wait_for(stage.listener.dm, "not a heading")
    assert "[press me](" not in opened.text
    sent = [e for e in stage.discord.traffic.exchanges if e.method in {"POST", "PATCH"}]
    bodies = [e.body.decode() for e in sent if b'"content"' in e.body]
    assert bodies
    assert all('"allowed_mentions":{"parse":[]' in body.replace(" ", "") for body in bodies)


async def test_the_longest_ask_arrives_whole(stage: Stage) -> None:
    """1500 characters of markdown, each of which must be escaped, arrive at the listener."""
    await stage.ask("*_~|" * 375, "`" * 500)
    await stage.accept()
    opened = await stage.listener.wait_for(stage.listener.dm, "You're here for")
    assert boxes(opened)[0].replace("\\", "").count("*_~|") == 375


async def test_ten_thousand_characters_in_a_conversation_arrive_in_order(stage: Stage) -> None:
    """What is longer than one message is passed on in pieces, none lost, none swapped."""
    await stage.ask()
    await stage.accept()
    words = [f"word{number}" for number in range(1200)]
    typed = [" ".join(words[start : start + 200]) for start in range(0, 1200, 200)]
    for text in typed:
        await stage.asker.send(stage.asker.dm, text)
    await stage.listener.wait_for(stage.listener.dm, "word1199")
    heard = " ".join(message.content for message in relayed(stage))
    assert [word for word in heard.split() if word.startswith("word")] == words


def relayed(stage: Stage) -> list[Message]:
    """The messages of the bot to the listener that carry somebody's words."""
    return [message for message in stage.listener.sees(stage.listener.dm) if "word" in message.text]


async def test_closed_dms_keep_the_draft(stage: Stage) -> None:
    """While the asker cannot be written to nothing is posted; then pressing again works."""
    preview = await stage.write("Is anybody there?")
    stage.asker.dms_open = False
    refused = await stage.asker.press(preview, "Post")
    assert refused.message is not None
    assert refused.message.text == stage.words("error.cannot_reach_asker")
    assert refused.message.ephemeral
    assert not stage.public(stage.listener)
    assert "Is anybody there?" in preview.text
    stage.asker.dms_open = True
    await stage.asker.press(preview, "Post")
    await stage.settle()
    assert "would like an ear" in stage.post().text


async def test_who_joins_with_closed_dms_is_asked_whether_to_do_without(bare_stage: Stage) -> None:
    """Who cannot be written to is told how to change that, and is no listener yet."""
    await bare_stage.is_set_up()
    bare_stage.listener.dms_open = False
    refused = await bare_stage.join(bare_stage.listener)
    assert bare_stage.words("error.cannot_reach_listener") in refused.text
    assert "posted" not in refused.text, "it is no ask"
    assert bare_stage.words("press.join_here.button") in map(str, refused.buttons)


async def test_pressing_post_twice_posts_once(stage: Stage) -> None:
    """An impatient second press finds that it is done."""
    preview = await stage.write("Pressed twice.")
    await asyncio.gather(stage.asker.press(preview, "Post"), stage.asker.press(preview, "Post"))
    await stage.settle()
    assert len(stage.public(stage.listener)) == 1
    greetings = [m for m in stage.asker.sees(stage.asker.dm) if "about your ask" in m.text]
    assert len(greetings) == 1


@pytest.mark.parametrize("command", ["ask", "listen"])
async def test_where_nothing_is_set_up_people_are_told(bare_stage: Stage, command: str) -> None:
    """A command in a server without /setup says so, only to who ran it."""
    shown = (await bare_stage.asker.run(command, in_=bare_stage.asks)).message
    assert shown is not None
    assert shown.text == bare_stage.words("error.not_set_up")
    assert shown.ephemeral


async def test_encourage_works_where_nothing_is_set_up(bare_stage: Stage) -> None:
    """Kind words need no set-up."""
    shown = (await bare_stage.asker.run("encourage", in_=bare_stage.asks)).message
    assert shown is not None
    assert shown.ephemeral
    assert len(shown.text) > 20


async def test_a_bot_that_may_not_write_says_so(stage: Stage) -> None:
    """Permission lost after /setup: nothing is posted, the words are kept, the fix is named."""
    preview = await stage.write("Where can this go?")
    stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    refused = await stage.asker.press(preview, "Post")
    assert refused.message is not None
    assert refused.message.text == stage.words("error.cannot_post")
    stage.asks.set_overwrite("bot", deny=0)
    await stage.asker.press(preview, "Post")
    await stage.settle()
    assert "would like an ear" in stage.post().text


async def test_a_button_of_something_long_over_is_answered(stage: Stage) -> None:
    """Taking back what was taken: nothing happens, and one reads how it stands."""
    await stage.ask()
    posted = await stage.asker.wait_for(stage.asker.dm, "It's open now")
    old = store(compose(posted.channel, posted.author, {"components": posted.components}), {})
    await stage.accept()
    assert not posted.buttons
    shown = await stage.asker.press(old, "Take it back")
    assert shown.message is not None
    assert shown.message.text.startswith(stage.words("mine.stands"))
    assert "You're talking with" in shown.message.text
    assert shown.message.ephemeral


async def test_a_strangers_press_is_out_of_date(stage: Stage) -> None:
    """A draft belongs to its author; to know what its button carries is not enough."""
    preview = await stage.write("Only mine.")
    forged = forged_message(stage, preview)
    shown = await stage.other.press(forged, "Post")
    assert shown.message is not None
    assert shown.message.text == stage.words("error.out_of_date")
    await stage.settle()
    assert stage.public(stage.listener) == [forged]


@pytest.mark.parametrize(
    "custom_id", ["1:post:short", "0:post:" + "a" * 22, "x", "1:no:" + "b" * 22]
)
async def test_a_button_that_was_never_made_is_answered(stage: Stage, custom_id: str) -> None:
    """A button of an older version, or a made-up one, gets words and does nothing."""
    preview = await stage.write("Only mine.")
    forged = forged_message(stage, preview)
    forged.components[0]["components"][0]["custom_id"] = custom_id
    shown = await stage.other.press(forged, "Post")
    assert shown.message is not None
    assert shown.message.text == stage.words("error.out_of_date")


def forged_message(stage: Stage, preview: Message) -> Message:
    """A message in the channel with the buttons of somebody's private preview."""
    rows = [part for part in preview.components if part["type"] == ROW]
    return store(compose(stage.asks, preview.author, {"content": "forged", "components": rows}), {})
