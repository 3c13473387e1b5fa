"""The suggestions that stand in a server's deck, as those who read and keep them find them."""

from collections.abc import Collection, Sequence

from bot.domain.ids import GuildId, SuggestionId
from bot.domain.suggestions import OPEN, Suggestion, SuggestionState
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row
from bot.storage.suggestions.suggestions import read_row

_IN_DECK = "guild_id = ? AND state = ?"


class SuggestedDeck:
    """Looks into the table `suggestion`, and notes there what became of a text in the deck."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def with_text(self, text: str) -> Suggestion | None:
        """The one of this text, where it stands in a deck."""
        row = await self._sql.fetch_one(
            "SELECT * FROM suggestion WHERE text_id = ? AND state = 'taken'", (text,)
        )
        return None if row is None else self._read(row)

    async def in_deck(
        self, guild: GuildId, language: str, themes: Collection[str], tips: Collection[bool]
    ) -> Sequence[str]:
        """The ids of the texts that stand in a server's deck, in a language; of these themes, where
        any are named; `tips`: whether those that are tips, and those that are none."""
        rows = await self._sql.fetch_all(
            f"SELECT text_id, theme, tip FROM suggestion WHERE {_IN_DECK} AND language = ?"  # noqa: S608
            " ORDER BY stored",
            (guild, SuggestionState.TAKEN, language),
        )
        return [
            row["text_id"]
            for row in rows
            if bool(row["tip"]) in tips and (not themes or row["theme"] in themes)
        ]

    async def words_in(self, guild: GuildId, apart: SuggestionId | None) -> Sequence[str]:
        """The words of all that wait or stand in a server's deck, but one."""
        marks = ", ".join("?" * len(OPEN))
        rows = await self._sql.fetch_all(
            f"SELECT * FROM suggestion WHERE guild_id = ? AND state IN ({marks})",  # noqa: S608
            (guild, *OPEN),
        )
        return [one.text.words for one in map(self._read, rows) if one.id != apart]

    async def note_kept(self, key: SuggestionId) -> bool:
        """Somebody keeps it; True the first time."""
        done = await self._sql.execute(
            "UPDATE suggestion SET kept = 1 WHERE suggestion_id = ? AND kept = 0", (key,)
        )
        return done == 1

    async def want_a_look(self, key: SuggestionId) -> bool:
        """Somebody wants moderators to look at it again; True the first time."""
        done = await self._sql.execute(
            "UPDATE suggestion SET look_again = 1 WHERE suggestion_id = ? AND look_again = 0",
            (key,),
        )
        return done == 1

    async def was_looked_at(self, key: SuggestionId) -> bool:
        """A moderator did; False where that is not wanted, or another one was faster."""
        done = await self._sql.execute(
            "UPDATE suggestion SET look_again = 2 WHERE suggestion_id = ? AND look_again = 1",
            (key,),
        )
        return done == 1

    async def count_to_look_at(self, guild: GuildId) -> int:
        """How many of a server's deck moderators are to look at again."""
        row = await self._sql.fetch_one(
            f"SELECT count(*) FROM suggestion WHERE {_IN_DECK} AND look_again = 1",  # noqa: S608
            (guild, SuggestionState.TAKEN),
        )
        return int(row[0]) if row else 0

    def _read(self, row: Row) -> Suggestion:
        return read_row(self._sealer, row)
