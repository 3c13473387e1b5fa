"""Who the bot may write to: a keyed tag, and the sealed ids that it stands for."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.ids import ChannelId, ConversationId, MessageId, PersonTag, UserId
from bot.domain.reads_where import ReadsWhere
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.rows import Row


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody is written to: where, once that was opened; in which language, once that is
    known, and whether they chose it; whether the last attempt met closed direct messages; and
    whether their notifications may show no words, and where they read."""

    dm_channel: ChannelId | None
    language: str | None
    chose_language: bool
    dms_closed: bool
    discreet: bool
    where: ReadsWhere

    @property
    def wants_no_dms(self) -> bool:
        """Whether nothing is tried in their direct messages but what comes on a schedule."""
        return self.where is ReadsWhere.CHOSEN


_CHOSEN = "!"
"""Behind a language that its reader chose: sealed with it, so that it shows nowhere who chose."""


def language_kept(kept: str) -> tuple[str, bool]:
    """A language as it was sealed: its code, and whether its reader chose it."""
    return kept.removesuffix(_CHOSEN), kept.endswith(_CHOSEN)


class People:
    """The table `person`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def meet(self, user: UserId, language: str | None = None) -> PersonTag:
        """The tag of a user, kept with the sealed id so that the bot can write to them. Of somebody
        new the language is kept, too, where it is known."""
        tag = self._sealer.person_tag(user)
        if await self._owner(tag) is None:  # to seal in vain would leave an owner of nothing
            sealed = self._sealer.seal_int("person", "user_id", tag.hex(), user)
            spoken = None if language is None else self._sealed_language(tag, language, sealed)
            await self._sql.execute(
                "INSERT INTO person (person_tag, user_id_sealed, language_sealed) VALUES (?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (tag, sealed, spoken),
            )
        return tag

    async def wrote(self, user: UserId, channel: ChannelId | None, message: MessageId) -> PersonTag:
        """Somebody wrote this: they are known from now on, as are the channel where they did, and
        up to where it was read."""
        tag = self._sealer.person_tag(user)
        known = "user_id_sealed, dm_channel_tag, read_up_to_sealed"
        row = await self._row(tag, known) or await self._row(await self.meet(user), known)
        assert row is not None, "they were just met"
        if channel is not None and row["dm_channel_tag"] != self._sealer.channel_tag(channel):
            await self.remember_dm(tag, channel)
        await self._raise_to(tag, "read_up_to", message, row)
        return tag

    async def user(self, tag: PersonTag) -> UserId:
        """The user behind a tag. Only delivery asks."""
        sealed = await self._owner(tag)
        assert sealed is not None, "a foreign key holds the person"
        return UserId(self._sealer.open_int("person", "user_id", tag.hex(), sealed))

    async def is_known(self, tag: PersonTag) -> bool:
        """Whether anything is kept of them."""
        return await self._owner(tag) is not None

    async def all(self) -> Sequence[UserId]:
        """Everybody of whom anything is kept; a damaged row is nobody's."""
        rows = await self._sql.fetch_plain("SELECT person_tag, user_id_sealed FROM person")
        found = list[UserId]()
        for tag, sealed in rows:
            with suppress(SealBroken):
                found.append(UserId(self._sealer.open_int("person", "user_id", tag.hex(), sealed)))
        return found

    async def dm_channel(self, tag: PersonTag) -> ChannelId | None:
        """The channel of the person's direct messages, once it was opened."""
        reader = await self.reader(tag)
        return None if reader is None else reader.dm_channel

    async def reader(self, tag: PersonTag) -> Reader | None:
        """How they are written to; None for a stranger."""
        row = await self._row(
            tag, "dm_channel_id_sealed, language_sealed, dms_closed, discreet, reads_here"
        )
        if row is None:
            return None
        (channel, kept, closed, discreet, where), key, sealer = row, tag.hex(), self._sealer
        kept = sealer.open_text("person", "language", key, kept) if kept is not None else ""
        language, chosen = language_kept(kept)
        return Reader(
            None
            if channel is None
            else ChannelId(sealer.open_int("person", "dm_channel_id", key, channel)),
            language or None,
            chosen,
            bool(closed),
            bool(discreet),
            ReadsWhere(where),
        )

    async def reads(self, tag: PersonTag, language: str, *, chosen: bool = False) -> None:
        """From now on they read this language; whether they chose it themselves."""
        kept = f"{language}{_CHOSEN}" if chosen else language
        await self._sql.execute(
            "UPDATE person SET language_sealed = ? WHERE person_tag = ?",
            (self._sealed_language(tag, kept, await self._owner(tag)), tag),
        )

    async def remember_dm(self, tag: PersonTag, channel: ChannelId) -> bool:
        """Keep the channel: opening many of them is what gets a bot quarantined. False for somebody
        who has erased everything meanwhile, of whom nothing is kept."""
        owner = await self._owner(tag)
        if owner is None:
            return False
        sealed = self._sealer.seal_int("person", "dm_channel_id", tag.hex(), channel, owner)
        await self._sql.execute(
            "UPDATE person SET dm_channel_id_sealed = ?, dm_channel_tag = ? WHERE person_tag = ?",
            (sealed, self._sealer.channel_tag(channel), tag),
        )
        return True

    async def reachable(self) -> Sequence[PersonTag]:
        """Everybody whose direct messages were opened."""
        rows = await self._sql.fetch_all(
            "SELECT person_tag FROM person WHERE dm_channel_id_sealed IS NOT NULL"
        )
        return [PersonTag(row[0]) for row in rows]

    async def of_channel(self, channel: ChannelId) -> PersonTag | None:
        """Whose direct messages these are."""
        row = await self._sql.fetch_one(
            "SELECT person_tag FROM person WHERE dm_channel_tag = ?",
            (self._sealer.channel_tag(channel),),
        )
        return None if row is None else PersonTag(row[0])

    async def read_up_to(self, tag: PersonTag) -> MessageId | None:
        """The newest message of theirs that was read; None when none was."""
        return await self._message(tag, "read_up_to")

    async def end_told(self, tag: PersonTag) -> MessageId | None:
        """The newest message of ours that told them of an end; None when none did."""
        return await self._message(tag, "end_told")

    async def note_end_told(self, tag: PersonTag, message: MessageId) -> None:
        """Note that this message told them that a conversation of theirs is over."""
        if row := await self._row(tag, "user_id_sealed, end_told_sealed"):
            await self._raise_to(tag, "end_told", message, row)

    async def talking_with(self, tag: PersonTag) -> ConversationId | None:
        """The conversation that they chose to write to."""
        row = await self._row(tag, "talking_with")
        return None if row is None or row[0] is None else ConversationId(row[0])

    async def talk_with(self, tag: PersonTag, conversation: ConversationId | None) -> None:
        """From now on what they write goes there, until it ends; None: nowhere by itself."""
        await self._sql.execute(
            "UPDATE person SET talking_with = ? WHERE person_tag = ?", (conversation, tag)
        )

    async def is_discreet(self, tag: PersonTag) -> bool:
        """Whether their notifications may show no words."""
        return await self._flag(tag, "discreet")

    async def set_discreet(self, tag: PersonTag, *, discreet: bool) -> None:
        """Their own choice about notifications."""
        await self._sql.execute(
            "UPDATE person SET discreet = ? WHERE person_tag = ?", (int(discreet), tag)
        )

    async def dms_closed(self, tag: PersonTag) -> bool:
        """Whether the last attempt met closed direct messages."""
        return await self._flag(tag, "dms_closed")

    async def set_dms_closed(self, tag: PersonTag, *, closed: bool) -> bool:
        """Note how the last attempt went, and who reads by direct messages again as these are
        open; False when all of it was known."""
        now = int(closed)
        return (
            await self._sql.execute(
                "UPDATE person SET dms_closed = ?, reads_here ="
                " CASE WHEN reads_here = 1 THEN ? ELSE reads_here END"
                " WHERE person_tag = ? AND (dms_closed <> ? OR reads_here = 1 AND ? = 0)",
                (now, now, tag, now, now),
            )
            == 1
        )

    async def reads_where(self, tag: PersonTag) -> ReadsWhere:
        """Where they read; a stranger by direct messages."""
        row = await self._row(tag, "reads_here")
        return ReadsWhere.BY_DM if row is None else ReadsWhere(row[0])

    async def set_reads_where(self, tag: PersonTag, where: ReadsWhere) -> None:
        """From now on they read there."""
        await self._sql.execute(
            "UPDATE person SET reads_here = ? WHERE person_tag = ?", (where, tag)
        )

    def _sealed_language(self, tag: PersonTag, language: str, beside: bytes | None) -> bytes:
        return self._sealer.seal("person", "language", tag.hex(), language, beside)

    async def _owner(self, tag: PersonTag) -> bytes | None:
        """The sealed id of a person, beside which all else in their row is sealed."""
        row = await self._row(tag, "user_id_sealed")
        return None if row is None else bytes(row[0])

    async def _flag(self, tag: PersonTag, name: str) -> bool:
        row = await self._row(tag, name)
        return row is not None and bool(row[0])

    async def _message(self, tag: PersonTag, name: str) -> MessageId | None:
        return self._opened(tag, name, await self._row(tag, f"{name}_sealed"))

    def _opened(self, tag: PersonTag, name: str, row: Row | None) -> MessageId | None:
        sealed = None if row is None else row[f"{name}_sealed"]
        opened = self._sealer.open_int
        return MessageId(opened("person", name, tag.hex(), sealed)) if sealed else None

    async def _raise_to(self, tag: PersonTag, name: str, message: MessageId, row: Row) -> None:
        before = self._opened(tag, name, row)
        if before is None or before < message:
            beside = row["user_id_sealed"]
            await self._sql.execute(
                f"UPDATE person SET {name}_sealed = ? WHERE person_tag = ?",  # noqa: S608
                (self._sealer.seal_int("person", name, tag.hex(), message, beside), tag),
            )

    async def _row(self, tag: PersonTag, columns: str) -> Row | None:
        sql = f"SELECT {columns} FROM person WHERE person_tag = ?"  # noqa: S608 - names of ours
        return await self._sql.fetch_one(sql, (tag,))
