"""An ask that goes from listener to listener, in any order of presses, words, edits, deletions,
time and restarts, against a small pure model: who reads which words, once and in order.
"""

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.errors import OutOfDate
from bot.domain.ids import ChannelId, MessageId, UserId, message_at
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits, ending, hand_over, relay, telling_on
from tests.how_much import often
from tests.services.scene import ASKER, CROWD, Scene, playing

LISTENERS = CROWD[:4]
WORDS = st.sampled_from(["one", "two", "three"])
TWICE = st.integers(1, 2)


@dataclass
class Own:
    """What the asker wrote, as it stands in their own messages."""

    message: MessageId
    words: str
    deleted: bool = False


@dataclass
class Model:
    """What should be so. `now`: what was written to whoever listens now; `before`: to those who
    handed over."""

    listens: UserId | None = None
    waits: bool = False
    handed: datetime | None = None
    told: bool = False
    had: set[UserId] = field(default_factory=set)
    now: list[Own] = field(default_factory=list)
    before: list[Own] = field(default_factory=list)
    reads: dict[UserId, list[str]] = field(
        default_factory=lambda: {one: list[str]() for one in LISTENERS}
    )
    asked: int = 0

    def over(self, *, waits: bool) -> None:
        """The conversation ended; what was written in one that was handed over can be told."""
        if self.handed is not None:
            self.before += self.now
        if not waits:
            self.had, self.before = set(), []
        self.listens, self.waits, self.handed, self.told, self.now = None, waits, None, False, []


