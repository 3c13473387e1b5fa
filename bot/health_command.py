"""`lend-an-ear health`: one line and a code, for a person and for whatever looks after a container.

A bot that Discord cannot be reached from is not well, and to start it again does not mend that: so
alert on this; to start a bot again that hangs is for the service manager's watchdog.
"""

import sys
from pathlib import Path

import click

from bot.config import salvaged
from bot.domain.standing import BotHealth
from bot.exit_codes import FAILED
from bot.health import NoAnswer, NoBot, ask
from bot.readiness import settings_in


def health(config_file: Path) -> None:
    """Ask the bot of these settings, and tell. Raises FileFaults where they name no database; ends
    with FAILED where it is not well."""
    found = _asked(config_file)
    click.echo(f"{'Well' if found.well else 'Not well'}: {found}")
    if not found.well:
        sys.exit(FAILED)


def _asked(config_file: Path) -> BotHealth:
    # as a bot in safe mode reads them: with faults in its settings it still can be asked
    settings = salvaged(config_file) if config_file.exists() else None
    files = (settings or settings_in(config_file)).storage
    try:
        return ask(files.here)
    except NoBot:
        return BotHealth(
            f"no bot runs on {files.database}; lend-an-ear run starts it.", connected=False
        )
    except NoAnswer:
        return BotHealth("the bot does not answer: it hangs, or was stopped.", connected=False)
