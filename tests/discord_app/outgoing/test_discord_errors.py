"""What Discord's refusals mean."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.discord_app.outgoing.discord_errors import REFUSALS, Refusal, translating_errors
from bot.services.ports import (
    Closed,
    Gone,
    NotBefore,
    NotPermitted,
    Passing,
    Refused,
    Undelivered,
    Unsure,
)


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises for an answer like this."""
    response: Any = SimpleNamespace(status=status, reason="")
    return discord.HTTPException(response, {"code": code, "message": "words of Discord"})


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: str(row.code))
def test_each_row_is_followed(row: Refusal) -> None:
    """In direct messages and in a channel, whatever the status beside the code is."""
    for direct, plan in ((True, row.dm), (False, row.channel)):
        for status in (400, 403, 404, 429):
            with pytest.raises(Undelivered) as raised, translating_errors(direct=direct):
                raise refusal(status, row.code)
            assert type(raised.value) is plan


def test_each_code_has_one_row() -> None:
    """In their order, so that a code is found."""
    codes = [row.code for row in REFUSALS]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: str(row.code))
def test_no_refusal_erases_words_in_silence(row: Refusal) -> None:
    """Only what is surely gone, or refused for the words themselves, is given up at once in
    somebody's direct messages; a person is never "not permitted"."""
    given_up = {10008, 10013, 20009, 40005, 50005, 50006, 50021, 50035, 200000, 200001, 240000}
    assert (issubclass(row.dm, Gone | Refused)) is (row.code in given_up)
    assert row.dm is not NotPermitted
    assert not issubclass(row.channel, Closed)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (refusal(400, 123_456), Passing),
        (refusal(403), Passing),
        (refusal(404), Passing),
        (refusal(401), Unsure),
        (refusal(429), Unsure),
        (refusal(500), Unsure),
        (refusal(503, 123_456), Unsure),
        (discord.RateLimited(60.0), NotBefore),
        (aiohttp.ServerDisconnectedError(), Unsure),
        (ConnectionResetError(), Unsure),
        (TimeoutError(), Unsure),
    ],
)
@pytest.mark.parametrize("direct", [True, False])
def test_what_is_in_no_row_is_tried_again(
    error: Exception, meaning: type[Undelivered], *, direct: bool
) -> None:
    """An unknown code is no reason to give up, and neither is silence."""
    with pytest.raises(Undelivered) as raised, translating_errors(direct=direct):
        raise error
    assert type(raised.value) is meaning


def test_a_fault_of_ours_stays_a_fault() -> None:
    """Only what Discord and the network do is turned into a plan."""
    with pytest.raises(ZeroDivisionError), translating_errors(direct=True):
        raise ZeroDivisionError