class HandingOverMachine(RuleBasedStateMachine):
    """The real services on a real database, beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.playing = playing(Path(self.folder.name), {"asks": {"per_day": 500}}, reminding=False)
        self.scene: Scene = self.runner.run(self.playing.__aenter__())
        self.runner.run(self.scene.join(*LISTENERS))
        self.model = Model()
        self.number = 0

    def tokens(self, user: UserId) -> str:
        """A button of the newest conversation of somebody."""
        return self.scene.end_button(user)

    def pressed(self, work: object, *, may: bool) -> None:
        """It is done where the model says that it may be, and refused with words elsewhere."""
        try:
            self.runner.run(work)  # type: ignore[arg-type]
        except OutOfDate:
            assert not may
        else:
            assert may
        self.runner.run(self.scene.deliver())

    @rule(listener=st.sampled_from(LISTENERS))
    def accept(self, listener: UserId) -> None:
        """The next one takes it; where nothing waits, the asker asks anew."""
        model = self.model
        if model.listens is not None or listener in model.had:
            return
        if not model.waits:
            self.runner.run(self.scene.posted(ASKER))
        self.runner.run(self.scene.accept(listener, self.scene.accept_button()))
        model.listens, model.waits = listener, False
        model.had.add(listener)
        self.wait(2)  # or their next words may be for whoever was there before

    @rule(words=WORDS, told=TWICE)
    def write(self, words: str, told: int) -> None:
        """The asker writes, and Discord tells of it once or twice."""
        if self.model.listens is None:
            return
        self.number += 1
        message = MessageId(message_at(self.scene.clock.now()) + self.number)
        self.scene.messenger.typed[message] = words
        written = relay.Written(ASKER, message, words, channel=ChannelId(ASKER))
        for _ in range(told):
            self.runner.run(relay.pass_on(self.scene.ctx, written))
        self.runner.run(self.scene.deliver())
        self.model.now.append(Own(message, words))
        self.model.reads[self.model.listens].append(words)

    @rule(number=st.integers(0, 9), told=TWICE)
    def delete(self, number: int, told: int) -> None:
        """The asker deletes something that they wrote to one who handed over."""
        standing = [one for one in self.model.before if not one.deleted]
        if standing:
            one = standing[number % len(standing)]
            one.deleted = True
            self.scene.messenger.typed.pop(one.message)
            for _ in range(told):
                self.runner.run(edits.deleted(self.scene.ctx, one.message))

    @rule(number=st.integers(0, 9), words=WORDS)
    def edit(self, number: int, words: str) -> None:
        """Or edits it: what was told before stays, and what is told later says this."""
        standing = [one for one in self.model.before if not one.deleted]
        if standing:
            one = standing[number % len(standing)]
            one.words = self.scene.messenger.typed[one.message] = words
            self.runner.run(edits.edited(self.scene.ctx, relay.Written(ASKER, one.message, words)))

    @rule(times=TWICE)
    def hand_over(self, times: int) -> None:
        """The listener presses it; the asker is asked once."""
        model = self.model
        if model.listens is None:
            return
        for _ in range(times):
            press = hand_over.hand_over(self.scene.ctx, model.listens, self.tokens(model.listens))
            self.pressed(press, may=True)
        if model.handed is None:
            model.handed = self.scene.clock.now()
            model.asked += 1

    @rule(times=TWICE)
    def go_on(self, times: int) -> None:
        """The asker goes on with the next one, if that is asked."""
        for _ in range(times if self.model.asked or self.model.listens else 0):
            may, kind = self.model.handed is not None, NoticeKind.HAND_OVER_ASKED
            talks = self.model.listens is not None
            token = self.tokens(ASKER) if talks else self.scene._button(ASKER, kind)
            self.pressed(hand_over.go_on(self.scene.ctx, ASKER, token), may=may)
            if may:
                self.model.over(waits=True)

    @rule(times=TWICE)
    def tell(self, times: int) -> None:
        """The asker tells what they wrote before: once, and only what still stands."""
        model = self.model
        if model.listens is None:
            return
        for _ in range(times):
            words = [one.words for one in model.before if not one.deleted]
            may = bool(words) and not model.told
            self.number += 1
            press = telling_on.tell_next(self.scene.ctx, ASKER, self.tokens(ASKER), self.number)
            self.pressed(press, may=may)
            if may:
                model.told = True
                model.reads[model.listens] += words

    @rule(by_asker=st.booleans())
    def end(self, by_asker: bool) -> None:
        """Either side ends it, whether or not it is being handed over."""
        model = self.model
        if model.listens is None:
            return
        user = ASKER if by_asker else model.listens
        self.pressed(ending.end_own(self.scene.ctx, user, self.tokens(user)), may=True)
        model.over(waits=False)
        self.wait(2)

    @rule(minutes=st.sampled_from([1, 10, 31]))
    def wait(self, minutes: int) -> None:
        """Time passes: a question that nobody answers ends it."""
        self.runner.run(self.scene.pass_time(timedelta(minutes=minutes)))
        handed = self.model.handed
        if handed is not None and self.scene.clock.now() - handed >= hand_over.ASKED_FOR:
            self.model.over(waits=False)

    @rule()
    def restart(self) -> None:
        """Another bot on the same files."""
        self.runner.run(self.scene.restart())

    @invariant()
    def each_reads_what_is_theirs(self) -> None:
        """Every word once, in order, and only for whom it is; and each question once."""
        for listener in LISTENERS:
            assert self.scene.words_to(listener) == self.model.reads[listener]
        person = self.scene.store.person(ASKER)
        talks = self.runner.run(self.scene.read(lambda on: on.conversations.open_with(person)))
        assert bool(talks) is (self.model.listens is not None)
        asked = self.scene.kinds_to(ASKER).count(NoticeKind.HAND_OVER_ASKED)
        assert asked == self.model.asked

    def teardown(self) -> None:
        """Nothing is left on its way."""
        try:
            self.runner.run(self.scene.pass_time(timedelta(hours=1)))
            assert self.runner.run(self.scene.rows("SELECT notice FROM outbox")) == []
        finally:
            self.runner.run(self.playing.__aexit__(None, None, None))
            self.runner.close()
            self.folder.cleanup()


HandingOverMachine.TestCase.settings = settings(
    max_examples=often(30),
    stateful_step_count=25,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestHandingOver = HandingOverMachine.TestCase
