"""Everything that three or four people may do in one talk, in any order, against a pure model.

One asks, one listens, a second listener and a moderator come and go. Each event is told up to three
times, answers get lost, direct messages close, the bot restarts on the same files. In the end each
reader sees exactly what the model says: what was written while they were there by whoever knew of
them, once, in order, as its writer left it while both were there, and without what was deleted.
"""

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.domain.conversations import Conversation
from bot.domain.ids import MessageId, UserId, message_at
from bot.domain.notices import MODERATOR_JOINED
from bot.domain.timers import Timer, TimerKind
from bot.services.conversations import edits, ending, relay, second_listener
from bot.services.listeners import duty
from bot.services.moderation import stepping_in, worry
from bot.services.offers import joining
from bot.services.ports import Unsure
from tests.how_much import often
from tests.services.conversations.test_conversations_machine import (
    EVERYTHING,
    NUMBER,
    TOLD,
    WORDS,
    Discord,
)
from tests.services.scene import ASKER, CROWD, DAY, GUILD, LISTENER, OTHER, Scene, here, playing

MODERATOR = CROWD[0]
EVERYBODY = (ASKER, LISTENER, OTHER, MODERATOR)
LISTENING = (LISTENER, OTHER)
WHO = st.sampled_from(EVERYBODY)


@dataclass
class Read:
    """What somebody has of a message, in one stay of theirs."""

    message: MessageId
    stay: int
    words: str


@dataclass
class Said:
    """A message that somebody wrote, in one stay of theirs; None for what nobody was to get."""

    id: MessageId
    author: UserId
    first_words: str
    stay: int | None
    deleted: bool = False


@dataclass
class RoomModel:
    """Who is there, each in their so manieth stay, and what each reads."""

    stays: dict[UserId, int] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    read: dict[UserId, list[Read]] = field(default_factory=lambda: {one: [] for one in EVERYBODY})
    second_came: bool = False
    count: int = 0

    def come(self, *users: UserId) -> None:
        """They are there from now on."""
        for user in users:
            self.count += 1
            self.stays[user] = self.count

    def go(self, user: UserId) -> None:
        """They leave; nobody stays where nobody asks, or nobody listens."""
        self.stays.pop(user)
        if user == ASKER or not self.stays.keys() & {*LISTENING}:
            self.stays.clear()

    def write(self, said: Said, readers: Iterable[UserId]) -> None:
        """It goes to all of these."""
        for one in readers:
            self.read[one].append(Read(said.id, self.stays[one], said.first_words))

    def edit(self, said: Said, words: str) -> None:
        """It follows to whoever is still there, from somebody who is still there."""
        if said.stay is None or self.stays.get(said.author) != said.stay:
            return
        for user, stay in self.stays.items():
            for read in self.read[user]:
                if read.message == said.id and read.stay == stay:
                    read.words = words

    def delete(self, said: Said) -> None:
        """It goes, also where somebody has left since."""
        said.deleted = True
        for user, all_read in self.read.items():
            self.read[user] = [one for one in all_read if one.message != said.id]


