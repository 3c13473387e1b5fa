"""Every message takes its colour from what it means, and its generation from how it came."""

from itertools import pairwise

import pytest

from bot.discord_app.rendering.tones import Tone
from bot.gallery import Shown, Surface
from bot.gallery.shown import Json, ReadBy
from tests.gallery.shown import in_language, messages
from tests.gallery.test_structure import MAIN, buttons
from tests.prepared import shipped

pytestmark = pytest.mark.xdist_group("gallery")

V2, TEXT, FRAME = 1 << 15, 10, 17


def frames(one: Shown) -> list[Json]:
    """Those of a message, from top to bottom."""
    return [part for part in one.payload["components"] if part["type"] == FRAME]


def colours(one: Shown) -> list[int]:
    """Those that a message has, a help card's aside where something else stands below it."""
    found = [part["accent_color"] for part in frames(one) if "accent_color" in part]
    return found[-1:] or [embed["color"] for embed in one.payload["embeds"]]


def test_what_somebody_asked_for_stands_in_frames_and_what_comes_by_itself_does_not() -> None:
    """But for the panel, and for what frames have no room for."""
    for one in messages():
        framed = bool(one.payload["flags"] & V2)
        if one.surface is Surface.EPHEMERAL:
            assert framed, one.id
            assert not one.payload["content"], one.id
        else:
            assert framed == (one.id == "notice.panel"), one.id


def test_all_colours_are_those_of_a_meaning() -> None:
    """One a message."""
    for one in messages():
        assert len({*colours(one)}) <= 1, one.id
        assert {*colours(one)} <= {tone.value for tone in Tone}, one.id


def test_the_colour_says_what_it_means() -> None:
    """What did not work out, help lines, and what moderators see each have their own; elsewhere it
    is whether something stands out to be pressed."""
    odd = []
    for one in messages():
        meant, found = meaning(one), colours(one)
        if found and meant is not None and found[0] != meant.value:
            odd.append((one.id, Tone(found[0])))
    assert odd == []


def meaning(one: Shown) -> Tone | None:
    """As somebody sees it who reads the case; None where it takes more than its id to know."""
    chapter, _, case = one.id.partition(".")
    if chapter == "error":
        return Tone.WRONG
    if case.startswith("lines.") and chapter == "help":
        return Tone.CARE
    if not one.by or any(key.startswith(("error.", "notice.")) for key in one.keys):
        return None
    if one.reader is ReadBy.MODERATOR and not case.startswith("privacy."):
        return Tone.MODERATION
    if chapter in ("ask", "listen", "talk", "after", "goal", "suggest"):
        return Tone.YOUR_TURN if MAIN in [style for style, _ in buttons(one)] else Tone.CALM
    return None


def test_every_meaning_is_shown() -> None:
    """In each language."""
    for language in shipped().languages:
        shown = in_language(language).values()
        found = {colour for one in shown if "content" in one.payload for colour in colours(one)}
        assert found == {tone.value for tone in Tone}


def our_lines(one: Shown) -> list[str]:
    """What is ours in a message, without the boxes."""
    framed = [
        text["content"]
        for part in frames(one)
        if "accent_color" in part
        for text in part["components"]
    ]
    texts = "\n".join([one.payload["content"], *framed]).split("\n")
    return [line for line in texts if line.strip()]


def test_nothing_stands_between_what_announces_words_and_the_words() -> None:
    """Not even the line about help lines, which is never the first thing either."""
    torn = []
    for one in messages():
        lines, quiet = our_lines(one), shipped().text(one.language, "care.always")
        boxed = bool(one.payload["embeds"]) or any(
            "accent_color" not in part for part in frames(one)
        )
        *above, _ = lines or [""]
        if boxed and any(line.endswith(":") for line in above):
            torn.append((one.id, one.language))
        if lines[:1] == [quiet] or any(a.endswith(":") and b == quiet for a, b in pairwise(lines)):
            torn.append((one.id, one.language))
    assert torn == []


def test_what_others_wrote_stands_in_a_frame_of_its_own() -> None:
    """Without a colour: nobody takes it for ours."""
    preview = in_language("en")["ask.preview.private"]
    ours, theirs, *_ = frames(preview)
    assert "accent_color" not in theirs
    assert all(part["type"] == TEXT for part in (*ours["components"], *theirs["components"]))
