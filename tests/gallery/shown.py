"""The gallery, made once in each process that asks for it."""

import asyncio
from functools import cache

from bot.gallery import Shown, Surface, gallery
from tests.prepared import shipped


@cache
def everything() -> tuple[Shown, ...]:
    """All cases in all languages."""
    return asyncio.run(gallery(shipped()))


def in_language(language: str) -> dict[str, Shown]:
    """Those in one, by their ids."""
    return {one.id: one for one in everything() if one.language == language}


def messages() -> list[Shown]:
    """Those that are messages, also where only one person sees them."""
    return [one for one in everything() if "content" in one.payload]


def forms() -> list[Shown]:
    """Those that are forms."""
    return [one for one in everything() if one.surface is Surface.FORM]
