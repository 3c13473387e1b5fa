"""The process that draws: one image after the other, from its input to its output, within limits.

Whatever is done to it by an image, nothing else suffers: it holds no key, no token and no file, and
the bot starts another.
"""

import os
import resource
import signal
import sys
from typing import BinaryIO

from bot.images import framing
from bot.images.framing import Verdict

MOST_MEMORY = 256 * 1024 * 1024
"""Bytes of address space, the interpreter and its libraries included."""

SECONDS_AT_WORK, SECONDS = 8, 25
"""For one image: of the processor, and by the clock. The system then ends the process, also when
nobody is left to do that."""

_NICE = 10
"""Somebody's words come first where the machine is busy; a tenth of it is left for images."""


def main() -> None:
    """Draw until nobody is there any more, or an image took all the memory that there is."""
    coming, going = _pipes()
    _limit()
    # only now, so that what reads files is within the limits from its first line
    from bot.images.drawing import drawn_anew

    while (data := framing.read_request(coming.read)) is not None:
        signal.alarm(SECONDS)
        signal.setitimer(signal.ITIMER_PROF, SECONDS_AT_WORK)
        try:
            verdict, drawn = drawn_anew(data)
        except MemoryError:
            _say(going, framing.answer(Verdict.NO_MEMORY))
            return  # what is left in pieces is not used for the next
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(going, framing.answer(verdict, drawn))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Input and output, out of the reach of anything that prints."""
    going = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return sys.stdin.buffer, going


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is ever written to a file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold the picture
    os.nice(_NICE)


def _say(going: BinaryIO, answer: bytes) -> None:
    going.write(answer)
    going.flush()


if __name__ == "__main__":
    main()
