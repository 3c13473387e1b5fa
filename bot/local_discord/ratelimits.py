"""Owns rate limits: the headers of every answer, the buckets, and the global 50 a second.

docs: topics/rate-limits. Off until switched on, so that tests do not wait; the headers are always
there. Real seconds count, because the bot waits in real seconds.
"""

import hashlib
import math
import time
from collections import deque

from bot.local_discord.errors import DiscordError

SLACK = (1000, 1.0)
STRICT = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me": (1, 0.25),
    "POST /users/@me/channels": (10, 10.0),
}


class RateLimited(DiscordError):
    """The request came too early."""

    def __init__(self, retry_after: float, headers: dict[str, str], scope: str) -> None:
        super().__init__(429, 0, "You are being rate limited.")
        self.body |= {"retry_after": retry_after, "global": scope == "global"}
        self.headers = headers | {"X-RateLimit-Scope": scope}
        self.headers["Retry-After"] = str(math.ceil(retry_after))
        if scope == "global":
            self.headers["X-RateLimit-Global"] = "true"


def _bucket(route: str, limit: int, remaining: int, left: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + left:.3f}",
        "X-RateLimit-Reset-After": f"{left:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
    }


def spent(seconds: float, route: str) -> dict[str, str]:
    """Give the headers of a bucket that is empty for so many seconds."""
    return _bucket(route, 1, 0, seconds)


class RateLimits:
    """Buckets by route and major parameter, and the global window."""

    def __init__(self) -> None:
        self.enforce = False
        self.global_per_second: int | None = None
        self._buckets: dict[str, tuple[int, float]] = {}
        self._recent: deque[float] = deque()

    def admit(self, route: str, major: str, *, exempt: bool) -> dict[str, str]:
        """Count a request and give its headers, or raise RateLimited; exempt: not globally."""
        now = time.monotonic()
        if self.global_per_second is not None and not exempt:
            self._admit_globally(now, self.global_per_second)
        limit, window = STRICT.get(route, SLACK) if self.enforce else SLACK
        used, ends = self._buckets.get(route + major, (0, now + window))
        if ends <= now:
            used, ends = 0, now + window
        left = ends - now
        headers = _bucket(route, limit, max(0, limit - used - 1), left)
        if used >= limit and self.enforce:
            raise RateLimited(round(left + 0.001, 3), headers, "user")
        if self.enforce:
            self._buckets[route + major] = (used + 1, ends)
        return headers

    def _admit_globally(self, now: float, limit: int) -> None:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= limit:
            raise RateLimited(round(self._recent[0] + 1.001 - now, 3), {}, "global")
        self._recent.append(now)
