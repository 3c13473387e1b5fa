"""What Discord shows of the commands, in each language that there is."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import discord
from discord import app_commands

from bot.discord_app.rendering.words import Words


def described(words: Words, key: str) -> app_commands.locale_str:
    """A description from prompts/, with what it takes to say it in another language."""
    return app_commands.locale_str(words(key), key=key)


def theme_name(words: Words, name: str) -> app_commands.locale_str:
    """The name of a deck, likewise."""
    return app_commands.locale_str(words.decks[name].name, theme=name)


class CommandWords(app_commands.Translator):
    """Says them in the language of each locale of Discord's; asked by discord.py for all of these
    before it tells Discord of the commands: of thirty locales, most of which stand for one
    language, so each language says each thing once."""

    def __init__(self, nearest: Callable[[str], str], in_language: Mapping[str, Words]) -> None:
        self._nearest = nearest
        self._in_language = in_language
        self._said = lru_cache(maxsize=None)(self._looked_up)

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """None where it is the same as without, which Discord then shows. The names of commands
        and options are the same for everybody, as people tell each other of them."""
        del context
        said = self._said(self._nearest(locale.value), **string.extras)
        return None if said == string.message else said

    def _looked_up(self, language: str, key: str = "", theme: str = "") -> str | None:
        words = self._in_language[language]
        if theme:
            return words.decks[theme].name
        return words(key) if key else None
