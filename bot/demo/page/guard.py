"""Owns who is let in: this machine's browser, on this page, and nobody else's.

The capability is 192 random bits as the first part of every path. A page of somebody else's in the
same browser can neither guess it nor, where it learned it, pass the checks of Host, Origin and
Sec-Fetch-Site; nothing of it can be put into a frame or run a script that is not one of these
files.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def new_capability() -> str:
    """192 bits that nobody can guess, as 32 characters."""
    return secrets.token_urlsafe(24)


def guarding(host: str, capability: str) -> Callable[..., Awaitable[web.StreamResponse]]:
    """What every request passes first; `host` is the address and port that is served."""
    origin = f"http://{host}"

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = _refused(request, host, origin, capability)
        if refused:
            response: web.StreamResponse = web.Response(status=refused)
        else:
            try:
                response = await handler(request)
            except web.HTTPException as error:
                response = web.Response(status=error.status)
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return guard


def _refused(request: web.Request, host: str, origin: str, capability: str) -> int:
    """The status to refuse with; 0 where there is nothing against it."""
    if request.headers.get("Host") != host:
        return 421
    first = request.path.split("/", 2)[1]
    if not hmac.compare_digest(first.encode(), capability.encode()):
        return 404
    if request.method not in ("GET", "HEAD"):
        return 405
    upgrade = "Upgrade" in request.headers
    if request.headers.get("Origin", "" if upgrade else origin) != origin:
        return 403
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return 0 if site in ("same-origin", "none") else 403
