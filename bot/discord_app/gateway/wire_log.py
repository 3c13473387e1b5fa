"""What Discord refused and when it could not be reached, as the log may show it.

discord.py tries again after most faults and says nothing of it; so each answer is looked at where
it arrives, those of commands, buttons and forms included. Of an address only the words that Discord
gave it are written, never an id or a token; of a body only Discord's number for the fault.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import structlog
from yarl import URL

from bot.services.requests import RefusedRequest

LONGEST_WAIT = 30.0
"""Seconds that discord.py waits within one request for a limit to be over; the least it takes."""

_OWN_WORD = re.compile(r"@me|@original|[a-z-]{1,30}")
_SECRETS_FOLLOW = {"webhooks": 2, "interactions": 2, "invites": 1, "reactions": 1}
"""How many parts after this word are an id, a token or what somebody chose."""


@dataclass(frozen=True, slots=True)
class Listens:
    """Whoever wants to know of each request of a client."""

    begins: Callable[[], Awaitable[None]]
    """Waited for before one under the bot's token goes out; answers to presses wait for nobody."""
    refused: Callable[[RefusedRequest], None]


def wire_log(listens: Listens | None = None) -> aiohttp.TraceConfig:
    """To be given to a client of discord.py as `http_trace`."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_answered)
    if listens is not None:
        trace.on_request_start.append(partial(_begins, listens))
        trace.on_request_end.append(partial(_refused, listens))
    trace.on_request_exception.append(_not_answered)
    return trace


async def _answered(
    _session: aiohttp.ClientSession, _: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
) -> None:
    status = answer.response.status
    if status < 400:
        return
    log = structlog.get_logger("discord_answers")
    write = log.warning if status >= 500 else log.info
    code = await _code(answer.response)
    write(
        "discord.refused", status=status, code=code, method=answer.method, route=route(answer.url)
    )


async def _begins(
    listens: Listens,
    _session: aiohttp.ClientSession,
    _: SimpleNamespace,
    request: aiohttp.TraceRequestStartParams,
) -> None:
    if _is_own(request.url):
        await listens.begins()


async def _refused(
    listens: Listens,
    _session: aiohttp.ClientSession,
    _: SimpleNamespace,
    answer: aiohttp.TraceRequestEndParams,
) -> None:
    status, headers = answer.response.status, answer.response.headers
    if status < HTTPStatus.BAD_REQUEST:
        return
    after = headers.get("Retry-After", "")
    listens.refused(
        RefusedRequest(
            status,
            own=_is_own(answer.url),
            shared=headers.get("X-RateLimit-Scope") == "shared",
            by_discord="Via" in headers,
            retry_after=float(after) if after.isdecimal() else None,
        )
    )


def _is_own(url: URL) -> bool:
    """Neither a file, nor the gateway, nor an answer under an interaction's token: Discord counts
    those neither for the bot's limit nor for its token."""
    parts = url.path.split("/")
    return "api" in parts and {"webhooks", "interactions"}.isdisjoint(parts)


async def _not_answered(
    _session: aiohttp.ClientSession, _: SimpleNamespace, lost: aiohttp.TraceRequestExceptionParams
) -> None:
    if isinstance(lost.exception, asyncio.CancelledError):
        return
    why = type(lost.exception).__name__
    log = structlog.get_logger("discord_answers")
    log.warning("discord.not_reached", why=why, method=lost.method, route=route(lost.url))


async def _code(answer: aiohttp.ClientResponse) -> int | None:
    """Discord's number for what is wrong. aiohttp keeps the body for discord.py."""
    try:
        body = await answer.json(content_type=None)
    except (ValueError, aiohttp.ClientError, OSError, TimeoutError):
        return None
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, int) else None


def route(url: URL) -> str:
    """Such as channels.*.messages: what an address asks for, and nothing of whose it is."""
    shown, hidden = [], 0
    for part in re.sub(r"^.*?/api(/v[0-9]+)?/", "/", url.path).strip("/").split("/"):
        shown.append(part if not hidden and _OWN_WORD.fullmatch(part) else "*")
        hidden = _SECRETS_FOLLOW.get(part, max(hidden - 1, 0)) if not hidden else hidden - 1
    return ".".join(shown)
