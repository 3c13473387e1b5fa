"""What Discord's refusals mean."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.discord_app.failures import told
from bot.services.ports import Closed, Gone, Refused, Undelivered, Unsure


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises for an answer like this."""
    response: Any = SimpleNamespace(status=status, reason="")
    return discord.HTTPException(response, {"code": code, "message": "words of Discord"})


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (refusal(403, 50007), Closed),
        (refusal(403, 50278), Closed),
        (refusal(404, 10003), Gone),
        (refusal(404, 10008), Gone),
        (refusal(404, 10013), Gone),
        (refusal(403, 50001), Gone),
        (refusal(403, 50013), Gone),
        (refusal(400, 50083), Gone),
        (refusal(400, 50035), Refused),
        (refusal(400, 200000), Refused),
        (refusal(401), Unsure),
        (refusal(429), Unsure),
        (refusal(500), Unsure),
        (refusal(503), Unsure),
        (discord.RateLimited(60.0), Unsure),
        (aiohttp.ServerDisconnectedError(), Unsure),
        (ConnectionResetError(), Unsure),
        (TimeoutError(), Unsure),
    ],
)
def test_each_refusal_has_its_plan(error: Exception, meaning: type[Undelivered]) -> None:
    """Closed waits, gone is given up, refused is dropped, and whatever is unsure is retried."""
    with pytest.raises(meaning), told():
        raise error


def test_a_fault_of_ours_stays_a_fault() -> None:
    """Only what Discord and the network do is turned into a plan."""
    with pytest.raises(ZeroDivisionError), told():
        raise ZeroDivisionError
