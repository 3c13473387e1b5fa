"""A reply goes to whom it answers, however late the bot learns what it answers: or it asks."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.config import Settings
from bot.local_discord import Channel, Guild, LocalDiscord, Message, Person
from tests.journeys.process import BotProcess, bot_process
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, until
from tests.journeys.test_kill import press

WHO = "Who is this for?"
TO_LISTENER = "/channels/{}/messages"
MANY = {"listeners": {"conversations_at_once": 3, "conversations_per_day": 9}}
SETTINGS = "listeners:\n  conversations_at_once: 3\n  conversations_per_day: 9\n"


@asynccontextmanager
async def several(folder: Path, count: int) -> AsyncIterator[tuple[Stage, list[Person]]]:
    """A listener in so many conversations, who has chosen to talk with the first asker."""
    async with staged(folder, Settings.model_validate(MANY)) as stage:
        await stage.set_up()
        await stage.join(stage.listener)
        third = stage.discord.add_person("third")
        stage.guild.join(third)
        askers = [stage.asker, stage.other, third][:count]
        for person in askers:
            await open_conversation(person, stage.listener, stage.asks)
            await says(stage.listener, person, f"hello from {person.username}")
        if count > 1:
            await choose(stage.listener, askers[0])
        yield stage, askers


async def open_conversation(asker: Person, listener: Person, asks: Channel) -> None:
    """Ask, post, accept."""
    before = listener.sees(asks)

    def is_new(post: Message) -> bool:
        return "would like an ear" in post.text and post not in before

    form = (await asker.run("ask", in_=asks)).form
    assert form is not None
    preview = (await asker.submit(form, {form.fields[0].label: f"I am {asker.username}."})).message
    await press(asker, preview, 0)
    await press(listener, await listener.wait_for(asks, is_new), 0)
    await asker.wait_for(asker.dm, "Somebody is here for you")


async def says(listener: Person, person: Person, words: str) -> Message:
    """Somebody writes; the message that their listener sees of it."""
    await person.send(person.dm, words)
    return await listener.wait_for(
        listener.dm, lambda m: m.author.is_bot and m.content.endswith(f"\n{words}"), timeout=20
    )


async def choose(listener: Person, person: Person) -> None:
    """Talk with somebody from now on."""
    seen = await listener.wait_for(listener.dm, f"hello from {person.username}")
    alias = seen.content.partition("\n")[0].strip("*")
    await listener.send(listener.dm, "chosen")
    question = await listener.wait_for(listener.dm, WHO)
    given = (await listener.press(question, f"For {alias}")).message
    assert given is not None
    await listener.press(given, f"Talk with {alias} from now on")
    await person.wait_for(person.dm, "chosen")


def questions(listener: Person) -> int:
    """How often somebody is asked whom a text is for, and has not said it."""
    return sum(WHO in message.text for message in listener.sees(listener.dm))


async def answered_exactly(
    listener: Person, askers: Sequence[Person], rounds: int, before: Callable[[], object]
) -> None:
    """Everybody but the chosen one is answered by a reply, at once, and only they read it."""
    for number in range(rounds):
        for person in askers[1:]:
            before()
            mine = f"{person.username} asks {number}"
            seen = await says(listener, person, mine)
            reply = f"to {person.username} {number}"
            await listener.send(listener.dm, reply, reply_to=seen)
            answer = await person.wait_for(person.dm, reply, timeout=20)
            assert answer.reply_to is not None
            assert answer.reply_to.content == mine
    for person in askers:
        answers = [words for words in heard(person) if words.startswith("to ")]
        assert all(words.startswith(f"to {person.username} ") for words in answers)
    assert questions(listener) == 0


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("late", [0.0, 0.3, 2.0])
async def test_a_reply_at_once_is_exact_however_late_discord_answers(
    tmp_path: Path, late: float, count: int
) -> None:
    """The listener answers what they see, before the bot was told that it was sent."""
    async with several(tmp_path, count) as (stage, askers):
        to_listener = f"/channels/{stage.listener.dm.id}/messages"
        stage.discord.faults.answer_late("POST", to_listener, late)
        rounds = 2 if late > 1 else 4
        await answered_exactly(stage.listener, askers, rounds, lambda: None)


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("status", [500, 503, "reset", "disconnect"])
async def test_a_reply_at_once_is_exact_when_the_answer_is_lost(
    tmp_path: Path, status: int | str, count: int
) -> None:
    """Discord has the message and says that it failed, or nothing."""
    async with several(tmp_path, count) as (stage, askers):

        def lose() -> None:
            stage.discord.faults.fail_next(
                "POST", f"/channels/{stage.listener.dm.id}/messages", status=status, stored=True
            )

        await answered_exactly(stage.listener, askers, 1, lose)


async def test_with_one_conversation_a_reply_at_once_keeps_its_reference(tmp_path: Path) -> None:
    """It could only be for one, and still says what it answers."""
    async with several(tmp_path, 1) as (stage, askers):
        to_listener = f"/channels/{stage.listener.dm.id}/messages"
        stage.discord.faults.answer_late("POST", to_listener, 2.0)
        seen = await says(stage.listener, askers[0], "only you")
        await stage.listener.send(stage.listener.dm, "and you", reply_to=seen)
        answer = await askers[0].wait_for(askers[0].dm, "and you")
        assert answer.reply_to is not None
        assert answer.reply_to.content == "only you"


async def test_the_fifth_line_in_a_row_can_be_answered_at_once(tmp_path: Path) -> None:
    """Discord's limit makes the library give its id seconds later: the reply is exact before."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        stage.discord.ratelimits.enforce = True
        for number in range(5):
            seen = await says(stage.listener, other, f"line {number}")
        await stage.listener.send(stage.listener.dm, "I read it all", reply_to=seen)
        await other.wait_for(other.dm, "I read it all", timeout=20)
        assert "I read it all" not in heard(chosen)


