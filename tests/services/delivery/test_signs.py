"""The sign on what a person wrote: late at worst, never left out while its conversation is open."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import MessageId, UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits
from bot.services.conversations.incoming import Written
from bot.services.delivery.pace import Pace
from bot.services.delivery.signs import Signs
from bot.services.ports import Closed, Gone, Passing, Refused, SentMessage, Undelivered, Unsure
from tests.fakes import RecordingMessenger
from tests.patience import PATIENCE
from tests.services.scene import ASKER, LISTENER, Scene

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
HAVE_IT = {NoticeKind.HAVE_IT}


class Slow(RecordingMessenger):
    """One sign hangs for as long as a test wants it to."""

    def __init__(self) -> None:
        super().__init__()
        self.hangs: MessageId | None = None
        self.goes_on = asyncio.Event()

    async def sign(self, message: SentMessage, sign: NoticeKind, *, shown: bool) -> None:
        """Wait, if it is this one."""
        if message.message == self.hangs:
            await self.goes_on.wait()
        await super().sign(message, sign, shown=shown)


@pytest.fixture
async def talk(still_scene: Scene) -> Scene:
    """Two who talk."""
    await still_scene.talk()
    return still_scene


def signs(scene: Scene, message: MessageId) -> set[NoticeKind]:
    """What stands on a message of a person."""
    return scene.messenger.signs.get(message, set())


def fail(scene: Scene, writer: UserId, *errors: Undelivered) -> None:
    """Let the next signs on what somebody wrote fail."""
    scene.messenger.fail(-writer, *errors)


async def written(scene: Scene, writer: UserId, words: str = "Hello?") -> MessageId:
    """A message, once all that follows from it is said."""
    message = await scene.write(writer, words)
    await scene.deliver()
    return message


@pytest.mark.parametrize("error", [Passing(), Unsure(), Closed()])
async def test_what_may_pass_is_tried_again(talk: Scene, error: Undelivered) -> None:
    """Twice in vain, with a growing pause; then it stands there, and nothing is left to do."""
    fail(talk, ASKER, error, error)
    message = await written(talk, ASKER)
    await talk.pass_time(SECOND)
    assert signs(talk, message) == set()
    await talk.pass_time(SECOND)
    assert signs(talk, message) == set(), "the second pause is longer"
    await talk.pass_time(SECOND)
    assert signs(talk, message) == HAVE_IT
    assert await talk.count("outbox") == 0


async def test_a_sign_is_tried_again_for_days(talk: Scene) -> None:
    """Beyond the time after which words are given up."""
    fail(talk, ASKER, *[Passing()] * 90)
    message = await written(talk, ASKER)
    for _ in range(90):
        await talk.pass_time(HOUR)
    assert signs(talk, message) == HAVE_IT


async def test_one_that_fails_holds_back_no_other(talk: Scene) -> None:
    """Neither those that were written with it nor what the other side writes later."""
    fail(talk, ASKER, Passing())
    first = await talk.write(ASKER, "one")
    second = await written(talk, ASKER, "two")
    third = await written(talk, LISTENER, "three")
    assert (signs(talk, first), signs(talk, second)) == (set(), HAVE_IT)
    assert signs(talk, third) == HAVE_IT
    await written(talk, ASKER, "four")  # whoever writes is there: all that waits is tried again
    assert signs(talk, first) == HAVE_IT


async def test_one_that_hangs_holds_back_no_other(talk: Scene) -> None:
    """Discord may take half a minute for one of them."""
    slow = Slow()
    talk.speak_through(slow)
    slow.hangs = await talk.write(ASKER, "one")
    delivering = asyncio.create_task(talk.deliver())
    second = await talk.write(ASKER, "two")
    async with asyncio.timeout(PATIENCE):
        while not signs(talk, second):  # noqa: ASYNC110 - the loop looks in its own time
            await asyncio.sleep(0.01)
    assert signs(talk, slow.hangs) == set()
    slow.goes_on.set()
    await delivering
    assert signs(talk, slow.hangs) == HAVE_IT


async def test_one_that_hangs_takes_no_second_place(talk: Scene) -> None:
    """It is found again with each look, as nothing is noted of it yet."""
    taken = list[None]()

    class Counted(Pace):
        async def acquire(self) -> None:
            taken.append(None)
            await super().acquire()

    slow = Slow()
    talk.speak_through(slow)
    slow.hangs = await talk.write(ASKER, "one")
    put = Signs(talk.ctx, Counted(1000))
    putting = asyncio.create_task(put.run())
    async with asyncio.timeout(PATIENCE):
        for words in ("two", "three"):
            message = await talk.write(ASKER, words)
            put.hurry()
            while not signs(talk, message):  # noqa: ASYNC110 - the loop looks in its own time
                await asyncio.sleep(0.01)
    putting.cancel()
    assert len(taken) == 3


@pytest.mark.parametrize("error", [Gone(), Refused()])
async def test_what_cannot_be_is_not_tried_again(talk: Scene, error: Undelivered) -> None:
    """The message is gone, or takes no sign."""
    fail(talk, ASKER, error)
    message = await written(talk, ASKER)
    assert await talk.count("outbox") == 0
    await talk.pass_time(HOUR)
    assert signs(talk, message) == set()


async def test_taking_a_sign_away_is_tried_again(talk: Scene) -> None:
    """The words were edited away while Discord refused."""
    message = await written(talk, ASKER)
    fail(talk, ASKER, Passing())
    await edits.edited(talk.ctx, Written(ASKER, message, ""))
    await talk.deliver()
    assert signs(talk, message) == HAVE_IT
    await talk.pass_time(SECOND)
    assert signs(talk, message) == set()


async def test_what_is_tried_again_shows_what_is_so_by_then(talk: Scene) -> None:
    """The words went while their sign waited to be tried again: none comes."""
    fail(talk, ASKER, Passing())
    message = await written(talk, ASKER)
    await edits.edited(talk.ctx, Written(ASKER, message, ""))
    await talk.deliver()
    await talk.pass_time(SECOND)
    assert signs(talk, message) == set()
    assert await talk.count("outbox") == 0


async def test_it_is_given_up_once_the_conversation_is_over(talk: Scene) -> None:
    """Nothing of it is tried, or kept, any more."""
    fail(talk, ASKER, Passing())
    message = await written(talk, ASKER)
    await talk.end(LISTENER)
    await talk.pass_time(SECOND)
    assert signs(talk, message) == set()
    assert await talk.count("outbox") == 0


async def test_the_last_words_have_their_sign(talk: Scene) -> None:
    """Written just before the end: they are stored all the same."""
    message = await talk.write(ASKER, "Goodbye.")
    await talk.end(ASKER)
    assert signs(talk, message) == HAVE_IT


async def test_nothing_follows_from_closed_direct_messages(talk: Scene) -> None:
    """Somebody who writes is there, whatever Discord says of a sign: nobody counts as lost."""
    fail(talk, ASKER, Closed())
    await written(talk, ASKER)
    assert not await talk.read(lambda tables: tables.people.dms_closed(talk.store.person(ASKER)))
    assert await written(talk, LISTENER, "I hear you.")
    assert talk.words_to(ASKER) == ["I hear you."]


async def test_a_sign_that_cannot_be_read_is_dropped(talk: Scene) -> None:
    """A damaged row holds up no other."""
    await talk.write(ASKER, "one")
    await talk.change_rows("UPDATE passed_on SET source_message_sealed = x'00'")
    fine = await written(talk, LISTENER, "two")
    assert signs(talk, fine) == HAVE_IT
    assert await talk.count("outbox") == 0
