"""A Messenger that says nothing to anybody: it keeps what it was given, in the place of Discord."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

from bot.discord_app.rendering.notices import Renderers
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId, message_at
from bot.domain.images import SentImage
from bot.domain.notices import Notice, NoticeKind
from bot.services.ports import Closed, Gone, HistoryPage, Outgoing, SentMessage, Standing, Unsure

PEOPLE = 120
"""Members of each server: too many to guess who asks."""


class KeepingMessenger:
    """A person's direct messages have the number of the person."""

    def __init__(self, renderers: Renderers, now: Callable[[], datetime]) -> None:
        self._renderers = renderers
        self._now = now
        self._numbers = count(1)
        self._stands: dict[MessageId, Outgoing] = {}
        self.closed = set[int]()
        """Whose direct messages are closed, and which channels may not be written in."""
        self.readers = set[UserId]()
        """Who reads the moderators' channel."""
        self.people = PEOPLE
        self.gone = set[UserId]()
        """Who left every server."""
        self.typed = dict[MessageId, str]()
        """What people wrote, and did not delete."""
        self.away = False
        """Whether Discord does not answer."""

    def notices(self, where: int) -> list[Notice]:
        """What stands in a channel, oldest first, as it was last changed."""
        return [one.notice for one in self._stands.values() if one.channel == where]

    def place(self, where: int, notice: Notice) -> SentMessage:
        """Where a notice stands."""
        found = [key for key, one in self._stands.items() if one.notice is notice]
        return SentMessage(ChannelId(where), found[-1])

    def known_dm(self, user: UserId) -> ChannelId | None:
        """None: each is asked for."""
        del user
        return None

    async def open_dm(self, user: UserId) -> ChannelId:
        """Raises Closed where they are."""
        if user in self.closed:
            raise Closed
        return ChannelId(user)

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Keep it."""
        if outgoing.channel in self.closed:
            raise Closed
        number = MessageId(message_at(self._now()) + next(self._numbers))
        self._stands[number] = outgoing
        return SentMessage(outgoing.channel, number)

    async def begin_thread(self, outgoing: Outgoing, post: SentMessage) -> ChannelId:
        """A thread with the number of the post. Raises Closed."""
        if outgoing.channel in self.closed:
            raise Closed
        return ChannelId(post.message)

    async def put_away(self, thread: ChannelId) -> None:
        """Nothing shows it."""

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """Nothing is ever in doubt; but a channel may be out of reach. Raises Unsure, Gone."""
        if self.away:
            raise Unsure
        if outgoing.channel in self.closed:
            raise Gone
        return []

    async def sent_image(
        self, message: SentMessage, is_it: Callable[[int], bool]
    ) -> SentImage | None:
        """Nobody sends one here."""
        del message, is_it
        return None

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Keep it in the place of the earlier one."""
        self._stands[message.message] = outgoing

    async def delete(self, message: SentMessage) -> None:
        """Forget it."""
        self._stands.pop(message.message, None)

    async def written_by_us(
        self, channel: ChannelId, since: datetime, after: MessageId | None = None
    ) -> HistoryPage:
        """All of it at once."""
        del since
        found = [
            SentMessage(channel, key)
            for key, one in self._stands.items()
            if one.channel == channel and key > (after or 0)
        ]
        return HistoryPage(tuple(found), None)

    async def sign(self, message: SentMessage, sign: NoticeKind, *, shown: bool) -> None:
        """Nobody looks."""

    async def standing(self, guild: GuildId, user: UserId) -> Standing:
        """Everybody is there who has not left."""
        del guild
        return Standing.GONE if user in self.gone else Standing.HERE

    async def roles(self, guild: GuildId, user: UserId) -> frozenset[RoleId]:
        """Nobody has any."""
        del guild, user
        return frozenset()

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """Whether it is not closed."""
        del history
        if self.away:
            raise Unsure
        return channel not in self.closed

    async def is_there(self, message: SentMessage) -> bool:
        """Whether it stands."""
        return message.message in self._stands

    async def text_of(self, message: SentMessage) -> str:
        """As it reads."""
        if message.message not in self._stands:
            raise Gone
        kept = self._stands[message.message]
        return self._renderers.of(kept.language).reply(kept.notice).text

    async def words_of(self, message: SentMessage) -> str:
        """As a story put it there."""
        if message.message not in self.typed:
            raise Gone
        return self.typed[message.message]

    async def can_read(self, channel: ChannelId, guild: GuildId, user: UserId) -> bool:
        """Whether they read the moderators' channel."""
        del channel, guild
        return user in self.readers

    def members(self, guild_id: int) -> int:
        """About how many people there are."""
        del guild_id
        return self.people
