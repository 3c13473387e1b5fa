"""How are you after this? What a listener finds below the end of a conversation."""

from datetime import timedelta

import pytest

from bot.demo.frames import said
from bot.domain.ids import GuildId, UserId
from bot.local_discord import Message, Person
from bot.services.context import Member
from tests.journeys.stage import WORDS, Stage
from tests.journeys.talking import buttons, heard, press_forged, talk

DAY = timedelta(days=1)
ANSWERS = ("i_am_fine", "i_am_tired", "it_weighs")


async def ended(stage: Stage, by: str = "asker") -> Message:
    """A conversation that is over; what its listener was told."""
    asker, listener = await talk(stage)
    await stage.end(asker if by == "asker" else listener)
    return last_end(listener)


def last_end(listener: Person) -> Message:
    """The newest message about an end."""
    return [m for m in listener.sees(listener.dm) if "How are you after this?" in m.text][-1]


async def press(stage: Stage, person: Person, message: Message, action: str, **of: str) -> Message:
    """Press a button by its key; what the person sees then."""
    shown = (await person.press(message, stage.words(f"press.{action}.button", **of))).message
    assert shown is not None
    await stage.settle()
    return shown


async def resting(stage: Stage, person: Person) -> bool:
    """Whether a listener rests now."""
    ctx = stage.bot.desk.ctx
    number = ctx.listener_number(Member(UserId(person.id), GuildId(stage.guild.id)))
    listener = await ctx.store.read(lambda tables: tables.listeners.get(number))
    return listener is not None and listener.resting(stage.clock.now())


@pytest.mark.parametrize("by", ["asker", "listener"])
async def test_each_answer_gets_words_of_its_own(stage: Stage, by: str) -> None:
    """Whoever ended it; two of the three offer rest, an ear and help lines."""
    told = await ended(stage, by)
    labels = [stage.words(f"press.{answer}.button") for answer in (*ANSWERS, "clear_chat", "block")]
    assert buttons(told) == labels
    shown = [await press(stage, stage.listener, told, answer) for answer in ANSWERS]
    assert [one.text for one in shown] == [
        stage.words(f"after_listening.{key}", kept="7 days") for key in ("fine", "tired", "weighs")
    ]
    assert all(one.ephemeral for one in shown)
    ways = [stage.words(f"press.{way}.button") for way in ("rest_now", "need_an_ear", "helplines")]
    listens = [stage.words("press.listen.button")]
    assert [buttons(one) for one in shown] == [listens, ways, ways]


async def test_the_answer_is_stored_nowhere(stage: Stage) -> None:
    """Three presses, and the database has not changed by a byte."""
    told = await ended(stage)

    def content() -> dict[str, bytes]:
        folder = stage.folder / "data"
        return {file.name: file.read_bytes() for file in folder.glob("*.sqlite3*")}

    before = content()
    for answer in ANSWERS:
        await stage.listener.press(told, stage.words(f"press.{answer}.button"))
    assert {name: content()[name] for name in before if "shm" not in name} == {
        name: bytes_ for name, bytes_ in before.items() if "shm" not in name
    }


async def test_rest_works_from_there(stage: Stage) -> None:
    """Three presses, without a reason, in direct messages."""
    weighs = await press(stage, stage.listener, await ended(stage), "it_weighs")
    how_long = await press(stage, stage.listener, weighs, "rest_now")
    assert stage.words("settings.rest_how_long") in said(how_long)
    length = stage.words("time.days", count=3)
    rested = await press(stage, stage.listener, how_long, "rest_now_for", length=length)
    assert "You're resting" in rested.text
    assert await resting(stage, stage.listener)
    await stage.pass_time(3 * DAY)
    assert not await resting(stage, stage.listener)


async def test_an_ear_is_an_ask_like_every_other(stage: Stage) -> None:
    """Form, preview with the server's name, Post; another listener takes it."""
    tired = await press(stage, stage.listener, await ended(stage), "i_am_tired")
    form = (await stage.listener.press(tired, stage.words("press.need_an_ear.button"))).form
    assert form is not None
    preview = (await stage.listener.submit(form, {WORDS: "That was a lot."})).message
    assert preview is not None
    assert "For Harbour" in preview.text.replace("*", "")
    assert "That was a lot." in preview.text
    await press(stage, stage.listener, preview, "post")
    await stage.accept(stage.other)
    await stage.other.wait_for(stage.other.dm, "That was a lot.")
    await stage.other.send(stage.other.dm, "I'm here for you.")
    await stage.listener.wait_for(stage.listener.dm, "I'm here for you.")
    assert heard(stage.listener)[-1] == "I'm here for you."


