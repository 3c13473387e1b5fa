"""What somebody wrote in threads of open asks, their own or others'."""

from collections.abc import Sequence

from bot.domain.ids import NO_NUMBER, AskId, GuildId, PersonTag, ThreadMessageId
from bot.domain.open_asks import ThreadWriter
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment_or_none
from bot.storage.connection import Connection, SqlValue
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers, marks
from bot.storage.rows import Row

_MINE = """
    SELECT thread_message.*, ask.guild_id, open_thread.alias AS asker_alias
    FROM thread_message JOIN ask USING (ask_id) JOIN open_thread USING (ask_id)
    WHERE thread_message.asker_number IN ({mine})
        OR (writer = ? AND ask.asker_number IN ({mine}) AND asker_sealed IS NOT NULL)
    ORDER BY ask_id, thread_message.stored
"""
_THREADS = """
    SELECT open_thread.*, guild_id FROM open_thread JOIN ask USING (ask_id)
    WHERE asker_number IN ({mine}) AND asker_sealed IS NOT NULL ORDER BY posted_at, ask_id
"""
_DROP = "DELETE FROM thread_message WHERE thread_message_id = ?"
_WITHOUT_WORDS = "UPDATE thread_message SET words_sealed = NULL WHERE thread_message_id = ?"
_OF_NOBODY = f"""
    UPDATE thread_message SET words_sealed = NULL, person_sealed = NULL,
        asker_number = x'{NO_NUMBER.hex()}' WHERE thread_message_id = ?
"""  # noqa: S608 - a number of this program


class PersonalThreads:
    """Of the tables `open_thread`, `thread_message`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Threads of their asks by the name that they wear there, and what they wrote in any, with
        the words while those are kept. What others wrote there stands in the server."""
        mine = await self._numbers.of(who.person)
        threads = await self._sql.fetch_all(_THREADS.format(mine=marks(mine)), mine.asker)
        return [*map(_thread, threads), *map(self._message, await self._rows(who.person))]

    async def erase_of(self, who: Whose) -> None:
        """Drafts and threads' drafts go. What stands in a server loses its words, its number and
        whose it is; by where it stands, the bot's message is deleted, which has begun before."""
        for row in await self._rows(who.person):
            draft = row["draft_until"] is not None
            sql = _DROP if draft else _OF_NOBODY if row["asker_number"] else _WITHOUT_WORDS
            await self._sql.execute(sql, (row["thread_message_id"],))

    async def standing(self, person: PersonTag) -> Sequence[ThreadMessageId]:
        """Every message of the bot's that still stands somewhere with words of theirs."""
        return [
            ThreadMessageId(row["thread_message_id"])
            for row in await self._rows(person)
            if row["message_sealed"] is not None
        ]

    async def of_asker(self, person: PersonTag) -> Sequence[AskId]:
        """Their asks that have a thread."""
        mine = await self._numbers.of(person)
        threads = await self._sql.fetch_all(_THREADS.format(mine=marks(mine)), mine.asker)
        return [AskId(row["ask_id"]) for row in threads]

    async def _rows(self, person: PersonTag) -> Sequence[Row]:
        mine = await self._numbers.of(person)
        values: tuple[SqlValue, ...] = (*mine.asker, ThreadWriter.ASKER, *mine.asker)
        return await self._sql.fetch_all(_MINE.format(mine=marks(mine)), values)

    def _message(self, row: Row) -> PersonalData:
        sealed, key = row["words_sealed"], row["thread_message_id"]
        opened = self._sealer.open_text
        facts: dict[str, Fact] = {
            "alias": row["alias"] or row["asker_alias"],
            "words": None if sealed is None else opened("thread_message", "words", key, sealed),
            "helped": bool(row["helped"]),
            "until": moment_or_none(row["draft_until"]),
        }
        return PersonalData(DataKind.THREAD_MESSAGE, GuildId(row["guild_id"]), facts)


def _thread(row: Row) -> PersonalData:
    facts: dict[str, Fact] = {"alias": row["alias"], "state": row["state"]}
    return PersonalData(DataKind.OPEN_THREAD, GuildId(row["guild_id"]), facts)
