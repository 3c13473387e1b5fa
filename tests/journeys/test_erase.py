"""Erase everything: what is said before, the one question, and what everybody sees afterwards."""

from datetime import timedelta

from bot.local_discord import Message, Person
from tests.engines import on_both_engines
from tests.journeys.exported import noted, press, privacy
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, heard, talk, until
from tests.journeys.test_goal import set_one

MINUTE = timedelta(minutes=1)


async def asked(stage: Stage, person: Person) -> Message:
    """The question, with what it ends."""
    return await press(stage, person, await privacy(person, stage.asks), "erase_all")


async def erase(stage: Stage, person: Person) -> str:
    """Press, and say yes; what is said then."""
    shown = await press(stage, person, await asked(stage, person), "erase_all_now")
    await stage.settle()
    return shown.text


async def kept(stage: Stage, person: Person) -> str:
    """What exactly is kept."""
    shown = await press(stage, person, await privacy(person, stage.asks), "privacy_kept")
    return shown.text


async def test_it_says_first_what_it_ends(stage: Stage) -> None:
    """Counted from what is open; what is not is not named. Nothing happens before the answer."""
    await set_one(stage)
    await talk(stage)
    shown = await asked(stage, stage.asker)
    assert shown.ephemeral
    ends = "privacy.erase.ends"
    assert stage.words(f"{ends}.conversations", count=1) in shown.text
    assert stage.words(f"{ends}.goals", count=1) in shown.text
    assert stage.words(f"{ends}.asks", count=1) not in shown.text
    assert stage.words(f"{ends}.listening", count=1) not in shown.text
    assert stage.words("privacy.erase.goes") in shown.text
    stays = stage.words("privacy.erase.stays", rest_kept="7 days", ids_kept="24 hours")
    assert stays in shown.text
    of_a_listener = await asked(stage, stage.listener)
    assert stage.words(f"{ends}.listening", count=1) in of_a_listener.text
    assert stage.words("privacy.kept_nothing") != await kept(stage, stage.asker)


async def test_no_keeps_it_all(stage: Stage) -> None:
    """The second button changes nothing, and the question is gone."""
    await stage.write("Something about rain.")
    await noted(stage, stage.asker)
    before = await kept(stage, stage.asker)
    shown = await press(stage, stage.asker, await asked(stage, stage.asker), "erase_nothing")
    assert shown.text == stage.words("privacy.erase.kept")
    ways = ("privacy", "helplines")
    assert buttons(shown) == [stage.words(f"press.{way}.button") for way in ways]
    assert await kept(stage, stage.asker) == before


@on_both_engines
async def test_yes_erases_it_all(stage: Stage) -> None:
    """Once is enough: afterwards nothing is kept, in the middle of a conversation as well."""
    await set_one(stage)
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "It was a long day.")
    await listener.wait_for(listener.dm, "It was a long day.")
    assert await erase(stage, asker) == stage.words("privacy.erase.done")
    assert await kept(stage, asker) == stage.words("privacy.kept_nothing")
    await listener.send(listener.dm, "Are you still there?")
    await stage.pass_time(31 * MINUTE)
    await listener.wait_for(listener.dm, "has ended")
    await until(stage, lambda: heard(listener) == [])
    assert "Are you still there?" not in heard(asker)


async def test_the_listener_reads_what_they_read_when_anybody_leaves(stage: Stage) -> None:
    """The same words as beside an asker who left the server, and none about erasing."""
    asker, listener = await talk(stage)
    await erase(stage, asker)
    await stage.pass_time(31 * MINUTE)
    erased = (await listener.wait_for(listener.dm, "has ended")).text
    await stage.pass_time(2 * MINUTE)
    await stage.everybody_is_an_adult()
    await talk(stage)
    stage.guild.leave(asker)
    await stage.pass_time(11 * MINUTE)
    await stage.pass_time(31 * MINUTE)

    def ends() -> list[str]:
        return [m.text for m in listener.sees(listener.dm) if "has ended" in m.text]

    await until(stage, lambda: len(ends()) == 2)
    assert alias_aside(erased) == alias_aside(ends()[1])


