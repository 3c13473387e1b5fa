"""Edits, deletions, replies, signs: what people do to their own messages carries over."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.engines import on_both_engines
from tests.journeys.stage import Stage
from tests.journeys.talking import copy, heard, talk, until

HAVE_IT = "✅"


@on_both_engines
@pytest.mark.l13
async def test_an_edit_carries_over(stage: Stage) -> None:
    """The copy says what the writer says now, and nobody is pinged."""
    asker, listener = await talk(stage)
    sent = await asker.send(asker.dm, "I feel lost.")
    await until(stage, lambda: heard(listener) == ["I feel lost."])
    await asker.edit(sent, "I feel a little lost.")
    await until(stage, lambda: heard(listener) == ["I feel a little lost."])
    edits = [e for e in stage.discord.traffic.exchanges if e.method == "PATCH"]
    assert json.loads(edits[-1].body)["allowed_mentions"]["parse"] == []


@on_both_engines
async def test_a_deletion_carries_over(stage: Stage) -> None:
    """What its writer takes back is gone on the other side, too."""
    asker, listener = await talk(stage)
    sent = await asker.send(asker.dm, "Too much.")
    await until(stage, lambda: heard(listener) == ["Too much."])
    await asker.delete(sent)
    await until(stage, lambda: heard(listener) == [])
    await stage.settle()
    assert "Too much." not in [m.content for m in listener.sees(listener.dm)]


async def test_a_long_text_shrinks_and_grows(stage: Stage) -> None:
    """Pieces that an edit no longer needs are deleted, and new ones are sent."""
    asker, listener = await talk(stage)
    sent = await asker.send(asker.dm, "one " * 480)
    await until(stage, lambda: len(heard(listener)) == 2)
    await asker.edit(sent, "short")
    await until(stage, lambda: heard(listener) == ["short"])
    await asker.edit(sent, "two " * 480)
    await until(stage, lambda: len(heard(listener)) == 2)
    assert " ".join(heard(listener)).split() == ["two"] * 480


async def test_an_edit_before_delivery_needs_no_second_message(stage: Stage) -> None:
    """While the reader's direct messages are closed, edits and deletions change what waits."""
    asker, listener = await talk(stage)
    listener.dms_open = False
    kept = await asker.send(asker.dm, "frist")
    gone = await asker.send(asker.dm, "never mind")
    await until(stage, lambda: HAVE_IT in kept.reactions)
    await asker.edit(kept, "first")
    await asker.delete(gone)
    await stage.settle()
    listener.dms_open = True
    await listener.send(listener.dm, "open again")
    await until(stage, lambda: heard(listener) == ["first"])
    assert set(kept.reactions) == {HAVE_IT}
    assert copy(listener, "first").edited is None


async def test_a_sign_says_that_it_is_stored(stage: Stage) -> None:
    """A small reaction stands on the writer's own message, once."""
    asker, _ = await talk(stage)
    sent = await asker.send(asker.dm, "Hello.")
    await until(stage, lambda: HAVE_IT in sent.reactions)
    assert len(sent.reactions[HAVE_IT]) == 1


async def test_a_reply_refers_to_the_same_message_on_the_other_side(stage: Stage) -> None:
    """To the other side's words and to one's own, never across sides, and without a ping."""
    asker, listener = await talk(stage)
    question = await asker.send(asker.dm, "What helped you?")
    await until(stage, lambda: heard(listener) == ["What helped you?"])
    await listener.send(listener.dm, "A walk.", reply_to=copy(listener, "What helped you?"))
    answer = await asker.wait_for(asker.dm, "A walk.")
    assert answer.reply_to is question
    await asker.send(asker.dm, "I mean this", reply_to=question)
    again = await listener.wait_for(listener.dm, "I mean this")
    assert again.reply_to is copy(listener, "What helped you?")
    bodies = [e.body for e in stage.discord.traffic.exchanges if b"message_reference" in e.body]
    assert len(bodies) == 2
    for body in bodies:
        assert json.loads(body)["allowed_mentions"].get("replied_user", False) is False


