"""A second listener joins two who talk."""

from datetime import timedelta

import pytest

from bot.domain.asks import OwnWords
from bot.domain.ids import ChannelId, MessageId, UserId, message_at
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits, relay, second_listener
from bot.services.listeners import duty
from bot.services.offers import joining
from tests.services.scene import ASKER, DAY, LISTENER, OTHER, Scene, here

ALL = (ASKER, LISTENER, OTHER)


async def write(
    scene: Scene, user: UserId, text: str, reply_to: MessageId | None = None
) -> MessageId:
    """In their own direct messages, where it stands from now on."""
    scene.clock.advance(timedelta(seconds=1))
    message = MessageId(message_at(scene.clock.now()) + 7)
    scene.messenger.typed[message] = text
    written = relay.Written(user, message, text, channel=ChannelId(user), reply_to=reply_to)
    await relay.pass_on(scene.ctx, written)
    await scene.deliver()
    return message


def token(scene: Scene, user: UserId, *kinds: NoticeKind) -> str:
    """Of the newest buttons below one of these."""
    return scene._button(user, *kinds)


async def called(scene: Scene) -> str:
    """The asker is asked; the token of their buttons."""
    await second_listener.call(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    return token(scene, ASKER, NoticeKind.SECOND_ASKED)


async def looked_for(scene: Scene) -> str:
    """The asker agreed, and the other listener is told; the token of their buttons."""
    await second_listener.agree(scene.ctx, ASKER, await called(scene))
    await scene.tick()
    await scene.deliver()
    return token(scene, OTHER, NoticeKind.SECOND_OFFER)


async def three(scene: Scene) -> None:
    """Two have written, then the other joins."""
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await scene.talk()
    await write(scene, ASKER, "Before.")
    await write(scene, LISTENER, "I hear you.")
    await joining.join(scene.ctx, OTHER, await looked_for(scene))
    await scene.deliver()


def _words(text: str) -> OwnWords:
    return OwnWords(text)


def dm(user: UserId) -> ChannelId:
    """Where somebody writes."""
    return ChannelId(user)


def _copy_of(scene: Scene, user: UserId, text: str) -> MessageId:
    """Where a copy stands in somebody's own messages."""
    places = enumerate(scene.messenger.created)
    found = [n for n, one in places if one.channel == dm(user) and one.notice.text == _words(text)]
    return MessageId(1000 + found[-1])


@pytest.fixture
async def room(still_scene: Scene) -> Scene:
    """Three in one talk."""
    await three(still_scene)
    return still_scene


def newest(scene: Scene, user: UserId) -> list[str]:
    """What was passed on to somebody since the three are together."""
    before = {ASKER: 1, LISTENER: 1, OTHER: 0}[user]
    return scene.words_to(user)[before:]


async def test_each_word_goes_to_both_others_and_nothing_from_before(room: Scene) -> None:
    """Whoever wrote it, once, under the name of who wrote it."""
    await write(room, ASKER, "From me.")
    await write(room, LISTENER, "From the first.")
    await write(room, OTHER, "From the second.")
    assert newest(room, ASKER) == ["From the first.", "From the second."]
    assert newest(room, LISTENER) == ["From me.", "From the second."]
    assert newest(room, OTHER) == ["From me.", "From the first."]
    names = {user: [n.alias for n in room.messenger.said(user) if n.text][-1] for user in ALL}
    assert names[ASKER] == names[LISTENER] != names[OTHER]


async def test_an_edit_a_deletion_and_a_reply_follow_to_both(room: Scene) -> None:
    """A reply stands below what it answers, in each reader's own messages, where they have it."""
    first = await write(room, LISTENER, "Long.")
    sent = {user: room.messenger.said(user)[-1] for user in (ASKER, OTHER)}
    await write(room, OTHER, "A reply.", reply_to=_copy_of(room, OTHER, "Long."))
    references = {n: room.messenger.said(n)[-1].reference for n in (ASKER, LISTENER)}
    assert all(references.values())
    written = [one for one in room.messenger.log if one.notice.text == _words("A reply.")]
    replies = {one.channel: one.reply_to for one in written}
    assert replies[dm(ASKER)] == _copy_of(room, ASKER, "Long.")
    assert replies[dm(LISTENER)] == first
    await edits.edited(room.ctx, relay.Written(LISTENER, first, "Short.", channel=dm(LISTENER)))
    await room.deliver()
    changed = [(o.channel, o.notice.text) for o, _ in room.messenger.edited[-2:]]
    assert {channel for channel, _ in changed} == {dm(ASKER), dm(OTHER)}
    assert {text for _, text in changed} == {_words("Short.")}
    assert len(sent) == len({n.piece_id for n in sent.values()})
    await edits.deleted(room.ctx, first)
    await room.deliver()
    assert {place.channel for place in room.messenger.deleted[-2:]} == {dm(ASKER), dm(OTHER)}


async def test_an_edit_of_what_was_written_before_reaches_only_whoever_read_it(
    still_scene: Scene,
) -> None:
    """Whoever joined reads nothing that was written before, however it changes later."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await scene.talk()
    early = await write(scene, ASKER, "Early.")
    await joining.join(scene.ctx, OTHER, await looked_for(scene))
    await scene.deliver()
    await edits.edited(scene.ctx, relay.Written(ASKER, early, "Changed.", channel=dm(ASKER)))
    await scene.deliver()
    assert scene.words_to(OTHER) == []
    assert scene.messenger.edited[-1][0].channel == dm(LISTENER)
    await write(scene, LISTENER, "About that.", reply_to=_copy_of(scene, LISTENER, "Early."))
    to_other = next(o for o in scene.messenger.log[::-1] if o.channel == dm(OTHER))
    assert to_other.notice.text == _words("About that.")
    assert to_other.reply_to is None
