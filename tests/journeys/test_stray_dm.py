"""Writing to the bot outside a conversation: never ignored, passed on if one wishes."""

import asyncio
from datetime import timedelta

from bot.domain.ids import UserId
from bot.local_discord import Guild, Message, Person, payloads
from tests.journeys.guided import set_up
from tests.journeys.stage import Stage
from tests.journeys.talking import until


async def write(stage: Stage, words: str, by: Person | None = None) -> Message:
    """Write to the bot, and read its answer."""
    person = by or stage.asker
    before = len(person.sees(person.dm))
    await person.send(person.dm, words)
    await person.wait_for(person.dm, lambda m: not m.ephemeral and m.author is not person)
    await stage.settle()
    assert len(person.sees(person.dm)) == before + 2
    return person.sees(person.dm)[-1]


def labels(message: Message) -> list[str]:
    """What stands on the buttons."""
    return [str(button.label) for button in message.buttons]


async def press(person: Person, message: Message, label: str) -> Message:
    """Press, and read the answer."""
    shown = (await person.press(message, label)).message
    assert shown is not None
    return shown


async def use(stage: Stage, person: Person) -> None:
    """Use the bot in the server, so that it is known there."""
    await person.run("conversations", in_=stage.asks)
    await stage.settle()


async def second_server(stage: Stage) -> Guild:
    """Another server that is set up, where the asker used the bot as well."""
    lake = stage.discord.add_guild("Lake", owner=stage.admin, member_count=90)
    lake.join(stage.asker)
    asks, staff = lake.add_channel("asks"), lake.add_channel("team")
    team = lake.add_role("Team")
    await set_up(stage.admin, asks, staff, team)
    await stage.everybody_is_an_adult(lake)
    await stage.asker.run("conversations", in_=asks)
    await stage.settle()
    return lake


async def test_the_words_become_an_ask_in_the_server_where_one_used_the_bot(stage: Stage) -> None:
    """One press to the preview, one to post; all of it in direct messages."""
    await use(stage, stage.asker)
    told = await write(stage, "Is somebody there? It's a hard night.")
    assert labels(told) == ["Yes, in Harbour", "No, delete it", "Help lines"]
    assert "findahelpline.com" in told.text
    preview = await press(stage.asker, told, "Yes, in Harbour")
    assert "For Harbour" in preview.text.replace("*", "")
    assert "It's a hard night." in preview.text
    await stage.asker.press(preview, "Post")
    await stage.settle()
    await stage.accept()
    await stage.listener.wait_for(stage.listener.dm, "It's a hard night.")


async def test_the_preview_can_be_changed_and_cancelled_there(stage: Stage) -> None:
    """Every button of the preview works from direct messages."""
    await use(stage, stage.asker)
    preview = await press(stage.asker, await write(stage, "First words."), "Yes, in Harbour")
    form = (await stage.asker.press(preview, "Change")).form
    assert form is not None
    changed = (await stage.asker.submit(form, {"What's on your mind?": "Better words."})).message
    assert changed is not None
    assert "Better words." in changed.text
    assert (await press(stage.asker, changed, "Cancel")).text == stage.words("ask.cancelled")
    assert not stage.public(stage.listener)


async def test_several_lines_in_a_row_are_one_ask(stage: Stage) -> None:
    """Nobody has to write everything at once."""
    await use(stage, stage.asker)
    for line in ("Hello?", "I don't know how to start.", "It's about my sister."):
        told = await write(stage, line)
    preview = await press(stage.asker, told, "Yes, in Harbour")
    for line in ("Hello?", "I don't know how to start.", "It's about my sister."):
        assert line in preview.text


async def test_the_preview_shows_what_still_stands_there(stage: Stage) -> None:
    """Somebody thinks better of one sentence, and writes another anew."""
    await use(stage, stage.asker)
    await write(stage, "My boss Tom shouts at me.")
    await write(stage, "I feal low.")
    told = await write(stage, "Every day.")
    boss, feel = [m for m in stage.asker.sees(stage.asker.dm) if m.author is stage.asker][:2]
    await stage.asker.delete(boss)
    await stage.asker.edit(feel, "I feel low.")
    await stage.settle()
    preview = await press(stage.asker, told, "Yes, in Harbour")
    assert "Tom" not in preview.text
    assert "I feel low." in preview.text
    assert "Every day." in preview.text


async def test_what_was_all_deleted_is_out_of_date(stage: Stage) -> None:
    """The button says so."""
    await use(stage, stage.asker)
    told = await write(stage, "Never mind.")
    (line,) = [m for m in stage.asker.sees(stage.asker.dm) if m.author is stage.asker]
    await stage.asker.delete(line)
    await stage.settle()
    out_of_date = stage.words("error.out_of_date")
    assert (await press(stage.asker, told, "Yes, in Harbour")).text == out_of_date


