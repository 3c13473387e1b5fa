"""My conversations: one place for asks, conversations and what waits; and going on without DMs."""

import asyncio
from datetime import timedelta

import pytest

from bot.demo.frames import said
from bot.local_discord import Channel, Message, Person
from tests.journeys.stage import Stage
from tests.journeys.test_lost_answers import LOST, lost
from tests.patience import PATIENCE

HOUR = timedelta(hours=1)


async def mine(stage: Stage, person: Person, where: Channel | None = None) -> Message:
    """Run /conversations in the server, or somewhere else."""
    shown = (await person.run("conversations", in_=where or stage.asks)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


BELOW = ("🌐 My language", "Quiet hours", "Help lines")
"""What stands below whatever is open."""


def labels(message: Message) -> list[str]:
    """What stands on the buttons."""
    return [str(button.label) for button in message.buttons]


def nothing(stage: Stage) -> str:
    """What stands there where nothing is open."""
    return "\n".join(stage.words(key) for key in ("mine.nothing", "care.always"))


async def press(person: Person, message: Message, label: str) -> Message:
    """Press, and read the answer."""
    shown = (await person.press(message, label)).message
    assert shown is not None
    return shown


async def refused_post(stage: Stage, words: str = "Nobody may write to me.") -> Message:
    """Try to post with closed direct messages; the answer."""
    stage.asker.dms_open = False
    preview = await stage.write(words)
    refused = (await stage.asker.press(preview, "Post")).message
    assert refused is not None
    return refused


async def post_anyway(stage: Stage, words: str = "Nobody may write to me.") -> Message:
    """Go on without direct messages; the answer."""
    refused = await refused_post(stage, words)
    posted = await press(stage.asker, refused, stage.words("press.post_anyway.button"))
    await stage.settle()
    return posted


async def test_with_nothing_open_it_says_so_and_shows_help_lines(stage: Stage) -> None:
    """Nothing of others is ever in it."""
    await stage.ask()
    shown = await mine(stage, stage.other)
    assert shown.text == nothing(stage)
    assert labels(shown) == [*BELOW]


async def test_a_waiting_ask_can_be_taken_back_from_there(stage: Stage) -> None:
    """State in words, times as timestamps, one button."""
    await stage.ask("Something on my mind")
    shown = await mine(stage, stage.asker)
    assert "Nobody has accepted it yet" in shown.text
    assert "<t:" in said(shown)
    assert "Something on my mind" not in shown.text
    assert labels(shown) == ["Change my words", "Take it back", *BELOW]
    taken = await press(stage.asker, shown, "Take it back")
    assert taken.text == stage.words("ask.taken_back")
    await stage.settle()
    assert stage.words("notice.ask_over_in_channel") in stage.post().text


async def test_looking_twice_leaves_no_more_tokens_behind(stage: Stage) -> None:
    """The same token stands on the button each time."""
    await stage.ask()
    seen = {(await mine(stage, stage.asker)).buttons[0].custom_id for _ in range(3)}
    assert len(seen) == 1


async def test_an_ask_that_is_over_can_be_asked_again_while_its_words_are_kept(
    stage: Stage,
) -> None:
    """An hour later nothing of it is left there."""
    await stage.ask("Please hear me")
    await press(stage.asker, await mine(stage, stage.asker), "Take it back")
    await stage.settle()
    shown = await mine(stage, stage.asker)
    assert "It's over" in shown.text
    again = await press(stage.asker, shown, stage.words("press.ask_again.button"))
    assert "Please hear me" in again.text
    await stage.pass_time(HOUR)
    assert (await mine(stage, stage.asker)).text == nothing(stage)


async def test_an_open_conversation_is_there_for_both_and_can_be_ended(stage: Stage) -> None:
    """Each side by the other's alias; End asks first, as everywhere."""
    await stage.ask()
    await stage.accept()
    asker, listener = [await mine(stage, one) for one in (stage.asker, stage.listener)]
    assert "your listener from **Harbour**" in asker.text
    assert "You're listening to" in listener.text
    for shown in (asker, listener):
        write, *others = labels(shown)
        assert write.startswith("Write to ")
        here = stage.words("press.read_here.button")
        assert others == [here, "More", "End this conversation", "Block", *BELOW]
    really = await press(stage.asker, asker, "End this conversation")
    await press(stage.asker, really, "End it")
    await stage.settle()
    assert "listening" not in (await mine(stage, stage.listener)).text


async def test_in_direct_messages_it_shows_all_servers(stage: Stage) -> None:
    """With their names; in a server only what belongs there."""
    elsewhere = stage.discord.add_guild("Lake", owner=stage.admin, member_count=90)
    elsewhere.join(stage.asker)
    lobby = elsewhere.add_channel("lobby")
    await stage.ask()
    assert (await mine(stage, stage.asker, lobby)).text == nothing(stage)
    assert "**Harbour**" in (await mine(stage, stage.asker, stage.asker.dm)).text


async def test_without_dms_one_can_post_all_the_same(stage: Stage) -> None:
    """The words say before and after that no notification will come; the draft is still there."""
    refused = await refused_post(stage)
    assert "no notification will come" in refused.text
    assert labels(refused) == [stage.words("press.post_anyway.button")]
    posted = await press(stage.asker, refused, stage.words("press.post_anyway.button"))
    await stage.settle()
    assert "No notification will come" in posted.text
    assert len(stage.public(stage.listener)) == 1
    assert not stage.asker.sees(stage.asker.dm)
    shown = await press(stage.asker, posted, "My conversations")
    assert labels(shown) == ["Change my words", "Take it back", *BELOW]


async def test_what_waits_is_shown_once_and_never_comes_by_dm_as_well(stage: Stage) -> None:
    """The asker reads it under My conversations; opening DMs later brings only what is new."""
    await post_anyway(stage)
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.settle()
    shown = await mine(stage, stage.asker)
    assert "messages wait for you" in shown.text
    button = stage.words("press.show_waiting.button")
    read = await press(stage.asker, shown, button)
    assert read.ephemeral
    assert "Somebody is here for you" in read.text
    assert "I'm here." in read.text
    assert "End this conversation" in labels(read)
    stage.asker.dms_open = True
    await stage.pass_time(HOUR)
    assert not any("I'm here." in m.text for m in stage.asker.sees(stage.asker.dm))
    again = await mine(stage, stage.asker)
    assert button not in labels(again)


async def test_much_that_waits_is_read_by_pressing_again(stage: Stage) -> None:
    """In order, each once, and every answer fits."""
    await post_anyway(stage)
    await stage.accept()
    texts = [f"{number:02} " + "so much to say " * 40 for number in range(8)]
    for text in texts:
        await stage.listener.send(stage.listener.dm, text)
    async with asyncio.timeout(PATIENCE):  # until all of it has come to the bot
        while "9 messages wait" not in (shown := await mine(stage, stage.asker)).text:
            await stage.settle()
    button, read = stage.words("press.show_waiting.button"), ""
    while button in labels(shown):
        shown = await press(stage.asker, shown, button)
        assert len(said(shown)) <= 2000
        read += said(shown)
        await stage.settle()
    assert [f"{number:02} so" in read for number in range(8)] == [True] * 8
    assert all(read.count(f"{number:02} so") == 1 for number in range(8))
    assert sorted(texts, key=lambda text: read.index(text[:5])) == texts


async def test_a_long_ask_that_comes_back_is_read_there_and_what_follows_too(
    stage: Stage,
) -> None:
    """The channel is gone, and one's own words are longer than a message: nothing is stuck."""
    stage.asker.dms_open = False
    words, would_help = "*hard* " * 210, "a quiet evening, " * 25
    refused = (await stage.asker.press(await stage.write(words, would_help), "Post")).message
    assert refused is not None
    await press(stage.asker, refused, stage.words("press.post_anyway.button"))
    await stage.settle()
    stage.asks.delete()
    button = stage.words("press.show_waiting.button")
    async with asyncio.timeout(PATIENCE):
        while button not in labels(shown := await mine(stage, stage.asker, stage.entrance)):
            await stage.settle()
    read = await press(stage.asker, shown, button)
    assert "is gone, so your ask is over" in read.text
    assert read.text.count("hard") == 210
    assert "a quiet evening" in read.text
    await stage.settle()
    again = await mine(stage, stage.asker, stage.entrance)
    assert button not in labels(again)


@pytest.mark.parametrize("how", LOST)
async def test_an_answer_that_discord_never_took_loses_nothing(stage: Stage, how: str) -> None:
    """What could not be shown is still there."""
    await post_anyway(stage)
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "Don't lose this.")
    await stage.settle()
    shown = await mine(stage, stage.asker)
    look = stage.words("press.show_waiting.button")
    await lost(stage, stage.asker, how, lambda: stage.asker.press(shown, look))
    read = await press(
        stage.asker, await mine(stage, stage.asker), stage.words("press.show_waiting.button")
    )
    assert "Don't lose this." in read.text


