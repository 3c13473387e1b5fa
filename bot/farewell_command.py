"""`lend-an-ear farewell`: what it does, and the words that an operator reads."""

import asyncio
import os
from pathlib import Path

import click

from bot.app import real_world, telling
from bot.config import Settings
from bot.own_prompts import load_complete
from bot.readiness import NotReady, settings_in
from bot.services import farewell
from bot.storage import end_of_files
from bot.storage.encryption.keys import KEY_VARIABLE
from bot.token import read_token


def say_farewell(config_file: Path, minutes: float, *, yes: bool) -> None:
    """Tell whoever has something open, then erase everything; asks first unless `yes`. Raises what
    reading the settings, opening the database and logging in raise."""
    settings = settings_in(config_file)
    files = settings.storage
    if not end_of_files.is_anything(files.key_file, files.here, settings.backup.folder):
        click.echo(f"There is nothing to erase: {files.database} and its key are not there.")
        return
    if not end_of_files.is_erasing(files.key_file):
        if not yes and not click.confirm(_what_ends(minutes), default=False):
            click.echo("Nothing was changed.")
            return
        if minutes:
            _tell_or_refuse(settings, minutes)
    left = end_of_files.erase(files.key_file, files.here, settings.backup.folder)
    if left:
        for file in left:
            click.echo(f"{file} could not be erased.", err=True)
        raise NotReady("Everything else is. Run this again once that is mended.")
    if not isinstance(files.database, Path):
        click.echo(
            f"Without the key nothing opens the PostgreSQL database ({files.database}) any more."
            " Delete it with dropdb, and its backups."
        )
    click.echo(_what_is_left())


def _tell_or_refuse(settings: Settings, minutes: float) -> None:
    try:
        asyncio.run(_tell(settings, minutes))
    except farewell.NotReached:
        raise NotReady(
            "Discord cannot be reached, so nobody was told, and nothing is erased. Try again later,"
            " or with --minutes 0, which tells nobody."
        ) from None


async def _tell(settings: Settings, minutes: float) -> None:
    prompts = load_complete(settings.prompts.folder, settings.prompts.language)
    token = read_token(settings, os.environ)
    async with telling(settings, prompts, token, os.environ, real_world()) as (ctx, delivery):
        end_of_files.note(settings.storage.key_file, end_of_files.TELLING)
        waiting = await farewell.begin(ctx)
        click.echo(f"{waiting} last messages are being sent, for {minutes:g} minutes at most.")
        unsaid = await farewell.tell(ctx, delivery, minutes * 60)
    click.echo("All of them were sent." if not unsaid else f"{unsaid} could not be sent.")


def _what_ends(minutes: float) -> str:
    told = (
        f"Whoever has something open gets a last message, which takes {minutes:g} minutes at most."
        if minutes
        else "Nobody is told."
    )
    return (
        f"This ends the bot for good. {told} Then the database, its backups in the folder of the"
        " settings, the secrets and the key are erased, and nothing brings them back. Go on?"
    )


def _what_is_left() -> str:
    given = os.environ.get(KEY_VARIABLE, "").strip()
    key = f"Forget the key in {KEY_VARIABLE}. " if given else ""
    return (
        f"The database, its backups, the secrets and the key's file are erased. {key}Delete what"
        " was copied elsewhere: backups, the key, the secrets. Then delete the application in"
        " Discord's developer portal; its messages stay in the servers until somebody deletes them."
    )
