"""Which encouragements a reader has seen, and which somebody keeps. The texts are in prompts/."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.ids import PersonTag
from bot.domain.text_rotation import Seen
from bot.storage.columns import AN_HOUR, seconds
from bot.storage.connection import Connection


class Texts:
    """The tables `shown_text` and `kept_text`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def seen(self, reader: str) -> Mapping[str, Seen]:
        """What a reader has seen, by the text's id."""
        rows = await self._sql.fetch_all("SELECT * FROM shown_text WHERE reader = ?", (reader,))
        return {row["text_id"]: Seen(row["round"], row["turn"]) for row in rows}

    async def show(self, reader: str, text: str, seen: Seen, day: date) -> None:
        """Note that a text was shown."""
        await self._sql.execute(
            "INSERT INTO shown_text (reader, text_id, round, turn, shown_on)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (reader, text_id) DO UPDATE SET"
            " round = excluded.round, turn = excluded.turn, shown_on = excluded.shown_on",
            (reader, text, seen.round, seen.turn, day.toordinal()),
        )

    async def forget_readers(self, before: date) -> None:
        """Erase what readers saw to whom nothing was shown since a day."""
        await self._sql.execute(
            "DELETE FROM shown_text WHERE reader IN"
            " (SELECT reader FROM shown_text GROUP BY reader HAVING MAX(shown_on) < ?)",
            (before.toordinal(),),
        )

    async def forget(self, reader: str) -> None:
        """Erase what a reader saw."""
        await self._sql.execute("DELETE FROM shown_text WHERE reader = ?", (reader,))

    async def keep(self, person: PersonTag, text: str, now: datetime) -> None:
        """Keep a text for somebody; once."""
        await self._sql.execute(
            "INSERT INTO kept_text (person_tag, text_id, kept_at) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (person, text, seconds(now)),
        )

    async def kept(self, person: PersonTag) -> Sequence[str]:
        """What somebody keeps, by the text's id, the newest first."""
        rows = await self._sql.fetch_all(
            "SELECT text_id FROM kept_text WHERE person_tag = ? ORDER BY kept_at DESC, text_id",
            (person,),
        )
        return [row["text_id"] for row in rows]

    async def coarsen(self, before: datetime) -> None:
        """Cut the times of keeping to the hour, where they were before a moment: until then they
        say which was the newest."""
        await self._sql.execute(
            "UPDATE kept_text SET kept_at = kept_at / ? * ? WHERE kept_at % ? <> 0 AND kept_at < ?",
            (AN_HOUR, AN_HOUR, AN_HOUR, seconds(before)),
        )

    async def let_go(self, person: PersonTag, text: str) -> bool:
        """Keep a text no longer; False when it was not kept."""
        return (
            await self._sql.execute(
                "DELETE FROM kept_text WHERE person_tag = ? AND text_id = ?", (person, text)
            )
            == 1
        )
