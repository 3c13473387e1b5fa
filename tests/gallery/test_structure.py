"""The same structure everywhere: what one would do first stands first, what ends something last,
and help lines at the end."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.gallery import Shown
from bot.gallery.world import SERVER
from tests.gallery.shown import in_language, messages
from tests.prepared import shipped

pytestmark = pytest.mark.xdist_group("gallery")

ROW = 1
MAIN, ENDING = 1, 4
BUTTON = 2
BACK = {
    *("helplines", "moderate", "numbers_before", "reports_before"),
    *("held_asks_after", "new_listeners_after", "names_after"),
    *("suggestions_before", "suggestions_after", "in_deck_before", "in_deck_after"),
    *("suggestions", "in_deck"),
}
"""What leads away from something, behind all that can be done with it."""
READ_FIRST = {"read_it"}
"""One reads an ask before one says that one can."""
ANSWERS = {"helped_yes", "report_turn", "take_back", "reply_openly"}
"""Answers to a question, a list to choose from, and one's own ask stand above what follows."""
MENUS = {"help.in_server", "help.elsewhere", "notice.panel"}
"""The ways to everything, in the order of need."""


def parts(one: Shown) -> list[dict[str, Any]]:
    """What can be pressed, as it is sent; frames hold texts alone."""
    rows = [row for row in one.payload.get("components", ()) if row["type"] == ROW]
    return [part for row in rows for part in row["components"]]


def buttons(one: Shown) -> list[tuple[int, str]]:
    """The style and the action of each; menus stand above them, and are none."""
    return [
        (part["style"], part["custom_id"].split(":")[1].split(".")[0])
        for part in parts(one)
        if part["type"] == BUTTON
    ]


def actions(found: Sequence[tuple[int, str]]) -> list[str]:
    """Their actions alone."""
    return [action for _, action in found]


def test_what_is_over_has_nothing_that_could_end_it() -> None:
    """Nor anything else that helps only while two talk; what is to be done afterwards stays."""
    over = [actions(buttons(one)) for one in messages() if one.id == "talk.over"]
    assert len(over) == len(shipped().languages)
    for found in over:
        assert not {"end", "not_okay", "discreet", "talk_more", "write_here"} & {*found}
        assert {"helped_yes", "report", "helplines"} <= {*found}


def test_what_one_would_do_first_stands_first() -> None:
    """Where anything stands out at all."""
    odd = []
    for one in messages():
        found = buttons(one)
        begins = actions(found)[:1]
        if {*begins} & (READ_FIRST | ANSWERS):
            continue
        if MAIN in [style for style, _ in found] and found[0][0] != MAIN:
            odd.append((one.id, found))
    assert not odd


def test_what_ends_something_stands_last() -> None:
    """Behind it only another of its kind, and the ways back."""
    odd = []
    for one in messages():
        found = buttons(one)
        ends = [place for place, (style, _) in enumerate(found) if style == ENDING]
        behind = found[ends[0] :] if ends else []
        if [action for style, action in behind if style != ENDING and action not in BACK]:
            odd.append((one.id, found))
    assert not odd


def test_help_lines_stand_last() -> None:
    """But above what puts a card away, where they are the first thing to do, and in menus."""
    odd = []
    for one in messages():
        found = [action for action in actions(buttons(one)) if action != "remove_card"]
        first = (MAIN, "helplines") in buttons(one)
        if "helplines" in found and found[-1] != "helplines" and not first:
            odd.append(one.id)
    assert set(odd) <= {*MENUS}


def test_no_two_buttons_of_a_message_are_called_the_same() -> None:
    """Nobody could tell them apart; but servers may have one name."""
    for language in shipped().languages:
        for one in in_language(language).values():
            pressed = parts(one) if "content" in one.payload else []
            says = [part.get("label") or part["placeholder"] for part in pressed]
            labels = [label for label in says if SERVER not in label]
            assert len(labels) == len(set(labels)), one.id
