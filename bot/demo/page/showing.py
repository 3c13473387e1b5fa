"""Owns what `/gallery` shows: all that the bot can say, as the page draws it."""

import asyncio
from collections.abc import Mapping

from bot.demo.page import drawing, fields
from bot.demo.page.eyes import Eyes, Json
from bot.demo.page.words import PageWords
from bot.gallery import Shown, called, gallery
from bot.prompts import Prompts

BOT: Json = {"id": "1", "username": "Lend an Ear", "bot": True}
EPHEMERAL = 64


class Gallery:
    """All cases, made once and only when somebody looks at them."""

    def __init__(self, prompts: Prompts, languages: Mapping[str, PageWords]) -> None:
        self._prompts, self._languages = prompts, languages
        self._eyes = Eyes(None, None, {}, called)
        self._made: asyncio.Task[tuple[Shown, ...]] | None = None

    async def shown(self, language: str) -> Json:
        """The page's words, and what the bot says in a language; a language that is not there
        shows the first."""
        language = language if language in self._languages else "en"
        if self._made is None:
            self._made = asyncio.create_task(asyncio.to_thread(self._make))
        cases = await asyncio.shield(self._made)
        words = self._languages[language]
        named = [{"code": code, "name": one["language"]} for code, one in self._languages.items()]
        told = [self._drawn(one, words) for one in cases if one.language == language]
        return {"language": language, "languages": named, "words": words, "cases": told}

    def _make(self) -> tuple[Shown, ...]:
        """It takes seconds of the processor, in which the three people go on: a loop of its own."""
        return asyncio.run(gallery(self._prompts))

    def _drawn(self, one: Shown, words: PageWords) -> Json:
        case: Json = {"id": one.id, "reader": one.reader, "surface": one.surface, "by": one.by}
        case["at"] = one.at.isoformat()
        match one.surface:
            case "form":
                return case | {"form": fields.form(one.payload, self._eyes)}
            case "commands":
                registered = one.payload["commands"]
                return case | {"commands": fields.commands(registered, self._eyes, words)}
        given: Json = {"id": "0", "channel_id": "0", "author": BOT, "timestamp": case["at"]}
        return case | {
            "message": drawing.message(given | {"content": ""} | one.payload, self._eyes)
        }
