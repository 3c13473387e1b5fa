"""What must still be said: written in the transaction that decided it, erased once it was said."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.ids import AskId, ConversationId, OutboxId, PersonTag, ScheduleId
from bot.domain.notices import MODERATOR_JOINED, Action, Notice, NoticeKind, Priority
from bot.storage.columns import seconds
from bot.storage.connection import Connection, SqlValue
from bot.storage.delivery.lanes import SCHEDULED, Lanes, lane_for, lane_of
from bot.storage.delivery.news import News
from bot.storage.delivery.outbox_rows import Entry, EntryRows, Unreadable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.rows import Row

_PUT = """
    INSERT INTO outbox (lane, priority, action, notice, guild_id, channel_id, person_tag, ask_id,
        conversation_id, token, nonce, alias, own_alias, words_sealed, would_help_sealed,
        created_at, due_at, piece_id, reply_piece, reply_end, schedule_id, day, text_id, language)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, COALESCE((
            SELECT CASE WHEN first.due_at > ? THEN first.due_at ELSE ? END FROM outbox AS first
            WHERE first.lane = ? ORDER BY first.outbox_id LIMIT 1
        ), ?), ?, ?, ?, ?, ?, ?, ?)
"""
ONE = """
    SELECT entry.*, ask.kind AS about_kind, ask.topic AS about_topic,
        ask.language AS about_language, ask.heavy AS about_heavy, ask.learn AS about_learn,
        words_kept_until,
        (SELECT look_wait FROM counted WHERE counted.guild_id = entry.guild_id) AS look_wait
    FROM outbox AS entry LEFT JOIN ask USING (ask_id) WHERE
"""
_NEXT = f"""{ONE}
    priority = ? AND due_at <= ? AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.lane = entry.lane AND earlier.outbox_id < entry.outbox_id)
    AND (channel_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM departed WHERE departed.guild_id = entry.guild_id))
