"""What promises something says when, from the settings: no figure stands in prompts/."""

from datetime import timedelta

import pytest

from bot.config import Settings
from bot.discord_app.rendering.notices import Renderer
from bot.discord_app.rendering.words import Words
from bot.domain.errors import ServerAway
from bot.domain.names import Name
from bot.domain.notices import Notice, NoticeKind
from tests.fakes import SeededRandomness
from tests.prepared import shipped

UNUSUAL = Settings.model_validate(
    {
        "asks": {"draft_lives": "41 min"},
        "offers": {
            "same_listener_first": "17 min",
            "silent_nudged_after": "3 min",
            "silent_taken_back_after": "14 min",
        },
        "conversations": {"idle_warning_after": "4 h", "idle_close_after": "9 h"},
        "encouragements": {"stopped_after_undelivered_days": 6},
    }
)


@pytest.fixture
def words() -> Words:
    """The shipped ones."""
    return Words(shipped(), "en", SeededRandomness(0))


@pytest.mark.parametrize(
    ("kind", "figure"),
    [
        (NoticeKind.SHALL_I_PASS_IT_ON, "41 minutes"),
        (NoticeKind.ASK_FOR_ONE_FIRST, "17 minutes"),
        (NoticeKind.LISTENER_NUDGED, "11 minutes"),
        (NoticeKind.IDLE_WARNING, "5 hours"),
    ],
)
def test_a_notice_says_when(words: Words, kind: NoticeKind, figure: str) -> None:
    """As somebody set it who runs the bot."""
    renderer = Renderer(words, lambda _: Name("Harbour"), lambda *_: False, UNUSUAL)
    notice = Notice(kind, None, None, alias="Cedar", token="t" * 22)  # type: ignore[arg-type]
    assert figure in renderer.reply(notice).text


def test_how_long_somebody_could_not_be_reached(words: Words) -> None:
    """In days, as they were counted."""
    assert words.unreachable(UNUSUAL) == "6 days"


def test_how_long_a_server_is_waited_for(words: Words) -> None:
    """A length in an answer is said in words."""
    assert "90 minutes" in words.refusal(ServerAway(kept=timedelta(minutes=90)))
