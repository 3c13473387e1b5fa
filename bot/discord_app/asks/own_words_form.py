"""The form of an ask: one's own words in two parts, and nothing that need be known beside."""

from collections.abc import Iterable

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field, Form
from bot.discord_app.interactions.context import DiscordContext
from bot.domain.asks import OwnWords


def own_words(
    desk: DiscordContext, custom_id: CustomId, filled: OwnWords, also: Iterable[Field] = ()
) -> Form:
    """The form, with what stands in it already, and with what else is asked at its end."""
    words, limits = desk.words, desk.ctx.settings.asks
    parts = (
        ("words", limits.text_at_most, filled.words),
        ("would_help", limits.what_would_help_at_most, filled.would_help),
    )
    fields = Fields(words, "ask")
    boxes = [
        fields.lines(name, standing, most=most, required=name == "words")
        for name, most, standing in parts
    ]
    return Form(custom_id, words("ask.form_title"), (*boxes, *also))
