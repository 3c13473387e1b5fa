"""Owns the first walk: what is to be pressed where, and by what one sees that it was.

Texts are keys of the page's words. `until` names, for somebody, the buttons one of which has to be
in sight, by their names; or #form, a form is open; #wrote, they wrote to the bot; #sent, a form was
open and is closed. `page` is something that the page itself knows.
"""

from typing import Any, Final

STEPS: Final[tuple[dict[str, Any], ...]] = (
    {
        "key": "ask",
        "who": "asker",
        "place": "welcome",
        "press": "ask",
        "until": {"asker": ["#form", "post", "take_back"]},
    },
    {
        "key": "words",
        "who": "asker",
        "fill": ["example.ask", "example.wish"],
        "until": {"asker": ["post", "take_back"]},
    },
    {
        "key": "post",
        "who": "asker",
        "place": "welcome",
        "press": "post",
        "until": {"asker": ["take_back"], "listener": ["read_it"]},
    },
    {
        "key": "accept",
        "who": "listener",
        "place": "dm",
        "press": "accept",
        "until": {"asker": ["end"]},
    },
    {
        "key": "hello",
        "who": "listener",
        "place": "dm",
        "write": "example.hello",
        "until": {"listener": ["#wrote"]},
    },
    {
        "key": "answer",
        "who": "asker",
        "place": "dm",
        "write": "example.answer",
        "until": {"asker": ["#wrote"]},
    },
    {"key": "unseen", "page": "unseen"},
    {
        "key": "moderator",
        "who": "moderator",
        "place": "staff",
        "write": "example.moderate",
        "until": {"moderator": ["reports"]},
    },
    {
        "key": "end",
        "who": "asker",
        "place": "dm",
        "press": "end",
        "until": {"asker": ["end_now", "say_thanks"]},
    },
    {
        "key": "end_now",
        "who": "asker",
        "place": "dm",
        "press": "end_now",
        "until": {"asker": ["say_thanks"]},
    },
    {
        "key": "thanks",
        "who": "asker",
        "place": "dm",
        "press": "say_thanks",
        "fill": ["example.thanks"],
        "until": {"asker": ["#sent"]},
    },
    {"key": "free"},
)
