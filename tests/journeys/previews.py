"""Which messages of the bot would show a preview of a link that it did not write itself."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.local_discord.traffic import Exchange

SUPPRESS_EMBEDS = 1 << 2
"""https://docs.discord.com/developers/resources/message#message-object-message-flags"""

OURS = "https://findahelpline.com"
_LINK = re.compile(r"(<?)(https?://[^\s<>]+)(>?)")
"""In angle brackets it has no preview
(https://support.discord.com/hc/en-us/articles/206342858--How-do-I-disable-auto-embed)."""


def previewed(exchanges: Iterable[Exchange]) -> list[str]:
    """The links in what the bot sent, changed or answered, that Discord would fetch and show.

    Discord makes previews of links in the content of a message, and of none in an embed.
    """
    return [link for body in map(_body, exchanges) for link in _unhidden(body)]


def _unhidden(body: Any) -> Iterator[str]:
    message = body.get("data", body) if isinstance(body, dict) else {}
    if not isinstance(message, dict) or int(message.get("flags") or 0) & SUPPRESS_EMBEDS:
        return
    for opens, link, closes in _LINK.findall(str(message.get("content") or "")):
        if not link.startswith(OURS) and not (opens and closes):
            yield link


def _body(exchange: Exchange) -> Any:
    try:
        return json.loads(exchange.body or b"null")
    except ValueError:
        return None
