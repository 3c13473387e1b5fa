import re
import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain import characters
from bot.domain.text import MARKS_A_BASE, clean, escape, invites, is_blank, neutralise_links

# Characters that make trouble beside each other, far more often than chance would bring them.
NASTY = (
    "a1#\u00e9\u0301\u0323\u0338\u20dd\u200c\u200d\u200b\u200f\u202e\u2066\ufeff\u00ad\u034f\u3164"
    "\u2800\ufe0e\ufe0f\ufe01\U000e0101\u845b\uf900\u0915\u094d\u093c\u0941\u093f\u0e01\u0e47\u0e33"
    "\u0645\u064b\u0651\u0654\u05e9\u05bc\u05c1\u1100\u1161\u11a8\u1820\u180b\u2194=\u0338"
    "\U0001f469\U0001f3fd\U0001f466\U0001f3f4\U000e0067\U000e0062\U000e007f\U0001f1ee\U0001f1f3"
    "\u0600\u2028\r\n\t \u00a0\v\x00\ud800\uffff\U000e0001*_`|~[]()<>@:/."
)
TEXTS = st.text(st.sampled_from(NASTY), max_size=40) | st.text(max_size=60)
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@given(TEXTS)
@example("a\u0301\u0301\u0301\u0301\u200c\u0301")
@example("e\u200d\u0301")
@example("\u0645\u0301\ufe0f\u064b\u200c")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """What is clean stays as it is."""
    assert clean(clean(text)) == clean(text)


@given(
    TEXTS | st.text(st.sampled_from("Ab 1.*_`~>#-\n\t\u00e9\u043f\u65e5\u2800\u00a0"), max_size=99)
)
def test_what_is_simple_and_what_is_not_come_to_the_same(text: str) -> None:
    """Most texts hold only characters that stay, and are not looked at one by one."""
    assert clean(text) == clean(f"{text}\u200b")


def test_what_is_not_looked_at_one_by_one_stays_as_it_is() -> None:
    """No mark, nothing that goes, nothing that means something beside another only."""
    ordinary = [one for one in map(chr, range(sys.maxunicode + 1)) if characters.are_ordinary(one)]
    assert len(ordinary) > 30_000
    special = (
        characters.always_goes,
        characters.is_mark,
        characters.is_selector,
        characters.is_tag,
        characters.JOINERS.__contains__,
    )
    for is_special in special:
        assert not list(filter(is_special, ordinary))


@given(TEXTS)
def test_what_is_clean_holds_nothing_hidden(text: str) -> None:
    """NFC, storable, no control or bidi characters, no outer white space, few blank lines."""
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e]", cleaned)
    assert not re.search("[\u2028\u2029\u2060-\u2069\ufeff\u00ad\u034f\u3164\uffff]", cleaned)
    assert cleaned == cleaned.strip()
    assert "\n\n\n\n" not in cleaned


@given(st.text(st.sampled_from(NASTY), max_size=40))
def test_at_most_three_marks_stay_on_a_letter(text: str) -> None:
    """Marks outside of Indic scripts do not pile up, whatever stands between them."""
    marks = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0e31\u0e34-\u0e4e\u20d0-\u20ff]"
    joined = re.sub("[\u200c\u200d\ufe0e\ufe0f\u0900-\u097f]", "", clean(text))
    assert not re.search(f"{marks}{{{MARKS_A_BASE + 1}}}", joined) or "\u0915" in text


