"""What goes with the words of asks that are over, and what becomes coarse then."""

ERASE_WORDS = (
    """
    UPDATE conversation
    SET started_at = started_at / 3600 * 3600, ended_at = ended_at / 3600 * 3600
    WHERE ask_id IN (
        SELECT ask_id FROM ask WHERE state = 'closed' AND words_sealed IS NOT NULL AND {which})
    """,
    """
    UPDATE offer
    SET offered_at = offered_at / 3600 * 3600, answered_at = answered_at / 3600 * 3600
    WHERE ask_id IN (
        SELECT ask_id FROM ask WHERE state = 'closed' AND words_sealed IS NOT NULL AND {which})
    """,
    """
    UPDATE thread_message SET words_sealed = NULL
    WHERE words_sealed IS NOT NULL AND ask_id IN (
        SELECT ask_id FROM ask WHERE state = 'closed' AND words_sealed IS NOT NULL AND {which})
    """,
    """
    UPDATE first_question SET words_sealed = NULL
    WHERE words_sealed IS NOT NULL AND ask_id IN (
        SELECT ask_id FROM ask WHERE state = 'closed' AND words_sealed IS NOT NULL AND {which})
    """,
    """
    UPDATE ask
    SET words_sealed = NULL, would_help_sealed = NULL, posted_at = posted_at / 3600 * 3600,
        expires_at = expires_at / 3600 * 3600, closed_at = closed_at / 3600 * 3600,
        words_kept_until = NULL
    WHERE state = 'closed' AND words_sealed IS NOT NULL AND {which}
    """,
)
"""Statements; the ask itself is the last. `which`: of all those that are closed."""