class InARoom(RuleBasedStateMachine):
    """The real services on a real database, beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.playing = playing(Path(self.folder.name), EVERYTHING)
        self.scene: Scene = self.runner.run(self.playing.__aenter__())
        self.discord = Discord()
        self.scene.speak_through(self.discord)
        self.scene.messenger = self.discord
        self.discord.readers |= {MODERATOR}
        self.model, self.next = RoomModel(), 0
        self.runner.run(self.scene.join(LISTENER, OTHER))
        self._begin()

    @precondition(lambda self: not self.model.stays)
    @rule()
    def begin(self) -> None:
        """Two talk again, about something new."""
        self._begin()

    def _begin(self) -> None:
        self._all_is_said()
        self.runner.run(duty.set_duty(self.scene.ctx, here(OTHER), None))
        self.runner.run(self.scene.talk(ASKER, LISTENER))
        self.runner.run(duty.set_duty(self.scene.ctx, here(OTHER), 30 * DAY))
        self.model.come(ASKER, LISTENER)
        self.model.second_came = False

    @precondition(lambda self: LISTENER in self.model.stays and not self.model.second_came)
    @rule()
    def second_joins(self) -> None:
        """Called by the first, wanted by the asker."""
        self._all_is_said()
        self.runner.run(self._second_joins())
        self.model.come(OTHER)
        self.model.second_came = True

    async def _second_joins(self) -> None:
        ctx, first = self.scene.ctx, await self._own(LISTENER)
        await second_listener.call(ctx, LISTENER, await self._button(LISTENER))
        await second_listener.agree(ctx, ASKER, await self._button(ASKER))
        kind, key = TimerKind.SECOND_LOOKED_FOR, first.id
        due = await self.scene.read(lambda on: on.timers.until(kind, key))
        assert due is not None, "they agreed"
        await second_listener.tell_some(ctx, Timer(kind, due, conversation_id=key))
        ((token,),) = await self.scene.rows("SELECT token FROM offer WHERE state = 'open'")
        await joining.join(ctx, OTHER, str(token))

    @precondition(lambda self: LISTENER in self.model.stays)
    @precondition(lambda self: MODERATOR not in self.model.stays)
    @rule()
    def moderator_joins(self) -> None:
        """Called by the first, from the card; whoever is there may read of it much later."""
        self.runner.run(self._moderator_joins())
        self.model.come(MODERATOR)

    async def _moderator_joins(self) -> None:
        ctx, called = self.scene.ctx, await self._own(LISTENER)
        await worry.call(ctx, LISTENER, await self._button(LISTENER))
        rows = await self.scene.rows(
            "SELECT token FROM button WHERE conversation_id = ? AND number IS NULL", called.id
        )
        await stepping_in.step_in(ctx, MODERATOR, GUILD, str(rows[0][0]))

    @precondition(lambda self: bool(self.model.stays))
    @rule(user=WHO)
    def leave(self, user: UserId) -> None:
        """Somebody goes, and everybody has read it before anything else is written."""
        if user not in self.model.stays:
            return
        self._all_is_said()

        async def goes() -> None:
            await ending.end_own(self.scene.ctx, user, await self._button(user))

        self.runner.run(goes())
        self._all_is_said()
        self.model.go(user)

    @rule(user=WHO, words=WORDS, told=TOLD)
    def write(self, user: UserId, words: str, told: int) -> None:
        """Somebody writes, who may be nowhere."""
        self.scene.clock.advance(timedelta(seconds=1))
        self.next += 1
        message = MessageId(message_at(self.scene.clock.now()) + self.next)
        readers = [one for one in self.model.stays if one != user]
        if MODERATOR in readers and not self.runner.run(self._knows(user)):
            readers.remove(MODERATOR)
        for _ in range(told):
            self.runner.run(relay.pass_on(self.scene.ctx, relay.Written(user, message, words)))
        said = Said(message, user, words, self.model.stays.get(user))
        self.model.said.append(said)
        if said.stay is not None:
            self.model.write(said, readers)

    async def _knows(self, user: UserId) -> bool:
        """Whether somebody was told of the moderator, as the bot knows it, who then has read it."""
        waits = await self.scene.rows(
            "SELECT 1 FROM outbox WHERE person_tag = ? AND notice IN (?, ?)",
            *(self.scene.store.person(user), *MODERATOR_JOINED),
        )
        if waits or user not in self.model.stays:
            return False
        came = [one.notice.kind for one in self.discord.created if int(one.channel) == user]
        assert {*came} & {*MODERATOR_JOINED}, "whoever is read along with has read so"
        return True

    @rule(number=NUMBER, words=WORDS, told=TOLD)
    def edit(self, number: int, words: str, told: int) -> None:
        """Somebody edits one of their messages."""
        said = self._some(number)
        if said is None:
            return
        for _ in range(told):
            written = relay.Written(said.author, said.id, words)
            self.runner.run(edits.edited(self.scene.ctx, written))
        self.model.edit(said, words)

    @rule(number=NUMBER, told=TOLD)
    def delete(self, number: int, told: int) -> None:
        """Somebody deletes one of their messages."""
        said = self._some(number)
        if said is None:
            return
        for _ in range(told):
            self.runner.run(edits.deleted(self.scene.ctx, said.id))
        self.model.delete(said)

    @rule(number=NUMBER)
    def old_news(self, number: int) -> None:
        """Discord tells of an old message once more."""
        if self.model.said:
            said = self.model.said[number % len(self.model.said)]
            again = relay.Written(said.author, said.id, said.first_words)
            self.runner.run(relay.pass_on(self.scene.ctx, again))

    @rule(user=WHO)
    def close_dms(self, user: UserId) -> None:
        """Somebody closes their direct messages."""
        self.discord.shut.add(user)

    @rule()
    def open_dms(self) -> None:
        """Everybody opens their direct messages."""
        self.discord.shut.clear()

    @rule(user=WHO, stored=st.booleans())
    def lose_an_answer(self, user: UserId, stored: bool) -> None:
        """Discord gives no clear answer, whether it took the message or not."""
        (self.discord.lose_answer if stored else self.discord.fail)(user, Unsure())

    @rule()
    def deliver(self) -> None:
        """A little time passes, and what is due is said."""
        self.scene.clock.advance(timedelta(seconds=2))
        self.runner.run(self.scene.deliver())

    @rule()
    def restart(self) -> None:
        """Another bot on the same files."""
        self.runner.run(self.scene.restart())

    def _some(self, number: int) -> Said | None:
        standing = [one for one in self.model.said if not one.deleted]
        return standing[number % len(standing)] if standing else None

    async def _own(self, user: UserId) -> Conversation:
        person = self.scene.store.person(user)
        return (await self.scene.read(lambda on: on.conversations.open_with(person)))[0]

    async def _button(self, user: UserId) -> str:
        """A button of one's own side."""
        ctx, own = self.scene.ctx, await self._own(user)
        keep, person = ctx.randomness.token(), ctx.store.person(user)
        return await ctx.store.transaction(
            lambda on: on.button_tokens.for_conversation(keep, own.id, person)
        )

    def _all_is_said(self) -> None:
        """Everybody can be reached, and has read all there is, some minutes ago."""
        self.discord.shut.clear()
        self.discord.failures.clear()
        self.discord.lost_answers.clear()
        left = 1
        for _ in range(8):
            self.scene.clock.advance(timedelta(minutes=2 if left == 0 else 60))
            self.runner.run(self.scene.deliver())
            before, left = left, self.runner.run(self.scene.count("outbox"))
            if before == left == 0:
                break
        assert left == 0, "nothing is stuck"

    def teardown(self) -> None:
        """In the end everybody can be reached again, and reads what the model says."""
        try:
            self._all_is_said()
            for user in EVERYBODY:
                theirs = [one.words for one in self.model.read[user]]
                assert list(self.discord.copies(user).values()) == theirs
        finally:
            self.runner.run(self.playing.__aexit__(None, None, None))
            self.runner.close()
            self.folder.cleanup()


InARoom.TestCase.settings = settings(
    max_examples=often(10),
    stateful_step_count=25,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestInARoom = InARoom.TestCase
