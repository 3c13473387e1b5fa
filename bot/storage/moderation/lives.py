"""What becomes of what moderators have to do with: a part of `table_lives`."""

from collections.abc import Mapping

from bot.storage.table_life import Owner, TableLife, life, nobodys, whole

_WITH = "with the row that it hangs on"

MODERATION_LIVES: Mapping[str, TableLife] = {
    "known_number": life(
        Owner.GUILD,
        "moderation",
        "with what was done to it",
        "whose it is; the number stays, as the mark of what holds against it",
        "while something of the moderators' names it",
        *("private_number", "user_id_sealed"),
    ),
    "moderation_record": life(
        Owner.GUILD,
        "moderation",
        "hashes, which name nobody",
        "who it was that did something as a moderator",
        "retention.moderation",
        "moderator_sealed",
    ),
    "moderator_action": life(
        Owner.GUILD,
        "moderation",
        "all but notes, with the answer",
        "all but what keeps somebody out, which holds on without its words",
        "retention.moderation, and while it holds",
        *("words_sealed", "answer_sealed"),
    ),
    "record_posted": nobodys(Owner.GUILD, "as long as the record"),
    "moderator_seen": whole(
        Owner.GUILD, "reports", "that they did", "a month", *("private_number", "user_id_sealed")
    ),
    "name_opening": life(
        Owner.GUILD,
        "moderation",
        "that two moderators looked is told, some days later",
        "what somebody asked for as a moderator, or what was asked for about them",
        "a day",
        *("first_sealed", "second_sealed", "reason_sealed", "second_reason_sealed"),
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
