"""One question of a listener before they accept: how it goes, whoever does what, and when.

draft -> asked -> answered -> over. One listener at a time has one open for an ask, for a while; it
keeps nobody from taking the ask. That one of the two wants no more of it meanwhile is kept apart,
and changes nothing of what the other sees: it reads like silence, for the whole of that while.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import AskId, FirstQuestionId, ListenerNumber, PersonTag


class FirstState(StrEnum):
    """Where a question stands."""

    DRAFT = "draft"
    """Its writer alone sees it: something in it tells of them."""
    ASKED = "asked"
    """Whoever asked has it, and may answer it. Of one ask there is one at a time."""
    ANSWERED = "answered"
    OVER = "over"


class FirstEvent(StrEnum):
    """What happens to a question."""

    SENT = "sent"
    ANSWERED = "answered"
    LEFT = "left"
    """Whoever asked leaves it unanswered."""
    TIME_UP = "time_up"
    DECLINED = "declined"
    """By the listener: the ask is not for them after all."""
    ASK_OVER = "ask_over"
    """The ask waits no more: somebody has it, or it is over."""


_S, _E = FirstState, FirstEvent
_NEXT: Mapping[tuple[FirstState, FirstEvent], FirstState] = {
    (_S.DRAFT, _E.SENT): _S.ASKED,
    (_S.DRAFT, _E.DECLINED): _S.OVER,
    (_S.DRAFT, _E.ASK_OVER): _S.OVER,
    (_S.ASKED, _E.ANSWERED): _S.ANSWERED,
    # it stays for its whole time, so that either looks like silence
    (_S.ASKED, _E.LEFT): _S.ASKED,
    (_S.ASKED, _E.DECLINED): _S.ASKED,
    (_S.ASKED, _E.TIME_UP): _S.OVER,
    (_S.ASKED, _E.ASK_OVER): _S.OVER,
    (_S.ANSWERED, _E.DECLINED): _S.OVER,
    (_S.ANSWERED, _E.ASK_OVER): _S.OVER,
}


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """What a listener asks, under a name that is used for this alone. `until`: when a draft is
    erased, or nobody waits for an answer any more. `answer` may be a draft while it is not
    answered."""

    id: FirstQuestionId
    ask_id: AskId
    listener: ListenerNumber
    person: PersonTag
    alias: str
    words: str | None
    state: FirstState = FirstState.DRAFT
    until: datetime | None = None
    declined: bool = False
    left_alone: bool = False
    answer: str | None = None

    def can_be_answered(self, now: datetime) -> bool:
        """Whether whoever asked may still answer; whatever the listener did meanwhile."""
        open_still = self.state is FirstState.ASKED and not self.left_alone
        return open_still and self._has_time(now)

    def is_draft(self, now: datetime) -> bool:
        """Whether its writer may still change it, or let it go."""
        return self.state is FirstState.DRAFT and self._has_time(now)

    @property
    def is_waited_for(self) -> bool:
        """Whether its listener would like to hear what becomes of it."""
        return self.state in (FirstState.ASKED, FirstState.ANSWERED) and not self.declined

    def _has_time(self, now: datetime) -> bool:
        return self.until is not None and now < self.until


def after(one: FirstQuestion, event: FirstEvent) -> FirstQuestion | None:
    """The question as it is then; None where that changes nothing. Once nobody waits for it any
    more, there is no answer in it."""
    state = _NEXT.get((one.state, event))
    if state is None or (event is FirstEvent.ANSWERED and one.left_alone):
        return None
    declined = one.declined or event is FirstEvent.DECLINED
    left_alone = one.left_alone or event is FirstEvent.LEFT
    if state is FirstState.ANSWERED and declined:
        state = FirstState.OVER
    new = replace(one, state=state, declined=declined, left_alone=left_alone)
    if left_alone or state is FirstState.OVER:
        new = replace(new, answer=None)
    if one.state is FirstState.DRAFT and state is FirstState.OVER:
        new = replace(new, words=None)
    if state in (FirstState.OVER, FirstState.ANSWERED):
        new = replace(new, until=None)
    return None if new == one else new
