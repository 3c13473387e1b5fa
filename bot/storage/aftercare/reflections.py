"""What people keep for themselves after a conversation: sealed, and shown to nobody else."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence

from bot.domain.aftercare import Note
from bot.domain.ids import MessageId, PersonTag, ReflectionId
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class Reflections:
    """The table `reflection`. Rows stay until their owner erases them."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    def id_for(self, form: MessageId) -> ReflectionId:
        """The id of the note that comes of a form, however often the form is sent. Keyed, as the
        form's own number tells when it was opened."""
        tag = urlsafe_b64encode(self._sealer.message_tag(form)).decode()
        return ReflectionId(tag.rstrip("="))

    async def add(self, person: PersonTag, note: Note) -> None:
        """Keep a note. One's own with the same id has these words from now on."""
        sealed = self._sealer.seal("reflection", "words", note.id, note.words)
        await self._sql.execute(
            "INSERT INTO reflection (reflection_id, person_tag, words_sealed, stored)"
            " VALUES (?, ?, ?,"
            " (SELECT COALESCE(MAX(stored), 0) + 1 FROM reflection WHERE person_tag = ?))"
            " ON CONFLICT (reflection_id) DO UPDATE SET words_sealed = excluded.words_sealed"
            " WHERE reflection.person_tag = excluded.person_tag",
            (note.id, person, sealed, person),
        )

    async def of(self, person: PersonTag) -> Sequence[ReflectionId]:
        """One's own notes, the newest first."""
        rows = await self._sql.fetch_all(
            "SELECT reflection_id FROM reflection WHERE person_tag = ? ORDER BY stored DESC",
            (person,),
        )
        return [ReflectionId(row[0]) for row in rows]

    async def get(self, note: ReflectionId, person: PersonTag) -> Note | None:
        """One of one's own notes."""
        row = await self._sql.fetch_one(
            "SELECT * FROM reflection WHERE reflection_id = ? AND person_tag = ?", (note, person)
        )
        if row is None:
            return None
        words = self._sealer.open_text("reflection", "words", note, row["words_sealed"])
        return Note(note, words)

    async def remove(self, note: ReflectionId, person: PersonTag) -> bool:
        """Erase one of one's own notes; False when it was gone."""
        return (
            await self._sql.execute(
                "DELETE FROM reflection WHERE reflection_id = ? AND person_tag = ?", (note, person)
            )
            == 1
        )
