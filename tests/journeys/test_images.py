"""Images, where a server switched them on: what is to be seen of them, and nothing else."""

import os
import signal
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.images import MOST_BYTES
from bot.images.cleaner import ImageProcess
from bot.local_discord import Message, Person
from tests import server_setup
from tests.images import made
from tests.journeys.stage import Stage
from tests.journeys.talking import until

PICTURE = made.planted("JPEG")
PNG = made.encoded(made.quarters(), "PNG")
HUGE = made.with_size_of(PNG, 60_000, 60_000)


async def talking(stage: Stage, *features: Feature) -> None:
    """Two who talk, in a server that switched images on."""
    ctx = stage.bot.desk.ctx
    await server_setup.switch_on(ctx, GuildId(stage.guild.id), features or (Feature.IMAGES,))
    await stage.ask()
    await stage.accept()


def images(stage: Stage, message: Message) -> list[Image.Image]:
    """What a message shows."""
    files = [stage.discord.file(one["id"]) for one in message.attachments]
    return [Image.open(BytesIO(file.data)) for file in files if file]


def _has_all(reader: Person) -> bool:
    return len(shown_to(reader)) == len(made.FORMATS)


def shown_to(person: Person) -> list[Message]:
    """What somebody sees of images in their direct messages."""
    return [one for one in person.sees(person.dm) if one.author.is_bot and one.attachments]


async def test_of_an_image_that_moves_both_learn_that_the_first_picture_passed(
    stage: Stage,
) -> None:
    """Beside the picture, and in reply to the image; of one that does not move nothing is said."""
    await talking(stage)
    moving = ("party.gif", made.moving_gif(20))
    sent = await stage.asker.send(stage.asker.dm, "look", files=[moving])
    shown = await stage.listener.wait_for(stage.listener.dm, stage.words("image.first"))
    assert [one["filename"] for one in shown.attachments] == ["image.png"]
    assert getattr(images(stage, shown)[0], "n_frames", 1) == 1
    before, after = stage.words("notice.image_first_only", alias="|").split("|")
    told = await stage.asker.wait_for(stage.asker.dm, before)
    assert after in told.text
    assert told.raw["message_reference"]["message_id"] == str(sent.id)
    await stage.asker.send(stage.asker.dm, "", files=[("garden.jpg", PICTURE)])
    await until(stage, lambda: len(shown_to(stage.listener)) == 2)
    await stage.settle()
    assert len([m for m in stage.asker.sees(stage.asker.dm) if before in m.text]) == 1
    assert stage.words("image.shown") in shown_to(stage.listener)[-1].text


@pytest.mark.l10
async def test_an_image_reaches_the_other_side_drawn_anew(stage: Stage) -> None:
    """Upright, with a name that is the same for everybody; its words come first."""
    await talking(stage)
    files = [("Main Street 12.jpg", PICTURE)]
    await stage.asker.send(stage.asker.dm, "my garden", files=files)
    words = await stage.listener.wait_for(stage.listener.dm, "my garden")
    shown = await stage.listener.wait_for(stage.listener.dm, "[An image]")
    assert words.id < shown.id
    assert [one["filename"] for one in shown.attachments] == ["image.jpg"]
    assert images(stage, shown)[0].size == (80, 60)
    await stage.settle()
    assert not any("didn't reach" in m.text for m in stage.asker.sees(stage.asker.dm))


@pytest.mark.l10
async def test_only_the_bots_own_bytes_go_on(stage: Stage) -> None:
    """Of four formats, in both directions: no canary in anything that is sent or kept."""
    await talking(stage)
    for writer, reader in ((stage.asker, stage.listener), (stage.listener, stage.asker)):
        files = [(f"{made.CANARY}.{one.lower()}", made.planted(one)) for one in made.FORMATS]
        await writer.send(writer.dm, "", files=files)
        await until(stage, partial(_has_all, reader))
    theirs = shown_to(stage.listener)
    assert {one.attachments[0]["filename"] for one in theirs} == {"image.jpg", "image.png"}
    sent = b"".join(one.body for one in stage.discord.traffic.exchanges)
    assert not [one for one in made.CANARY_BYTES if one in sent]
    assert made.CANARY not in stage.log.getvalue()


async def test_where_nobody_switched_images_on_there_are_none(stage: Stage) -> None:
    """And the reason is that of every file."""
    await talking(stage, Feature.REFLECTION)
    await stage.asker.send(stage.asker.dm, "", files=[("a.jpg", PICTURE)])
    await stage.asker.wait_for(stage.asker.dm, "I can only pass on words, so")
    await stage.settle()
    assert shown_to(stage.listener) == []


async def test_a_covered_image_stays_covered(stage: Stage) -> None:
    """Whoever covered it had a reason."""
    await talking(stage)
    await stage.asker.send(stage.asker.dm, "", files=[("SPOILER_secret place.png", PNG)])
    shown = await stage.listener.wait_for(stage.listener.dm, "[An image]")
    assert [one["filename"] for one in shown.attachments] == ["SPOILER_image.png"]


