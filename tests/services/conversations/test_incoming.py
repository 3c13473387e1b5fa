"""What comes in: words that appear by an edit, what is refused with which words, and too much."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.care import Card, Finding
from bot.domain.errors import TooMuchAtOnce
from bot.domain.ids import ChannelId, MessageId, UserId, message_at
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits, recipient, relay, write_form
from bot.services.conversations.incoming import Written
from bot.services.help_cards import HelpCards
from tests.services.conversations.test_relay import talk_elsewhere
from tests.services.scene import ASKER, LISTENER, OTHER, Scene, playing

MANY = {"listeners": {"conversations_at_once": 3}, "conversations": {"messages_per_minute": 5}}
BLANK = "\u200b"
FILES, VOICE = NoticeKind.FILES_NOT_PASSED_ON, NoticeKind.VOICE_NOT_PASSED_ON
OTHERS, NOTHING = NoticeKind.OTHER_NOT_PASSED_ON, NoticeKind.NOTHING_TO_READ
SAID_OF_REFUSALS = {FILES, VOICE, OTHERS, NOTHING}


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server with two listeners."""
    async with playing(tmp_path, MANY) as made:
        await made.join(LISTENER, OTHER)
        yield made


async def edit(scene: Scene, message: MessageId, text: str, *, told: int = 3) -> None:
    """The asker edits a message; everything that follows is said."""
    for _ in range(told):
        await edits.edited(scene.ctx, Written(ASKER, message, text))
    await scene.deliver()


async def sent(scene: Scene, message: int, text: str, **what: object) -> MessageId:
    """The asker sends something; everything that follows is said."""
    written = Written(ASKER, MessageId(message), text, **what)  # type: ignore[arg-type]
    await relay.pass_on(scene.ctx, written)
    await scene.deliver()
    return written.message


def stands(scene: Scene, user: UserId) -> list[str]:
    """The words that somebody can read now."""
    gone = {place.message for place in scene.messenger.deleted}
    return [
        one.notice.text.words
        for number, one in enumerate(scene.messenger.created)
        if int(one.channel) == user and one.notice.kind is NoticeKind.WORDS and one.notice.text
        if MessageId(1000 + number) not in gone
    ]


@pytest.mark.parametrize("delivered", [True, False])
async def test_words_that_were_edited_away_come_back_with_an_edit(
    scene: Scene, delivered: bool
) -> None:
    """Passed on once, however often each edit is told, delivered meanwhile or not."""
    await scene.talk()
    message = await scene.write(ASKER, "plain")
    if delivered:
        await scene.deliver()
    await edit(scene, message, BLANK)
    assert stands(scene, LISTENER) == []
    await edit(scene, message, "back again")
    assert stands(scene, LISTENER) == ["back again"]
    await edit(scene, message, "back once more", told=1)
    assert scene.messenger.edited[-1][0].notice.text is not None


async def test_no_sign_stands_on_words_that_are_gone(scene: Scene) -> None:
    """It comes again with the words."""
    await scene.talk()
    message = await scene.write(ASKER, "plain")
    await scene.deliver()
    assert scene.messenger.signs[message] == {NoticeKind.HAVE_IT}
    await edit(scene, message, BLANK)
    assert scene.messenger.signs[message] == set()
    await edit(scene, message, "back again")
    assert scene.messenger.signs[message] == {NoticeKind.HAVE_IT}


async def test_the_sign_goes_with_the_words_also_where_somebody_went(scene: Scene) -> None:
    """It tells its writer nothing of the other side."""
    await scene.talk()
    message = await scene.write(ASKER, "plain")
    await scene.deliver()
    await _stop(scene)
    await edit(scene, message, BLANK)
    assert scene.messenger.signs[message] == set()
    await edit(scene, message, "back again")
    assert stands(scene, LISTENER) == []


async def test_a_caption_that_is_added_later_is_passed_on(scene: Scene) -> None:
    """To the conversation in which the picture was sent, also when another is chosen meanwhile."""
    await scene.talk()
    message = await sent(scene, 9, "", has_files=True)
    assert stands(scene, LISTENER) == []
    await edit(scene, message, "my cat")
    assert stands(scene, LISTENER) == ["my cat"]


async def test_a_caption_after_the_end_is_answered(scene: Scene) -> None:
    """Nobody gets it, and its writer reads so."""
    await scene.talk()
    message = await sent(scene, 9, "", has_files=True)
    await scene.end(LISTENER)
    await edit(scene, message, "my cat")
    assert stands(scene, LISTENER) == []
    assert scene.kinds_to(ASKER)[-1] in (NoticeKind.NOTHING_OPEN, NoticeKind.SHALL_I_PASS_IT_ON)


async def test_a_caption_outside_a_conversation_is_answered(scene: Scene) -> None:
    """Once, as words are that are written there."""
    message = await sent(scene, 9, "", has_files=True)
    before = len(scene.kinds_to(ASKER))
    await edit(scene, message, "my cat")
    assert scene.kinds_to(ASKER)[before:] == [NoticeKind.NOTHING_OPEN]