async def test_stickers_are_told_in_words(stage: Stage) -> None:
    """The reader learns which one it was; nothing of it is loaded."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, stickers=["Wave"])
    told = await listener.wait_for(listener.dm, "sent a sticker:\n> Wave")
    assert not told.attachments
    assert not told.embeds


@pytest.mark.parametrize("repeat", [2, 3])
async def test_every_event_told_again_changes_nothing(stage: Stage, repeat: int) -> None:
    """Discord may tell of anything several times."""
    asker, listener = await talk(stage)
    stage.discord.gateway.repeat = repeat
    sent = await asker.send(asker.dm, "once")
    gone = await asker.send(asker.dm, "twice")
    await asker.edit(sent, "only once")
    await asker.delete(gone)
    await asker.send(asker.dm, "at last")  # behind the second one, if that was on its way
    await until(stage, lambda: heard(listener) == ["only once", "at last"])
    await stage.settle()
    assert heard(listener) == ["only once", "at last"]


async def test_what_was_written_stays_deletable_after_the_end(stage: Stage) -> None:
    """A deletion is followed for a day; an edit is not, as nothing is passed on any more."""
    asker, listener = await talk(stage)
    first = await asker.send(asker.dm, "keep")
    second = await asker.send(asker.dm, "take back")
    await until(stage, lambda: heard(listener) == ["keep", "take back"])
    await stage.end(listener)
    await asker.edit(first, "answer me")
    await asker.delete(second)
    await until(stage, lambda: heard(listener) == ["keep"])
    await stage.settle()
    assert heard(listener) == ["keep"]


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (403, 90001), (400, 999)])
async def test_a_sign_that_is_refused_for_a_while_comes_and_goes_late(
    stage: Stage, status: int, code: int
) -> None:
    """Putting it and taking it away both fail at first; the words arrive all the same."""
    asker, listener = await talk(stage)
    place = f"/channels/{asker.dm.id}/messages/*/reactions/*/*"
    stage.discord.faults.fail_next("PUT", place, status=status, code=code, times=3)
    sent = await asker.send(asker.dm, "plain")
    await until(stage, lambda: heard(listener) == ["plain"])
    await stage.settle()
    assert HAVE_IT not in sent.reactions
    await passes(stage, lambda: HAVE_IT in sent.reactions)
    stage.discord.faults.fail_next("DELETE", place, status=status, code=code, times=3)
    await asker.edit(sent, "\u200b")
    await until(stage, lambda: heard(listener) == [])
    await stage.settle()
    assert HAVE_IT in sent.reactions
    await passes(stage, lambda: HAVE_IT not in sent.reactions)


async def passes(stage: Stage, seen: Callable[[], bool]) -> None:
    """Let seconds pass until something is seen."""
    for _ in range(120):
        if seen():
            return
        await stage.pass_time(timedelta(seconds=2))
    raise AssertionError("it never came")


async def test_words_that_were_edited_away_come_back_and_so_does_their_sign(stage: Stage) -> None:
    """No sign stands on what nobody can read."""
    asker, listener = await talk(stage)
    sign = stage.words("sign.have_it")
    sent = await asker.send(asker.dm, "plain")
    await until(stage, lambda: sign in sent.reactions)
    await asker.edit(sent, "\u200b")
    await until(stage, lambda: sign not in sent.reactions and heard(listener) == [])
    await asker.edit(sent, "back again")
    await until(stage, lambda: sign in sent.reactions and heard(listener) == ["back again"])
    assert len(sent.reactions[sign]) == 1


async def test_a_caption_added_while_the_bot_was_down_is_passed_on(stage: Stage) -> None:
    """The picture was sent alone; its words came when nobody was there to read them."""
    asker, listener = await talk(stage)
    sent = await asker.send(asker.dm, "", files=[("cat.png", b"x")])
    await asker.wait_for(asker.dm, "picture or file")
    await stage.running.aclose()
    await asker.edit(sent, "my cat")
    await stage.start()
    await until(stage, lambda: heard(listener) == ["my cat"])
    await stage.settle()
    assert heard(listener) == ["my cat"], "once"


async def test_a_caption_added_outside_a_conversation_is_answered(stage: Stage) -> None:
    """Also one that was added while the bot was down."""
    asker = stage.asker
    sent = await asker.send(asker.dm, "", files=[("cat.png", b"x")])
    await asker.wait_for(asker.dm, "picture or file")
    await stage.settle()
    before = len(asker.sees(asker.dm))
    await stage.running.aclose()
    await asker.edit(sent, "my cat")
    await stage.start()
    await asker.send(asker.dm, "and")
    await until(stage, lambda: len(asker.sees(asker.dm)) == before + 3)
    assert all(message.author.is_bot for message in asker.sees(asker.dm)[before + 1 :])
