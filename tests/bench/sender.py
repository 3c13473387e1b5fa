"""A process that sends what waits, as fast as it can: `python -m tests.bench.sender run CONFIG`.

The whole bot (`run`) or a worker (`work`), as an operator starts it, but for the pace, which no
setting lets anybody raise so far.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.app import real_world, running
from bot.logs import configure
from bot.readiness import ready
from bot.worker import working

PACE = 100_000
"""Messages a second: more than anything here sends."""


async def main(command: str, config: Path) -> None:
    """Say when it has begun, and go on until it is stopped."""
    begin = ready(config, os.environ)
    configure(begin.settings.logging)  # to standard error: what it says here is for a program
    delivery = begin.settings.delivery.model_copy(update={"messages_per_second": PACE})
    settings = begin.settings.model_copy(update={"delivery": delivery})
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    given = settings, begin.prompts, begin.token, os.environ, real_world()
    if command == "run":
        async with running(*given) as bot:
            await bot.supervisor.ready()
            await _until(stopping)
    else:
        async with working(*given):
            await _until(stopping)


async def _until(stopping: asyncio.Event) -> None:
    sys.stdout.write("sends\n")
    sys.stdout.flush()
    await stopping.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