"""  # noqa: S608 - only texts of this file
_SAYS = "action IN ('create', 'edit')"
_SAID = tuple(sorted(set(Priority) - {Priority.SIGN}))
_IN_TURN = "ORDER BY due_at, outbox_id LIMIT 1"
_WENT = "RETURNING lane, due_at > created_at AS rested"


class Outbox:
    """The table `outbox`: first in, first out for each lane, the higher priority first of all.

    A lane rests as a whole: all of it carries the moment at which its first is tried again, so that
    a look passes over it whatever waits there. Once its first is gone, the rest is due at once.
    What goes with its ask or its conversation wakes nobody: then the rest waits for that moment.
    """

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._rows = EntryRows(sealer)
        self.lanes = Lanes(sql)
        self.news = News()

    async def put(self, notice: Notice, nonce: str, now: datetime, lane: str | None = None) -> None:
        """Add a notice at the end of its lane: its reader's own, if no other is named."""
        self.news.put(notice, nonce)
        await self._sql.execute(_PUT, self._values(notice, nonce, now, lane))

    async def put_all(self, notices: Collection[tuple[Notice, str]], now: datetime) -> None:
        """Add notices, each with its nonce, to their readers' lanes: many in one step."""
        for notice, nonce in notices:
            self.news.put(notice, nonce)
        await self._sql.execute_many(
            _PUT, [self._values(notice, nonce, now, None) for notice, nonce in notices]
        )

    def _values(
        self, notice: Notice, nonce: str, now: datetime, lane: str | None
    ) -> tuple[SqlValue, ...]:
        person = notice.to if isinstance(notice.to, bytes) else None
        scheduled, lane = notice.on_schedule, lane or lane_for(notice)
        return (
            lane,
            notice.priority,
            notice.action,
            notice.kind,
            notice.guild_id,
            None if isinstance(notice.to, bytes) else notice.to,
            person,
            notice.ask_id,
            notice.conversation_id,
            notice.token,
            nonce,
            notice.alias,
            notice.own_alias,
            *self._rows.sealed(nonce, notice.text),
            seconds(now),
            *(seconds(now), seconds(now), lane, seconds(now)),
            notice.piece_id,
            notice.reference.piece if notice.reference else None,
            notice.reference.end if notice.reference else None,
            scheduled.schedule if scheduled else None,
            scheduled.day.toordinal() if scheduled else None,
            scheduled.text_id if scheduled else None,
            scheduled.language if scheduled else None,
        )

    async def next(
        self,
        now: datetime,
        busy: Collection[str],
        least: Priority = Priority.SCHEDULED,
        but: Collection[NoticeKind] = (),
    ) -> Entry | None:
        """The notice to say next, if one is due in a lane where none is on its way; none for a
        channel of a server that the bot was taken out of. Signs are found by `SignRows`.

        `least` is the lowest priority looked at, `but` what is left to others. Raises Unreadable.
        """
        # the only thing put into the text are question marks
        free = f"AND lane NOT IN ({', '.join('?' * len(busy))})" if busy else ""
        free += f" AND notice NOT IN ({', '.join('?' * len(but))})" if but else ""
        anybodys, ours = self.lanes.free()
        for priority in _SAID:
            row = priority <= least and await self._sql.fetch_one(
                f"{_NEXT} {free} {anybodys} {_IN_TURN}",
                (priority, seconds(now), *busy, *but, *ours),
            )
            if row:
                return self._readable(row)
        return None

    def _readable(self, row: Row) -> Entry:
        try:
            return self._rows.entry(row)
        except (SealBroken, ValueError) as error:
            raise Unreadable(OutboxId(row["outbox_id"])) from error

    async def begin_attempt(self, entry: OutboxId, now: datetime) -> Entry | None:
        """Note an attempt before it is made: after a kill it must be known that there was one.

        The entry as it stood before, as its words may have changed since it was chosen; None when
        it is no longer to be said, or not now: its reader is being shown it, or another process
        says something in its lane.
        """
        row = await self._sql.fetch_one(
            f"{ONE} outbox_id = ? AND due_at <= ?", (entry, seconds(now))
        )
        if row is None or not await self.lanes.take(row["lane"]):
            return None
        await self.note_attempt(entry, now)
        return self._rows.entry(row)

    async def note_attempt(self, entry: OutboxId, now: datetime) -> None:
        """As `begin_attempt`, for what was looked up in this very unit of work."""
        await self._sql.execute(
            "UPDATE outbox SET attempts = attempts + 1,"
            " first_attempt_at = COALESCE(first_attempt_at, ?) WHERE outbox_id = ?",
            (seconds(now), entry),
        )

    async def refused(self, entry: OutboxId) -> None:
        """The first attempt surely left no message: its words may still change."""
        await self._sql.execute(
            "UPDATE outbox SET first_attempt_at = NULL WHERE outbox_id = ?", (entry,)
        )

    async def postpone(self, entry: OutboxId, until: datetime) -> None:
        """Try again at a moment; its lane rests until then."""
        await self._sql.execute(
            "UPDATE outbox SET due_at = ?"
            " WHERE lane = (SELECT lane FROM outbox WHERE outbox_id = ?)",
            (seconds(until), entry),
        )

    async def hurry(self, person: PersonTag, now: datetime) -> None:
        """Try at once what waits for a person, who can be reached; what is for later stays so."""
        if await self._sql.execute(
            "UPDATE outbox SET due_at = ? WHERE person_tag = ? AND due_at > ? AND created_at <= ?",
            (seconds(now), person, seconds(now), seconds(now)),
        ):
            self.news.may_be_anything()

    async def stuck(self, person: PersonTag, now: datetime) -> Sequence[Entry]:
        """What waits for a person because the first of it was tried in vain, in order; after it
        what has a lane of its own. Nothing of it is on its way: a lane says one after another."""
        own, when = lane_of(person), seconds(now)
        alone = "lane NOT IN (?, ?) AND attempts > 0 AND due_at > ?"
        rows = await self._sql.fetch_all(
            f"{ONE} person_tag = ? AND (lane = ? OR {alone}) ORDER BY lane <> ?, outbox_id",
            (person, own, own, own + SCHEDULED, when, own),
        )
        first = next((row for row in rows if row["lane"] == own), None)
        untried = first and (not first["attempts"] or first["first_attempt_at"] is not None)
        if first and untried and first["due_at"] <= when:
            rows = [row for row in rows if row["lane"] != own]  # not tried yet, or right now
        return [self._rows.entry(row) for row in rows if row["action"] == Action.CREATE]

    async def hold_all(self, person: PersonTag, until: datetime) -> None:
        """Let everything that waits for a person wait until a moment."""
        await self._sql.execute(
            "UPDATE outbox SET due_at = ? WHERE lane = ? OR (person_tag = ? AND attempts > 0)",
            (seconds(until), person.hex(), person),
        )

    async def holds(self, lane: str) -> bool:
        """Whether anything is left in a lane."""
        row = await self._sql.fetch_one("SELECT 1 FROM outbox WHERE lane = ? LIMIT 1", (lane,))
        return row is not None

    async def remove(self, entry: OutboxId) -> bool:
        """Said, or given up: erase it with its words. False when it was gone already."""
        return await self._erase("outbox_id = ?", entry) == 1

    async def have_seen(self, entries: Collection[OutboxId]) -> None:
        """Erase what its reader was shown elsewhere; what is held beside it stays held."""
        self.news.may_be_anything()
        await self._sql.execute_many(
            "DELETE FROM outbox WHERE outbox_id = ?", [(entry,) for entry in entries]
        )

    async def drop_beginning(self, schedule: ScheduleId) -> int:
        """Erase that a schedule begins, where it was not said yet; how many."""
        begins = NoticeKind.ENCOURAGEMENTS_BEGIN
        return await self._erase("notice = ? AND token = ?", begins, schedule)

    async def drop_about(self, ask: AskId, reader: PersonTag, kinds: Collection[NoticeKind]) -> int:
        """Erase what of these kinds is about an ask and was not said yet; how many."""
        which = f"ask_id = ? AND person_tag = ? AND notice IN ({', '.join('?' * len(kinds))})"
        return await self._erase(which, ask, reader, *sorted(kinds))

    async def drop_for_conversation(self, conversation: ConversationId) -> int:
        """Erase whatever a conversation had still to say, no sign nor what takes back, nor that a
        moderator reads along; how many."""
        self.news.may_be_anything()
        which = f"conversation_id = ? AND {_SAYS} AND notice NOT IN (?, ?)"
        return await self._erase(which, conversation, *MODERATOR_JOINED)

    async def drop_for_reader(self, conversation: ConversationId, reader: PersonTag) -> int:
        """Erase whatever it had still to say to one of the two; how many."""
        self.news.may_be_anything()
        which = f"conversation_id = ? AND person_tag = ? AND {_SAYS}"
        return await self._erase(which, conversation, reader)

    async def _erase(self, which: str, *values: SqlValue) -> int:
        """Erase these; where a lane rested for one of them, its rest is due."""
        sql = f"DELETE FROM outbox WHERE {which} {_WENT}"  # noqa: S608 - only texts of this class
        gone = await self._sql.fetch_all(sql, values)
        for lane in sorted({row["lane"] for row in gone if row["rested"]}):
            self.news.may_be_anything()
            await self._sql.execute(
                "UPDATE outbox SET due_at = created_at WHERE lane = ? AND due_at > created_at",
                (lane,),
            )
        return len(gone)