@pytest.mark.parametrize(
    "text",
    [
        "नमस्ते, मैं ठीक नहीं हूँ। क्षत्रिय र्\u200dय श्री\u200cमती",
        "আমি ভালো নেই, র\u200d্যাব",
        "ஸ்ரீ க்ஷ",
        "ക്\u200d ന്\u200d",
        "ශ්\u200dරී ලංකාව",
        "བསྒྲུབས་ རྒྱུད",
        "မြန်မာ ကျွန်ုပ်",
        "ស្ត្រី",
        "می\u200cروم \u0647\u200d",
        "العَرَبِيَّةُ",
        "שָׁלוֹם בּוֹאּ",
        "ที่นี่ น้ำ ก็",
        "Tiếng Việt, Yorùbá ẹ̀kọ́",
        "한국어 日本語 葛\U000e0100城",
        f"{FAMILY} \U0001f469\U0001f3fd\u200d\U0001f4bb \u2764\ufe0f\u200d\U0001f525 {ENGLAND}",
        "\U0001f3f3\ufe0f\u200d\U0001f308 1\ufe0f\u20e3 \U0001f1ee\U0001f1f3 \U0001fae8",
        "two\n\n\nblank lines\n\tand a tab",
        "\U0001f3f4\u200d\u2620\ufe0f",
    ],
)
def test_languages_and_emoji_are_left_alone(text: str) -> None:
    """What people write in their language is kept character by character."""
    text = unicodedata.normalize("NFC", text)
    assert clean(text) == text
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a\r\nb\rc\u2028d\ve\x85f ", "a\nb\nc\nd\ne\nf"),
        ("a\n\n\n\n\nb", "a\n\n\nb"),
        ("a\n \n\t\n \n\r\nb", "a\n\n\nb"),
        ("e\u0301", "\u00e9"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("\u202eevil\u202c \u2066x\u2069 \u200fy\u061c", "evil x y"),
        ("pass\u200bword s\u00adh\u2060y\ufeff dis\u200dc\u200cord", "password shy discord"),
        ("x" + "\u0316\u031a\u0301" * 20, "x\u0316\u0316\u0316"),
        ("z" + "\u0301" * 20, "\u017a\u0301\u0301"),
        ("\u1ec7" + "\u0301" * 20, "\u1ec7\u0301"),
        ("\u0e01" + "\u0e47" * 50, "\u0e01\u0e47\u0e47\u0e47"),
        ("\u0915" + "\u0941" * 500, "\u0915" + "\u0941" * 8),
        ("\U0001f600" + "\U000e0100\ufe0f" + "\U000e0161" * 40, "\U0001f600\ufe0f"),
        ("\U0001f3f4\U000e0067\U000e0062 x", "\U0001f3f4 x"),
        ("\U0001f469\u200d\u200d\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        ("a\ud800b\udfffc", "abc"),
    ],
)
def test_what_disturbs_goes(text: str, cleaned: str) -> None:
    """Line ends, controls, bidi, zero-width, piled marks, smuggled tags and selectors."""
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\r\n\u00a0\u3000",
        "\u200b\u200c\u200d\u2060\ufeff\u00ad",
        "\u202e\u2066\u2069",
        "\u3164\u115f\u1160\uffa0\u2800",
        "\U000e0067\U000e007f\ufe0f\ufe0f",
        "\u0301\u0301",
        "\x00\x1b",
        "\ud800",
    ],
)
def test_nothing_visible_is_blank(text: str) -> None:
    """Spaces, zero-width characters, fillers and marks on nothing are not words."""
    assert is_blank(text)
    assert clean(text) == ""


@given(TEXTS)
def test_blank_is_what_cleaning_empties(text: str) -> None:
    """The two never disagree."""
    assert is_blank(text) == (clean(text) == "")


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://evil.example)",
        "[x](<https://evil.example>)",
        "[[x]](https://evil.example)",
        "[a [b] c](https://evil.example 'title')",
        "[x\ny](  https://evil.example)",
        "[x]\u200b\u202e(https://evil.example)",
        "[https://good.example](https://evil.example)",
        "[x](https://a.example)[y](https://b.example)",
        "\\[x](https://evil.example)",
    ],
)
def test_masked_links_show_where_they_lead(text: str) -> None:
    """Words and address both stay, and the two never touch."""
    shown = neutralise_links(text)
    assert "](" not in shown
    assert "] (" in shown
    assert re.findall(r"[\w:/.<>]+", text) == re.findall(r"[\w:/.<>]+", shown)
    assert neutralise_links(shown) == shown


