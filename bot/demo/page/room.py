"""Owns the world behind the page: the local Discord, the bot and its operator, time, and mishaps.

It changes only what an operator, a clock or bad luck would; people act in `doing`.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import structlog

from bot.demo.page.apart import BotGone, Operator
from bot.demo.page.people import LOCALES, Part
from bot.demo.page.words import PageWords, nearest
from bot.local_discord import LocalDiscord, Response

Json = dict[str, Any]

BEAT: Final = 1.0
"""Real seconds between two looks at what is due, as in a bot that runs by itself."""
STEP: Final = 600.0
"""Seconds of the story that pass at once: between two steps the bot does what has become due."""
MOST_STEPS: Final = 96
MORE_STEP: Final = 60.0
MORE_STEPS: Final = 15
"""As STEP, while more people are asked."""
LONGEST: Final = 8 * 86_400.0
"""Seconds of the story that may pass at one press."""
PATIENCE: Final = 5.0
"""Real seconds in which the bot may say what is due after a step."""
FAILS_FOR: Final = 10.0
"""Real seconds in which Discord answers with nothing but errors."""
EVERYTHING: Final = ["/*" * parts for parts in range(1, 9)]
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
CHECK_IN: Final = ":did_it"
WAITS: Final = ":take_back"
OFFER: Final = ":accept"
HAS_GOAL: Final = (":end_goal", ":change_goal", ":see_goal")


class Room:
    """Everything that the page shows and moves."""

    def __init__(
        self,
        discord: LocalDiscord,
        parts: Mapping[str, Part],
        operator: Operator,
        languages: Mapping[str, PageWords],
        come: Callable[[], Awaitable[Sequence[Part]]],
    ) -> None:
        self.discord, self.parts, self.languages = discord, parts, languages
        self.language: str | None = None
        self.fails_for = FAILS_FOR
        self.visitors: dict[object, Callable[[Json], None]] = {}
        self._operator, self._come = operator, come
        self._busy = asyncio.Lock()
        self._bot = "on"
        self._failing: asyncio.Task[None] | None = None
        self._goal = False
        self._log = structlog.get_logger("demo")

    # what is told

    @property
    def words(self) -> PageWords:
        """The page's words in the language that it speaks now."""
        return self.languages[self.language or "en"]

    def state(self) -> Json:
        """How the bot and Discord are, and what time it is."""
        now = round(self.discord.clock.now().timestamp() * 1000)
        return {"t": "state", "bot": self._bot, "failing": self._failing is not None, "now": now}

    def tell(self, bot: str | None = None) -> None:
        """Tell every visitor how things stand; `bot` is how the bot is from now on."""
        self._bot = bot or self._bot
        for hears in self.visitors.values():
            hears(self.state())

    def welcome(self, wanted: list[str]) -> None:
        """The first visitor's language becomes that of the page and of the three people."""
        if self.language is None:
            self.speak(nearest(self.languages, wanted))

    def speak(self, language: str) -> None:
        """Let the page and the three people's own Discord be in a language."""
        self.language = nearest(self.languages, [language])
        for part in self.parts.values():
            part.person.locale = LOCALES.get(self.language, self.language)

    def note(self, response: Response) -> None:
        """Remember from what somebody saw that they have a goal."""
        buttons = response.message.buttons if response.message is not None else []
        self._goal |= any(name in str(one.custom_id) for one in buttons for name in HAS_GOAL)

    # time

    async def beat(self) -> None:
        """Look at what is due once a second, until cancelled; what goes wrong is logged."""
        for count in itertools.count(1):
            await asyncio.sleep(BEAT)
            async with self._busy:
                await self._settle(wait=count % 60 == 0)

    async def let_pass(self, seconds: float) -> str:
        """Move the clock, and let the bot do on the way what falls due."""
        seconds = min(max(0.0, seconds), LONGEST)
        steps = max(1, min(MOST_STEPS, round(seconds / STEP)))
        async with self._busy:
            for _ in range(steps):
                await self._step(seconds / steps)
        return "time.passed"

    async def until_more_are_asked(self) -> str:
        """Some more listeners come on duty; then move the clock until an ask reached them."""
        if not self._operator.runs:
            return "time.no_bot"
        async with self._busy:
            await self._settle(wait=True)
            if not _dms_with(WAITS, self.parts.values()):
                return "time.nobody_waits"
            came = await self._come()
            for _ in range(MORE_STEPS):
                await self._step(MORE_STEP)
                if _dms_with(OFFER, came):
                    return "time.more_were_asked"
        return "time.passed"

    async def until_check_in(self) -> str:
        """Move the clock until somebody is asked about their goal, or for so long at most."""
        if not self._goal:
            return "time.no_goal"
        async with self._busy:
            before = _dms_with(CHECK_IN, self.parts.values())
            for _ in range(round(LONGEST / (3 * STEP))):
                await self._step(3 * STEP)
                if _dms_with(CHECK_IN, self.parts.values()) - before:
                    return "time.passed"
        return "time.no_check_in"

    async def _step(self, seconds: float) -> None:
        self._operator.advance(seconds)
        await self._settle(wait=True)
        self.tell()

    async def _settle(self, *, wait: bool) -> None:
        try:
            await self._operator.settle(PATIENCE, wait=wait)
        except BotGone as error:
            self._log.error("bot_gone", exc_info=error)
            self.tell("off")

    # mishaps

    async def restart(self) -> str:
        """Stop the bot as for an update, and start it again."""
        async with self._busy:
            self.tell("stopping")
            await self._operator.stop()
            return await self._start()

    async def pull_plug(self) -> str:
        """Kill the bot in the middle of whatever it does; it stays away."""
        async with self._busy:
            await self._operator.pull_plug()
            self.tell("off")
        return "bot.pulled"

    async def plug_in(self) -> str:
        """Start a bot on what the last one left."""
        async with self._busy:
            return "bot.back" if self._operator.runs else await self._start()

    async def _start(self) -> str:
        self.tell("starting")
        try:
            await self._operator.start()
        except (BotGone, TimeoutError):
            await self._operator.pull_plug()
            self.tell("off")
            return "bot.not_back"
        self.tell("on")
        return "bot.back"

    async def fail(self) -> str:
        """Let Discord answer nothing but errors for a while."""
        if self._failing is None:
            self._break()
            self._failing = asyncio.create_task(self._fail())
            self.tell()
        return "bot.fails"

    async def _fail(self) -> None:
        await asyncio.sleep(self.fails_for)
        self._failing = None
        self._mend()
        self.tell()

    def _break(self) -> None:
        for method in METHODS:
            for pattern in EVERYTHING:
                self.discord.faults.fail_next(method, pattern, status=503, times=10**9)

    def _mend(self) -> None:
        self.discord.faults.clear()
        if self._failing is not None:
            self._break()

    async def close(self) -> None:
        """Stop everything."""
        if self._failing is not None:
            self._failing.cancel()
        await self._operator.stop()


def _dms_with(action: str, parts: Iterable[Part]) -> set[int]:
    """The direct messages of some people that have a button for something."""
    seen = (one for part in parts for one in part.person.sees(part.person.dm))
    return {one.id for one in seen if any(action in str(b.custom_id) for b in one.buttons)}
