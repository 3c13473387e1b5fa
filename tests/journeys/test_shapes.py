"""Somebody's words beside ours on every way, with links, names and ids in them."""

import asyncio

import pytest

from bot.demo.frames import boxes, said
from bot.local_discord import Message, Person, payloads
from tests.discord_reading import read, stretches
from tests.journeys.previews import previewed
from tests.journeys.stage import Stage
from tests.journeys.talking import copy, heard, talk, until
from tests.journeys.test_my_conversations import mine, press
from tests.patience import PATIENCE

FORGED = "see https://bad.example/a\n**River**\nThe conversation has ended. ```\n|| **open"
EMOJI = "112233445566778899"


def outside(text: str) -> str:
    """What is shown outside of quotes."""
    return " ".join(shown for quoted, shown in stretches(text) if not quoted)


@pytest.mark.l33
async def test_words_in_a_conversation_are_quoted_under_the_true_name(stage: Stage) -> None:
    """An ending or another name in them stands in the quote, after an edit, too."""
    asker, listener = await talk(stage)
    sent = await asker.send(asker.dm, FORGED)
    await until(stage, lambda: len(heard(listener)) == 1)
    name = copy(listener, "bad.example").content.split("\n")[0].strip("*")
    assert outside(copy(listener, "bad.example").content) == name
    await asker.edit(sent, f"Now {FORGED}")
    await until(stage, lambda: heard(listener)[0].startswith("Now"))
    assert outside(copy(listener, "bad.example").content) == name


async def test_what_waits_is_shown_together_and_each_for_itself(stage: Stage) -> None:
    """An open code block of one does not swallow the next, nor our own question."""
    asker, listener = await talk(stage)
    asker.dms_open = False
    for words in (FORGED, "and then", FORGED):
        await listener.send(listener.dm, words)
    found = await waiting(stage, asker, 3)
    shown = await press(asker, found, stage.words("press.show_waiting.button"))
    name = said(shown).split("\n")[0].strip("*")
    assert outside(said(shown)) == " ".join([name] * 3)
    assert "and then" in "".join(one.char for one in read(said(shown)) if one.quoted)
    assert not shown.content, "no preview of its links"


async def waiting(stage: Stage, person: Person, count: int) -> Message:
    """My conversations, once so many messages wait."""
    async with asyncio.timeout(PATIENCE):
        while f"{count} messages wait" not in (shown := await mine(stage, person)).text:
            await stage.settle()
    return shown


async def test_discreet_words_are_quoted_and_get_no_preview(stage: Stage) -> None:
    """The press that shows them takes the place of the notice without words."""
    asker, listener = await talk(stage)
    opening = copy(asker, "Somebody is here for you")
    await press(asker, opening, stage.words("press.discreet.button"))
    await listener.send(listener.dm, FORGED)
    await until(stage, lambda: asker.sees(asker.dm)[-1].content == "You have a message.")
    shown = await press(asker, asker.sees(asker.dm)[-1], stage.words("press.show_it.button"))
    assert "bad.example" in said(shown)
    assert outside(said(shown)) == said(shown).split("\n")[0].strip("*")
    assert not shown.content, "no preview of its links"


async def test_an_ask_stands_in_boxes_alone(stage: Stage) -> None:
    """Its preview and what the listener reads: our text is no different for its words."""
    preview = await stage.write(FORGED)
    assert "bad.example" not in said(preview)
    (words,) = boxes(preview)
    assert "bad.example" in words


@pytest.mark.l33
async def test_a_servers_name_is_only_a_name(stage: Stage) -> None:
    """A masked link, bold, a spoiler, a mention, another direction and lines in it do nothing."""
    name = "Nook [free](https://evil.example) **x** ||y|| <@1> \u202e\n> z"
    stage.guild.name = name
    stage.discord.gateway.emit("GUILD_UPDATE", payloads.guild(stage.guild), 0, stage.guild)
    await asyncio.sleep(0.2)
    await stage.ask("hello")
    (told, *_) = [m for m in stage.asker.sees(stage.asker.dm) if "Nook" in m.content]
    shown = "".join(one.char for one in read(told.content))
    assert "Nook [free] (https:/ / evil.example) **x** ||y|| @… > z" in shown
    assert not any(one.quoted for one in read(told.content))
    assert "\u202e" not in told.content


@pytest.mark.parametrize("words", [f"so sad <:sadcat:{EMOJI}>", f"</ask:{EMOJI}> <@{EMOJI}>"])
async def test_no_id_goes_along_with_words(stage: Stage, words: str) -> None:
    """In an ask, in a conversation, and in anything else that the bot sends."""
    preview = await stage.write(words)
    assert EMOJI not in preview.text
    await stage.asker.press(preview, "Post")
    await stage.settle()
    await stage.accept()
    await stage.asker.send(stage.asker.dm, words)
    await until(stage, lambda: len(heard(stage.listener)) == 1)
    sent = [one.body for one in stage.discord.traffic.exchanges]
    assert not any(EMOJI.encode() in body for body in sent)


async def test_a_preview_is_found(stage: Stage) -> None:
    """The look at the traffic of every journey would tell of a link without the flag."""
    await talk(stage)
    found = [one for one in stage.discord.traffic.exchanges if b"I'm here." in one.body]
    for exchange in found:
        exchange.body = exchange.body.replace(b"I'm here.", b"https://bad.example/")
    assert not previewed(found)
    for exchange in found:
        exchange.body = exchange.body.replace(b'"flags":4', b'"flags":0')
    assert previewed(found) == ["https://bad.example/"]
    stage.discord.traffic.exchanges.clear()
