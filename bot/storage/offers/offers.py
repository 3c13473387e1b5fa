"""Who was told of which ask, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import NOBODY, AskId, ListenerNumber
from bot.domain.offers import Offer, OfferState
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_OPEN = """
    SELECT offer.*, listener.person_sealed FROM offer
    JOIN listener ON listener.private_number = offer.listener_number
    WHERE offer.state = 'open' AND {by} = ? ORDER BY offered_at, token
"""
_THEM = """
    RETURNING *, (SELECT person_sealed FROM listener
        WHERE listener.private_number = offer.listener_number) AS person_sealed
"""
_SILENT = """
    FROM offer WHERE weighed = 0 AND on_duty = 1 AND answered_at IS NULL AND offered_at <= ?
        AND state <> 'unreachable'
"""
"""Offers that stood for a while without any press, whatever became of their asks."""


class Offers:
    """The table `offer`. Rows go with the ask. Where a listener is written to stands in `listener`
    alone."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, offer: Offer) -> None:
        """Note that a listener is told of an ask; the next ask goes to others first."""
        await self._sql.execute(
            "INSERT INTO offer (token, ask_id, listener_number, on_duty, state, offered_at)"
            " VALUES (?, ?, ?, ?, 'open', ?)",
            (
                offer.token,
                offer.ask_id,
                offer.listener,
                int(offer.on_duty),
                seconds(offer.offered_at),
            ),
        )
        await self._sql.execute(
            "UPDATE listener SET last_offered_at = ? WHERE private_number = ?",
            (seconds(offer.offered_at), offer.listener),
        )

    async def settle(self, token: str, state: OfferState) -> Offer | None:
        """Let an open offer become something else; None when it was not open."""
        rows = await self._sql.fetch_all(
            f"UPDATE offer SET state = ? WHERE token = ? AND state = 'open' {_THEM}",  # noqa: S608
            (state, token),
        )
        return self._offer(rows[0]) if rows else None

    async def answered(self, token: str, now: datetime) -> None:
        """The listener pressed something on it; the first time counts."""
        await self._sql.execute(
            "UPDATE offer SET answered_at = ? WHERE token = ? AND answered_at IS NULL",
            (seconds(now), token),
        )

    async def stands_again(self, token: str, now: datetime) -> None:
        """A listener looks at what they were told of earlier: as if they were told of it now."""
        await self._sql.execute(
            "UPDATE offer SET offered_at = ?, ignored = 0, weighed = 0, answered_at = NULL"
            " WHERE token = ? AND state = 'open'",
            (seconds(now), token),
        )

    async def was_told(self, ask: AskId, number: ListenerNumber) -> bool:
        """Whether a listener was told of an ask, and it was not taken back."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM offer WHERE ask_id = ? AND listener_number = ? AND state <> 'over'",
            (ask, number),
        )
        return row is not None

    async def open_for_ask(self, ask: AskId) -> Sequence[Offer]:
        """Who holds an open offer of this ask."""
        rows = await self._sql.fetch_all(_OPEN.replace("{by}", "ask_id"), (ask,))
        return [self._offer(row) for row in rows]

    async def open_for_listener(self, number: ListenerNumber) -> Sequence[Offer]:
        """The open offers that a listener holds."""
        rows = await self._sql.fetch_all(_OPEN.replace("{by}", "listener_number"), (number,))
        return [self._offer(row) for row in rows]

    async def count(self, ask: AskId, since: datetime, *, on_duty: bool) -> int:
        """How many listeners were told of an ask since a moment."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM offer WHERE ask_id = ? AND offered_at > ? AND on_duty = ?",
            (ask, seconds(since), int(on_duty)),
        )
        return int(row[0]) if row else 0

    async def ignore(self, ask: AskId, before: datetime) -> Sequence[Offer]:
        """Offers of an ask to people on duty that stayed without any answer; each comes once."""
        rows = await self._sql.fetch_all(
            "UPDATE offer SET ignored = 1 WHERE ask_id = ? AND state = 'open'"  # noqa: S608
            f" AND on_duty = 1 AND ignored = 0 AND answered_at IS NULL AND offered_at <= ? {_THEM}",
            (ask, seconds(before)),
        )
        return [self._offer(row) for row in rows]

    async def declined(self, number: ListenerNumber) -> frozenset[AskId]:
        """The asks to which a listener said "Not now"."""
        rows = await self._sql.fetch_all(
            "SELECT ask_id FROM offer WHERE listener_number = ? AND state = 'declined'", (number,)
        )
        return frozenset(AskId(row["ask_id"]) for row in rows)

    async def newest_open(self, number: ListenerNumber) -> datetime | None:
        """When a listener was told of the newest ask that still waits for their answer."""
        row = await self._sql.fetch_one(
            "SELECT MAX(offered_at) AS newest FROM offer"
            " WHERE listener_number = ? AND state = 'open'",
            (number,),
        )
        return None if row is None else moment_or_none(row["newest"])

    async def any_silent(self, before: datetime) -> bool:
        """Whether an offer stood until a moment without any press, and was not weighed yet."""
        row = await self._sql.fetch_one(f"SELECT 1 {_SILENT} LIMIT 1", (seconds(before),))
        return row is not None

    async def weigh_silent(self, before: datetime) -> Sequence[ListenerNumber]:
        """Weigh those offers, also of asks that others took meanwhile; whose they are, one for each
        offer."""
        rows = await self._sql.fetch_all(
            "UPDATE offer SET weighed = 1 WHERE token IN"  # noqa: S608
            f" (SELECT token {_SILENT}) RETURNING listener_number",
            (seconds(before),),
        )
        return [ListenerNumber(row["listener_number"]) for row in rows]

    async def weigh_all(self, number: ListenerNumber) -> None:
        """A listener showed a sign of life: what they were told of before counts no more."""
        await self._sql.execute(
            "UPDATE offer SET weighed = 1 WHERE listener_number = ? AND weighed = 0", (number,)
        )

    def _offer(self, row: Row) -> Offer:
        number, sealed = row["listener_number"], row["person_sealed"]
        person = NOBODY  # who listens no more is not written to
        if sealed is not None:
            person = self._sealer.open_tag("listener", "person", number.hex(), sealed)
        return Offer(
            row["token"],
            AskId(row["ask_id"]),
            ListenerNumber(number),
            person,
            bool(row["on_duty"]),
            moment(row["offered_at"]),
        )
