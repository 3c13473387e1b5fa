"""What buttons and forms carry."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.components.custom_id import CustomId, parse
from bot.domain.errors import OutOfDate

tokens = st.text("abcXYZ019_-", min_size=22, max_size=22)
actions = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=30)
texts = st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True)
choices = st.none() | st.integers(0, 9999) | texts


@given(actions, tokens, choices)
def test_what_is_written_is_read_back(action: str, token: str, choice: int | str | None) -> None:
    """Action, token and choice survive, and fit into Discord's 100 characters."""
    made = CustomId(action, token, choice)
    assert parse(str(made)) == made
    assert len(str(made)) <= 100


@given(st.text(max_size=100))
def test_anything_else_is_out_of_date(text: str) -> None:
    """Nothing that the bot did not write is taken for a button, and nothing breaks."""
    with suppress(OutOfDate):
        assert str(parse(text)) == text


@pytest.mark.parametrize("text", ["", "1:post", "2:post:" + "a" * 22, "1:post:" + "a" * 21])
def test_other_versions_and_cut_ids_are_out_of_date(text: str) -> None:
    """An older or a newer version's button is answered, not guessed at."""
    with pytest.raises(OutOfDate):
        parse(text)
