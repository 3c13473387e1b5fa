"""By which numbers somebody is found in the servers in which they have something.

Rows of a server name a person by the number that they have there, one for asking and another for
listening, so that nothing in them tells that somebody of one server is somebody of another. Where
all of a person's is looked for, it is their numbers in every server: each server is asked once, and
what was found is remembered while the bot runs. A server is only ever added to that, and whoever
adds a row says so; one too many costs a look-up that finds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.ids import (
    NO_NUMBER,
    NOBODY,
    AskerNumber,
    GuildId,
    ListenerNumber,
    PersonTag,
    UserId,
)
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer

_AT_A_TIME = 400
"""Servers that are looked at together."""
_MOST = 1 << 15
"""People who are remembered together, until all of them are forgotten."""

_GUILDS = " UNION ".join(
    f"SELECT guild_id FROM {table}"  # noqa: S608 - names of this line
    for table in ("guild", "ask", "draft", "conversation", "listener", "suggestion")
)
_FOUND = """
    SELECT asker_number FROM ask WHERE asker_number IN ({asking}) AND asker_sealed IS NOT NULL
    UNION SELECT asker_number FROM draft WHERE asker_number IN ({asking})
    UNION SELECT asker_number FROM conversation WHERE asker_number IN ({asking})
    UNION SELECT asker_number FROM suggestion WHERE asker_number IN ({asking})
    UNION SELECT asker_number FROM thread_message WHERE asker_number IN ({asking})
    UNION SELECT private_number FROM listener WHERE private_number IN ({listening})
    UNION SELECT listener_number FROM conversation
        WHERE listener_number IN ({listening}) AND listener_sealed IS NOT NULL
    UNION SELECT listener_number FROM first_question WHERE listener_number IN ({listening})
"""


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody's numbers in the servers in which they have something, or had not long ago."""

    asking: Mapping[GuildId, AskerNumber] = field(default_factory=dict)
    listening: Mapping[GuildId, ListenerNumber] = field(default_factory=dict)

    @property
    def asker(self) -> tuple[bytes, ...]:
        """The values for `marks(mine)` question marks: of somebody without any one that is
        nobody's."""
        return tuple(self.asking.values()) or (NO_NUMBER,)

    @property
    def listener(self) -> tuple[bytes, ...]:
        """As `asker`, for listening."""
        return tuple(self.listening.values()) or (NO_NUMBER,)


@dataclass(slots=True)
class Known:
    """What is remembered of one database. Only whoever writes to it adds to it: a reader may see
    it as it was before."""

    people: dict[PersonTag, Mine] = field(default_factory=dict)
    guilds: set[GuildId] | None = None
    """Every server in which anybody has something; None until they were looked for."""
    writes: bool = True

    def to_reader(self) -> "Known":
        """What a reader may use of it."""
        return Known(self.people, self.guilds, writes=False)


def marks(mine: Mine) -> str:
    """As many question marks as somebody has numbers of one kind: at least one."""
    return ", ".join("?" * len(mine.asker))


class ServerNumbers:
    """Looks into every table that names people by their numbers; changes nothing."""

    def __init__(self, sql: Connection, sealer: Sealer, known: Known) -> None:
        self._sql = sql
        self._sealer = sealer
        self._known = known
        self._read: dict[PersonTag, Mine] = {}
        """What a reader found: it stays so for as long as its unit of work."""

    async def know_servers(self) -> None:
        """Look once for every server in which anybody has something, whoever is asked for then."""
        await self._guilds()

    async def of(self, person: PersonTag) -> Mine:
        """A person's numbers; none of somebody who is not known, and of NOBODY."""
        known = self._known.people.get(person) or self._read.get(person)
        if known is not None:
            return known
        user = await self.user(person)
        if user is None:
            return Mine()
        mine = self._in(user, await self._with_something_of(user))
        if self._known.writes:
            self._remember(person, mine)
        else:
            self._read[person] = mine
        return mine

    async def has_something(self, person: PersonTag) -> bool:
        """Whether a row of any server names them now."""
        user = await self.user(person)
        return user is not None and bool(await self._with_something_of(user))

    async def asking(self, person: PersonTag, guild: GuildId) -> AskerNumber | None:
        """Their number there as somebody who asks; None for somebody who is not known."""
        user = await self.user(person)
        return None if user is None else self._sealer.asker_number(guild, user)

    async def listening(self, person: PersonTag, guild: GuildId) -> ListenerNumber | None:
        """Their number there as a listener; None for somebody who is not known."""
        user = await self.user(person)
        return None if user is None else self._sealer.listener_number(guild, user)

    async def has_one_in(self, guild: GuildId, *people: PersonTag) -> None:
        """From now on a row of this server names them."""
        if self._known.guilds is not None:
            self._known.guilds.add(guild)
        for person in people:
            mine = self._known.people.get(person)
            if mine is not None and guild not in mine.asking:
                user = await self.user(person)
                if user is not None:
                    self._remember(person, self._in(user, [*mine.asking, guild]))

    async def user(self, person: PersonTag) -> UserId | None:
        """Who a person is; None for somebody who is not known."""
        met = self._sealer.met(person)
        if met is not None or person == NOBODY:
            return met
        row = await self._sql.fetch_one(
            "SELECT user_id_sealed FROM person WHERE person_tag = ?", (person,)
        )
        if row is None:
            return None
        return UserId(self._sealer.open_int("person", "user_id", person.hex(), row[0]))

    def _remember(self, person: PersonTag, mine: Mine) -> None:
        if len(self._known.people) >= _MOST:
            self._known.people.clear()
        self._known.people[person] = mine

    def _in(self, user: UserId, guilds: Iterable[GuildId]) -> Mine:
        among = tuple(guilds)
        return Mine(
            {guild: self._sealer.asker_number(guild, user) for guild in among},
            {guild: self._sealer.listener_number(guild, user) for guild in among},
        )

    async def _with_something_of(self, user: UserId) -> Sequence[GuildId]:
        guilds, found = sorted(await self._guilds()), list[GuildId]()
        for first in range(0, len(guilds), _AT_A_TIME):
            found += await self._among(user, guilds[first : first + _AT_A_TIME])
        return found

    async def _guilds(self) -> set[GuildId]:
        if self._known.guilds is not None:
            return self._known.guilds
        found = {GuildId(row[0]) for row in await self._sql.fetch_plain(_GUILDS)}
        if self._known.writes:
            self._known.guilds = found
        return found

    async def _among(self, user: UserId, guilds: Sequence[GuildId]) -> Sequence[GuildId]:
        mine = self._in(user, guilds)
        listed = marks(mine)
        rows = await self._sql.fetch_plain(
            _FOUND.format(asking=listed, listening=listed),
            (*mine.asker * 5, *mine.listener * 3),
        )
        there = {number for (number,) in rows}
        return [
            guild
            for guild in guilds
            if mine.asking[guild] in there or mine.listening[guild] in there
        ]
