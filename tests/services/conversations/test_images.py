"""Images among words: what goes on, what is kept until its sender says so, and who learns what."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ages import AgeRule, Ages
from bot.domain.conversations import Side
from bot.domain.details import Detail, Kind
from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId, MessageId, UserId, message_at
from bot.domain.images import CleanImage, ImageFault, SentImage, UncleanImage
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits, giving_away, relay
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.ports import Closed, Refused, Unsure
from bot.storage.store import Tables
from tests.services.scene import ASKER, ASKS, GUILD, LISTENER, Scene, playing

NAME = "my name"
BAD = b"cannot be drawn"


class Draws:
    """Draws what a test did not call bad, and counts."""

    def __init__(self) -> None:
        self.available = True
        self.drawn = 0

    async def clean(self, data: bytes) -> CleanImage:
        """The same bytes, under a constant name."""
        if data == BAD:
            raise UncleanImage(ImageFault.DAMAGED)
        self.drawn += 1
        return CleanImage("image.png", data)

    async def close(self) -> None:
        """There is nothing to end."""


def look(text: str) -> Sequence[Detail]:
    """Finds a name."""
    at = text.find(NAME)
    return [] if at < 0 else [Detail(at, at + len(NAME), Kind.NAME)]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two who talk, where images are on."""
    async with playing(tmp_path) as made:
        made.ctx = replace(made.ctx, images=Draws(), details=look)
        made.delivery = OutboxLoop(made.ctx)
        await made.setup(GUILD, ASKS)
        await made.join(LISTENER)
        await made.talk()
        _switch(made, Feature.IMAGES)
        yield made


def _switch(scene: Scene, *features: Feature, ages: Ages = Ages.ADULTS_ONLY) -> None:
    guilds = scene.ctx.guilds
    for guild in guilds.known():
        chosen = replace(guilds.of(guild), features=frozenset(features), ages=AgeRule(ages))
        guilds.remember(chosen)


async def send(
    scene: Scene, text: str, *data: bytes, by: UserId = ASKER, more: int = 0
) -> MessageId:
    """Somebody writes, with images; nothing is said yet."""
    message = MessageId(message_at(scene.clock.now()) + 500 + len(scene.messenger.sent_images))
    images = {number: SentImage(one, hidden=False) for number, one in enumerate(data, 7000)}
    scene.messenger.sent_images[message] = images
    numbers = (*images, *range(9000, 9000 + more))
    written = relay.Written(by, message, text, channel=ChannelId(by), images=numbers)
    await relay.pass_on(scene.ctx, written)
    return message


async def _listener_goes(scene: Scene) -> None:
    person = scene.ctx.store.person(LISTENER)

    async def work(tables: Tables) -> None:
        (talk,) = await tables.conversations.open_with(person)
        await tables.conversations.stop(talk.id, {Side.LISTENER})

    await scene.ctx.store.transaction(work)


def shown(scene: Scene, user: int = LISTENER) -> list[bytes]:
    """The images that stand in somebody's direct messages."""
    sent = [one for one in scene.messenger.created if one.channel == user]
    return [one.image.image.data for one in sent if one.image]


def faults(scene: Scene, user: int, kind: NoticeKind) -> list[str]:
    """Why images were missed, as somebody was told."""
    found = [one for one in scene.messenger.said(user) if one.kind is kind]
    return [one.text.words for one in found if one.text]


async def test_words_come_first_then_images_in_their_order(scene: Scene) -> None:
    """All of it once, and nothing of an image is stored."""
    await send(scene, "look", b"one", b"two")
    await send(scene, "after")
    await scene.deliver()
    kinds = [one for one in scene.kinds_to(LISTENER) if one in (NoticeKind.WORDS, NoticeKind.IMAGE)]
    words, image = NoticeKind.WORDS, NoticeKind.IMAGE
    assert kinds == [words, image, image, words]
    assert shown(scene) == [b"one", b"two"]
    assert await scene.count("outbox") == 0


@pytest.mark.parametrize("why", ["off", "not installed", "young people"])
async def test_elsewhere_an_image_is_a_file(scene: Scene, why: str) -> None:
    """Where it is not switched on, cannot be drawn, or people of 13 to 17 are let in."""
    if why == "off":
        _switch(scene)
    elif why == "young people":
        _switch(scene, Feature.IMAGES, ages=Ages.TWO_GROUPS)
    else:
        draws = scene.ctx.images
        assert isinstance(draws, Draws)
        draws.available = False
    await send(scene, "", b"one")
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.FILES_NOT_PASSED_ON
    assert shown(scene) == []


