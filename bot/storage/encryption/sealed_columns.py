"""Every sealed column there is: what must open, be sealed anew, and go with its key.

Owns no SQL. What is not named here is refused by a test that walks the schema.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table with sealed columns, which are named here without `_sealed`."""

    name: str
    key: tuple[str, ...]
    """The columns that name a row, and that its values are bound to."""
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    joined_by: str = ""
    """What stands between the parts of a key of two columns, in the name of a row."""
    lasts: bool = False
    """Whether its rows stay for days and longer: the others come and go with every word."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All sealed columns as they are named in the database."""
        return tuple(f"{column}_sealed" for column in (*self.words, *self.numbers))

    def row_name(self, key: Sequence[object]) -> str:
        """What its values are bound to."""
        parts = (part.hex() if isinstance(part, bytes) else str(part) for part in key)
        return self.joined_by.join(parts)


SEALED = (
    # the place in this list is the table's part of its keys' numbers: it only ever grows at its end
    SealedTable(
        "person",
        ("person_tag",),
        ("language",),
        ("user_id", "dm_channel_id", "read_up_to", "end_told"),
        lasts=True,
    ),
    SealedTable("draft", ("draft_id",), ("words", "would_help", "asker")),
    SealedTable("ask", ("ask_id",), ("words", "would_help", "asker"), lasts=True),
    SealedTable(
        "bot_message", ("ask_id", "part"), (), ("channel_id", "message_id"), ":", lasts=True
    ),
    SealedTable("outbox", ("nonce",), ("words", "would_help")),
    SealedTable(
        "passed_on",
        ("piece_id",),
        (),
        ("source_channel", "source_message", "copy_channel", "copy_message"),
    ),
    SealedTable(
        "held", ("held_id",), ("words", "stickers", "images"), ("source_channel", "source_message")
    ),
    SealedTable("kept", ("token",), ("words", "would_help", "person")),
    SealedTable("stray_part", ("message_tag",), ("words",), ("message",)),
    SealedTable("typed_answer", ("token", "field"), ("answer",), (), " "),
    SealedTable("typed_choice", ("token", "number"), ("answer",), (), " "),
    SealedTable("goal", ("schedule_id",), ("words",), lasts=True),
    SealedTable("reflection", ("reflection_id",), ("words",), lasts=True),
    SealedTable("clearing", ("clearing_id",), (), ("read_up_to",)),
    SealedTable("to_clear", ("message_tag",), (), ("message",)),
    SealedTable("again", ("token",), ("asker",), lasts=True),
    SealedTable("panel", ("guild_id",), (), ("message_id",), lasts=True),
    SealedTable("help_country", ("person_tag",), ("country",), lasts=True),
    SealedTable("known_number", ("number_id",), (), ("user_id",), lasts=True),
    SealedTable("moderator_action", ("action_id",), ("words", "answer"), lasts=True),
    SealedTable("moderation_record", ("guild_id", "position"), (), ("moderator",), ":", lasts=True),
    SealedTable("block", ("token",), ("alias",), ("day",), lasts=True),
    SealedTable("report", ("report_id",), ("subject", "words"), ("reporter",), lasts=True),
    SealedTable("report_evidence", ("report_id", "position"), ("words",), (), ":", lasts=True),
    SealedTable("report_question", ("question_id",), ("words", "answer"), lasts=True),
    SealedTable("words_before", ("copy_id",), ("words",)),
    SealedTable("moderator_seen", ("private_number",), (), ("user_id",), lasts=True),
    SealedTable(
        "name_opening",
        ("opening_id",),
        ("reason", "second_reason"),
        ("first", "second"),
        lasts=True,
    ),
    SealedTable("listener", ("private_number",), ("person", "own_skills"), lasts=True),
    SealedTable("conversation", ("conversation_id",), ("asker", "listener"), lasts=True),
    SealedTable("button", ("token",), ("person",), lasts=True),
    SealedTable("suggestion", ("suggestion_id",), ("words", "answer"), lasts=True),
    SealedTable("schedule_home", ("schedule_id",), (), ("guild",), lasts=True),
    SealedTable("open_thread", ("ask_id",), (), ("thread",), lasts=True),
    SealedTable(
        "thread_message", ("thread_message_id",), ("words", "person"), ("message",), lasts=True
    ),
    SealedTable("quiet_hours", ("person_tag",), ("hours",), lasts=True),
    SealedTable(
        "first_question", ("first_question_id",), ("words", "answer", "person"), lasts=True
    ),
    SealedTable("morning_words", ("morning_words_id",), ("words",), lasts=True),
)
SEALED_TAGS = {
    *(("again", "asker"), ("draft", "asker"), ("ask", "asker"), ("listener", "person")),
    *(("conversation", "asker"), ("conversation", "listener")),
    *(("button", "person"), ("kept", "person"), ("thread_message", "person")),
    ("first_question", "person"),
}
"""Where somebody's tag is sealed: of rows of one server, in which another number finds them."""
KINDS = {table.name: number for number, table in enumerate(SEALED)}
