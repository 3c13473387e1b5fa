"""What Discord refused and when it could not be reached, as the log may show it.

discord.py tries again after most faults and says nothing of it; so each answer is looked at where
it arrives, those of commands, buttons and forms included. Of an address only the words that Discord
gave it are written, never an id or a token; of a body only Discord's number for the fault.
"""

import asyncio
import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import structlog
from yarl import URL

_OWN_WORD = re.compile(r"@me|@original|[a-z-]{1,30}")
_SECRETS_FOLLOW = {"webhooks": 2, "interactions": 2, "invites": 1, "reactions": 1}
"""How many parts after this word are an id, a token or what somebody chose."""


def wire_log(refused: Callable[[int], None] | None = None) -> aiohttp.TraceConfig:
    """To be given to a client of discord.py as `http_trace`. `refused` is called with the status of
    each request under the bot's token, not under that of an interaction, that Discord refuses."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_answered)
    if refused is not None:
        trace.on_request_end.append(partial(_refused, refused))
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


async def _refused(
    refused: Callable[[int], None],
    _session: aiohttp.ClientSession,
    _: SimpleNamespace,
    answer: aiohttp.TraceRequestEndParams,
) -> None:
    own = {"webhooks", "interactions"}.isdisjoint(answer.url.path.split("/"))
    if answer.response.status >= HTTPStatus.BAD_REQUEST and own:
        refused(answer.response.status)


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
