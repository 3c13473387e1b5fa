"""What becomes of the threads of open asks: a part of `table_lives`."""

from collections.abc import Mapping

from bot.storage.table_life import Owner, TableLife, life, whole

_WITH = "with the row that it hangs on"

THREAD_LIVES: Mapping[str, TableLife] = {
    "open_thread": whole(
        Owner.ASKER,
        "open_asks",
        "the name that was worn there",
        _WITH,
        *("thread_tag", "thread_sealed"),
    ),
    "thread_message": life(
        Owner.BOTH,
        "open_asks",
        "what they wrote without their name, with the words",
        "words, number and whose it is; where it stood goes with the thread",
        "retention.ask_text_after_closing, then retention.closed_metadata",
        *("asker_number", "person_sealed", "words_sealed", "message_tag", "message_sealed"),
    ),
}
