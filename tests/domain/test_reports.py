"""How long a report can be added to and waits unopened; words taken out of the shape they had."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord_app.moderation.box_pages import BOXES, ROOM, pages_of
from bot.domain.ids import GuildId, ReportId
from bot.domain.reports import Report, ReportedAs, ReportState, Subject
from bot.domain.shapes import Box, under, words_under

SENT = datetime(2026, 3, 2, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(state: ReportState, *, opened: bool = False, brought_up: int = 0) -> Report:
    """One that was sent at that moment."""
    return Report(
        ReportId("one"),
        GuildId(1),
        Subject(ReportedAs.ASK),
        state,
        SENT,
        opened_at=SENT if opened else None,
        brought_up=brought_up,
    )


@pytest.mark.parametrize(
    ("state", "hours", "can"),
    [
        (ReportState.DRAFT, 100, True),
        (ReportState.OPEN, 71, True),
        (ReportState.OPEN, 72, False),
        (ReportState.DECIDED, 1, False),
    ],
)
def test_something_can_be_added_for_three_days(state: ReportState, hours: int, can: bool) -> None:
    """To one that is not decided."""
    assert report(state).can_be_added_to(SENT + hours * HOUR) is can


@pytest.mark.parametrize(
    ("brought_up", "hours", "due"),
    [(0, 23, False), (0, 24, True), (1, 47, False), (1, 48, True), (2, 100, False)],
)
def test_it_is_brought_up_after_a_day_and_another(brought_up: int, hours: int, due: bool) -> None:
    """Twice in all, and never once somebody opened or decided it."""
    when = SENT + hours * HOUR
    assert report(ReportState.OPEN, brought_up=brought_up).is_due_to_be_brought_up(when) is due
    opened = report(ReportState.OPEN, opened=True, brought_up=brought_up)
    decided = report(ReportState.DECIDED, brought_up=brought_up)
    assert not opened.is_due_to_be_brought_up(when)
    assert not decided.is_due_to_be_brought_up(when)


@pytest.mark.parametrize(
    "words", ["one", "one\ntwo", "one\n\nthree", "> a quote\nof theirs", " an indent", "**bold**\n"]
)
def test_words_come_out_as_they_were_written(words: str) -> None:
    """Whatever they hold; a message of another shape holds none."""
    assert words_under(under("**Alias**", words)) == words
    for other in ("You have a message.", "", "two lines\nof ours"):
        assert words_under(other) == ""


def test_words_come_out_of_a_quote_of_which_discord_cut_the_ends() -> None:
    """It may drop the space behind the sign of an empty line."""
    assert words_under("**Alias**\n> one\n>\n> three") == "one\n\nthree"


def test_boxes_are_shown_in_as_many_messages_as_they_need() -> None:
    """In their order, none lost, none above Discord's limits; also one alone that is long."""
    boxes = [Box("x" * size, "title") for size in (10, 4000, 2000, 10, *[5] * 20, ROOM + 100)]
    pages = pages_of(boxes)
    assert [box for page in pages for box in page] == boxes
    assert all(len(page) <= BOXES for page in pages)
    fitting = [page for page in pages if len(page) > 1]
    assert all(sum(len(box.words) + len(box.title) for box in page) <= ROOM for page in fitting)
    assert pages_of([]) == [[]]
