"""Words that Discord refuses for what is in them: they bear no sign, and an edit can mend them."""

import pytest

from bot.domain.asks import OwnWords
from bot.domain.ids import MessageId, UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits
from bot.services.conversations.incoming import Written
from bot.services.ports import Outgoing, Refused, SentMessage
from tests.fakes import RecordingMessenger
from tests.services.scene import ASKER, LISTENER, Scene

LINK = "https://refused.example"
HAVE_IT = {NoticeKind.HAVE_IT}


class Filter(RecordingMessenger):
    """Discord takes no message of ours that holds the link."""

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Refuse it, or keep it."""
        self._look(outgoing)
        return await super().create(outgoing)

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Refuse it, or keep it."""
        self._look(outgoing)
        await super().edit(outgoing, message)

    def _look(self, outgoing: Outgoing) -> None:
        text = outgoing.notice.text
        if text is not None and "refused" in text.words:
            raise Refused


@pytest.fixture
async def talk(scene: Scene) -> Scene:
    """Two who talk where Discord filters."""
    scene.speak_through(Filter())
    await scene.talk()
    return scene


async def written(scene: Scene, writer: UserId, words: str) -> MessageId:
    """A message, once all that follows from it is said."""
    message = await scene.write(writer, words)
    await scene.deliver()
    return message


async def edited(scene: Scene, writer: UserId, message: MessageId, words: str) -> None:
    """The same of an edit."""
    await edits.edited(scene.ctx, Written(writer, message, words))
    await scene.deliver()


def signs(scene: Scene, message: MessageId) -> set[NoticeKind]:
    """What stands on a message of a person."""
    return scene.messenger.signs.get(message, set())


def told(scene: Scene, writer: UserId) -> int:
    """How often somebody heard that words were refused."""
    return scene.kinds_to(writer).count(NoticeKind.WORDS_REFUSED)


@pytest.mark.parametrize("writer", [ASKER, LISTENER])
async def test_refused_words_bear_no_sign(talk: Scene, writer: UserId) -> None:
    """Of the words beside them the sign stays."""
    fine = await written(talk, writer, "fine")
    refused = await written(talk, writer, LINK)
    assert (signs(talk, fine), signs(talk, refused)) == (HAVE_IT, set())


async def test_a_sign_that_stood_there_goes(talk: Scene) -> None:
    """It came when the words were stored; Discord's answer can be slower than it."""
    message = await written(talk, ASKER, "fine")
    assert signs(talk, message) == HAVE_IT
    await edited(talk, ASKER, message, LINK)
    assert (signs(talk, message), told(talk, ASKER)) == (set(), 1)


async def test_an_edit_that_is_taken_brings_the_sign_back(talk: Scene) -> None:
    """Also where the words are again what the copy says."""
    message = await written(talk, ASKER, "fine")
    await edited(talk, ASKER, message, LINK)
    await edited(talk, ASKER, message, "fine")
    assert signs(talk, message) == HAVE_IT
    assert talk.words_to(LISTENER) == ["fine"]


async def test_refused_words_that_are_edited_arrive(talk: Scene) -> None:
    """No copy stands there to be changed, so it is a message of its own, once."""
    message = await written(talk, ASKER, LINK)
    await edited(talk, ASKER, message, "without the link")
    assert (talk.words_to(LISTENER), signs(talk, message)) == (["without the link"], HAVE_IT)
    await edited(talk, ASKER, message, "and once more")
    assert len(talk.words_to(LISTENER)) == 1
    assert talk.messenger.edited[-1][0].notice.text == OwnWords("and once more")


async def test_an_edit_that_changes_nothing_tries_nothing_again(talk: Scene) -> None:
    """Discord tells of an edit when it only adds the preview of a link."""
    message = await written(talk, ASKER, LINK)
    await edited(talk, ASKER, message, LINK)
    assert (told(talk, ASKER), signs(talk, message)) == (1, set())


async def test_of_a_long_text_every_part_must_have_been_taken(talk: Scene) -> None:
    """The sign would say that all of it arrived. Mended, only the rest comes."""
    start = "word " * 380
    message = await written(talk, ASKER, start + LINK + " and the end")
    assert (len(talk.words_to(LISTENER)), signs(talk, message)) == (1, set())
    await edited(talk, ASKER, message, start + "the end")
    assert (len(talk.words_to(LISTENER)), signs(talk, message)) == (2, HAVE_IT)
    assert told(talk, ASKER) == 1


async def test_the_refused_end_of_a_text_can_be_left_out(talk: Scene) -> None:
    """What is left of it did arrive."""
    start = "word " * 380
    message = await written(talk, ASKER, start + LINK)
    await edited(talk, ASKER, message, start)
    assert signs(talk, message) == HAVE_IT
