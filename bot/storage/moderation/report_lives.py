"""What becomes of reports and of what is kept for them: a part of `table_lives`."""

from collections.abc import Mapping

from bot.storage.table_life import Owner, TableLife, life, whole

_WITH = "with the row that it hangs on"

REPORT_LIVES: Mapping[str, TableLife] = {
    "moderator_seen": whole(
        Owner.GUILD, "reports", "that they did", "a month", *("private_number", "user_id_sealed")
    ),
    "report": life(
        Owner.PERSON,
        "reports",
        "to whoever sent it, whole; never to whom it is about",
        "who sent it and their words; one about the person once it is decided",
        "a month; a draft asks.draft_lives",
        *("subject_sealed", "reporter_sealed", "words_sealed"),
    ),
    "report_evidence": life(
        Owner.PERSON,
        "reports",
        "to whoever sent it",
        "what did not go along; the rest once the report about the person is decided",
        "72 hours once it was opened, two weeks at most",
        "words_sealed",
    ),
    "report_question": whole(
        Owner.PERSON,
        "reports",
        "to whoever sent the report",
        _WITH,
        *("words_sealed", "answer_sealed"),
    ),
    "words_before": life(
        Owner.BOTH,
        "reports",
        "to nobody: in case that its reader reports it",
        "whole; where a report about the conversation is undecided, until it is decided",
        "conversations.message_ids_kept",
        "words_sealed",
    ),
}
