"""Reports that no moderator has opened for a day, as `check` tells whoever runs the bot."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.config import Settings
from bot.domain.reports import UNOPENED_AFTER
from bot.storage.beside import open_beside
from bot.storage.encryption.keys import KeyRefused
from bot.storage.refused import DatabaseRefused, WrongKey


def about_unopened(settings: Settings, environ: Mapping[str, str], now: datetime) -> Iterator[str]:
    """How many there are in all servers, in one line; none where all were opened, or where no bot
    of this version has run yet. Which servers those are is for their moderators."""
    files, before = settings.storage, now - UNOPENED_AFTER
    try:
        with open_beside(files.database, files.key_file, environ) as store:
            count = store.read(lambda tables: tables.reports.count_unopened(before))
    except (DatabaseRefused, KeyRefused, WrongKey):
        return  # what keeps a run from starting was said already
    if count:
        waited = "1 report has" if count == 1 else f"{count} reports have"
        yield (
            f"{waited} waited for over a day without a moderator who opened it. Moderators find"
            " them in /moderate, under Reports; ask those whom you know to look."
        )
