"""A row of the outbox as the notice that it carries, its words sealed and opened."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.asks import AskKind, OwnWords, Wishes
from bot.domain.ids import (
    AskId,
    ChannelId,
    ConversationId,
    GuildId,
    OutboxId,
    PersonTag,
    PieceId,
    ScheduleId,
)
from bot.domain.message_copies import End, Reference
from bot.domain.notices import OFFERS, About, Action, Notice, NoticeKind, OnSchedule, Priority
from bot.storage.columns import moment, moment_or_none
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice on its way. Its nonce stays the same for every attempt."""

    id: OutboxId
    lane: str
    nonce: str
    notice: Notice
    attempts: int
    created_at: datetime
    first_attempt_at: datetime | None


class Unreadable(Exception):
    """A notice that cannot be opened: damaged, or written by a later version."""

    def __init__(self, entry: OutboxId) -> None:
        super().__init__("a notice cannot be read")
        self.entry = entry


class EntryRows:
    """Reads rows of the outbox, and seals what goes into them."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def sealed(self, nonce: str, text: OwnWords | None) -> tuple[bytes | None, bytes | None]:
        """The two columns that hold somebody's words, bound to the notice's nonce."""
        if text is None:
            return None, None
        words = self._sealer.seal("outbox", "words", nonce, text.words)
        return words, self._sealer.seal("outbox", "would_help", nonce, text.would_help, words)

    def _opened(self, row: Row) -> OwnWords | None:
        if row["words_sealed"] is None:
            return None
        key = row["nonce"]
        return OwnWords(
            self._sealer.open_text("outbox", "words", key, row["words_sealed"]),
            self._sealer.open_text("outbox", "would_help", key, row["would_help_sealed"]),
        )

    def entry(self, row: Row) -> Entry:
        """The notice in a row. Raises SealBroken, or ValueError for a kind of a later version."""
        return Entry(
            OutboxId(row["outbox_id"]),
            row["lane"],
            row["nonce"],
            self._notice(row),
            row["attempts"],
            moment(row["created_at"]),
            moment_or_none(row["first_attempt_at"]),
        )

    def _notice(self, row: Row) -> Notice:
        person, channel = row["person_tag"], row["channel_id"]
        return Notice(
            NoticeKind(row["notice"]),
            None if row["guild_id"] is None else GuildId(row["guild_id"]),
            ChannelId(channel) if person is None else PersonTag(person),
            Action(row["action"]),
            Priority(row["priority"]),
            None if row["ask_id"] is None else AskId(row["ask_id"]),
            None if row["conversation_id"] is None else ConversationId(row["conversation_id"]),
            row["token"],
            row["alias"],
            row["own_alias"],
            self._opened(row),
            None if row["piece_id"] is None else PieceId(row["piece_id"]),
            None
            if row["reply_piece"] is None
            else Reference(PieceId(row["reply_piece"]), End(row["reply_end"])),
            about=_about(row),
            until=moment_or_none(row["words_kept_until"]),
            on_schedule=_on_schedule(row),
            usual_look=row["look_wait"] if row["notice"] == NoticeKind.ASK_HELD else None,
        )


def _about(row: Row) -> About | None:
    if row["about_kind"] is None or row["notice"] not in OFFERS:
        return None
    topic, language, heavy = (row[f"about_{what}"] for what in ("topic", "language", "heavy"))
    wishes = Wishes(topic, language, bool(heavy), row["about_learn"])
    return About(AskKind(row["about_kind"]), wishes)


def _on_schedule(row: Row) -> OnSchedule | None:
    if row["schedule_id"] is None:
        return None
    day = date.fromordinal(row["day"])
    return OnSchedule(ScheduleId(row["schedule_id"]), day, row["text_id"], row["language"])
