"""Writing from My conversations, in a form: for whoever nobody may write to, and for all others."""

from datetime import timedelta

import pytest

from bot.local_discord import Form, Message, Person
from tests.journeys import talking
from tests.journeys.stage import Stage
from tests.journeys.talking import heard

RIGHT_TO_LEFT = "\u202e"


async def without_dms(stage: Stage) -> None:
    """A conversation whose asker has closed direct messages, and read its beginning."""
    stage.asker.dms_open = False
    refused = (await stage.asker.press(await stage.write("Hear me."), "Post")).message
    assert refused is not None
    await stage.asker.press(refused, stage.words("press.post_anyway.button"))
    await stage.settle()
    await stage.accept()
    await stage.settle()


async def mine(stage: Stage, person: Person) -> Message:
    """My conversations in the server."""
    shown = (await person.run("conversations", in_=stage.asks)).message
    assert shown is not None
    return shown


async def opened(stage: Stage, person: Person, place: int = 0) -> Form:
    """The form of one of their conversations."""
    shown = await mine(stage, person)
    button = [str(one) for one in shown.buttons if "Write to" in str(one)][place]
    form = (await person.press(shown, button)).form
    assert form is not None
    return form


async def submit(stage: Stage, person: Person, form: Form, words: str) -> Message:
    """Send the form off; what the person reads then."""
    field = stage.words("talk.write.field_label")
    shown = (await person.submit(form, {field: words})).message
    assert shown is not None
    await stage.settle()
    return shown


def signs(stage: Stage) -> int:
    """How many signs the bot put on messages, or tried to."""
    return sum("/reactions/" in one.path for one in stage.discord.traffic.exchanges)


async def test_with_closed_dms_one_reads_and_answers_there(stage: Stage) -> None:
    """Both ways of a conversation work without one direct message to the asker."""
    await without_dms(stage)
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.settle()
    waiting = stage.words("press.show_waiting.button")
    read = (await stage.asker.press(await mine(stage, stage.asker), waiting)).message
    assert read is not None
    assert "I'm here." in read.text
    assert stage.words("press.conversations.button") in [str(one) for one in read.buttons]
    shown = await submit(stage, stage.asker, await opened(stage, stage.asker), "Thank you.")
    assert shown.ephemeral
    assert shown.text.startswith("I have it. It's for")
    assert heard(stage.listener)[-1] == "Thank you."
    assert not stage.asker.sees(stage.asker.dm)


async def test_it_reads_like_any_other_message(stage: Stage) -> None:
    """The other side cannot tell that it was written in a form, and answers as always."""
    await stage.ask()
    await stage.accept()
    await stage.asker.send(stage.asker.dm, "First.")
    await stage.settle()
    await submit(stage, stage.asker, await opened(stage, stage.asker), "Second.")
    by_bot = [m for m in stage.listener.sees(stage.listener.dm) if m.author.is_bot]
    first, second = by_bot[-2:]
    assert second.text == first.text.replace("First.", "Second.")
    assert [str(one) for one in second.buttons] == [str(one) for one in first.buttons]
    await stage.listener.send(stage.listener.dm, "I hear you.", reply_to=second)
    await stage.settle()
    assert heard(stage.asker) == ["I hear you."]


async def test_told_three_times_it_is_passed_on_once(stage: Stage) -> None:
    """Discord may deliver an event more than once; the same words in a new form are new words."""
    await stage.ask()
    await stage.accept()
    form = await opened(stage, stage.asker)
    stage.discord.gateway.repeat = 3
    await submit(stage, stage.asker, form, "Once.")
    stage.discord.gateway.repeat = 1
    assert heard(stage.listener).count("Once.") == 1
    await submit(stage, stage.asker, await opened(stage, stage.asker), "Once.")
    assert heard(stage.listener).count("Once.") == 2


async def test_what_ended_meanwhile_gives_the_words_back(stage: Stage) -> None:
    """Nothing that somebody wrote is lost, and nothing of it is passed on."""
    await stage.ask()
    await stage.accept()
    form = await opened(stage, stage.asker)
    await stage.end(stage.listener)
    shown = await submit(stage, stage.asker, form, "I wanted to say *this*.")
    assert stage.words("error.conversation_over") in shown.text
    assert "I wanted to say \\*this\\*." in shown.text
    assert not heard(stage.listener)


@pytest.mark.parametrize("words", [" ", RIGHT_TO_LEFT, "\u200b\n\u200b"])
async def test_words_that_nobody_can_see_are_answered(stage: Stage, words: str) -> None:
    """Nothing is passed on."""
    await stage.ask()
    await stage.accept()
    shown = await submit(stage, stage.asker, await opened(stage, stage.asker), words)
    assert shown.text == stage.words("error.no_words")
    assert not heard(stage.listener)


async def test_a_long_text_arrives_whole(stage: Stage) -> None:
    """As much as the form takes, with what turns the writing round taken out."""
    await stage.ask()
    await stage.accept()
    words = ("and then " * 210)[:1880] + RIGHT_TO_LEFT + "the end"
    await submit(stage, stage.asker, await opened(stage, stage.asker), words)
    assert "".join(heard(stage.listener)).replace(" ", "") == words.replace(
        RIGHT_TO_LEFT, ""
    ).replace(" ", "")


async def test_of_several_conversations_it_goes_to_the_one_that_was_chosen(stage: Stage) -> None:
    """Never to the other one, whatever one talks with from direct messages."""
    await stage.join(stage.asker)
    await stage.ask()
    await stage.accept()
    preview = await stage.write("It's me who needs somebody now.", by=stage.other)
    await stage.other.press(preview, "Post")
    await stage.settle()
    await stage.accept(by=stage.asker)
    await stage.settle()
    await submit(stage, stage.asker, await opened(stage, stage.asker, 1), "For the second.")
    assert heard(stage.other) == ["For the second."]
    assert not heard(stage.listener)


async def test_a_reader_with_closed_dms_gets_it_when_they_are_open(stage: Stage) -> None:
    """As with words written in direct messages; there is nothing to put a sign on."""
    await talking.talk(stage)
    await stage.settle()
    before = signs(stage)
    stage.listener.dms_open = False
    await submit(stage, stage.asker, await opened(stage, stage.asker), "Are you there?")
    await submit(stage, stage.asker, await opened(stage, stage.asker), "It can wait.")
    stage.listener.dms_open = True
    for _ in range(31 * 4):
        await stage.pass_time(timedelta(seconds=15))
    assert heard(stage.listener) == ["Are you there?", "It can wait."]
    assert signs(stage) == before


async def test_after_a_restart_it_is_not_taken_for_deleted(stage: Stage) -> None:
    """Reading again what was missed looks for deleted messages; a form leaves none behind."""
    await stage.ask()
    await stage.accept()
    await stage.asker.send(stage.asker.dm, "Before.")
    await stage.listener.wait_for(stage.listener.dm, "Before.")
    await submit(stage, stage.asker, await opened(stage, stage.asker), "From the form.")
    await stage.restart()
    await stage.settle()
    assert heard(stage.listener) == ["Before.", "From the form."]
