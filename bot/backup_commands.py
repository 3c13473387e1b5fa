"""`lend-an-ear backup` and `restore`: what they do, and the words that an operator reads."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.readiness import settings_in
from bot.setting_sections import Storage
from bot.storage.encryption.keys import KEY_VARIABLE, known_keyring
from bot.storage.encryption.owner_files import paths
from bot.storage.encryption.owners import known_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite import backup_process
from bot.storage.sqlite import restore as restoring
from bot.storage.sqlite.backup import Wanted
from bot.storage.sqlite.restore_refusals import no_key


def backup(config_file: Path, keep: int | None, folder: Path | None) -> None:
    """Make one, also while the bot runs. Raises what making it and reading the settings raise."""
    settings = settings_in(config_file)
    files, wanted = settings.storage, settings.backup
    made = asyncio.run(
        backup_process.make(Wanted(files.database, folder or wanted.folder, keep or wanted.keep))
    )
    click.echo(f"There is a new backup, and it is whole: {made.file}")
    if made.not_removed:
        click.echo(f"{made.not_removed} older ones could not be deleted; delete them by hand.")
    click.echo("The key is not in it, and without it nobody can read the backup.")
    click.echo(_where_the_key_is(files))


def _where_the_key_is(files: Storage) -> str:
    given = os.environ.get(KEY_VARIABLE, "").strip()
    where = f"in the environment as {KEY_VARIABLE}" if given else str(files.key_file)
    secrets = " and ".join(map(str, paths(files.key_file)))
    return (
        f"It is {where}; the secrets of the rows are {secrets}. Keep a copy of all of them"
        " elsewhere, never together with a backup, and of those two only the newest."
    )


def restore(config_file: Path, file: Path, *, yes: bool) -> None:
    """Put one in the place of the database; asks first unless `yes`. Raises what that raises."""
    place = settings_in(config_file).storage
    keyring = known_keyring(os.environ, place.key_file, place.database)
    if keyring is None:
        raise no_key(place.key_file)

    def agreed(version: int) -> bool:
        words = (
            f"{file} is whole (version {version}). What people did after it was made will be gone"
        )
        return yes or click.confirm(f"{words} from the bot. Put it back?")

    owners = known_owners(keyring, place.key_file)
    done = restoring.restore(
        file, place.database, Sealer(keyring), datetime.now(UTC), agreed, owners
    )
    if done is None:
        click.echo("Nothing was changed.")
        return
    click.echo(f"The backup is in the place of the database now: {place.database}")
    if done.aside is not None:
        click.echo(
            f"What was there before is {done.aside}. Delete it, and what begins with its name, once"
            " you do not need it."
        )
    click.echo("Start the bot. It brings the database up to date if that is needed.")
