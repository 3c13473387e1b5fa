"""`lend-an-ear local-discord`: the small local Discord by itself."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

import click

from bot.exit_codes import FAILED
from bot.local_discord import serve
from bot.strict_yaml import read


def run(port: int, seed: Path | None, switches: dict[str, object]) -> None:
    """Serve until it is stopped. Raises FileFaults for a seed that is no YAML; ends with words for
    a world that cannot be made."""
    world = None if seed is None else read(seed).data
    with suppress(KeyboardInterrupt):
        try:
            asyncio.run(serve(port, world, click.echo, switches))
        except (LookupError, TypeError, ValueError) as fault:
            click.echo(f"This world cannot be made: {fault}", err=True)
            sys.exit(FAILED)