async def test_the_writer_learns_nothing_of_it(stage: Stage) -> None:
    """Reading under My conversations sends nothing to the other side."""
    await post_anyway(stage)
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "Hello.")
    await stage.settle()
    before = [m.content for m in stage.listener.sees(stage.listener.dm)]
    shown = await mine(stage, stage.asker)
    await press(stage.asker, shown, stage.words("press.show_waiting.button"))
    await stage.settle()
    assert [m.content for m in stage.listener.sees(stage.listener.dm)] == before


async def test_two_conversations_are_numbered_and_one_can_switch(stage: Stage) -> None:
    """Each line has its own buttons; Talk with decides where the next words go."""
    await stage.join(stage.asker)
    await stage.ask()
    await stage.accept()
    preview = await stage.write("It's me who needs somebody now.", by=stage.other)
    await stage.other.press(preview, "Post")
    await stage.pass_time(timedelta(minutes=1))
    await stage.accept(by=stage.asker)
    shown = await mine(stage, stage.asker)
    assert [line[:2] for line in shown.text.replace("*", "").splitlines()] == ["1.", "2.", "-#"]
    talk = [label for label in labels(shown) if "talk with" in label]
    assert [label[:2] for label in talk] == ["1.", "2."]
    await press(stage.asker, shown, talk[1])
    await stage.asker.send(stage.asker.dm, "I'm listening to you.")
    await stage.settle()
    await stage.other.wait_for(stage.other.dm, "I'm listening to you.")
    assert not any("listening to you" in m.text for m in stage.listener.sees(stage.listener.dm))