def alias_aside(text: str) -> str:
    """What is said, whoever it was."""
    before, _, after = text.partition("with ")
    return before + after.partition(" ")[2]


async def test_a_listener_erases_and_listens_no_more(stage: Stage) -> None:
    """The asker can go on with somebody else; /listen asks the listener anew."""
    asker, listener = await talk(stage)
    assert await erase(stage, listener) == stage.words("privacy.erase.done")
    await stage.pass_time(31 * MINUTE)
    ended = await asker.wait_for(asker.dm, "has ended")
    assert stage.words("press.first_in_line.button") in buttons(ended)
    shown = (await listener.run("listen", in_=stage.asks)).message
    assert shown is not None
    assert stage.words("press.guide.button") in buttons(shown)


async def test_twice_and_with_nothing(stage: Stage) -> None:
    """It says the same, and leaves nothing each time."""
    new = stage.discord.add_person("newcomer", global_name="Newcomer")
    stage.guild.join(new)
    for person in (new, new, stage.asker):
        shown = await asked(stage, person)
        assert stage.words("privacy.erase.nothing_open") in shown.text
        assert await erase(stage, person) == stage.words("privacy.erase.done")
        assert await kept(stage, person) == stage.words("privacy.kept_nothing")


async def test_the_old_question_pressed_again_is_harmless(stage: Stage) -> None:
    """Whoever pressed yes, came back, and finds the button once more is asked about nothing: it
    erases what there is now, as it says."""
    await stage.write("Something about rain.")
    shown = await asked(stage, stage.asker)
    await press(stage, stage.asker, shown, "erase_all_now")
    assert await kept(stage, stage.asker) == stage.words("privacy.kept_nothing")


async def test_with_closed_messages(stage: Stage) -> None:
    """Nothing has to arrive: neither theirs nor what waits for them."""
    asker, listener = await talk(stage)
    asker.dms_open = False
    await listener.send(listener.dm, "For you.")
    await stage.settle()
    assert await erase(stage, asker) == stage.words("privacy.erase.done")
    assert await kept(stage, asker) == stage.words("privacy.kept_nothing")
    await stage.pass_time(31 * MINUTE)
    await listener.wait_for(listener.dm, "has ended")


async def test_in_direct_messages(stage: Stage) -> None:
    """It is the same there."""
    await stage.write("Something about rain.")
    shown = await press(stage, stage.asker, await privacy(stage.asker), "erase_all")
    done = await press(stage, stage.asker, shown, "erase_all_now")
    assert done.text == stage.words("privacy.erase.done")
    assert await kept(stage, stage.asker) == stage.words("privacy.kept_nothing")


async def test_a_restart_in_between_goes_on(stage: Stage) -> None:
    """It had begun when the bot stopped; nobody has to press again."""
    asker, listener = await talk(stage)
    ctx = stage.bot.desk.ctx
    person, now = ctx.store.person(asker.id), ctx.clock.now()  # type: ignore[arg-type]
    await ctx.store.transaction(lambda tables: tables.erasing.begin(person, now))
    await stage.restart()
    await stage.settle()
    assert await kept(stage, asker) == stage.words("privacy.kept_nothing")
    await stage.pass_time(31 * MINUTE)
    await listener.wait_for(listener.dm, "has ended")


async def test_afterwards_everything_can_begin_anew(stage: Stage) -> None:
    """Erasing shuts no door: the same person asks, and somebody comes."""
    asker, listener = await talk(stage)
    await erase(stage, asker)
    await stage.pass_time(31 * MINUTE)
    await listener.wait_for(listener.dm, "has ended")
    await stage.pass_time(2 * MINUTE)  # else what is written next may be for the one who has gone
    await stage.everybody_is_an_adult()  # which was erased, too
    await stage.ask("Another week.")
    await stage.accept()
    await listener.send(listener.dm, "Hello again.")
    await stage.settle()
    assert "Hello again." in heard(asker)
