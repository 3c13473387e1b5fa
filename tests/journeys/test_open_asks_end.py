"""How an open ask's thread ends, and what breaks it: whoever asked reads so; nothing is stuck."""

from datetime import timedelta

from bot.local_discord import Permissions
from tests.journeys.open_asks import (
    answer,
    ask_openly,
    fill_in,
    press,
    rules_in,
    texts,
    told,
)
from tests.journeys.stage import Stage

WORDS = "Ask at the museum."


def last(stage: Stage) -> str:
    """What the asker read last."""
    return stage.asker.sees(stage.asker.dm)[-1].text


async def test_whoever_asked_closes_it(openly: Stage) -> None:
    """The thread says so and is put away; what helped can still be marked; nobody writes more."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.other, WORDS)
    form = await openly.listener.press(
        rules_in(openly, thread, openly.listener), openly.words("press.answer_unnamed.button")
    )
    really = await press(openly, openly.asker, told(openly)[-1], "close_open_ask")
    closed = await press(openly, openly.asker, really, "close_open_ask_now")
    assert texts(thread, openly.other)[-1] == openly.words("notice.thread_over")
    assert thread.archived
    late = await fill_in(openly, form, openly.listener, "Too late.")
    assert openly.words("error.thread_closed") in late.text
    shown = await press(openly, openly.asker, closed, "what_helped")
    (menu,) = shown.selects
    await openly.asker.choose(shown, str(menu), [menu.raw["options"][0]["value"]])
    await openly.settle()
    assert "helped: whoever asked says so" in openly.other.sees(openly.other.dm)[-1].text


async def test_taking_it_back_takes_the_askers_words_out_of_the_thread(openly: Stage) -> None:
    """What others wrote stays theirs."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.other, WORDS)
    await answer(openly, thread, openly.asker, "The red one, I mean.")
    mine = await openly.asker.run("conversations", in_=openly.asker.dm)
    assert mine.message is not None
    assert f"<#{thread.id}>" in mine.message.text
    await press(openly, openly.asker, mine.message, "take_back")
    read = "".join(texts(thread, openly.other))
    assert "The red one" not in read
    assert WORDS in read
    assert thread.archived
    assert "lighthouses" not in openly.post().text


