"""What everything on the Discord side works with: the services' context and the words."""

from dataclasses import dataclass

from bot.discord_app.rendering.words import Words
from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class DiscordContext:
    """Built once, in bot.app."""

    ctx: Context
    words: Words