async def test_a_long_text_and_what_is_discreet_can_be_answered_at_once(tmp_path: Path) -> None:
    """Each piece of it, and the message that shows no words."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        to_listener = f"/channels/{stage.listener.dm.id}/messages"
        stage.discord.faults.answer_late("POST", to_listener, 1.0)
        await other.send(other.dm, "x" * 1000 + "\n" + "y" * 950)
        for letter in "xy":
            piece = await stage.listener.wait_for(stage.listener.dm, letter * 500)
            await stage.listener.send(stage.listener.dm, f"about {letter}", reply_to=piece)
            await other.wait_for(other.dm, f"about {letter}")
        opening = next(m for m in stage.listener.sees(stage.listener.dm) if m.buttons)
        await stage.listener.press(opening, stage.words("press.discreet.button"))
        await other.send(other.dm, "softly")
        waiting = stage.words("notice.message_waiting")
        hidden = await stage.listener.wait_for(stage.listener.dm, waiting)
        await stage.listener.send(stage.listener.dm, "unseen, but heard", reply_to=hidden)
        await other.wait_for(other.dm, "unseen, but heard")
        assert heard(chosen) == ["chosen"]


async def test_a_reply_to_what_cannot_be_known_is_asked_about(tmp_path: Path) -> None:
    """Neither the switch nor the only one who is left gets it."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        seen = await says(stage.listener, other, "do you remember?")
        await stage.settle()
        await stage.bot.desk.ctx.store._database.transaction(
            lambda on: on.execute(
                "UPDATE passed_on SET copy_tag = x'00' WHERE copy_tag IS NOT NULL"
            )
        )
        await stage.listener.send(stage.listener.dm, "I do", reply_to=seen)
        await until(stage, lambda: questions(stage.listener) == 1)
        await stage.end(other)
        await stage.listener.send(stage.listener.dm, "I do", reply_to=seen)
        await until(stage, lambda: questions(stage.listener) == 2)
        assert "I do" not in heard(chosen) + heard(other)


@asynccontextmanager
async def town(
    discord: LocalDiscord, folder: Path, count: int
) -> AsyncIterator[tuple[Person, list[Person]]]:
    """The same with the bot as a process of its own, which does not run now."""
    listener, admin = discord.add_person("listener"), discord.add_person("admin")
    askers = [discord.add_person(name) for name in ("first", "second", "third")][:count]
    guild = discord.add_guild("Harbour", owner=admin, member_count=120)
    for person in (listener, *askers):
        guild.join(person)
    asks = guild.add_channel("asks")
    async with bot_process(discord, folder, SETTINGS):
        await set_up(guild, admin, asks)
        guide = (await listener.run("listen", in_=asks)).message
        for _ in range(3):  # Next, Next, Become a listener
            await press(listener, guide, 0)
        for person in askers:
            await open_conversation(person, listener, asks)
            await says(listener, person, f"hello from {person.username}")
        await choose(listener, askers[0])
    yield listener, askers


async def set_up(guild: Guild, admin: Person, asks: Channel) -> None:
    """Fill in the form of /setup."""
    staff, role = guild.add_channel("staff"), guild.add_role("Moderators")
    form = (await admin.run("setup", in_=staff)).form
    assert form is not None
    chosen = [asks, staff, role, "No, each ask goes to one listener only"]
    await admin.submit(
        form, {field.label: value for field, value in zip(form.fields, chosen, strict=False)}
    )


async def killed(bot: BotProcess) -> None:
    """As by kill -9."""
    await bot.kill()


async def stopped(bot: BotProcess) -> None:
    """As by an operator."""
    os.kill(bot.pid, signal.SIGTERM)
    os.kill(bot.pid, signal.SIGCONT)
    await bot.stop()


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("ending", [killed, stopped])
async def test_a_reply_written_while_the_bot_is_down_is_exact(
    tmp_path: Path, ending: Callable[[BotProcess], Awaitable[None]], count: int
) -> None:
    """It answers words that were sent, and whose sending was never answered."""
    async with (
        LocalDiscord.running() as discord,
        town(discord, tmp_path, count) as (listener, askers),
    ):
        for person in askers[1:]:
            async with bot_process(discord, tmp_path, SETTINGS) as bot:
                await says(listener, askers[0], f"before {person.username}")  # nothing else waits
                hold = discord.faults.hold("POST", TO_LISTENER.format(listener.dm.id))
                asked = asyncio.create_task(says(listener, person, f"{person.username} asks"))
                await hold.arrived()
                os.kill(bot.pid, signal.SIGSTOP)  # it hears neither the answer nor the echo
                hold.release()
                seen = await asked
                await ending(bot)
            await listener.send(listener.dm, f"to {person.username}", reply_to=seen)
        async with bot_process(discord, tmp_path, SETTINGS):
            for person in askers[1:]:
                answer = await person.wait_for(person.dm, f"to {person.username}", timeout=20)
                assert answer.reply_to is not None
                assert answer.reply_to.content == f"{person.username} asks"
        assert heard(askers[0]) == ["chosen"]
        assert questions(listener) == 0