async def test_a_caption_of_what_was_for_nobody_is_asked_about(scene: Scene) -> None:
    """A conversation that began in between does not get it by chance."""
    message = await sent(scene, 9, "", has_files=True)
    await scene.talk()
    await edit(scene, message, "my cat")
    assert stands(scene, LISTENER) == []
    assert scene.kinds_to(ASKER).count(NoticeKind.SEVERAL_OPEN) == 1


async def test_what_is_kept_is_asked_about_anew_when_its_words_come_back(scene: Scene) -> None:
    """The question for the words that were there is over with them."""
    await scene.talk(ASKER, LISTENER)
    await scene.join(ASKER)
    await scene.talk(OTHER, ASKER)
    message = await sent(scene, 9, "hm")
    await edit(scene, message, BLANK)
    assert await scene.count("held") == 0
    await edit(scene, message, "hello")
    assert await scene.count("held") == 1
    assert scene.kinds_to(ASKER).count(NoticeKind.SEVERAL_OPEN) == 2
    assert stands(scene, LISTENER) == stands(scene, OTHER) == []


async def test_what_was_deleted_does_not_come_back(scene: Scene) -> None:
    """A late telling of an edit brings nothing to anybody."""
    await scene.talk()
    message = await sent(scene, 9, "", has_files=True)
    await edits.deleted(scene.ctx, message)
    await edit(scene, message, "my cat")
    assert stands(scene, LISTENER) == []


async def test_what_somebody_let_go_does_not_come_back(scene: Scene) -> None:
    """Words that were for nobody stay so, whatever Discord tells of their message."""
    await scene.talk(ASKER, LISTENER)
    await scene.join(ASKER)
    await scene.talk(OTHER, ASKER)
    message = await sent(scene, 9, "hm")
    question = scene.messenger.said(ASKER)[-1].token
    await recipient.discard_held_text(scene.ctx, ASKER, question)  # type: ignore[arg-type]
    await edit(scene, message, "hm")
    assert await scene.count("held") == 0


WAYS = {
    "blank": ({"text": BLANK}, [NOTHING]),
    "picture": ({"text": "", "has_files": True}, [FILES]),
    "picture and blank": ({"text": BLANK, "has_files": True}, [FILES]),
    "picture and words": ({"text": "look", "has_files": True}, [FILES]),
    "voice": ({"text": "", "refused": (VOICE,)}, [VOICE]),
    "poll": ({"text": "", "refused": (OTHERS,)}, [OTHERS]),
    "words": ({"text": "hello"}, []),
}


@pytest.mark.parametrize("where", ["in a conversation", "in several", "outside"])
@pytest.mark.parametrize("what", WAYS)
async def test_the_same_is_refused_with_the_same_words_whichever_way_it_comes(
    scene: Scene, what: str, where: str
) -> None:
    """The reason is what it was: no picture where there was none, none dropped without a word."""
    if where != "outside":
        await scene.talk(ASKER, LISTENER)
    if where == "in several":
        await scene.join(ASKER)
        await scene.talk(OTHER, ASKER)
    given, wanted = WAYS[what]
    before = len(scene.kinds_to(ASKER))
    await sent(scene, 9, **given)  # type: ignore[arg-type]
    told = [kind for kind in scene.kinds_to(ASKER)[before:] if kind in SAID_OF_REFUSALS]
    assert told == wanted


@pytest.mark.parametrize("where", ["outside", "inside"])
async def test_a_sticker_is_refused_only_where_nobody_can_get_it(scene: Scene, where: str) -> None:
    """In a conversation it is told in words."""
    if where == "inside":
        await scene.talk()
    await sent(scene, 9, "", stickers=("Wave",))
    refused = OTHERS in scene.kinds_to(ASKER)
    assert refused == (where == "outside")
    assert (NoticeKind.STICKER in scene.kinds_to(LISTENER)) == (where == "inside")


async def test_too_much_at_once_is_not_passed_on_and_said_once(scene: Scene) -> None:
    """What came before arrives; in the next minute it goes on."""
    await scene.talk()
    for number in range(9):
        await scene.write(ASKER, str(number))
    await scene.deliver()
    assert stands(scene, LISTENER) == ["0", "1", "2", "3", "4"]
    assert scene.kinds_to(ASKER).count(NoticeKind.TOO_MUCH_AT_ONCE) == 1
    later = message_at(scene.clock.now() + timedelta(minutes=2))
    await scene.write(ASKER, "later", message=later)
    await scene.deliver()
    assert stands(scene, LISTENER)[-1] == "later"


