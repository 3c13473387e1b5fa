"""What Discord writes with a number becomes words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import clean, escape

ID = "112233445566778899"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"so sad <:sadcat:{ID}>", "so sad :sadcat:"),
        (f"<a:wave_2:{ID}>", ":wave_2:"),
        (f"</ask:{ID}> or </a b c:{ID}>", "/ask or /a b c"),
        (f"<@{ID}> <@!{ID}> <@&{ID}>", "@… @… @…"),
        (f"in <#{ID}>", "in #…"),
        (f"<id:guide> <id:customize> <id:linked-roles:{ID}>", "#guide #customize #linked-roles"),
        (f"<sound:0:{ID}>", "\N{SPEAKER WITH THREE SOUND WAVES}"),
        (f"https://discord.com/channels/@me/{ID}/{ID}", "#…"),
        (f"I am https://discord.com/users/{ID}", "I am @…"),
        (
            f"see https://cdn.discordapp.com/attachments/{ID}/{ID}/my_street.png?ex=1&hm=2& here",
            "see #… here",
        ),
        (f"<https://media.discordapp.net/ephemeral-attachments/{ID}/{ID}/a.png>", "<#…>"),
        (f"[me](https://cdn.discordapp.com/avatars/{ID}/{'a' * 32}.png)", "[me](#…)"),
        ("<t:1764300000:R>", "<t:1764300000:R>"),
        (f"<<@1>:x:{ID}>", f"<@…:x:{ID}>"),
        (f"<</x:{ID}>:{ID}>", "/x"),
        (f"<@\u200b{ID}>", "@…"),
        ("<3 and <b> and 3 < 5", "<3 and <b> and 3 < 5"),
    ],
)
def test_no_id_goes_along(typed: str, kept: str) -> None:
    """An emoji by its name, a command by its name, a mention by its sign."""
    assert clean(typed) == kept


LIVE = re.compile(r"<(?:(?:a?:\w+:|[@#][!&]?|/[^<>:\n]+:|sound:\d+:)\d+|id:[a-z-]+(?::\d+)?)>")
PIECES = [
    "<",
    ">",
    "<:a:",
    "<a:b:",
    "</c:",
    "<@",
    "<#",
    "<@&",
    "<id:",
    "guide",
    ":",
    "1234",
    "\u200b",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_none_is_left_however_they_are_put_into_each_other(typed: str) -> None:
    """What comes of taking one out is looked at again."""
    assert not LIVE.search(clean(typed))
    assert clean(clean(typed)) == clean(typed)


def test_a_time_stays_a_time_where_words_are_shown_literally() -> None:
    """Nobody could read its number."""
    assert escape("at <t:1764300000:t>") == "at <t:1764300000:t>"
    assert escape("<t:99999999999999999999>").startswith("\\<t:")
