"""Small programs that stand beside the bot: what a bare library needs for the same."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def ready(script: str) -> AsyncIterator[int]:
    """Runs once it has printed a line, until the block ends; the number of its process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        await process.stdout.readline()
        yield process.pid
    finally:
        process.terminate()
        await process.wait()
