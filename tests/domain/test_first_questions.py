"""How a question before accepting goes, whoever does what: a table of all there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bot.domain.first_questions import FirstEvent, FirstQuestion, FirstState, after
from bot.domain.ids import AskId, FirstQuestionId, ListenerNumber, PersonTag

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)
WHO = ListenerNumber(b"n" * 16), PersonTag(b"p" * 16)
DRAFT = FirstQuestion(
    FirstQuestionId("q"), AskId("a"), *WHO, "Quiet Otter", "Is it about work?", until=SOON
)
ASKED = replace(DRAFT, state=FirstState.ASKED)
ANSWERED = replace(ASKED, state=FirstState.ANSWERED, until=None, answer="Yes.")
STANDS = {
    "draft": DRAFT,
    "asked": ASKED,
    "asked, declined": replace(ASKED, declined=True),
    "asked, left": replace(ASKED, left_alone=True),
    "answered": ANSWERED,
    "over": replace(ANSWERED, state=FirstState.OVER, answer=None),
}
_E, OVER = FirstEvent, FirstState.OVER
TABLE = {
    ("draft", _E.SENT): FirstState.ASKED,
    ("draft", _E.DECLINED): OVER,
    ("draft", _E.ASK_OVER): OVER,
    ("asked", _E.ANSWERED): FirstState.ANSWERED,
    ("asked", _E.LEFT): FirstState.ASKED,
    ("asked", _E.DECLINED): FirstState.ASKED,
    ("asked", _E.TIME_UP): OVER,
    ("asked", _E.ASK_OVER): OVER,
    ("asked, declined", _E.ANSWERED): OVER,
    ("asked, declined", _E.LEFT): FirstState.ASKED,
    ("asked, declined", _E.TIME_UP): OVER,
    ("asked, declined", _E.ASK_OVER): OVER,
    ("asked, left", _E.DECLINED): FirstState.ASKED,
    ("asked, left", _E.TIME_UP): OVER,
    ("asked, left", _E.ASK_OVER): OVER,
    ("answered", _E.DECLINED): OVER,
    ("answered", _E.ASK_OVER): OVER,
}
"""All that changes anything; nothing else does."""


@pytest.mark.parametrize(("stands", "event"), list(product(STANDS, FirstEvent)))
def test_whatever_happens(stands: str, event: FirstEvent) -> None:
    """It becomes what the table says, or stays as it is."""
    new = after(STANDS[stands], event)
    assert (None if new is None else new.state) == TABLE.get((stands, event))


@pytest.mark.parametrize("stands", list(STANDS))
def test_once_it_is_over_no_answer_is_kept(stands: str) -> None:
    """Nor a draft of one that whoever asked then left."""
    one = replace(STANDS[stands], answer="It is.")
    for event in FirstEvent:
        new = after(one, event)
        if new is not None and (new.state is OVER or new.left_alone):
            assert new.answer is None
            assert new.until is None or new.state is FirstState.ASKED


@pytest.mark.parametrize("event", [FirstEvent.DECLINED, FirstEvent.ASK_OVER])
def test_a_draft_that_is_over_leaves_no_words(event: FirstEvent) -> None:
    """Nobody else has read them."""
    new = after(DRAFT, event)
    assert new is not None
    assert new.words is None


def test_what_whoever_asked_can_do_does_not_depend_on_the_listener() -> None:
    """A decline reads like silence: until the time is up they may answer, and no longer."""
    for one in (ASKED, replace(ASKED, declined=True)):
        assert one.can_be_answered(NOW)
        assert not one.can_be_answered(SOON)


def test_what_a_listener_waits_for_does_not_depend_on_whoever_asked() -> None:
    """Left alone reads like silence, too; whoever declined waits for nothing."""
    assert ASKED.is_waited_for
    assert replace(ASKED, left_alone=True).is_waited_for
    assert ANSWERED.is_waited_for
    assert not replace(ASKED, declined=True).is_waited_for
    assert not DRAFT.is_waited_for


def test_a_draft_is_kept_for_a_while() -> None:
    """Then it can only be written anew."""
    assert DRAFT.is_draft(NOW)
    assert not DRAFT.is_draft(SOON)
    assert not ASKED.is_draft(NOW)
