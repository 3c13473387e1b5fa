"""Whatever somebody reads leads on: something can be pressed below it, or there is a reason why
nothing is to be done."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

import pytest

from bot.gallery import Shown, Surface
from tests.gallery.shown import everything
from tests.gallery.test_structure import parts

pytestmark = pytest.mark.xdist_group("gallery")

THE_STEP_ITSELF = frozenset({Surface.FORM, Surface.COMMANDS})
"""An open form, and what Discord shows while somebody types."""

NOTHING_TO_PRESS: Mapping[str, tuple[str, ...]] = {
    "somebody else's words, as they wrote them: one answers by writing": (
        *("words", "sticker", "image", "image.first_only"),
        *("written_before", "written_before_ends"),
        *("partner_did_it", "partner_partly", "partner_not_yet"),
        *("thread_answer", "thread_reply"),
    ),
    "one's own words, shown once more": ("own_words",),
    "a sign": ("have_it", "image_check"),
    "it did not get there: one writes it again, in the same place": (
        *("image_not_passed_on.*", "voice_not_passed_on", "other_not_passed_on"),
        *("files_not_passed_on", "files_not_passed_on.to_nobody", "nothing_to_read"),
        *("too_much_at_once", "words_refused"),
    ),
    "within a conversation: one goes on writing, and all else stands below how it began": (
        *("still_here", "back_soon", "image_missed.*", "conversation_goes_on", "another_left"),
        *("moderator_joined_you", "moderator_stays", "you_go_along"),
        *("second_looked_for", "worry_seen", "image_first_only"),
        "listener_nudged",
    ),
    "it stands where something was, and what can be pressed is in the message below": (
        *("ask_over", "ask_found", "offer_accepted"),
    ),
    "everybody reads it in a channel, and nothing is anybody's to do": (
        *("ask_taken_in_channel", "ask_taken_in_channel.open", "ask_over_in_channel"),
        *("thread_begins", "thread_reworded", "thread_helped", "thread_over", "test_post"),
    ),
    "it is done in the server, where only whoever presses sees the answer": (
        *("report_for_others", "ask_for_others", "moderators_channel_lost"),
    ),
    "it names somebody, who is to be written to": ("who_it_is", "who_it_is_for_others"),
    "thanks": ("thanks.*", "you_helped"),
    "the bot's last words: no button works any more": ("farewell", "farewell_server"),
    "the end of the record, only to be left where it is": ("record_head",),
}
"""Kinds of notices below which nothing can be pressed, by the reason for it. An answer to what
somebody did always leads on, and so does an error."""


PUT_AWAY = frozenset({"help.lines.put_away"})
"""Somebody looks over a shoulder: what was there does not show, not even as a button."""


def bare() -> list[Shown]:
    """What has neither a button nor a menu."""
    return [one for one in everything() if one.surface not in THE_STEP_ITSELF and not parts(one)]


def test_every_answer_and_every_error_leads_on() -> None:
    """Also where somebody is refused, or something fails: nobody stays where they are."""
    stuck = {one.id for one in bare() if one.by or not one.id.startswith("notice.")}
    assert stuck == PUT_AWAY


def test_every_notice_leads_on_or_says_why_not() -> None:
    """In each language; and there is no reason for what leads on, or is no more."""
    reasons = [f"notice.{kind}" for kinds in NOTHING_TO_PRESS.values() for kind in kinds]
    shown = {one.id for one in bare() if one.id.startswith("notice.")}
    assert {one for one in shown if not any(fnmatchcase(one, kind) for kind in reasons)} == set()
    idle = [kind for kind in reasons if not any(fnmatchcase(one, kind) for one in shown)]
    assert idle == []
    assert len(reasons) == len(set(reasons))