def test_ordinary_brackets_are_left_alone() -> None:
    """Only what would be a masked link is changed."""
    text = "see [1]\n(really) and [2] (there), f(x)[0], - [ ] todo"
    assert neutralise_links(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "discord.gg/Abc",
        "https://DISCORD.GG/abc?x=1",
        "d i s c o r d . g g / abc",
        "".join(chr(ord(char) + 0xFEE0) for char in "discord.gg/abc"),
        "dis\u200bcord\u2060.gg/\u200dabc",
        "discord(dot)gg/abc",
        "discord [.] gg / abc",
        "discord dot gg slash abc",
        "discord\\.gg/abc",
        "discord.gg\\abc",
        "discord.gg:443//abc",
        "d**i**sc||ord||.gg/abc",
        "discord\u3002gg/abc",
        "discord%2Egg%2Fabc",
        "\u0501\u0456\u0455\u0441\u043erd.gg/abc",
        "\U0001d589\U0001d58e\U0001d598\U0001d588\U0001d594\U0001d597\U0001d589.gg/abc",
        "d\u0332i\u0332s\u0332c\u0332o\u0332r\u0332d\u0332.gg/abc",
        "\U0001f1e9\U0001f1ee\U0001f1f8\U0001f1e8\U0001f1f4\U0001f1f7\U0001f1e9.gg/abc",
    ],
)
def test_invites_are_found_through_disguises(text: str) -> None:
    """The same invitation, however it is dressed."""
    assert invites(f"come to {text} now") == ("discord.gg/abc",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://discord.com/invite/abc", ("discord.com/invite/abc",)),
        ("discordapp.com / invite / abc", ("discord.com/invite/abc",)),
        ("ptb.discord.com/%69nvite/abc", ("discord.com/invite/abc",)),
        ("dsc.gg/abc and discord.gg/de", ("dsc.gg/abc", "discord.gg/de")),
        ("discord.me/abc", ("discord.me/abc",)),
        ("I left discord. gg everyone", ()),
        ("https://discord.com/channels/1/2", ()),
        ("discord.gg is a site, 100% sure", ()),
        ("wisc.gg/abc", ()),
    ],
)
def test_invites_of_other_hosts_and_none(text: str, found: tuple[str, ...]) -> None:
    """Every way into a server counts, talking about Discord does not."""
    assert invites(text) == found


@given(TEXTS)
def test_escaping_loses_nothing(text: str) -> None:
    """Without the backslashes it is the same text, but for the at sign of everyone."""
    text = text.replace("@", "")
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)) == text


@given(st.text(st.sampled_from("*_~|`\\[]()<>@#&!:/-+.123 \nabthtps"), max_size=60))
def test_escaping_leaves_nothing_to_format(text: str) -> None:
    """No marker, mention or opening bracket stays unescaped, and no line begins a block."""
    bare = re.sub(r"<?https?://\S+", "x", escape(text))
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", bare)
    assert not re.search(r"[*_~|`\[\]<]", bare)
    assert not re.search(r"^[ \t]*(?:[-+#>]|[0-9]+[.)])", bare, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**b** _i_ ~~s~~ ||h|| `c`", r"\*\*b\*\* \_i\_ \~\~s\~\~ \|\|h\|\| \`c\`"),
        ("# h\n-# s\n- l\n1. n\n>>> q", "\\# h\n\\-\\# s\n\\- l\n1\\. n\n\\>\\>\\> q"),
        ("<@1> <@!1> <@&1> <#1>", r"\<\@1> \<\@\!1> \<\@\&1> \<\#1>"),
        ("<t:1:R> </ask:1> <:x:1> <id:customize>", r"<t:1:R> \</ask:1> \<:x:1> \<id:customize>"),
        ("@everyone <@here> @Everyone", "\uff20everyone \\<\uff20here> \uff20Everyone"),
        ("[x](https://a.b/c_d)", r"\[x\](https://a.b/c_d)"),
        ("see https://a.b/c_d?e=*f*", r"see https://a.b/c_d?e=\*f\*"),
        ("<https://a.b/c_d>", "<https://a.b/c_d>"),
        ("https://a.b/@everyone", "https://a.b/\uff20everyone"),
        ("a-b #1 2. 10:30 a>b me@x.org", "a-b #1 2. 10:30 a>b me@x.org"),
        ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
    ],
)
def test_escaped_words_show_as_typed(text: str, escaped: str) -> None:
    """What Discord would format, mention or quote is escaped; ordinary signs are not."""
    assert escape(text) == escaped


@pytest.mark.parametrize(
    "unit", ["d ", "discord", "[", "](", "<", "@", "\u0301", "\n ", "\u200d", "1."]
)
def test_no_text_takes_long(unit: str) -> None:
    """Nobody can keep the bot busy with one message."""
    text = unit * (4000 // len(unit))
    began = time.process_time()
    for change in (clean, escape, invites, neutralise_links):
        change(text)
    assert time.process_time() - began < 1
