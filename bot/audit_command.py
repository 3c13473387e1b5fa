"""`lend-an-ear audit verify`: whether the record of what moderators did is as it was written."""

import os
from pathlib import Path

import click

from bot.domain.ids import GuildId
from bot.domain.moderation_record import first_broken
from bot.readiness import NotReady, settings_in
from bot.storage.beside import open_beside
from bot.storage.store import Tables


class RecordBroken(NotReady):
    """A record is not as it was written: where it begins, for each server."""


def verify(config_file: Path) -> None:
    """Say of each server's record whether it is whole, and its head; beside a running bot or not.
    Raises RecordBroken, and what opening the database and reading the settings raise."""
    files = settings_in(config_file).storage
    with open_beside(files.database, files.key_file, os.environ) as store:
        found = store.read(_looked_at)
    for line in found.whole:
        click.echo(line)
    if found.broken:
        raise RecordBroken("\n".join(found.broken))
    if not found.whole:
        click.echo("No moderator has done anything yet: there is no record.")


class _Found:
    def __init__(self) -> None:
        self.whole: list[str] = []
        self.broken: list[str] = []


async def _looked_at(tables: Tables) -> _Found:
    found = _Found()
    for guild in await tables.record.guilds():
        await _look_at(tables, guild, found)
    return found


async def _look_at(tables: Tables, guild: GuildId, found: _Found) -> None:
    entries = await tables.record.whole(guild)
    broken = first_broken(entries)
    head = await tables.record.head(guild)
    if broken is not None:
        found.broken.append(
            f"Server {guild}: the record is broken at entry {broken.position}: {broken.why}."
        )
        return
    posted = await tables.record.posted(guild)
    if posted is not None and posted > head.position:
        found.broken.append(
            f"Server {guild}: the end is cut off: entry {posted} was posted once, and the last"
            f" one here is {head.position}."
        )
        return
    found.whole.append(
        f"Server {guild}: {len(entries)} entries, whole. Head: {head.written()}. Compare it with"
        " what was posted last in the moderators' channel, or stands there further up."
    )
