"""The bot's side of the process that draws images anew."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec

import structlog

from bot.domain.images import CleanImage, ImageFault, UncleanImage, looked_at
from bot.images import framing
from bot.images.framing import Verdict

PATIENCE = 30.0
"""Seconds for one image, the start of the process and the way there and back included: more than
the process has by itself, for one that was stopped."""

IDLE = 300.0
"""Seconds without an image after which the process is ended, so that it holds no memory."""

SAME = 10.0
"""Seconds in which the same bytes are not drawn again: its sender is to hear whether an image
passes, at the moment in which its reader gets it. Then nothing of it is there any more."""

COMMAND = (sys.executable, "-I", "-m", "bot.images.worker")
"""Without the environment's and the working folder's modules."""

_NAMES = {
    Verdict.JPEG: "image.jpg",
    Verdict.PNG: "image.png",
    Verdict.FIRST_JPEG: "image.jpg",
    Verdict.FIRST_PNG: "image.png",
}
_FIRST = (Verdict.FIRST_JPEG, Verdict.FIRST_PNG)
_FAULTS = {
    Verdict.TOO_LARGE: ImageFault.TOO_LARGE,
    Verdict.NO_MEMORY: ImageFault.TOO_LARGE,
    Verdict.UNKNOWN: ImageFault.UNKNOWN,
    Verdict.DAMAGED: ImageFault.DAMAGED,
}

PIPE_HOLDS = 64 * 1024
"""Bytes, on Linux where nobody set it otherwise."""

MOST_BACK = 16 * 1024 * 1024
"""Bytes: a process that announces more has gone wrong."""


def is_installed() -> bool:
    """Whether what draws is there: the extra `images`. Nothing of it is loaded here."""
    return find_spec("PIL") is not None


class ImageProcess:
    """Implements the port Images. Belongs to one loop; `close` ends the process."""

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        patience: float = PATIENCE,
        idle: float = IDLE,
        same: float = SAME,
    ) -> None:
        self._command, self._patience, self._idle, self._same = command, patience, idle, same
        self._turn = asyncio.Lock()
        self._last: tuple[bytes, tuple[Verdict, bytes]] | None = None
        self._forgets: asyncio.TimerHandle | None = None
        self._process: Process | None = None
        self._ends: asyncio.TimerHandle | None = None
        self._log = structlog.get_logger("images")

    @property
    def available(self) -> bool:
        """Whether images can be drawn here at all."""
        return is_installed()

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return None if self._process is None else self._process.pid

    async def clean(self, data: bytes) -> CleanImage:
        """The image drawn anew. Raises UncleanImage with the reason why there is none."""
        looked_at(data)
        async with self._turn:
            self._stay()
            try:
                async with asyncio.timeout(self._patience):
                    verdict, drawn = await self._once(data)
            except (OSError, EOFError, ValueError) as error:  # TimeoutError is an OSError
                self._log.warning("images.process_ended", why=type(error).__name__)
                await self._end()
                raise UncleanImage(ImageFault.DAMAGED) from None
            except asyncio.CancelledError:
                await self._end()  # half a question or half an answer is left in the pipe
                raise
            finally:
                self._ends = asyncio.get_running_loop().call_later(self._idle, self._leave)
            if verdict is Verdict.NO_MEMORY:
                await self._end()
        if verdict in _FAULTS:
            raise UncleanImage(_FAULTS[verdict])
        return CleanImage(_NAMES[verdict], drawn, first_only=verdict in _FIRST)

    async def close(self) -> None:
        """End the process."""
        self._stay()
        self._forget()
        await self._end()

    async def _once(self, data: bytes) -> tuple[Verdict, bytes]:
        """As `_drawn`, of bytes that were not drawn just now."""
        if self._last is not None and self._last[0] == data:
            return self._last[1]
        found = await self._drawn(data)
        self._forget()
        if found[0] is not Verdict.NO_MEMORY:
            self._last = data, found
            self._forgets = asyncio.get_running_loop().call_later(self._same, self._forget)
        return found

    def _forget(self) -> None:
        self._last = None
        if self._forgets is not None:
            self._forgets.cancel()

    async def _drawn(self, data: bytes) -> tuple[Verdict, bytes]:
        """Raises OSError, EOFError or ValueError when there is no true answer."""
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env={}
            )
        assert process.stdin is not None, "it was asked for"
        assert process.stdout is not None, "it was asked for"
        await _write(process.stdin, data)
        head = await process.stdout.readexactly(framing.ANSWER.size)
        verdict, size = framing.ANSWER.unpack(head)
        if size > MOST_BACK:
            raise ValueError
        return Verdict(verdict), await process.stdout.readexactly(size)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()

    def _stay(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None

    def _leave(self) -> None:
        """Nothing came for some time: with the end of its input it ends by itself."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()


async def _write(into: asyncio.StreamWriter, data: bytes) -> None:
    """Ask for a file to be drawn, as much at a time as a pipe holds: what it can't take at once is
    copied, and to copy some megabytes holds up everybody's words for milliseconds."""
    into.write(framing.length_of(data))
    whole = memoryview(data)
    for start in range(0, len(whole), PIPE_HOLDS):
        into.write(whole[start : start + PIPE_HOLDS])
        await into.drain()
