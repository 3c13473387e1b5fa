"""How far somebody is who sets a server up, and what a server had before it was changed. Nothing of
it says who did it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId
from bot.domain.setting_up import SetupStep, WantedSetup
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.servers.setup_pairs import from_pairs, pairs

DRAFT = 0
"""The number under which the draft stands; each other is that of a change."""


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """What was chosen and does not hold yet. `revision` is another after each change."""

    step: SetupStep
    wanted: WantedSetup
    revision: int


class SetupDrafts:
    """The tables `setup_draft` and `setup_choice`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def get(self, guild: GuildId) -> SetupDraft | None:
        """The draft of a server; a step that is no more is the first."""
        row = await self._sql.fetch_one("SELECT * FROM setup_draft WHERE guild_id = ?", (guild,))
        if row is None:
            return None
        step = SetupStep(row["step"]) if row["step"] in tuple(SetupStep) else SetupStep.MODERATORS
        return SetupDraft(step, await self._chosen(guild, DRAFT), int(row["revision"]))

    async def put(self, guild: GuildId, step: SetupStep, wanted: WantedSetup, now: datetime) -> int:
        """Keep what was chosen, in the place of what was before; the new revision."""
        await self._sql.execute(
            "INSERT INTO setup_draft (guild_id, step, revision, touched_at) VALUES (?, ?, 1, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET step = excluded.step,"
            " revision = setup_draft.revision + 1, touched_at = excluded.touched_at",
            (guild, step, seconds(now)),
        )
        await self._keep(guild, DRAFT, wanted)
        row = await self._sql.fetch_one(
            "SELECT revision FROM setup_draft WHERE guild_id = ?", (guild,)
        )
        assert row is not None, "it was just put there"
        return int(row["revision"])

    async def go(self, guild: GuildId, step: SetupStep, now: datetime) -> None:
        """Somebody is at another step; where there is no draft, nothing has to be remembered."""
        await self._sql.execute(
            "UPDATE setup_draft SET step = ?, touched_at = ? WHERE guild_id = ?",
            (step, seconds(now), guild),
        )

    async def drop(self, guild: GuildId) -> None:
        """It holds, or nobody wants it any more."""
        await self._sql.execute("DELETE FROM setup_draft WHERE guild_id = ?", (guild,))
        await self._forget(guild, [DRAFT])

    async def forget_untouched(self, since: datetime) -> None:
        """Drafts that nobody came back to."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id FROM setup_draft WHERE touched_at < ?", (seconds(since),)
        )
        for row in rows:
            await self.drop(GuildId(row["guild_id"]))

    async def keep_before(self, guild: GuildId, before: WantedSetup, at_most: int) -> None:
        """What a server had before a change; only the newest `at_most` are kept."""
        numbers = await self._numbers(guild)
        await self._keep(guild, max(numbers, default=DRAFT) + 1, before)
        await self._forget(guild, numbers[: max(0, len(numbers) + 1 - at_most)])

    async def before(self, guild: GuildId) -> tuple[int, WantedSetup] | None:
        """What a server had before its last change, and the number of that."""
        numbers = await self._numbers(guild)
        return (numbers[-1], await self._chosen(guild, numbers[-1])) if numbers else None

    async def taken_back(self, guild: GuildId, number: int) -> None:
        """The change with this number is no more."""
        await self._forget(guild, [number])

    async def _numbers(self, guild: GuildId) -> list[int]:
        rows = await self._sql.fetch_all(
            "SELECT DISTINCT change FROM setup_choice WHERE guild_id = ? AND change > ?"
            " ORDER BY change",
            (guild, DRAFT),
        )
        return [int(row["change"]) for row in rows]

    async def _chosen(self, guild: GuildId, number: int) -> WantedSetup:
        rows = await self._sql.fetch_all(
            "SELECT name, value FROM setup_choice WHERE guild_id = ? AND change = ?",
            (guild, number),
        )
        return from_pairs((row["name"], row["value"]) for row in rows)

    async def _keep(self, guild: GuildId, number: int, wanted: WantedSetup) -> None:
        await self._forget(guild, [number])
        await self._sql.execute_many(
            "INSERT INTO setup_choice (guild_id, change, name, value) VALUES (?, ?, ?, ?)",
            [(guild, number, name, value) for name, value in pairs(wanted)],
        )

    async def _forget(self, guild: GuildId, numbers: Iterable[int] | Sequence[int]) -> None:
        await self._sql.execute_many(
            "DELETE FROM setup_choice WHERE guild_id = ? AND change = ?",
            [(guild, number) for number in numbers],
        )