async def test_its_time_is_over(openly: Stage) -> None:
    """With answers nobody reads that nobody was free; what helped can still be marked."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.other, WORDS)
    await openly.pass_time(timedelta(hours=25))
    assert "People answered you there" in last(openly)
    assert thread.archived


async def test_without_an_answer_it_ends_as_every_ask(openly: Stage) -> None:
    """The words are those of an ask that nobody was free for."""
    thread = await ask_openly(openly)
    await openly.pass_time(timedelta(hours=25))
    assert openly.words("press.ask_again.button") in str(
        openly.asker.sees(openly.asker.dm)[-1].buttons
    )
    assert "People answered you there" not in last(openly)
    assert thread.archived


async def test_a_thread_that_a_moderator_deletes(openly: Stage) -> None:
    """Its asker reads so once, and the ask goes on without it."""
    thread = await ask_openly(openly)
    form = await openly.listener.press(
        rules_in(openly, thread, openly.listener), openly.words("press.answer_unnamed.button")
    )
    thread.delete()
    await openly.settle()
    assert "somebody there deleted it" in last(openly)
    late = await fill_in(openly, form, openly.listener, "Too late.")
    assert openly.words("error.thread_closed") in late.text
    assert openly.words("press.accept.button") in map(str, openly.post().buttons)


async def test_a_thread_that_a_moderator_locks(openly: Stage) -> None:
    """The same; what stands there can still be read."""
    thread = await ask_openly(openly)
    thread.archived = thread.locked = True
    thread.announce("CHANNEL_UPDATE")
    await openly.settle()
    assert "is locked now" in last(openly)


async def test_a_thread_that_discord_archived_opens_with_the_next_answer(openly: Stage) -> None:
    """Nothing is to be done for it, and nobody is told of it."""
    thread = await ask_openly(openly)
    before = last(openly)
    thread.archived = True
    thread.announce("CHANNEL_UPDATE")
    await openly.settle()
    assert last(openly) == before
    opened = await openly.other.press(
        rules_in(openly, thread, openly.other), openly.words("press.answer_unnamed.button")
    )
    await fill_in(openly, opened, openly.other, WORDS)
    assert WORDS in texts(thread, openly.listener)[-1]
    assert not thread.archived


async def test_a_post_that_a_moderator_deletes_takes_its_thread_along(openly: Stage) -> None:
    """The words do not come back into the channel, and the thread is over."""
    thread = await ask_openly(openly)
    post = openly.post()
    await openly.admin.delete(post)
    await openly.pass_time(timedelta(minutes=11))
    assert "Your words no longer stand in the channel" in last(openly)
    assert texts(thread, openly.other)[-1] == openly.words("notice.thread_over")
    assert thread.archived


async def test_a_channel_that_is_turned_private_gives_the_words_back(openly: Stage) -> None:
    """Whoever wrote through the button reads that nobody has it, and whoever asked that no more
    comes."""
    thread = await ask_openly(openly)
    opened = await openly.other.press(
        rules_in(openly, thread, openly.other), openly.words("press.answer_unnamed.button")
    )
    openly.asks.set_overwrite("bot", deny=Permissions.VIEW_CHANNEL)
    await fill_in(openly, opened, openly.other, WORDS)
    got = openly.other.sees(openly.other.dm)[-1]
    assert "it's gone or locked" in got.text
    assert WORDS in got.text
    read = "".join(message.text for message in openly.asker.sees(openly.asker.dm))
    assert "nothing more comes into it through me" in read


async def test_where_no_thread_can_be_made_the_ask_stands_without(openly: Stage) -> None:
    """An older invitation lacks the permission: its asker reads so, and listeners can take it."""
    openly.asks.set_overwrite("bot", deny=Permissions.CREATE_PUBLIC_THREADS)
    await openly.settle()
    preview = await openly.write("Who knows about lighthouses?")
    shown = (await openly.asker.press(preview, openly.words("press.ask_openly.button"))).message
    assert shown is not None
    await openly.asker.press(shown, "Post")
    await openly.settle()
    assert "lighthouses" in openly.post().text
    assert "couldn't make a thread" in last(openly)


async def test_somebody_elses_bot_in_the_thread_is_no_answer(openly: Stage) -> None:
    """Whatever it fills it with."""
    thread = await ask_openly(openly)
    bot = openly.post().raw | {"channel_id": str(thread.id), "id": str(thread.id + 5)}
    openly.discord.gateway.emit("MESSAGE_CREATE", bot, 0, None)
    await openly.settle()
    assert told(openly) == []


async def test_what_was_answered_while_nobody_told_of_it_is_caught_up_with(openly: Stage) -> None:
    """Once, together, and without a word of it; what was known before is not told of again, nor
    what the asker wrote there under their own name."""
    thread = await ask_openly(openly)
    await openly.other.send(thread, "Before.")
    await openly.settle()
    assert len(told(openly)) == 1
    await openly.running.aclose()
    await openly.listener.send(thread, WORDS)
    await openly.other.send(thread, "And I.")
    await openly.asker.send(thread, "I read along.")
    await openly.start()
    await openly.pass_time(timedelta(minutes=11))
    assert len(told(openly)) == 2
    assert "Ask at" not in told(openly)[-1].text
    await openly.restart()
    await openly.pass_time(timedelta(minutes=11))
    assert len(told(openly)) == 2
    which = await press(openly, openly.asker, told(openly)[-1], "what_helped")
    assert which.text.count("under their own name") == 3


async def test_a_thread_that_was_deleted_while_nobody_told_of_it(openly: Stage) -> None:
    """Whoever asked reads so after the start."""
    thread = await ask_openly(openly)
    await openly.running.aclose()
    thread.delete()
    await openly.start()
    await openly.settle()
    await openly.pass_time(timedelta(seconds=5))
    assert "somebody there deleted it" in last(openly)


async def test_a_restart_changes_nothing(openly: Stage) -> None:
    """The button works, and the asker is told."""
    thread = await ask_openly(openly)
    await openly.restart()
    await answer(openly, thread, openly.other, WORDS)
    assert len(told(openly)) == 1
    await openly.listener.send(thread, "And I.")
    await openly.pass_time(timedelta(minutes=11))
    assert len(told(openly)) == 2
