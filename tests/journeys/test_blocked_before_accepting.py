"""Whoever is asked a question before accepting blocks who asked, from where the question stands."""

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage
from tests.journeys.test_blocks import press as numbered
from tests.journeys.test_offers import offers, on_duty, press
from tests.journeys.test_question_before_accepting import asked
from tests.journeys.test_question_before_accepting import stage as stage


async def asks(stage: Stage, person: Person) -> None:
    """Write an ask, and post it."""
    await press(stage, person, await stage.write("Once more.", by=person), "post")


async def takes_back(stage: Stage, person: Person) -> None:
    """Under My conversations."""
    mine = (await person.run("conversations", in_=stage.asks)).message
    assert mine is not None
    await numbered(stage, person, mine, "take_back")


async def sees_who_waits(stage: Stage, person: Person) -> Message:
    """What a listener finds who looks."""
    shown = (await person.run("listen", in_=stage.asks)).message
    assert shown is not None
    return await press(stage, person, shown, "who_waits")


async def only_the_other_is_told(stage: Stage, person: Person) -> None:
    """Of two who are on duty; also when they look."""
    told = len(offers(stage, person))
    assert offers(stage, stage.other)
    await press(stage, stage.other, await sees_who_waits(stage, stage.other), "read_it")
    nobody = await sees_who_waits(stage, person)
    assert nobody.text.startswith(stage.words("listen.nobody_waits"))
    assert len(offers(stage, person)) == told == 0


async def test_who_asked_is_blocked_from_the_question_and_the_two_never_meet(stage: Stage) -> None:
    """Asked once and pressed twice; who asked is told nothing, and reads what all who come too late
    do. Whichever of them asks next, also after a restart, the other hears nothing of it."""
    read, question = await asked(stage)
    before = [one.raw for one in stage.listener.sees(stage.listener.dm)]
    really = await press(stage, stage.asker, question, "block")
    kept = await press(stage, stage.asker, really, "block_not")
    assert kept.text.startswith(stage.words("block.unchanged"))
    really = await press(stage, stage.asker, question, "block")
    name = question.text.removeprefix("**").split(",")[0].strip("*")
    done = await press(stage, stage.asker, really, "block_now")
    assert done.text.startswith(stage.words("block.done", alias=name))
    again = await press(stage, stage.asker, question, "block")
    assert again.text.startswith(stage.words("block.already", alias=name, server="Harbour"))
    assert [one.raw for one in stage.listener.sees(stage.listener.dm)] == before
    late = await press(stage, stage.listener, read, "accept")
    assert late.text.startswith(stage.words("error.no_longer_available"))
    await takes_back(stage, stage.asker)
    await stage.restart()
    await asks(stage, stage.asker)
    await only_the_other_is_told(stage, stage.listener)
    await takes_back(stage, stage.asker)
    await on_duty(stage, stage.asker, await stage.join(stage.asker))
    await asks(stage, stage.listener)
    await only_the_other_is_told(stage, stage.asker)