async def test_it_follows_also_what_was_deleted_while_the_bot_was_down(stage: Stage) -> None:
    """As it does in a conversation."""
    await use(stage, stage.asker)
    await write(stage, "My boss Tom shouts at me.")
    told = await write(stage, "I feal low.")
    boss, feel = [m for m in stage.asker.sees(stage.asker.dm) if m.author is stage.asker]
    await stage.running.aclose()
    await stage.asker.delete(boss)
    await stage.asker.edit(feel, "I feel low.")
    await stage.start()
    before = len(stage.asker.sees(stage.asker.dm))
    await stage.asker.send(stage.asker.dm, "Every day.")  # answered once everything else is read
    await until(stage, lambda: len(stage.asker.sees(stage.asker.dm)) == before + 2)
    preview = await press(stage.asker, told, "Yes, in Harbour")
    assert "Tom" not in preview.text
    assert "I feel low.\n" in preview.text


async def test_no_erases_it(stage: Stage) -> None:
    """Nothing of it is left, and nothing of it can be pressed."""
    await use(stage, stage.asker)
    told = await write(stage, "Never mind.")
    deleted = await press(stage.asker, told, "No, delete it")
    assert deleted.text == stage.words("stray.deleted")
    mine = ("conversations", "helplines")
    assert [str(one) for one in deleted.buttons] == [
        stage.words(f"press.{one}.button") for one in mine
    ]
    await stage.settle()
    ctx = stage.bot.desk.ctx
    person = ctx.store.person(UserId(stage.asker.id))
    assert await ctx.store.read(lambda on: on.unaddressed.newest(person, stage.clock.now())) is None


async def test_after_half_an_hour_it_is_gone(stage: Stage) -> None:
    """The button says that it is out of date."""
    await use(stage, stage.asker)
    told = await write(stage, "Too late?")
    await stage.pass_time(timedelta(minutes=30))
    assert (await press(stage.asker, told, "Yes, in Harbour")).text == stage.words(
        "error.out_of_date"
    )


async def test_with_several_servers_one_chooses(stage: Stage) -> None:
    """A button for each; it goes to the one that was pressed."""
    await use(stage, stage.asker)
    lake = await second_server(stage)
    told = await write(stage, "Which one?")
    assert labels(told) == ["Yes, let me choose where", "No, delete it", "Help lines"]
    where = await press(stage.asker, told, "Yes, let me choose where")
    assert sorted(labels(where)) == ["In Harbour", "In Lake", "No, delete it"]
    preview = await press(stage.asker, where, "In Lake")
    await stage.asker.press(preview, "Post")
    await stage.settle()
    assert not stage.public(stage.listener)
    posts = [m for m in stage.admin.sees(lake.channels[0]) if "would like an ear" in m.text]
    assert len(posts) == 1


async def test_with_many_servers_there_are_pages(stage: Stage) -> None:
    """The first ten, and a button for the others; nothing is left out without a word."""
    await use(stage, stage.asker)
    for number in range(11):
        lake = await second_server(stage)
        lake.name = f"Lake {number}"
        stage.discord.gateway.emit("GUILD_UPDATE", payloads.guild(lake), 0, lake)
    await asyncio.sleep(0.2)
    told = await write(stage, "Which one?")
    where = await press(stage.asker, told, "Yes, let me choose where")
    assert stage.words("stray.more") in where.text
    first = [label for label in labels(where) if label.startswith("In ")]
    assert labels(where)[-2:] == ["More servers", "No, delete it"]
    where = await press(stage.asker, where, "More servers")
    second = [label for label in labels(where) if label.startswith("In ")]
    assert len(first) == 10
    assert len({*first, *second}) == 12
    assert stage.words("stray.more") not in where.text
    preview = await press(stage.asker, where, second[0])
    assert second[0].removeprefix("In ") in preview.text


async def test_a_server_that_one_left_is_not_offered(stage: Stage) -> None:
    """Membership is asked when one presses, and again at Post."""
    await use(stage, stage.asker)
    lake = await second_server(stage)
    told = await write(stage, "Where to?")
    lake.leave(stage.asker)
    preview = await press(stage.asker, told, "Yes, let me choose where")
    assert "For Harbour" in preview.text.replace("*", "")
    stage.guild.leave(stage.asker)
    refused = (await stage.asker.press(preview, "Post")).message
    assert refused is not None
    assert not stage.public(stage.listener)


async def test_somebody_who_never_used_it_in_a_server_is_answered_as_well(stage: Stage) -> None:
    """Nothing is kept, and the answer says where help is."""
    stranger = stage.discord.add_person("stranger", global_name="Stranger")
    stage.guild.join(stranger)
    told = await write(stage, "Hello?", stranger)
    always = stage.words("care.always")
    assert told.text == f"{stage.words('notice.nothing_open')}\n{always}"
    assert labels(told) == ["Help lines"]


async def test_the_buttons_work_after_a_restart(stage: Stage) -> None:
    """The words are in the database, sealed, and the buttons know them."""
    await use(stage, stage.asker)
    told = await write(stage, "Before the restart.")
    await stage.restart()
    assert "Before the restart." in (await press(stage.asker, told, "Yes, in Harbour")).text


async def test_the_words_are_sealed(stage: Stage) -> None:
    """Neither the words nor the writer stand in any file."""
    await use(stage, stage.asker)
    await write(stage, "Unmistakable-zebra.")
    for file in (stage.folder / "data").glob("*.sqlite3*"):
        content = file.read_bytes()
        assert b"zebra" not in content
        assert str(stage.asker.id).encode() not in content
