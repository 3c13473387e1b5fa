"""Every help card fits above the longest preview of an ask, in every country and language."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from bot.config import Settings
from bot.discord_app.asks.compose import Asking
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.middleware import LENGTH_AT_MOST, above
from bot.discord_app.rendering.giving_away import AT_MOST, ROOM
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.words import Words
from bot.domain.asks import AskKind, Draft, Here, OwnWords, Wishes
from bot.domain.details import Detail, Kind
from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, DraftId, GuildId, ListenerNumber, PersonTag, RoleId
from bot.services.asks.drafts import Preview
from bot.services.care.showing import KINDS
from bot.services.server_choices import ServerChoices
from tests.fakes import SeededRandomness
from tests.prepared import shipped

HARD = "*" * ROOM
"""Each of these characters is escaped."""


def longest(words: Words) -> str:
    """The preview that says everything that one can say."""
    typed = "".join(chr(ord("a") + number) + HARD for number in range(AT_MOST + 9))
    finds = [Detail(start, start + ROOM, Kind.EMAIL) for start in range(0, len(typed), ROOM + 1)]
    guilds = ServerChoices(
        "en", [GuildChoices(GuildId(1), ChannelId(2), ChannelId(3), RoleId(4), open_asks=False)]
    )
    ctx = SimpleNamespace(
        details=lambda text: finds if text else (), settings=Settings(), guilds=guilds
    )
    desk = cast("DiscordContext", SimpleNamespace(words=words, ctx=ctx))
    topics, languages = words.options("topic"), words.options("language")
    wishes = Wishes(
        max(topics, key=lambda one: len(topics[one])),
        max(languages, key=lambda one: len(languages[one])),
        heavy=True,
    )
    until = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=1)
    left_out = frozenset(ListenerNumber(bytes([number]) * 16) for number in range(5))
    draft = Draft(
        DraftId("t"), GuildId(1), PersonTag(b"p"), AskKind.PRIVATE, OwnWords(typed), until,
        wishes, left_out,
    )  # fmt: skip
    return max(
        (
            Asking(desk).preview(Preview(draft, (), here, True, first, True)).text
            for here in Here
            for first in (None, "Wintergreen Butterfly")
        ),
        key=len,
    )


@pytest.mark.parametrize("language", shipped().languages)
def test_every_card_fits_above_the_longest_preview(language: str) -> None:
    """And nothing of the preview is lost: what would be sent is the card and all of it."""
    words = Words(shipped(), language, SeededRandomness())
    preview = longest(words)
    for code in (None, *words.helplines):
        for kind in KINDS.values():
            head = words(f"notice.{kind}")
            whole = Reply(preview, above=above(words, kind, code, preview)).whole
            assert len(whole) <= LENGTH_AT_MOST
            assert whole.startswith(head)
            assert whole.endswith(preview)
