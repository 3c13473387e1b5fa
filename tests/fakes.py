"""Stand-ins for our own ports, and nothing else: a clock, chance, and a messenger that records."""

import random
import string
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from bot.domain.holiday_places import HolidayPlace
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.images import SentImage
from bot.domain.notices import Notice, NoticeKind
from bot.domain.shapes import under
from bot.services.ports import Gone, HistoryPage, Outgoing, SentMessage, Standing, Undelivered

T = TypeVar("T")

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class TwoCountries:
    """Public holidays of two made-up calendars."""

    async def find(self, country: str, part: str) -> HolidayPlace | None:
        """Germany, and of its parts Bavaria."""
        if country != "DE" or part not in ("", "bayern"):
            return None
        return HolidayPlace("DE-BY", "Bayern") if part else HolidayPlace("DE")

    async def days(self, place: str, first: date, last: date) -> Sequence[date]:
        """The third of March, Christmas, and in Bavaria the sixth of January."""
        dates = [(3, 3), (12, 25)] + ([(1, 6)] if place == "DE-BY" else [])
        years = range(first.year, last.year + 1)
        days = (date(year, *one) for year in years for one in dates)
        return sorted(day for day in days if first <= day <= last)


class SeededRandomness:
    """The same chance each time, so that two runs of a story can be compared.

    Names are drawn beside the tokens: whoever reads a longer language may be shown one button more,
    and whoever is named next has the same name all the same.
    """

    def __init__(self, seed: int = 1) -> None:
        self._tokens = random.Random(seed)  # noqa: S311 - it must be predictable, in tests only
        self._samples = random.Random(seed)  # noqa: S311 - and so must it
        self.drawn = set[str]()
        """Every token so far."""

    def token(self) -> str:
        """22 characters, as the real one."""
        made = "".join(self._tokens.choices(string.ascii_letters + string.digits, k=22))
        self.drawn.add(made)
        return made

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Different items in a repeatable order."""
        return self._samples.sample(list(items), count)


class RecordingMessenger:
    """Keeps what it was asked to say; fails where a test says so."""

    def __init__(self) -> None:
        self.created: list[Outgoing] = []
        self.edited: list[tuple[Outgoing, SentMessage]] = []
        self.failures: dict[int, list[Undelivered]] = {}
        self.lost_answers: dict[int, list[Undelivered]] = {}
        self.unanswered: dict[str, list[SentMessage]] = {}
        self.threads: list[ChannelId] = []
        self.put_aside: list[ChannelId] = []
        self.history: list[SentMessage] = []
        self.log: list[Outgoing] = []
        self.tried: list[Outgoing] = []
        self.looked: list[Outgoing] = []
        self.deleted_by_others: set[MessageId] = set()
        self.deleted: list[SentMessage] = []
        self.signs: dict[MessageId, set[NoticeKind]] = {}
        self.standings: dict[tuple[GuildId, UserId], Standing] = {}
        self.roles_of: dict[tuple[GuildId, UserId], frozenset[RoleId]] = {}
        self.pages_read: list[tuple[ChannelId, datetime, MessageId | None]] = []
        self.page = 100
        self.may_post = True
        self.closed_channels: set[ChannelId] = set()
        self.people = 120
        self.sent_images: dict[MessageId, dict[int, SentImage]] = {}
        """The images of a message that somebody wrote, by their numbers."""
        self.readers: set[UserId] = set()
        """Who sees the moderators' channel."""
        self.typed: dict[MessageId, str] = {}
        """What people wrote themselves, where a test says so."""

    def fail(self, where: int, *errors: Undelivered) -> None:
        """Let the next calls for a channel or user raise these, one each."""
        self.failures.setdefault(where, []).extend(errors)

    def lose_answer(self, where: int, *errors: Undelivered) -> None:
        """Let the next messages to a channel be stored although these are raised, one each."""
        self.lost_answers.setdefault(where, []).extend(errors)

    def said(self, channel: int) -> list[Notice]:
        """What was said in a channel, oldest first. A person's channel has the user's number."""
        return [outgoing.notice for outgoing in self.created if outgoing.channel == channel]

    def known_dm(self, user: UserId) -> ChannelId | None:
        """None: each is asked for."""
        del user
        return None

    async def open_dm(self, user: UserId) -> ChannelId:
        """A channel with the same number as the user."""
        self._may(user)
        return ChannelId(user)

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Record it, once for each nonce."""
        self.tried.append(outgoing)
        self._may(outgoing.channel)
        nonces = [earlier.nonce for earlier in self.created]
        if outgoing.nonce not in nonces:
            self.created.append(outgoing)
            self.log.append(outgoing)
            nonces.append(outgoing.nonce)
        sent = SentMessage(outgoing.channel, MessageId(1000 + nonces.index(outgoing.nonce)))
        if self.lost_answers.get(outgoing.channel):
            self.unanswered[outgoing.nonce] = [sent]
            raise self.lost_answers[outgoing.channel].pop(0)
        return sent

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """What a test put into the history, and what was stored without an answer."""
        self.looked.append(outgoing)
        self._may(outgoing.channel)
        return [*self.history, *self.unanswered.get(outgoing.nonce, [])]

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Record it."""
        self._may(outgoing.channel)
        self.edited.append((outgoing, message))
        self.log.append(outgoing)

    async def begin_thread(self, outgoing: Outgoing, post: SentMessage) -> ChannelId:
        """A thread with the number of the post, as at Discord."""
        self._may(outgoing.channel)
        self.threads.append(ChannelId(post.message))
        return ChannelId(post.message)

    async def put_away(self, thread: ChannelId) -> None:
        """Record it."""
        self._may(thread)
        self.put_aside.append(thread)

    async def delete(self, message: SentMessage) -> None:
        """Record it."""
        self._may(message.channel)
        self.deleted.append(message)

    async def written_by_us(
        self, channel: ChannelId, since: datetime, after: MessageId | None = None
    ) -> HistoryPage:
        """What was created in a channel and still stands, `page` at a time."""
        self._may(channel)
        self.pages_read.append((channel, since, after))
        gone = {one.message for one in self.deleted} | self.deleted_by_others
        stand = [
            MessageId(1000 + number)
            for number, sent in enumerate(self.created)
            if sent.channel == channel and 1000 + number not in gone
        ]
        page = [one for one in stand if after is None or one > after][: self.page]
        return HistoryPage(
            tuple(SentMessage(channel, one) for one in page),
            page[-1] if len(page) == self.page else None,
        )

    async def sign(self, message: SentMessage, sign: NoticeKind, *, shown: bool) -> None:
        """Keep the signs that stand on a message."""
        self._may(-message.channel)
        signs = self.signs.setdefault(message.message, set())
        (signs.add if shown else signs.discard)(sign)

    async def standing(self, guild: GuildId, user: UserId) -> Standing:
        """Here, unless a test said something else."""
        self._may(guild)
        return self.standings.get((guild, user), Standing.HERE)

    async def roles(self, guild: GuildId, user: UserId) -> frozenset[RoleId]:
        """None, unless a test said something else."""
        self._may(guild)
        return self.roles_of.get((guild, user), frozenset())

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """Whatever the test says, of where asks are posted and of single channels."""
        return channel not in self.closed_channels and (self.may_post or not history)

    async def is_there(self, message: SentMessage) -> bool:
        """Whether a test did not say that it was deleted."""
        self._may(message.channel)
        return message.message not in self.deleted_by_others

    async def text_of(self, message: SentMessage) -> str:
        """What was said there last, in the shape of words."""
        self._may(message.channel)
        if message.message in {one.message for one in self.deleted} | self.deleted_by_others:
            raise Gone
        changed = [said for said, place in self.edited if place.message == message.message]
        notice = [self.created[self._number(message)], *changed][-1].notice
        return under("**Somebody**", notice.text.words) if notice.text else "nothing"

    def _number(self, message: SentMessage) -> int:
        """Which of all that was created it is."""
        return message.message - 1000

    async def words_of(self, message: SentMessage) -> str:
        """What a test says that somebody wrote there."""
        self._may(message.channel)
        if message.message not in self.typed:
            raise Gone
        return self.typed[message.message]

    async def sent_image(
        self, message: SentMessage, is_it: Callable[[int], bool]
    ) -> SentImage | None:
        """What a test put there."""
        self._may(-message.message)
        images = self.sent_images.get(message.message, {})
        return next((one for number, one in images.items() if is_it(number)), None)

    async def can_read(self, channel: ChannelId, guild: GuildId, user: UserId) -> bool:
        """Whatever the test says."""
        del channel
        self._may(guild)
        return user in self.readers

    def members(self, guild_id: int) -> int:
        """Whatever the test says."""
        del guild_id
        return self.people

    def _may(self, where: int) -> None:
        if self.failures.get(where):
            raise self.failures[where].pop(0)
