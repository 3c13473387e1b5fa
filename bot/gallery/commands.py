"""The commands as Discord shows them while somebody types, in the language of a reader."""

from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.discord_app.interactions.by_language import RouterByLanguage
from bot.discord_app.interactions.command_tree import add_commands
from bot.discord_app.interactions.command_words import CommandWords
from bot.gallery.shown import Json, ReadBy, Shown, Surface
from bot.gallery.wire import texts
from bot.gallery.world import Rooms
from bot.services.conversations import my_language

_SAID = ("name", "description")


async def show_commands(rooms: Rooms) -> Shown:
    """All of them, with their options and choices, as the bot tells Discord of them."""
    rooms.prompts.taken()
    registered = await _registered(rooms)
    locale = _locale_of(rooms)
    commands = [_read_in(locale, one) for one in registered]
    read = "\n".join(texts(commands))
    keys = sorted(
        key for key, said in rooms.prompts.taken().items() if any(one in read for one in said)
    )
    payload: Json = {"commands": commands}
    language, surface, now = rooms.language, Surface.COMMANDS, rooms.clock.now()
    return Shown("commands", language, ReadBy.MEMBER, surface, payload, tuple(keys), now)


async def _registered(rooms: Rooms) -> list[Json]:
    tree = app_commands.CommandTree[Any](discord.Client(intents=discord.Intents.none()))
    words = CommandWords(rooms.prompts.nearest, rooms.desk.in_language)
    await tree.set_translator(words)
    default = rooms.desk.in_language[rooms.prompts.default]
    reads = partial(my_language.language_of, rooms.ctx, rooms.prompts.of_locale)
    router = RouterByLanguage(
        rooms.prompts.nearest, reads, (rooms.language,), lambda _: rooms.router
    )
    add_commands(tree, rooms.desk_of(default), router)
    return [await one.get_translated_payload(tree, words) for one in tree.get_commands()]


def _locale_of(rooms: Rooms) -> str:
    """One of Discord's locales whose reader reads this language."""
    nearest = rooms.prompts.nearest
    return next(one.value for one in discord.Locale if nearest(one.value) == rooms.language)


def _read_in(locale: str, part: Any) -> Any:
    """With what is said in a locale, where anything is said in it apart."""
    if isinstance(part, list):
        return [_read_in(locale, one) for one in part]
    if not isinstance(part, dict):
        return part
    plain = {key: _read_in(locale, one) for key, one in part.items() if "_localizations" not in key}
    for name in _SAID:
        said = part.get(f"{name}_localizations") or {}
        if locale in said:
            plain[name] = said[locale]
    return plain
