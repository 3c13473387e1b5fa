"""Blocking somebody: asked once, told to nobody, listed under My conversations, undone there."""

from pathlib import Path

import pytest

from bot.demo.frames import said
from bot.discord_app.components.custom_id import CustomId
from bot.domain.blocks import Block
from bot.domain.ids import ConversationId, GuildId, UserId
from bot.local_discord import Message, Person
from bot.services.blocks import blocking
from bot.storage.store import Tables
from tests.journeys.onlookers import plain
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import buttons, press_forged, talk


async def press(stage: Stage, person: Person, message: Message, action: str) -> Message:
    """Press a button by its key, with its number where lines are numbered; what they see then."""
    wanted = stage.words(f"press.{action}.button")
    label = next(one for one in buttons(message) if one in (wanted, f"1. {wanted}"))
    shown = (await person.press(message, label)).message
    assert shown is not None
    assert shown.ephemeral
    await stage.settle()
    return shown


async def mine(stage: Stage, person: Person) -> Message:
    """What stands under My conversations."""
    shown = (await person.run("conversations", in_=stage.asks)).message
    assert shown is not None
    return shown


async def blocks(stage: Stage, person: Person) -> Message:
    """The list, from My conversations."""
    return await press(stage, person, await mine(stage, person), "blocks")


async def seen_across(folder: Path, who: str, how: str) -> list[str]:
    """A conversation that one side ends or blocks; all that the other side sees, also later."""
    async with staged(folder) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        await talk(stage)
        sides = {"asker": stage.asker, "listener": stage.listener}
        one, other = sides.pop(who), next(iter(sides.values()))
        really = await press(stage, one, await mine(stage, one), how)
        shown = await press(stage, one, really, f"{how}_now")
        assert shown.text
        await other.send(other.dm, "Are you there?")
        await stage.settle()
        await mine(stage, other)
        await blocks(stage, other)
        places = (other.dm, stage.asks, stage.staff)
        return [plain(stage, message.raw) for place in places for message in other.sees(place)]


@pytest.mark.l26
@pytest.mark.parametrize("who", ["asker", "listener"])
async def test_the_other_side_sees_what_every_ending_shows(tmp_path: Path, who: str) -> None:
    """The same words, buttons and lists as where it was ended, and nothing besides."""
    ended = await seen_across(tmp_path / "end", who, "end")
    blocked = await seen_across(tmp_path / "block", who, "block")
    assert blocked == ended
    assert any("has ended" in one for one in ended)


async def test_from_the_ending_to_the_list_and_back(stage: Stage) -> None:
    """Asked each time, told each time, also pressed twice, after a restart, and by somebody else;
    the empty list says so in words."""
    asker, listener = await talk(stage)
    await stage.end(listener)
    ended = await listener.wait_for(listener.dm, "has ended")
    before = len(asker.sees(asker.dm))
    really = await press(stage, listener, ended, "block")
    left = await press(stage, listener, await press(stage, listener, ended, "block"), "block_not")
    assert left.text == stage.words("block.unchanged")
    done = await press(stage, listener, really, "block_now")
    await stage.restart()
    assert (await press(stage, listener, ended, "block")).buttons[0].label == "Block or unblock"
    shown = await blocks(stage, listener)
    assert "Harbour" in shown.text
    assert ":D>" in said(shown)
    undo = await press(stage, listener, shown, "unblock")
    kept = await press(stage, listener, await press(stage, listener, shown, "unblock"), "block_not")
    assert kept.text == stage.words("block.unchanged")
    for token in (ended.buttons[-1].custom_id, undo.buttons[0].custom_id):
        forged = await press_forged(stage, stage.other, token or "")
        assert forged == stage.words("error.out_of_date")
    assert buttons(await press(stage, listener, done, "blocks")) == ["1. Unblock"]
    await press(stage, listener, undo, "unblock_now")
    again = await press(stage, listener, shown, "unblock")
    assert again.text == stage.words("error.out_of_date")
    assert buttons(await blocks(stage, listener)) == ["1. Block"]
    assert len(asker.sees(asker.dm)) == before


async def test_a_long_list_has_pages_and_an_empty_one_words(stage: Stage) -> None:
    """Every line can be undone; nobody else's stands in it."""
    ctx = stage.bot.desk.ctx
    guild, person = GuildId(stage.guild.id), UserId(stage.listener.id)
    numbers = [ctx.store.asker_number(guild, UserId(one)) for one in (person, stage.asker.id)]

    tokens = [ctx.randomness.token() for _ in range(20)]

    async def fill(tables: Tables) -> None:
        for at, token in enumerate(tokens):
            block = Block(token, guild, f"Alder{at}", ctx.clock.now().date())
            await tables.blocks.add(block, ConversationId(token), *numbers)

    await ctx.store.transaction(fill)
    page, read = await blocks(stage, stage.listener), ""
    more = stage.words("press.blocks_more.button")
    while more in buttons(page):
        read += said(page)
        page = await press(stage, stage.listener, page, "blocks_more")
    read += said(page)
    assert [read.count(f"**Alder{number}**") for number in range(20)] == [1] * 20
    assert stage.words("press.blocks.button") not in buttons(await mine(stage, stage.asker))
    privacy = (await stage.listener.run("privacy", in_=stage.asks)).message
    assert privacy is not None
    really = await press(stage, stage.listener, privacy, "erase_all")
    assert stage.words("privacy.erase.unblocks", count=20) in really.text
    for token in tokens:
        await blocking.undo(ctx, person, token)
    empty = await press_forged(stage, stage.listener, str(CustomId("blocks", tokens[0])))
    assert empty == stage.words("block.none")
    assert stage.words("press.blocks.button") not in buttons(await mine(stage, stage.listener))
