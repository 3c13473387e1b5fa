"""The form for a word to the other side, wherever it is opened from."""

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import form_for_words
from bot.discord_app.components.forms import Form
from bot.discord_app.rendering.words import Words
from bot.services.conversations.passed_words import ROOM_FOR_WORDS


def to_write(words: Words, custom_id: CustomId, alias: str) -> Form:
    """It names whom the word is for."""
    most = ROOM_FOR_WORDS
    return form_for_words(words, custom_id, "talk.write", most=most, required=True, alias=alias)
