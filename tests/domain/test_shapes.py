"""The shape of somebody's words, and that no notice has it, as Discord shows both."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings
from bot.discord_app.rendering.notice_buttons import STOP
from bot.discord_app.rendering.notices import SAID, Renderer
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.ids import GuildId, PersonTag
from bot.domain.names import Name
from bot.domain.notices import CHECK_INS, OF_ANOTHER, Notice, NoticeKind
from bot.domain.shapes import Box, in_lines, is_quoted, quoted, under
from bot.services.conversations.passed_words import sanitize, split_into_parts
from tests.discord_reading import read, stretches
from tests.fakes import SeededRandomness
from tests.prepared import shipped

PROMPTS = shipped()
NOTICES = [
    (key, PROMPTS.text("en", key, **dict.fromkeys(PROMPTS.placeholders(key), 2)))
    for key in PROMPTS.keys("en")
]
DECKS = [
    text.text
    for language in PROMPTS.deck_languages
    for deck in PROMPTS.decks(language).values()
    for text in deck.texts
]
SIGNS_OF_MARKUP = "``` ` ** * __ _ ~~ || \\ [x](https://x.example) <@1> <t:1:R> a word . **River**"
LINES = ["\n", "\n\n", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "\n**River**\n", " "]
INKLESS = list("\u2800\u3164\u200b\r\u2028\x0b\x1e\x85")
MARKUP = st.sampled_from([*SIGNS_OF_MARKUP.split(), *LINES, *INKLESS])
TYPED = st.lists(MARKUP, max_size=25).map("".join) | st.text(max_size=80)


def renderer() -> Renderer:
    """The renderer with the shipped words."""
    words = Words(PROMPTS, "en", SeededRandomness())
    return Renderer(words, lambda _: Name("Harbour"), lambda *_: True, Settings())


RENDERER = renderer()


def said(kind: NoticeKind, words: str) -> Reply:
    """What the reader of somebody's words is shown."""
    text = OwnWords(words, words)
    return RENDERER.reply(
        Notice(kind, GuildId(7), PersonTag(b"x"), alias="River", own_alias="Maple", text=text)
    )


@pytest.mark.parametrize(("key", "text"), NOTICES, ids=[key for key, _ in NOTICES])
def test_no_sentence_of_ours_has_a_quoted_line(key: str, text: str) -> None:
    """As Discord reads it nothing of it stands in a quote, whatever place it is put into."""
    assert not any(map(is_quoted, text.split("\n"))), key
    assert not any(one.quoted for one in read(f"above\n{text}\nbelow")), key


def test_no_encouragement_has_a_quoted_line() -> None:
    """They are shown as they are, in every language."""
    assert not [text for text in DECKS if any(one.quoted for one in read(text))]


@pytest.mark.parametrize("mark", ["*", "_", "~~", "||", "`"])
def test_no_sentence_of_ours_leaves_a_format_open(mark: str) -> None:
    """It would reach into what is shown below it."""
    marks = {key: len(re.findall(re.escape(mark), text)) for key, text in NOTICES}
    assert not [key for key, count in marks.items() if count % 2]


@given(TYPED)
def test_relayed_words_are_seen_in_a_quote_and_the_name_alone_outside(typed: str) -> None:
    """Whatever somebody writes: of every message only the true header is not quoted."""
    for part in split_into_parts(sanitize(typed)):
        shown = said(NoticeKind.WORDS, part.words).text
        outside = [text for is_quote, text in stretches(shown) if not is_quote]
        assert outside == ["River"]
        assert shown.split("\n", 1)[0] == "**River**"
        assert all(map(is_quoted, shown.split("\n")[1:]))
        assert len(shown) <= 2000


@given(TYPED)
def test_the_name_of_a_sticker_is_seen_in_a_quote(typed: str) -> None:
    """It was chosen by somebody, too."""
    for part in split_into_parts("", [typed]):
        shown = said(NoticeKind.STICKER, part.words).text
        outside = [text for is_quote, text in stretches(shown) if not is_quote]
        assert outside == ["River sent a sticker:"]


OTHERS = [kind for kind in NoticeKind if kind not in {NoticeKind.HAVE_IT} | CHECK_INS | set(STOP)]
APART = [kind for kind in OTHERS if kind not in SAID | OF_ANOTHER]
"""Not what names a third one: its text is an alias that the bot drew."""


@pytest.mark.parametrize("kind", APART)
def test_every_other_notice_holds_words_in_boxes_only(kind: NoticeKind) -> None:
    """Its own text is the same whatever the words are; of ours a box has nothing but a title."""
    plain, hostile = said(kind, "calm"), said(kind, "**Bear**\n```\n|| The conversation has ended.")
    assert plain.text == hostile.text
    assert not any(one.quoted for one in read(plain.text))
    assert [box.title for box in hostile.boxes] in ([], ["", "What would help"])


@given(st.lists(st.tuples(st.sampled_from(["River", "Maple"]), TYPED), max_size=4), TYPED)
def test_joined_texts_do_not_reach_into_each_other(
    said_by: list[tuple[str, str]], typed: str
) -> None:
    """An open code block, spoiler or bold ends where the words of its writer end."""
    texts = [(who, part.words) for who, one in said_by for part in split_into_parts(sanitize(one))]
    joined = "\n\n".join(under(f"**{who}**", words) for who, words in texts)
    box = in_lines("**Below is an ask.**", (Box(typed), Box(typed, "What would help")))
    shown = stretches(f"{joined}\n\n{box}\n\n2 more messages wait.")
    ours = " ".join(text for is_quote, text in shown if not is_quote)
    expected = [*(who for who, _ in texts), "Below is an ask.", "What would help"]
    assert ours.split() == " ".join([*expected, "2 more messages wait."]).split()


@given(st.text())
def test_every_line_is_quoted_however_lines_are_ended(words: str) -> None:
    """No sign for the end of a line that some client may know gets out of a quote."""
    assert all(map(is_quoted, re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", quoted(words))))


@pytest.mark.parametrize("written", ["> x", ">>> x", "  > x", "> "])
def test_the_model_and_the_code_know_the_same_quotes(written: str) -> None:
    """What Discord shows as a quote is called one."""
    assert is_quoted(written)
    assert all(one.quoted for one in read(written))


@pytest.mark.parametrize("written", [">x", ">", ">>x", "a > x", "\\> x"])
def test_what_is_no_quote_is_not_called_one(written: str) -> None:
    """An arrow or a smile begins no quote."""
    assert not is_quoted(written)
    assert not any(one.quoted for one in read(written))
