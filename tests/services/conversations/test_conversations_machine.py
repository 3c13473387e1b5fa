"""Everything that people may do in conversations, in any order, against a small pure model.

Two people ask, a third listens to both. Each event is told up to three times, answers get lost,
direct messages close, the bot restarts on the same files. In the end each reader sees exactly what
the model says: every text once, in order, as its writer left it, and only on the right side.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.domain.ids import ConversationId, HeldId, MessageId, UserId, message_at
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits, ending, recipient, relay
from bot.services.ports import Closed, Outgoing, SentMessage, Unsure
from tests.fakes import RecordingMessenger
from tests.how_much import often
from tests.services.scene import ASKER, LISTENER, OTHER, Scene, playing

EVERYTHING = {
    "asks": {"per_day": 500},
    "listeners": {
        "conversations_at_once": 3,
        "conversations_per_day": 500,
        "conversations_per_month": 1000,
    },
}
PEOPLE = (ASKER, LISTENER, OTHER)
WORDS = st.sampled_from(["yes", "no", "I see", "tell me more", "thank you", "hm"])
TOLD = st.integers(1, 3)
NUMBER = st.integers(0, 50)


class Discord(RecordingMessenger):
    """Remembers what stands in each channel, and closes doors."""

    def __init__(self) -> None:
        super().__init__()
        self.shut: set[int] = set()

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Refused where the door is shut."""
        if outgoing.channel in self.shut:
            raise Closed
        return await super().create(outgoing)

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """What reads exactly like it."""
        return [
            SentMessage(one.channel, MessageId(1000 + number))
            for number, one in enumerate(self.created)
            if one.channel == outgoing.channel and one.notice == outgoing.notice
        ]

    def copies(self, user: int) -> dict[int, str]:
        """The words of others that somebody sees now, by message, oldest first."""
        seen = {
            1000 + number: one.notice.text.words
            for number, one in enumerate(self.created)
            if one.channel == user and one.notice.kind is NoticeKind.WORDS and one.notice.text
        }
        for outgoing, message in self.edited:
            if message.message in seen and outgoing.notice.text:
                seen[message.message] = outgoing.notice.text.words
        gone = {message.message for message in self.deleted}
        return {message: words for message, words in seen.items() if message not in gone}


@dataclass
class Talk:
    """A conversation in the model."""

    id: ConversationId
    asker: UserId
    open: bool = True

    def across(self, user: UserId) -> UserId:
        """The other one."""
        return LISTENER if user == self.asker else self.asker

    def has(self, user: UserId) -> bool:
        """Whether somebody is one of the two."""
        return user in (self.asker, LISTENER)


@dataclass
class Wrote:
    """A message that somebody wrote: where it went, if anywhere."""

    id: MessageId
    author: UserId
    words: str
    first_words: str
    talk: Talk | None = None
    held: bool = False
    deleted: bool = False


@dataclass
class Model:
    """What should be so."""

    talks: list[Talk] = field(default_factory=list)
    wrote: list[Wrote] = field(default_factory=list)
    read: dict[UserId, list[Wrote]] = field(default_factory=lambda: {one: [] for one in PEOPLE})
    switch: dict[UserId, Talk] = field(default_factory=dict)
    untold: set[UserId] = field(default_factory=set)
    """Who does not know yet that a conversation of theirs is over."""

    def open_with(self, user: UserId) -> list[Talk]:
        """The open conversations of somebody."""
        return [talk for talk in self.talks if talk.open and talk.has(user)]

    def goes_to(self, user: UserId, later: bool) -> Talk | None:
        """Where a text goes that is no reply; None when it goes nowhere, or has to be asked for.
        `later`: it was written long after every end was told."""
        talks = self.open_with(user)
        wanted = self.switch.get(user)
        ended = any(talk.has(user) and not talk.open for talk in self.talks)
        if wanted is None and len(talks) == 1 and user not in self.untold and (later or not ended):
            return talks[0]
        return wanted if wanted in talks else None

    def give(self, wrote: Wrote, talk: Talk) -> None:
        """Pass it on."""
        wrote.talk, wrote.held = talk, False
        self.read[talk.across(wrote.author)].append(wrote)

    def sees(self, user: UserId) -> list[str]:
        """What somebody reads in the end."""
        return [wrote.words for wrote in self.read[user] if not wrote.deleted]


