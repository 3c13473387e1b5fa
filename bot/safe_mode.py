"""Safe mode: what runs where the bot cannot run whole. Members get help lines and one plain
sentence, the admins of a server what kind of thing is wrong, the operator how to repair it.

It uses no key, and opens no database: nothing is stored, and nothing that people write by direct
message is read. A bot that is whole again reads that where it left off.
"""

import asyncio
import shlex
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.causes import NO_SAFE_MODE, Wrong, repairs
from bot.config import Settings, salvaged
from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.safe_client import AnswersAll, SafeClient
from bot.discord_app.gateway.supervisor import stay_connected
from bot.discord_app.help.least import Least
from bot.discord_app.help.repairing import Repairing
from bot.discord_app.rendering.words import Words
from bot.domain.standing import BotHealth
from bot.helplines import load_helplines
from bot.places import load_atlas
from bot.prompt_files import load_shipped
from bot.prompts import Prompts
from bot.readiness import FirstLook, NotReady
from bot.services.clock import SystemRandomness
from bot.storage.sqlite.files import DatabaseExposed, lock, lock_of
from bot.strict_yaml import FileFaults
from bot.token import Token, token_in


@dataclass(frozen=True, slots=True)
class Safe:
    """What a bot in safe mode begins with."""

    settings: Settings
    token: Token
    prompts: Prompts | None
    """Its own words where they are whole, else those that came with it; None where neither are."""
    wrong: tuple[Wrong, ...]


def prepared(config_file: Path, looked: FirstLook, environ: Mapping[str, str]) -> Safe:
    """Raises NotReady, with everything that is wrong, where not even safe mode is possible."""
    settings = looked.settings or salvaged(config_file)
    if settings is None or NO_SAFE_MODE.intersection(one.cause for one in looked.wrong):
        raise NotReady("\n".join(one.words for one in looked.wrong))
    try:
        token = looked.token or token_in(settings.discord.token_file, environ)
    except FileFaults as none:
        raise NotReady("\n".join([*(one.words for one in looked.wrong), str(none)])) from None
    return Safe(settings, token, looked.prompts or _words(settings), looked.wrong)


def explained(safe: Safe, config_file: Path) -> Iterator[str]:
    """What the operator reads: what is wrong, and what to do, numbered."""
    yield "Safe mode: the bot only shows help lines, because"
    yield from (f"  {one.words}" for one in safe.wrong)
    yield "To repair it:"
    steps = (
        "Stop the bot: Ctrl-C here, or systemctl stop lend-an-ear.",
        *repairs(one.cause for one in safe.wrong),
        f"See whether all is well: lend-an-ear check --config {shlex.quote(str(config_file))}",
        "Start it again. What people wrote in conversations meanwhile is passed on then.",
    )
    yield from (f"{number}. {step}" for number, step in enumerate(steps, start=1))


class RunsSafely:
    """A bot in safe mode that is connected, or tries to be."""

    def __init__(self, safe: Safe) -> None:
        self._safe = safe
        self._ready = asyncio.Event()
        self._in_language = _answers(safe)
        self.lasting: tuple[asyncio.Task[None], ...] = (
            asyncio.create_task(stay_connected(self._client, safe.token, self._ready.clear)),
        )
        """The connection. It ends only with an error that waiting cannot mend."""

    async def ready(self) -> None:
        """Wait until it is connected."""
        await self._ready.wait()

    def health(self) -> BotHealth:
        """For whoever looks after it: nobody takes this for a bot that runs."""
        causes = ", ".join(dict.fromkeys(one.cause for one in self._safe.wrong))
        reached = "" if self._ready.is_set() else " Discord is out of reach."
        says = f"Safe mode, only help lines are shown: {causes}.{reached}"
        return BotHealth(says, connected=False)

    async def finish(self) -> None:
        """There is nothing to be finished: every press is answered at once."""

    def _client(self) -> SafeClient:
        return SafeClient(self._answers_in, lambda _: self._ready.set())

    def _answers_in(self, locale: str) -> AnswersAll:
        prompts = self._safe.prompts
        if prompts is None:
            return Least()
        return self._in_language[prompts.nearest(locale) if locale else prompts.default]


@asynccontextmanager
async def running_safely(safe: Safe) -> AsyncIterator[RunsSafely]:
    """A bot in safe mode. Raises DatabaseInUse where another process has the database: that may be
    the bot itself, and nobody is to be answered twice."""
    async with AsyncExitStack() as stack:
        _claim(safe.settings.storage.here, stack.enter_context(ExitStack()))
        stack.enter_context(api_at(safe.settings.discord.api_url))
        bot = RunsSafely(safe)
        for task in bot.lasting:
            stack.push_async_callback(_stop, task)
        yield bot


def _claim(database: Path, closing: ExitStack) -> None:
    """Where a bot has run before, its lock is there; nothing is made."""
    if lock_of(database).exists():
        with suppress(OSError, DatabaseExposed):
            lock(database, closing)


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _answers(safe: Safe) -> Mapping[str, AnswersAll]:
    if safe.prompts is None:
        return {}
    atlas, chance = load_atlas(), SystemRandomness()
    causes = [one.cause.value for one in safe.wrong]
    return {
        one: Repairing(Words(safe.prompts, one, chance), atlas, chance, causes)
        for one in safe.prompts.languages
    }


def _words(settings: Settings) -> Prompts | None:
    """The words that came with the bot, in the language of the settings where there are such, with
    help lines of the operator's own where those are whole."""
    folder = settings.prompts.folder
    for language in (settings.prompts.language, "en"):
        with suppress(FileFaults):
            shipped = load_shipped(language)
            return shipped if folder is None else _with_own_lines(shipped, folder)
    return None


def _with_own_lines(shipped: Prompts, folder: Path) -> Prompts:
    with suppress(FileFaults):
        return replace(shipped, helplines=load_helplines(folder))
    return shipped