async def test_their_own_ask_is_never_offered_to_themselves(stage: Stage) -> None:
    """Also when they are the only one on duty, and they cannot take it."""
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    length = stage.words("time.hours", count=4)
    await press(stage, stage.listener, panel, "duty", length=length)
    tired = await press(stage, stage.listener, await ended(stage), "i_am_tired")
    form = (await stage.listener.press(tired, stage.words("press.need_an_ear.button"))).form
    assert form is not None
    preview = (await stage.listener.submit(form, {WORDS: "That was a lot."})).message
    assert preview is not None
    before = len(offers(stage, stage.listener))
    await press(stage, stage.listener, preview, "post")
    await stage.pass_time(timedelta(hours=1))
    assert len(offers(stage, stage.listener)) == before
    refused = await press(stage, stage.listener, stage.post(), "accept")
    assert refused.text == stage.words("error.no_longer_available")


def offers(stage: Stage, person: Person) -> list[Message]:
    """The open offers in somebody's direct messages."""
    label = stage.words("press.not_now.button")
    return [m for m in person.sees(person.dm) if label in buttons(m)]


async def test_help_lines_are_one_press_away(stage: Stage) -> None:
    """For listeners as well."""
    weighs = await press(stage, stage.listener, await ended(stage), "it_weighs")
    assert "findahelpline.com" in (await press(stage, stage.listener, weighs, "helplines")).text


async def test_it_works_after_a_restart(stage: Stage) -> None:
    """The question, and what came as an answer to it."""
    told = await ended(stage)
    weighs = await press(stage, stage.listener, told, "it_weighs")
    await stage.restart()
    again = await press(stage, stage.listener, told, "i_am_fine")
    assert again.text == stage.words("after_listening.fine", kept="7 days")
    assert buttons(await press(stage, stage.listener, weighs, "rest_now"))


@pytest.mark.parametrize("action", [*ANSWERS, "need_an_ear", "rest_now", "rest_now_for.0"])
async def test_nobody_else_can_press(stage: Stage, action: str) -> None:
    """Somebody who got hold of the token reads that it is out of date."""
    token = str((await ended(stage)).buttons[0].custom_id).rpartition(":")[2]
    for person in (stage.asker, stage.other):
        read = await press_forged(stage, person, f"1:{action}:{token}")
        assert read == stage.words("error.out_of_date")


async def test_who_listens_no_more_is_offered_no_rest(stage: Stage) -> None:
    """There is nothing to rest from; an ear and help lines stay."""
    told = await ended(stage)
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    really = await press(stage, stage.listener, panel, "leave")
    await press(stage, stage.listener, really, "leave_now")
    weighs = await press(stage, stage.listener, told, "it_weighs")
    assert buttons(weighs) == [
        stage.words(f"press.{way}.button") for way in ("need_an_ear", "helplines")
    ]


async def test_once_the_conversation_is_erased_it_is_out_of_date(stage: Stage) -> None:
    """A week later."""
    told = await ended(stage)
    await stage.pass_time(7 * DAY)
    shown = await press(stage, stage.listener, told, "it_weighs")
    assert shown.text == stage.words("error.out_of_date")


async def test_who_left_the_server_cannot_ask_there(stage: Stage) -> None:
    """Membership is asked when the form comes in."""
    tired = await press(stage, stage.listener, await ended(stage), "i_am_tired")
    form = (await stage.listener.press(tired, stage.words("press.need_an_ear.button"))).form
    assert form is not None
    stage.guild.leave(stage.listener)
    refused = (await stage.listener.submit(form, {WORDS: "Still there?"})).message
    assert refused is not None
    assert refused.text.startswith(stage.words("error.out_of_date"))
    assert refused.text.endswith("Still there?"), "nobody has to find their words twice"


async def test_an_empty_text_is_kindly_refused(stage: Stage) -> None:
    """As in every ask."""
    tired = await press(stage, stage.listener, await ended(stage), "i_am_tired")
    form = (await stage.listener.press(tired, stage.words("press.need_an_ear.button"))).form
    assert form is not None
    refused = (await stage.listener.submit(form, {WORDS: "\u202e \u200b"})).message
    assert refused is not None
    assert refused.text == stage.words("error.no_words")
