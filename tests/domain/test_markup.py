import pytest

from bot.domain.markup import Markup


@pytest.mark.parametrize("text", ["```y\n```", "```y\n\n \n```", "`````````y\n```"])
def test_a_word_alone_in_a_code_block_is_no_language(text: str) -> None:
    """It is what the block shows, and stands between its markers."""
    (block,) = Markup(text).spans
    assert block.is_block
    assert text[block.inner : block.end] == "y"
    assert block.reopen == "```\n"


def test_a_word_above_others_in_a_code_block_is_a_language() -> None:
    """It stands in the marker, and again where the block is opened again."""
    (block,) = Markup("```py\nx = 1\n```").spans
    assert (block.start, block.inner, block.end, block.after) == (0, 6, 11, 15)
    assert block.reopen == "```py\n"
