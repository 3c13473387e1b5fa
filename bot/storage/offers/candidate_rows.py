"""Rows of listeners with what they carry, as candidates."""

from collections.abc import Collection, Sequence

from bot.domain.asks import Ask
from bot.domain.days_off import DaysOff
from bot.domain.ids import ListenerNumber
from bot.domain.listening import Load
from bot.domain.offers import UNKNOWN_ANSWER, Candidate
from bot.domain.skills import Skills
from bot.domain.week import Week
from bot.storage.columns import moment_or_none
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listeners import listener_of
from bot.storage.listeners.skills import own_skills_of
from bot.storage.rows import Row
from bot.storage.sqlite.connection import Connection


def candidate_of(
    row: Row,
    sealer: Sealer,
    skilled: Collection[ListenerNumber],
    week: Week | None = None,
    days_off: tuple[DaysOff, ...] = (),
) -> Candidate:
    """One of them; `skilled` are those who can share what the ask would like to learn."""
    usual = row["usual_answer"]
    carried = row["open_now"], row["last_day"], row["heavy_week"]
    return Candidate(
        listener_of(row, sealer),
        Load(*carried, bool(row["rests_after_heavy"])),
        bool(row["topic_fits"]),
        row["offers_today"],
        row["off_duty_offers_today"],
        row["last_offered_at"],
        UNKNOWN_ANSWER if usual is None else usual,
        week,
        row["silent_in_a_row"],
        moment_or_none(row["open_since"]),
        days_off,
        row["private_number"] in skilled,
    )


async def skilled_for(
    sql: Connection, sealer: Sealer, ask: Ask, rows: Sequence[Row]
) -> Collection[ListenerNumber]:
    """Who of them can share what an ask would like to learn; nobody where it would like to learn
    nothing. Own words are opened for that alone."""
    wish = ask.wishes.learn
    if not wish or not rows:
        return ()
    numbers = [ListenerNumber(row["private_number"]) for row in rows]
    listed = await sql.fetch_all(
        "SELECT private_number FROM listener_skill WHERE skill = ? AND private_number"  # noqa: S608
        f" IN ({', '.join('?' * len(numbers))})",
        (wish, *numbers),
    )
    said = "" if ask.text is None else f"{ask.text.words}\n{ask.text.would_help}"
    found = {ListenerNumber(row["private_number"]) for row in listed}
    for number, row in zip(numbers, rows, strict=True):
        if Skills(own=own_skills_of(row, sealer)).fit(wish, said):
            found.add(number)
    return found