async def test_of_five_images_four_pass_and_both_learn_of_the_other(stage: Stage) -> None:
    """In their order."""
    await talking(stage)
    sizes = [(20 + number, 10) for number in range(5)]
    files = [(f"{size}.png", made.encoded(made.quarters(size), "PNG")) for size in sizes]
    await stage.asker.send(stage.asker.dm, "five", files=files)
    await stage.asker.wait_for(stage.asker.dm, "I pass on four with one message")
    await stage.listener.wait_for(stage.listener.dm, "more than four in one message")
    await until(stage, lambda: len(shown_to(stage.listener)) == 4)
    shown = [images(stage, one)[0].size for one in shown_to(stage.listener)]
    assert shown == sizes[:4]


BAD = {
    "not what it says": (b"PK\x03\x04 a program", "this is none of these", "of a kind"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of these", "of a kind"),
    "of a phone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "Most Compatible", "format of their phone"),
    "nothing in it": (b"", "none of these", "of a kind"),
    "ends in the middle": (PICTURE[: len(PICTURE) // 2], "couldn't read all", "couldn't be read"),
    "too many points": (HUGE, "larger than I can take", "too large"),
    "too many bytes": (bytes(MOST_BYTES + 1), "larger than I can take", "too large"),
}


@pytest.mark.parametrize(("data", "own", "theirs"), BAD.values(), ids=BAD)
async def test_both_learn_why_an_image_did_not_pass(
    stage: Stage, data: bytes, own: str, theirs: str
) -> None:
    """And the words beside it passed, and the next image does."""
    await talking(stage)
    files = [("a.jpg", data), ("b.png", PNG)]
    await stage.asker.send(stage.asker.dm, "with words", files=files)
    told = await stage.asker.wait_for(stage.asker.dm, own)
    assert told.text.startswith("Your image didn't reach")
    missed = await stage.listener.wait_for(stage.listener.dm, theirs)
    shown = await stage.listener.wait_for(stage.listener.dm, "[An image]")
    words = await stage.listener.wait_for(stage.listener.dm, "with words")
    assert words.id < missed.id < shown.id


async def test_another_file_than_an_image_is_told_to_its_sender(stage: Stage) -> None:
    """The image beside it passes."""
    await talking(stage)
    files = [("a.pdf", b"%PDF-1.7"), ("b.png", PNG)]
    await stage.asker.send(stage.asker.dm, "", files=files)
    await stage.asker.wait_for(stage.asker.dm, "only pass on words and images")
    shown = await stage.listener.wait_for(stage.listener.dm, "[An image]")
    assert [one["filename"] for one in shown.attachments] == ["image.png"]
    assert shown_to(stage.listener) == [shown]


async def test_a_process_that_was_killed_costs_one_image_at_most(stage: Stage) -> None:
    """The bot starts another."""
    await talking(stage)
    await stage.asker.send(stage.asker.dm, "", files=[("a.png", PNG)])
    await stage.listener.wait_for(stage.listener.dm, "[An image]")
    draws = stage.bot.desk.ctx.images
    assert isinstance(draws, ImageProcess)
    assert draws.pid is not None
    os.kill(draws.pid, signal.SIGKILL)
    await stage.asker.send(stage.asker.dm, "one", files=[("b.png", PNG)])
    await stage.asker.send(stage.asker.dm, "two", files=[("c.png", PNG)])
    await stage.listener.wait_for(stage.listener.dm, "two")
    await until(stage, lambda: len(shown_to(stage.listener)) >= 2)


async def test_deleting_takes_words_and_image(stage: Stage) -> None:
    """And an edit takes the image that was taken out of the message, and no other."""
    await talking(stage)
    two = [(f"{n}.png", made.encoded(made.quarters((20 + n, 10)), "PNG")) for n in range(2)]
    sent = await stage.asker.send(stage.asker.dm, "two of them", files=two)
    await until(stage, lambda: len(shown_to(stage.listener)) == 2)
    await stage.asker.edit(sent, "one of them", keep=[1])
    await until(stage, lambda: len(shown_to(stage.listener)) == 1)
    await stage.listener.wait_for(stage.listener.dm, "one of them")
    assert images(stage, shown_to(stage.listener)[0])[0].size == (21, 10)
    await stage.asker.delete(sent)
    await until(stage, lambda: shown_to(stage.listener) == [])
    assert not any("one of them" in m.text for m in stage.listener.sees(stage.listener.dm))


async def test_after_a_restart_it_is_looked_up_again(stage: Stage) -> None:
    """Nothing of an image is kept; what was sent while nobody was there comes once."""
    await talking(stage)
    stage.discord.files_fail = 2
    await stage.asker.send(stage.asker.dm, "before", files=[("a.png", PNG)])
    await stage.listener.wait_for(stage.listener.dm, "before")
    await stage.settle()
    assert shown_to(stage.listener) == []
    await stage.restart()
    await stage.asker.send(stage.asker.dm, "after")
    await stage.pass_time(timedelta(seconds=5))
    await stage.listener.wait_for(stage.listener.dm, "after")
    await until(stage, lambda: len(shown_to(stage.listener)) == 1)


async def test_an_image_that_discord_never_gives_is_told_to_both(stage: Stage) -> None:
    """After some tries, so that what is written after it does not wait for ever."""
    await talking(stage)
    stage.discord.files_fail = 1000
    await stage.asker.send(stage.asker.dm, "", files=[("a.png", PNG)])
    await stage.asker.send(stage.asker.dm, "behind it")
    for _ in range(6):
        await stage.pass_time(timedelta(seconds=10))
    await stage.asker.wait_for(stage.asker.dm, "Discord didn't give it to me")
    missed = await stage.listener.wait_for(stage.listener.dm, "Discord didn't give it to me")
    words = await stage.listener.wait_for(stage.listener.dm, "behind it")
    assert missed.id < words.id
    assert shown_to(stage.listener) == []


async def test_taken_back_before_it_went_it_never_goes(stage: Stage) -> None:
    """Its sender deleted it: nobody is told of an image."""
    await talking(stage)
    stage.discord.files_fail = 2
    sent = await stage.asker.send(stage.asker.dm, "", files=[("a.png", PNG)])
    await stage.settle()
    await stage.asker.delete(sent)
    await stage.pass_time(timedelta(seconds=30))
    await stage.asker.send(stage.asker.dm, "something else")
    await stage.listener.wait_for(stage.listener.dm, "something else")
    told = [m.text for m in stage.listener.sees(stage.listener.dm)]
    assert not any("image" in text for text in told)


async def test_discreet_an_image_shows_on_press_only(stage: Stage) -> None:
    """Drawn when it is looked at; deleted by its sender it is gone."""
    await talking(stage)
    opening = await stage.listener.wait_for(stage.listener.dm, "You're here for")
    await stage.listener.press(opening, "Hide words in notifications")
    await stage.asker.send(stage.asker.dm, "", files=[("a.jpg", PICTURE)])
    hidden = await stage.listener.wait_for(stage.listener.dm, "You have a message.")
    assert hidden.attachments == []
    shown = (await stage.listener.press(hidden, "Show it")).message
    assert shown is not None
    assert shown.ephemeral
    assert images(stage, shown)[0].size == (80, 60)
    assert shown.attachments[0]["filename"] == "image.jpg"


async def test_with_closed_direct_messages_it_waits_under_my_conversations(stage: Stage) -> None:
    """In its place among the words, one image an answer."""
    await talking(stage)
    stage.listener.dms_open = False
    await stage.asker.send(stage.asker.dm, "look", files=[("a.jpg", PICTURE)])
    await stage.asker.send(stage.asker.dm, "and then")
    await stage.settle()
    page = (await stage.listener.run("conversations", in_=stage.asks)).message
    assert page is not None
    first = (await stage.listener.press(page, stage.words("press.show_waiting.button"))).message
    assert first is not None
    assert "look" in first.text
    assert "[An image]" not in first.text
    second = (await stage.listener.press(first, stage.words("press.show_waiting.button"))).message
    assert second is not None
    assert "[An image]" in second.text
    assert images(stage, second)[0].size == (80, 60)
    third = (await stage.listener.press(second, stage.words("press.show_waiting.button"))).message
    assert third is not None
    assert "and then" in third.text


@pytest.mark.parametrize("there", [True, False], ids=["there", "closed"])
async def test_whoever_sends_one_learns_the_same_whoever_is_there(
    stage: Stage, *, there: bool
) -> None:
    """Also where the other side's direct messages are closed, and what they read stands still."""
    await talking(stage)
    stage.listener.dms_open = there
    before = len(stage.asker.sees(stage.asker.dm))
    await stage.asker.send(stage.asker.dm, "look", files=[("a.jpg", b"no image")])
    await stage.asker.wait_for(stage.asker.dm, "this is none of these")
    await stage.settle()
    own, told = stage.asker.sees(stage.asker.dm)[before:]
    assert own.text == "look"
    assert told.text.startswith("Your image didn't reach")


async def test_whoever_reads_inside_the_server_sees_one_a_look(stage: Stage) -> None:
    """Below the words, and again with a later look; never in a direct message."""
    await talking(stage)
    stage.listener.dms_open = False
    two = [(f"{n}.png", made.encoded(made.quarters((20 + n, 10)), "PNG")) for n in range(2)]
    await stage.asker.send(stage.asker.dm, "look", files=two)
    await stage.settle()
    page = (await stage.listener.run("conversations", in_=stage.asks)).message
    assert page is not None
    here = (await stage.listener.press(page, stage.words("press.read_here.button"))).message
    assert here is not None
    assert "look" in here.text
    assert [one.size for one in images(stage, here)] == [(20, 10)]
    again = (await stage.listener.press(here, stage.words("press.look_here.button"))).message
    assert again is not None
    assert [one.size for one in images(stage, again)] == [(21, 10)]
    assert shown_to(stage.listener) == []