async def test_what_is_too_much_calls_for_a_help_card_all_the_same(scene: Scene) -> None:
    """Whoever writes and writes may need it most."""
    await scene.talk()
    for number in range(8):
        await scene.write(ASKER, str(number))
    ctx = replace(scene.ctx, help_cards=HelpCards(lambda _: Finding(card=Card.NOW)))
    await relay.pass_on(ctx, Written(ASKER, message_at(scene.clock.now()), "the ninth"))
    await scene.deliver()
    assert "the ninth" not in stands(scene, LISTENER)
    assert scene.kinds_to(ASKER).count(NoticeKind.HELP_CARD_NOW) == 1
    assert NoticeKind.HELP_CARD_NOW not in scene.kinds_to(LISTENER)


async def test_a_form_counts_as_well(scene: Scene) -> None:
    """There is one limit for every way in, and what did not go through can be sent again."""
    await scene.talk()
    for number in range(5):
        await scene.write(ASKER, str(number))
    now = message_at(scene.clock.now())
    for _ in range(2):
        with pytest.raises(TooMuchAtOnce):
            await write_form.write(scene.ctx, ASKER, scene.end_button(ASKER), now, "by a form")
    later = message_at(scene.clock.now() + timedelta(minutes=2))
    await write_form.write(scene.ctx, ASKER, scene.end_button(ASKER), later, "by a form")
    await scene.deliver()
    assert stands(scene, LISTENER) == ["0", "1", "2", "3", "4", "by a form"]


async def test_a_form_that_is_sent_again_says_what_was_sent_last(scene: Scene) -> None:
    """Its answer was lost, and meanwhile its writer found a better word."""
    await scene.talk()
    number, button = message_at(scene.clock.now()), scene.end_button(ASKER)
    for words in ("I feal low", "I feel low", "I feel low"):
        await write_form.write(scene.ctx, ASKER, button, number, words)
        await scene.deliver()
    edits = scene.edits_in(ChannelId(LISTENER))
    assert stands(scene, LISTENER) == ["I feal low"]
    assert [one.text.words for one in edits if one.text] == ["I feel low"]


async def test_too_much_is_the_same_whether_somebody_is_there_or_not(tmp_path: Path) -> None:
    """Who has gone, or has closed their direct messages, does not show by the limit."""
    heard = []
    for number, gone in enumerate((False, True)):
        (tmp_path / str(number)).mkdir()
        async with playing(tmp_path / str(number), MANY) as scene:
            await scene.join(LISTENER)
            await scene.talk()
            if gone:
                await _stop(scene)
            before = len(scene.kinds_to(ASKER))
            for text in range(9):
                await scene.write(ASKER, str(text))
            await scene.deliver()
            heard.append(scene.kinds_to(ASKER)[before:])
    assert heard[0] == heard[1] == [NoticeKind.TOO_MUCH_AT_ONCE]


async def _stop(scene: Scene) -> None:
    """Somebody went: nothing is passed on, and nobody is told so yet."""
    await scene.change_rows("UPDATE conversation SET listener_gone = 1")


async def test_the_minute_of_writing_counts_and_not_that_of_reading(scene: Scene) -> None:
    """After an outage much is read at once that was written over an hour."""
    await scene.talk()
    minutes = [timedelta(minutes=number) // timedelta(milliseconds=1) << 22 for number in range(9)]
    for at, message in enumerate(minutes):
        await scene.write(ASKER, str(at), message=MessageId(message + 7))
    await scene.deliver()
    assert stands(scene, LISTENER) == [str(at) for at in range(9)]
    assert all(earlier < later for earlier, later in pairwise(minutes))


async def test_how_much_somebody_wrote_is_forgotten_after_the_minute(scene: Scene) -> None:
    """Nothing tells later when somebody wrote."""
    await scene.talk()
    await scene.write(ASKER, "hello")
    assert await scene.count("written_lately") == 1
    await scene.pass_time(timedelta(minutes=3))
    assert await scene.count("written_lately") == 0


async def test_a_message_without_words_is_forgotten_after_some_days(scene: Scene) -> None:
    """As long as what else is left of a conversation that is over."""
    await sent(scene, 9, "", has_files=True)
    assert await scene.count("wordless") == 1
    await scene.pass_time(scene.settings.retention.closed_metadata + timedelta(days=1))
    assert await scene.count("wordless") == 0


async def test_elsewhere_has_its_own_conversation(scene: Scene) -> None:
    """A caption follows its picture although the writer's switch points to another server."""
    await scene.talk()
    await talk_elsewhere(scene)
    message = MessageId(9)
    reply_to = MessageId(1000 + len(scene.messenger.created) - 1)
    picture = Written(LISTENER, message, "", has_files=True, reply_to=reply_to)
    await relay.pass_on(scene.ctx, picture)
    before = len(scene.messenger.created)
    await edits.edited(scene.ctx, Written(LISTENER, message, "my cat"))
    await scene.deliver()
    passed = [one for one in scene.messenger.created[before:] if one.notice.text]
    assert [one.notice.text.words for one in passed if one.notice.text] == ["my cat"]
