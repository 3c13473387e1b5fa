"""Somebody is lost to a conversation: until that is told, the other sees what they would see beside
somebody who is slow: the same notices with all that is in them, at the same moments."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import MessageId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.conversations import edits, silence
from bot.services.conversations.ending import ENDED
from bot.services.conversations.incoming import Written
from bot.services.ports import Closed, Gone, HistoryPage, Outgoing, SentMessage, Standing
from tests.fakes import RecordingMessenger
from tests.services.scene import ASKER, GUILD, LISTENER, OTHER, Scene, playing

MINUTE = timedelta(minutes=1)
LOOKS = 4
"""In each minute, as much happens at the seconds between."""
Loss = Callable[[Scene, UserId], None]


class ShutOff(RecordingMessenger):
    """Nobody who is named here can be written to."""

    def __init__(self) -> None:
        super().__init__()
        self.shut: dict[int, type[Closed | Gone]] = {}

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Refuse it for those."""
        if why := self.shut.get(outgoing.channel):
            raise why
        return await super().create(outgoing)

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Discord lets what is there already be changed, but not for an account that is gone."""
        if self.shut.get(outgoing.channel) is Gone:
            raise Gone
        await super().edit(outgoing, message)

    async def written_by_us(self, *_: object) -> HistoryPage:
        """Nothing is read here."""
        return HistoryPage((), None)


def shut(scene: Scene, who: UserId, why: type[Closed | Gone]) -> None:
    """From now on."""
    assert isinstance(scene.messenger, ShutOff)
    scene.messenger.shut[who] = why


def slow(scene: Scene, who: UserId) -> None:
    """They stay, and write nothing."""
    del scene, who


def closed(scene: Scene, who: UserId) -> None:
    """They close their direct messages."""
    shut(scene, who, Closed)


def left(scene: Scene, who: UserId) -> None:
    """They leave, and share another server with the bot."""
    scene.messenger.standings[GUILD, who] = Standing.GONE


def left_for_good(scene: Scene, who: UserId) -> None:
    """They leave or are banned, and no server is left in common."""
    left(scene, who)
    closed(scene, who)


def timed_out(scene: Scene, who: UserId) -> None:
    """They may not write in the server for a while."""
    scene.messenger.standings[GUILD, who] = Standing.TIMED_OUT


def deleted(scene: Scene, who: UserId) -> None:
    """The account is gone."""
    left(scene, who)
    shut(scene, who, Gone)


LOSSES = (closed, left, left_for_good, timed_out, deleted)


async def nothing(scene: Scene, who: UserId) -> None:
    """The lost one does nothing."""
    del scene, who


async def still_writing(scene: Scene, who: UserId) -> None:
    """The lost one can write to the bot, and it is not passed on."""
    await scene.write(who, "Do you hear me?")


async def seen(
    folder: Path,
    loss: Loss,
    lost: UserId,
    *,
    after_the_look: bool,
    meanwhile: Callable[[Scene, UserId], Awaitable[None]] = nothing,
) -> list[str]:
    """What the one who stays sees, at each moment, of notices and of signs on their own words,
    until the minute before the end can be told."""
    told = {"departure_told_after_at_least": "20 min", "departure_told_after_at_most": "21 min"}
    async with playing(folder, {"conversations": told}) as scene:
        scene.speak_through(ShutOff())
        await scene.join(LISTENER, OTHER)
        stays = ASKER if lost == LISTENER else LISTENER
        await scene.talk()
        first = await scene.write(stays, "Hello.")
        await scene.write(lost, "Hello.")
        await scene.deliver()
        loss(scene, lost)
        if after_the_look:
            await scene.pass_time(10 * MINUTE)
            await meanwhile(scene, lost)
        lines = [one async for one in _minutes(scene, stays, first, after_the_look)]
        await scene.pass_time(12 * MINUTE)
        ended = set(scene.kinds_to(stays)) & set(ENDED.values())
        assert bool(ended) is (loss is not slow), "in the end it is told"
        return lines


async def _minutes(
    scene: Scene, stays: UserId, first: MessageId, after_the_look: bool
) -> AsyncIterator[str]:
    words: list[MessageId] = [first]
    ends_before = 9 if after_the_look else 19
    for minute in range(ends_before):
        if minute in (0, 3, 17):
            words.append(await scene.write(stays, f"word {minute}"))
        if minute == 4:
            await edits.edited(scene.ctx, Written(stays, words[1], "another word"))
            await edits.edited(scene.ctx, Written(stays, first, "Hello, you."))
        if minute == 5:
            await edits.deleted(scene.ctx, words[-1])
        if minute == 6:
            button = scene.end_button(stays)
            yield repr(await silence.still_here(scene.ctx, stays, button))
        await scene.deliver()
        for _ in range(LOOKS):
            yield _now(scene, stays, words)
            await scene.pass_time(MINUTE / LOOKS)


def _now(scene: Scene, stays: UserId, words: list[MessageId]) -> str:
    said = [
        (_as_read(sent.notice), sent.reply_to)
        for sent in scene.messenger.log
        if int(sent.channel) == stays
    ]
    signs: Mapping[int, object] = {
        one: scene.messenger.signs.get(words[one]) for one in range(len(words))
    }
    gone = [one.message for one in scene.messenger.deleted if int(one.channel) == stays]
    return repr((scene.clock.now(), said, signs, gone))


def _as_read(notice: Notice) -> Notice:
    """All of a notice that is seen: without what only names it, and is drawn by chance."""
    token = notice.token and "drawn"
    return replace(
        notice, token=token, ask_id=None, conversation_id=None, piece_id=None, reference=None
    )


@pytest.mark.parametrize("after_the_look", [False, True], ids=["before the look", "after it"])
@pytest.mark.parametrize("lost", [ASKER, LISTENER], ids=["asker lost", "listener lost"])
@pytest.mark.parametrize("loss", LOSSES)
async def test_until_it_is_told_all_is_as_beside_somebody_slow(
    tmp_path: Path, loss: Loss, lost: UserId, *, after_the_look: bool
) -> None:
    """Signs, notices, edits, deletions, presses and questions, at the same minutes."""
    usual = await seen(tmp_path / "slow", slow, lost, after_the_look=after_the_look)
    assert await seen(tmp_path / "lost", loss, lost, after_the_look=after_the_look) == usual
    assert str(NoticeKind.HAVE_IT) in usual[-1]


@pytest.mark.parametrize("lost", [ASKER, LISTENER], ids=["asker lost", "listener lost"])
@pytest.mark.parametrize("loss", [left, timed_out])
async def test_what_the_lost_one_writes_moves_nothing(
    tmp_path: Path, loss: Loss, lost: UserId
) -> None:
    """It is not passed on, so nothing that the other is asked may come earlier or later for it."""
    usual = await seen(tmp_path / "slow", slow, lost, after_the_look=True)
    there = await seen(tmp_path / "lost", loss, lost, after_the_look=True, meanwhile=still_writing)
    assert there == usual


async def test_the_comparison_would_notice(tmp_path: Path) -> None:
    """A partner who is there and writes is seen, so the stories above are really compared."""
    usual = await seen(tmp_path / "slow", slow, LISTENER, after_the_look=True)
    there = await seen(
        tmp_path / "lively", slow, LISTENER, after_the_look=True, meanwhile=still_writing
    )
    assert there != usual


@pytest.mark.parametrize("lost", [ASKER, LISTENER], ids=["asker lost", "listener lost"])
async def test_every_loss_is_told_in_the_same_words(tmp_path: Path, lost: UserId) -> None:
    """Kind, alias and buttons, and nothing that a chosen end does not have."""
    ends = [await _end_of(tmp_path / loss.__name__, loss, lost) for loss in (*LOSSES, slow)]
    assert len(set(ends)) == 1


async def _end_of(folder: Path, loss: Loss, lost: UserId) -> str:
    """What is told in the end; of somebody slow, that they end it themselves."""
    async with playing(folder) as scene:
        scene.speak_through(ShutOff())
        await scene.join(LISTENER, OTHER)
        stays = ASKER if lost == LISTENER else LISTENER
        await scene.talk()
        await scene.write(LISTENER, "Hello.")
        await scene.deliver()
        loss(scene, lost)
        await scene.write(stays, "Hello?")
        if loss is slow:
            await scene.end(lost)
        for _ in range(42):
            await scene.pass_time(MINUTE)
        told = next(n for n in scene.messenger.said(stays) if n.kind in ENDED.values())
        return repr((told.kind, told.alias, told.own_alias, told.token is None))