@pytest.mark.l32
@pytest.mark.parametrize("other_side", ["there", "closed", "gone"])
async def test_whoever_sends_learns_the_same_whoever_is_there(
    scene: Scene, other_side: str
) -> None:
    """That one could not pass, once, and that another did, not at all."""
    if other_side == "closed":
        scene.messenger.fail(LISTENER, *[Closed()] * 50)
    if other_side == "gone":
        await _listener_goes(scene)
    before = len(scene.messenger.said(ASKER))
    await send(scene, "look", BAD, b"good")
    await scene.deliver()
    told = scene.messenger.said(ASKER)[before:]
    assert [one.kind for one in told] == [NoticeKind.IMAGE_NOT_PASSED_ON]
    assert faults(scene, ASKER, NoticeKind.IMAGE_NOT_PASSED_ON) == [ImageFault.DAMAGED]
    if other_side == "there":
        assert faults(scene, LISTENER, NoticeKind.IMAGE_MISSED) == [ImageFault.DAMAGED]
        assert shown(scene) == [b"good"]


async def test_more_than_four_are_told_to_both(scene: Scene) -> None:
    """The first four go."""
    await send(scene, "", b"1", b"2", b"3", b"4", more=1)
    await scene.deliver()
    assert shown(scene) == [b"1", b"2", b"3", b"4"]
    for user, kind in (
        (ASKER, NoticeKind.IMAGE_NOT_PASSED_ON),
        (LISTENER, NoticeKind.IMAGE_MISSED),
    ):
        assert faults(scene, user, kind) == [ImageFault.TOO_MANY]


async def test_what_discord_refuses_is_told_to_both_and_ends_nothing(scene: Scene) -> None:
    """An image that it filters says nothing of the other side."""
    await send(scene, "", b"one")
    scene.messenger.fail(LISTENER, Refused())
    await scene.deliver()
    assert faults(scene, LISTENER, NoticeKind.IMAGE_MISSED) == [ImageFault.REFUSED]
    assert faults(scene, ASKER, NoticeKind.IMAGE_NOT_PASSED_ON) == [ImageFault.REFUSED]
    await scene.write(ASKER, "still here?")
    await scene.deliver()
    assert scene.words_to(LISTENER)[-1] == "still here?"


async def test_an_answer_that_was_lost_doubles_no_image(scene: Scene) -> None:
    """Drawn again it is another file, so what stands already is looked for first."""
    await send(scene, "", b"one")
    scene.messenger.lose_answer(LISTENER, Unsure())
    await scene.deliver()
    await scene.pass_time(scene.settings.delivery.retry_at_most_every)
    assert shown(scene) == [b"one"]
    assert len([one for one in scene.messenger.tried if one.image]) == 1


async def test_with_words_that_give_away_the_images_are_kept_too(scene: Scene) -> None:
    """Both go when their writer says so, and once."""
    await send(scene, f"I am {NAME}", b"one")
    await scene.deliver()
    assert shown(scene) == []
    button = scene.messenger.said(ASKER)[-1].token
    assert button is not None
    for _ in range(2):
        await giving_away.send_anyway(scene.ctx, ASKER, button)
    await scene.deliver()
    assert scene.words_to(LISTENER) == [f"I am {NAME}"]
    assert shown(scene) == [b"one"]


async def test_written_anew_the_images_go_along(scene: Scene) -> None:
    """They are still where they were sent."""
    await send(scene, f"I am {NAME}", b"one")
    await scene.deliver()
    button = scene.messenger.said(ASKER)[-1].token
    assert button is not None
    await giving_away.change(scene.ctx, ASKER, button, 77, "hello")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["hello"]
    assert shown(scene) == [b"one"]


async def test_edits_of_words_leave_images_and_take_out_what_was_taken_out(scene: Scene) -> None:
    """Also where the words of an image come later, and go again."""
    message = await send(scene, "", b"one", b"two")
    await scene.deliver()
    standing = relay.Written(ASKER, message, "", channel=ChannelId(ASKER), images=(7000, 7001))
    for text in ("look", "look here", ""):
        await edits.edited(scene.ctx, replace(standing, text=text))
        await scene.deliver()
    assert shown(scene) == [b"one", b"two"]
    assert len(scene.messenger.deleted) == 1  # the words
    await edits.edited(scene.ctx, replace(standing, images=(7001,)))
    await scene.deliver()
    assert len(scene.messenger.deleted) == 2
    await edits.deleted(scene.ctx, message)
    await scene.deliver()
    assert len(scene.messenger.deleted) == 3
    assert await scene.count("passed_on") == 0
