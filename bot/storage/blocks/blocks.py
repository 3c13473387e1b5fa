"""Who never meets whom again in a server: keyed tags, and what its owner reads, sealed.

Nothing here leads to a number, a person or a conversation without the key. A pair has no order, so
it holds whichever of the two asks or listens, and whoever of them blocked the other.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeAlias

from bot.domain.blocks import Block
from bot.domain.ids import (
    AskerNumber,
    ConversationId,
    FirstQuestionId,
    GuildId,
    ListenerNumber,
    UserId,
)
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

MetIn: TypeAlias = ConversationId | FirstQuestionId
"""What somebody blocked somebody from."""


class Blocks:
    """The table `block`. People are named by their numbers as askers in that server."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, block: Block, talk: MetIn, owner: AskerNumber, other: AskerNumber) -> None:
        """Keep two people apart. Done again for one conversation, or question, and owner, it
        changes nothing."""
        if await self.has(talk, owner):  # to seal in vain would leave an owner of nothing
            return
        sealer, key = self._sealer, block.token
        alias = sealer.seal("block", "alias", key, block.alias)
        await self._sql.execute(
            "INSERT INTO block (token, guild_id, owner_tag, pair_tag, talk_tag, alias_sealed,"
            " day_sealed) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                block.guild_id,
                sealer.blocker_tag(owner),
                sealer.pair_tag(owner, other),
                sealer.blocked_talk_tag(talk, owner),
                alias,
                sealer.seal_int("block", "day", key, block.day.toordinal(), alias),
            ),
        )

    async def has(self, talk: MetIn, owner: AskerNumber) -> bool:
        """Whether somebody blocked the other side of this very conversation, or question."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM block WHERE talk_tag = ?", (self._sealer.blocked_talk_tag(talk, owner),)
        )
        return row is not None

    async def stands(self, owner: AskerNumber, other: AskerNumber) -> bool:
        """Whether somebody blocked somebody else, in whatever conversation."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM block WHERE pair_tag = ? AND owner_tag = ? LIMIT 1",
            (self._sealer.pair_tag(owner, other), self._sealer.blocker_tag(owner)),
        )
        return row is not None

    async def has_any(self, owner: AskerNumber) -> bool:
        """Whether somebody blocked anybody in the server of their number."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM block WHERE owner_tag = ? LIMIT 1", (self._sealer.blocker_tag(owner),)
        )
        return row is not None

    async def blockers(
        self, guild: GuildId, some: Collection[AskerNumber]
    ) -> frozenset[AskerNumber]:
        """Those of some people of a server who blocked anybody there."""
        if not some or not await self._any_in(guild):
            return frozenset()
        rows = await self._sql.fetch_plain(
            "SELECT DISTINCT owner_tag FROM block WHERE guild_id = ?", (guild,)
        )
        owners = {bytes(tag) for (tag,) in rows}
        return frozenset(one for one in some if self._sealer.blocker_tag(one) in owners)

    async def of(self, owner: AskerNumber) -> Sequence[Block]:
        """Whom somebody blocked in the server of their number, the latest first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM block WHERE owner_tag = ?", (self._sealer.blocker_tag(owner),)
        )
        return sorted(map(self._block, rows), key=lambda one: (-one.day.toordinal(), one.token))

    async def of_user(self, user: UserId, guild: GuildId | None) -> Sequence[Block]:
        """As `of`, in one server, or, without one, in all."""
        guilds = await self._servers() if guild is None else [guild]
        numbers = [self._sealer.asker_number(one, user) for one in guilds]
        return [block for number in numbers for block in await self.of(number)]

    async def get(self, token: str, user: UserId) -> Block | None:
        """What a token of this person's stands for."""
        row = await self._sql.fetch_one("SELECT * FROM block WHERE token = ?", (token,))
        if row is None:
            return None
        owner = self._sealer.asker_number(GuildId(row["guild_id"]), user)
        return self._block(row) if row["owner_tag"] == self._sealer.blocker_tag(owner) else None

    async def remove(self, token: str) -> None:
        """Undo it. What the other of the two blocked stays."""
        await self._sql.execute("DELETE FROM block WHERE token = ?", (token,))

    async def apart(
        self, guild: GuildId, asker: AskerNumber, listeners: Collection[ListenerNumber]
    ) -> frozenset[ListenerNumber]:
        """Those of some listeners of a server who never meet somebody who asks there."""
        if not listeners or not await self._any_in(guild):
            return frozenset()
        sealer = self._sealer
        tags = {sealer.pair_tag(asker, sealer.asker_number_of(one)): one for one in listeners}
        marks = ", ".join("?" * len(tags))
        rows = await self._sql.fetch_plain(
            f"SELECT DISTINCT pair_tag FROM block WHERE pair_tag IN ({marks})",  # noqa: S608
            tuple(tags),
        )
        return frozenset(tags[tag] for (tag,) in rows)

    async def _servers(self) -> Sequence[GuildId]:
        """Every server in which somebody blocked somebody."""
        rows = await self._sql.fetch_all("SELECT DISTINCT guild_id FROM block ORDER BY guild_id")
        return [GuildId(row[0]) for row in rows]

    async def _any_in(self, guild: GuildId) -> bool:
        """Where nobody blocked anybody, no tag has to be made."""
        row = await self._sql.fetch_one("SELECT 1 FROM block WHERE guild_id = ? LIMIT 1", (guild,))
        return row is not None

    def _block(self, row: Row) -> Block:
        key, sealer = row["token"], self._sealer
        return Block(
            key,
            GuildId(row["guild_id"]),
            sealer.open_text("block", "alias", key, row["alias_sealed"]),
            date.fromordinal(sealer.open_int("block", "day", key, row["day_sealed"])),
        )