class Conversations(RuleBasedStateMachine):
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
        self.runner.run(self.scene.join(LISTENER))
        self.model = Model()
        self.next = 600_000
        for asker in (ASKER, OTHER):
            self._talk(asker)

    @precondition(lambda self: not self.discord.shut)
    @rule(asker=st.sampled_from([ASKER, OTHER]))
    def ask_and_accept(self, asker: UserId) -> None:
        """A conversation begins, if this asker has none."""
        if not self.model.open_with(asker):
            self._talk(asker)

    def _talk(self, asker: UserId) -> None:
        self.discord.failures.clear()
        self.discord.lost_answers.clear()
        for _ in range(3):
            self.deliver()
        self.runner.run(self.scene.talk(asker, LISTENER))
        # what was said in vain before may hold up the opening, so it is not looked for there
        person = self.scene.store.person(asker)
        (talk,) = self.runner.run(self.scene.read(lambda on: on.conversations.open_with(person)))
        self.model.talks.append(Talk(talk.id, asker))
        for one in (asker, LISTENER):  # whoever meets somebody new says anew whom they write to
            self.model.switch.pop(one, None)

    @rule(
        user=st.sampled_from(PEOPLE),
        words=WORDS,
        told=TOLD,
        number=NUMBER,
        reply=st.booleans(),
        later=st.booleans(),
    )
    def write(
        self, user: UserId, words: str, told: int, number: int, reply: bool, later: bool
    ) -> None:
        """Somebody writes, perhaps in reply to something that they see."""
        self.write_as(user, words, told, number, reply, later)

    def write_as(
        self, user: UserId, words: str, told: int, number: int, reply: bool, later: bool
    ) -> None:
        """Write, for real and in the model."""
        self.next += 1
        since = message_at(self.scene.clock.now() + timedelta(minutes=2)) if later else 0
        reply_to, replied = self.something_seen(user, number) if reply else (None, None)
        written = relay.Written(user, MessageId(since + self.next), words, reply_to=reply_to)
        for _ in range(told):
            self.runner.run(relay.pass_on(self.scene.ctx, written))
        wrote = Wrote(written.message, user, words, words)
        self.model.untold = self.without_knowing_of_an_end()
        talk = self.model.goes_to(user, later) if reply_to is None else replied
        if talk is not None and talk.open:
            self.model.give(wrote, talk)
        wrote.held = wrote.talk is None and bool(self.model.open_with(user))
        self.model.wrote.append(wrote)

    def without_knowing_of_an_end(self) -> set[UserId]:
        """Whom something of an ended conversation still has to reach."""
        waiting = self.runner.run(
            self.scene.rows(
                "SELECT DISTINCT person_tag FROM outbox JOIN conversation USING (conversation_id)"
                " WHERE state = 'ended' AND action = 'create'"
            )
        )
        return {user for user in PEOPLE if (self.scene.store.person(user),) in waiting}

    @rule(words=WORDS, number=NUMBER, reply=st.booleans(), later=st.booleans())
    def listen(self, words: str, number: int, reply: bool, later: bool) -> None:
        """Whoever has several conversations writes most; then it is said."""
        self.write_as(LISTENER, words, 1, number, reply, later)
        self.deliver()

    def something_seen(self, user: UserId, number: int) -> tuple[MessageId | None, Talk | None]:
        """A message of one's own, or a copy, and the conversation that it is known to be of."""
        own = [one for one in self.model.wrote if one.author == user and not one.deleted]
        copies = list(self.discord.copies(user))
        if number % 2 and own:
            chosen = own[number % len(own)]
            return chosen.id, chosen.talk
        if not copies:
            return None, None
        message = copies[number % len(copies)]
        noted = self.runner.run(
            self.scene.read(lambda tables: tables.messages.was_noted(MessageId(message)))
        )
        if not noted:  # Discord has it, and the bot does not know: whoever answers it is asked
            return MessageId(message), None
        key = self.discord.created[message - 1000].notice.conversation_id
        return MessageId(message), next(one for one in self.model.talks if one.id == key)

    @rule(number=NUMBER, words=WORDS, told=TOLD)
    def edit(self, number: int, words: str, told: int) -> None:
        """Somebody edits one of their messages."""
        wrote = self.some(number)
        if wrote is None:
            return
        for _ in range(told):
            self.runner.run(
                edits.edited(self.scene.ctx, relay.Written(wrote.author, wrote.id, words))
            )
        if wrote.held or (wrote.talk and wrote.talk.open):
            wrote.words = words

    @rule(number=NUMBER, told=TOLD)
    def delete(self, number: int, told: int) -> None:
        """Somebody deletes one of their messages."""
        wrote = self.some(number)
        if wrote is None:
            return
        for _ in range(told):
            self.runner.run(edits.deleted(self.scene.ctx, wrote.id))
        wrote.deleted, wrote.held = True, False

    @rule(number=NUMBER)
    def old_news(self, number: int) -> None:
        """Discord tells of an old message once more."""
        if self.model.wrote:
            wrote = self.model.wrote[number % len(self.model.wrote)]
            again = relay.Written(wrote.author, wrote.id, wrote.first_words)
            self.runner.run(relay.pass_on(self.scene.ctx, again))

    @rule(number=NUMBER, choice=NUMBER)
    def choose(self, number: int, choice: int) -> None:
        """Somebody says whom a text is for, or that it is for nobody."""
        held = [wrote for wrote in self.model.wrote if wrote.held]
        if not held:
            return
        wrote = held[number % len(held)]
        self.runner.run(self._choose(wrote, choice))

    async def _choose(self, wrote: Wrote, choice: int) -> None:
        tag = self.scene.store._sealer.message_tag(wrote.id)
        rows = await self.scene.rows(
            "SELECT token, conversation_id, held_id FROM held LEFT JOIN button USING (held_id)"
            " WHERE source_tag = ?",
            tag,
        )
        talks = {talk.id: talk for talk in self.model.open_with(wrote.author)}
        ways = [row for row in rows if row[1] in talks]
        if not ways or choice % 4 == 0:
            await recipient.discard_held_text(self.scene.ctx, wrote.author, HeldId(str(rows[0][2])))
            wrote.held = False
            return
        token, key, _ = ways[choice % len(ways)]
        await recipient.deliver_held_text(self.scene.ctx, wrote.author, str(token))
        self.model.give(wrote, talks[ConversationId(str(key))])

    @rule(user=st.sampled_from(PEOPLE), number=NUMBER)
    def switch(self, user: UserId, number: int) -> None:
        """Somebody chooses whom they talk with from now on."""
        if talks := self.model.open_with(user):
            talk = talks[number % len(talks)]
            token = self.button(user, talk)
            self.runner.run(recipient.talk_with(self.scene.ctx, user, token))
            self.model.switch[user] = talk

    @rule(user=st.sampled_from(PEOPLE), number=NUMBER)
    def end(self, user: UserId, number: int) -> None:
        """Somebody ends a conversation."""
        if talks := self.model.open_with(user):
            talk = talks[number % len(talks)]
            self.runner.run(ending.end_own(self.scene.ctx, user, self.button(user, talk)))
            talk.open = False
            gone = [who for who, chosen in self.model.switch.items() if chosen is talk]
            for who in gone:
                del self.model.switch[who]

    def button(self, user: UserId, talk: Talk) -> str:
        """A button of one's own side."""
        ctx = self.scene.ctx
        return self.runner.run(
            ctx.store.transaction(
                lambda tables: tables.button_tokens.for_conversation(
                    ctx.randomness.token(), talk.id, ctx.store.person(user)
                )
            )
        )

    @rule(user=st.sampled_from(PEOPLE))
    def close_dms(self, user: UserId) -> None:
        """Somebody closes their direct messages."""
        self.discord.shut.add(user)

    @rule()
    def open_dms(self) -> None:
        """Everybody opens their direct messages."""
        self.discord.shut.clear()

    @rule(user=st.sampled_from(PEOPLE), stored=st.booleans())
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

    def some(self, number: int) -> Wrote | None:
        """One of the messages that still stand."""
        standing = [wrote for wrote in self.model.wrote if not wrote.deleted]
        return standing[number % len(standing)] if standing else None

    def teardown(self) -> None:
        """In the end everybody can be reached again, and reads what the model says."""
        try:
            self.discord.shut.clear()
            self.discord.failures.clear()
            self.discord.lost_answers.clear()
            for _ in range(8):
                self.scene.clock.advance(timedelta(hours=1))
                self.runner.run(self.scene.deliver())
            for user in PEOPLE:
                assert list(self.discord.copies(user).values()) == self.model.sees(user)
            left = "SELECT notice, action, lane, attempts, due_at, first_attempt_at FROM outbox"
            assert self.runner.run(self.scene.rows(left)) == []
        finally:
            self.runner.run(self.playing.__aexit__(None, None, None))
            self.runner.close()
            self.folder.cleanup()


Conversations.TestCase.settings = settings(
    max_examples=often(30),
    stateful_step_count=25,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestConversations = Conversations.TestCase
