"""The helper that every journey is written with: at its end, nothing has leaked."""

from collections.abc import Collection
from pathlib import Path

from bot.local_discord import LocalDiscord
from tests.leaks import rules, search
from tests.leaks.captured import Captured, capture


def leaks(captured: Captured) -> list[str]:
    """Everything that reached somebody who must not learn it, and every rule that was broken."""
    return sorted(
        {
            *(f"L{number}: {where}" for number, where in rules.broken(captured)),
            *search.identities(captured),
            *search.opened(captured),
            *search.logged(captured),
            *search.stored(captured),
        }
    )


def assert_nothing_leaked(
    discord: LocalDiscord, folder: Path, log: str, listeners: Collection[int] = ()
) -> None:
    """Look through all that was sent, logged and stored; `listeners` as for `capture`."""
    found = leaks(capture(discord, folder, log, listeners))
    assert not found, "\n".join(found)
