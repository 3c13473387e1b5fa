"""What a notice reads as, by the bot's own words: what people see, and what a history is searched
for."""

from collections.abc import Callable
from functools import cache

from bot.config import Settings
from bot.discord_app.rendering.notices import UNSAID, Renderer
from bot.discord_app.rendering.words import Words
from bot.domain.names import Name
from bot.services.ports import Outgoing
from tests.fakes import SeededRandomness
from tests.prepared import shipped

Reads = Callable[[Outgoing], str]


@cache
def renderer() -> Renderer:
    """In English, for servers where everything is switched on."""
    words = Words(shipped(), "en", SeededRandomness())
    return Renderer(words, lambda _: Name("The Harbour"), lambda *_: True, Settings())


def reads_as(outgoing: Outgoing) -> str:
    """The words of a message, and what its buttons carry, without tokens."""
    if outgoing.notice.kind in UNSAID:
        return ""
    reply = renderer().reply(outgoing.notice)
    return f"{reply.above}\n{reply.text}\n{reply.boxes}"
