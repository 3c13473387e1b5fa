"""What becomes of offers, questions before accepting and words for a morning: a part of
`table_lives`."""

from collections.abc import Mapping

from bot.storage.table_life import Owner, TableLife, life, whole

_WITH = "with the row that it hangs on"

OFFER_LIVES: Mapping[str, TableLife] = {
    "first_question": life(
        Owner.BOTH,
        "offers",
        "to each what they wrote and read, under its name",
        "the listener's words, number and whose it is; the asker's answer with their ask",
        "the answer until it is over; retention.ask_text_after_closing, then with the ask",
        *("listener_number", "person_sealed", "words_sealed", "answer_sealed"),
    ),
    "morning_words": whole(
        Owner.LISTENER,
        "offers",
        "the words, to whoever wrote them",
        "until they go or the ask waits no more",
        *("private_number", "words_sealed"),
    ),
    "offer": life(
        Owner.LISTENER,
        "offers",
        "when, and what became of it",
        "whose it is; the number a day later, as the day's limit",
        _WITH,
        "listener_number",
    ),
}