async def test_with_closed_dms_a_turn_takes_two_presses(stage: Stage) -> None:
    """One to read, below which one writes; the answer has the way to read on, and so it goes on."""
    await post_anyway(stage)
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "turn 0")
    await stage.settle()
    read = await press(
        stage.asker, await mine(stage, stage.asker), stage.words("press.show_waiting.button")
    )
    for turn in range(1, 4):
        (write,) = [label for label in labels(read) if label.startswith("Write to")]
        form = (await stage.asker.press(read, write)).form
        assert form is not None
        have_it = (await stage.asker.submit(form, {form.fields[0].label: f"mine {turn}"})).message
        assert have_it is not None
        await stage.listener.wait_for(stage.listener.dm, f"mine {turn}")
        await stage.listener.send(stage.listener.dm, f"turn {turn}")
        await stage.settle()
        read = await press(stage.asker, have_it, "Look again")
        assert f"turn {turn}" in read.text


async def test_looking_again_where_nothing_waits_says_so_and_can_be_repeated(stage: Stage) -> None:
    """Until there is something."""
    await post_anyway(stage)
    await stage.accept()
    await stage.settle()
    read = await press(
        stage.asker, await mine(stage, stage.asker), stage.words("press.show_waiting.button")
    )
    await stage.settle()
    read = await press(stage.asker, read, "Look again")
    assert read.text == stage.words("mine.nothing_waits")
    await stage.listener.send(stage.listener.dm, "Now I write.")
    await stage.settle()
    assert "Now I write." in (await press(stage.asker, read, "Look again")).text


async def test_both_read_where_a_conversation_can_be_ended_later(stage: Stage) -> None:
    """The first message is far up by then."""
    await stage.ask()
    await stage.accept()
    for person in (stage.asker, stage.listener):
        told = await person.wait_for(person.dm, "or later under /conversations")
        assert stage.words("press.end.button") in labels(told)
