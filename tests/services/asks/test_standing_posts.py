"""The post of an ask that waits, deleted by somebody."""

from datetime import timedelta

import pytest

from bot.domain.asks import AskKind, OwnWords
from bot.domain.ids import ChannelId, MessageId
from bot.domain.notices import NoticeKind
from bot.services.asks import closing
from bot.services.offers import acceptance
from bot.services.ports import Gone, Outgoing, SentMessage, Unsure
from tests.fakes import RecordingMessenger
from tests.services.scene import ASKER, ASKS, CROWD, HOUR, LISTENER, Scene, here

MINUTE = timedelta(minutes=1)


class Moderated(RecordingMessenger):
    """What was deleted in a channel can no longer be edited."""

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """As Discord answers."""
        if message.message in self.deleted_by_others:
            raise Gone
        await super().edit(outgoing, message)

    def delete_all(self, channel: int) -> None:
        """Somebody deletes whatever of ours stands there."""
        self.deleted_by_others |= {
            MessageId(1000 + number)
            for number, sent in enumerate(self.created)
            if sent.channel == channel
        }


@pytest.fixture
def moderated(scene: Scene) -> Moderated:
    """A Discord where posts can be deleted."""
    messenger = Moderated()
    messenger.created = scene.messenger.created
    scene.speak_through(messenger)
    return messenger


async def wait(scene: Scene, minutes: int = 20) -> None:
    """Let minutes pass, one by one."""
    for _ in range(minutes):
        await scene.pass_time(MINUTE)


async def test_a_post_that_somebody_deleted_stands_again(
    scene: Scene, moderated: Moderated
) -> None:
    """With a button that works, and without a word of a private ask."""
    await scene.posted()
    moderated.delete_all(ASKS)
    await wait(scene)
    assert scene.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL] * 2
    assert scene.messenger.said(ASKS)[-1].text is None
    await scene.accept(LISTENER, scene.accept_button())
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.YOU_ACCEPTED


async def test_a_post_that_stands_is_left_alone(scene: Scene, moderated: Moderated) -> None:
    """Nothing is sent or edited however often it is looked at."""
    await scene.posted()
    edits = len(scene.edits_in(ASKS))
    await wait(scene, 60)
    assert scene.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL]
    assert len(scene.edits_in(ASKS)) == edits
    assert not moderated.deleted_by_others


async def test_words_that_somebody_took_out_of_the_channel_stay_out(
    scene: Scene, moderated: Moderated
) -> None:
    """The ask goes on as a private one; its asker is told once, and can take it back there."""
    await scene.setup(here(ASKER).guild, ASKS, open_asks=True)
    await scene.join(LISTENER, *CROWD)
    await scene.ask(words="Open words.", kind=AskKind.OPEN)
    await scene.deliver()
    moderated.delete_all(ASKS)
    await wait(scene, 40)
    shown = [notice.text for notice in scene.messenger.said(ASKS)]
    assert shown == [OwnWords("Open words."), None]
    assert scene.kinds_to(ASKER).count(NoticeKind.WORDS_TAKEN_DOWN) == 1
    told = next(n for n in scene.messenger.said(ASKER) if n.kind is NoticeKind.WORDS_TAKEN_DOWN)
    await closing.take_back_own(scene.ctx, ASKER, told.token or "")
    assert await scene.rows("SELECT state FROM ask") == [("closed",)]


async def test_words_do_not_come_back_when_an_ask_is_given_back(
    scene: Scene, moderated: Moderated
) -> None:
    """The post was deleted while a listener had the ask: it waits again, without its words."""
    await scene.setup(here(ASKER).guild, ASKS, open_asks=True)
    await scene.join(LISTENER, *CROWD)
    await scene.ask(words="Open words.", kind=AskKind.OPEN)
    await scene.deliver()
    await scene.accept(LISTENER, scene.accept_button())
    moderated.delete_all(ASKS)
    await wait(scene, 8)
    shown = [notice.text for notice in scene.messenger.said(ASKS)]
    assert shown == [OwnWords("Open words."), None]
    assert scene.kinds_to(ASKER).count(NoticeKind.WORDS_TAKEN_DOWN) == 1


async def test_without_an_answer_it_is_taken_to_stand(scene: Scene, moderated: Moderated) -> None:
    """It is put back when Discord says that it is gone, and not before."""
    await scene.posted()
    moderated.delete_all(ASKS)
    moderated.fail(ASKS, Unsure())
    await wait(scene, 11)
    assert scene.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL]
    await wait(scene, 10)
    assert scene.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL] * 2


async def test_nothing_is_put_back_once_somebody_has_it(scene: Scene, moderated: Moderated) -> None:
    """It no longer waits: what was deleted stays deleted."""
    button = await scene.posted()
    await acceptance.accept(scene.ctx, here(LISTENER), button)
    await scene.deliver()
    await scene.write(LISTENER, "I'm here.")
    moderated.delete_all(ASKS)
    await scene.pass_time(HOUR)
    assert scene.kinds_to(ChannelId(ASKS)) == [NoticeKind.ASK_IN_CHANNEL]
