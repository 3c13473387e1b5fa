"""`lend-an-ear backup` and `restore`: what they do, and the words that an operator reads."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import lists
from bot.database_file import database_file
from bot.readiness import refuse_at_the_end, settings_in
from bot.setting_storage import Storage
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring, key_in, known_keyring
from bot.storage.encryption.owner_files import paths
from bot.storage.encryption.owners import known_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite import backup_process
from bot.storage.sqlite import restore as restoring
from bot.storage.sqlite.backup import Wanted
from bot.storage.sqlite.restore_refusals import key_is_given, no_key, two_keys_of_before


def backup(config_file: Path, keep: int | None, folder: Path | None) -> None:
    """Make one, also while the bot runs. Raises what making it and reading the settings raise."""
    settings = settings_in(config_file)
    files, wanted = settings.storage, settings.backup
    database = database_file(files, "It makes its own backups, with pg_dump; README.md says how.")
    made = asyncio.run(
        backup_process.make(Wanted(database, folder or wanted.folder, keep or wanted.keep))
    )
    click.echo(f"There is a new backup, and it is whole: {made.file}")
    if made.not_removed:
        click.echo(f"{made.not_removed} older ones could not be deleted; delete them by hand.")
    click.echo("The key is not in it, and without it nobody can read the backup.")
    click.echo(where_the_key_is(files))


def where_the_key_is(files: Storage) -> str:
    """What to copy, and that it must lie elsewhere."""
    given = os.environ.get(KEY_VARIABLE, "").strip()
    where = f"in the environment as {KEY_VARIABLE}" if given else str(files.key_file)
    secrets = lists.all_of(map(str, paths(files.key_file)))
    return (
        f"It is {where}; the secrets of the rows are {secrets}. Keep a copy of all of them"
        " elsewhere, never together with a backup, and of those two only the newest."
    )


def _knowing(keyring: Keyring, before: Keyring) -> Keyring:
    if os.environ.get(KEY_VARIABLE, "").strip():
        raise key_is_given()
    if keyring.before is not None and keyring.before.key_id != before.key_id:
        raise two_keys_of_before()
    return keyring.knowing(before)


_PUT_BACK = (
    "Stop the bot, put a dump back with pg_restore, and start it again: it erases what was erased"
    " since then."
)


def restore(config_file: Path, file: Path, before: Path | None, *, yes: bool) -> None:
    """Put one in the place of the database; asks first unless `yes`. `before` is the file of the
    key that it has, where the key was rotated since. Raises what that raises."""
    place = settings_in(config_file).storage
    database = database_file(place, _PUT_BACK)
    refuse_at_the_end(place.key_file)  # else everybody would be told good-bye once more
    keyring = known_keyring(os.environ, place.key_file, database)
    if keyring is None:
        raise no_key(place.key_file)
    if before is not None:
        keyring = _knowing(keyring, key_in(before))

    def agreed(version: int) -> bool:
        is_so = yes or click.confirm(_what_is_put_back(file, version))
        if is_so and before is not None:
            keyring.write(place.key_file)  # what is in it is sealed anew at the next start
        return is_so

    owners = known_owners(keyring, place.key_file)
    done = restoring.restore(file, database, Sealer(keyring), datetime.now(UTC), agreed, owners)
    if done is None:
        click.echo("Nothing was changed.")
        return
    click.echo(f"The backup is in the place of the database now: {database}")
    if done.aside is not None:
        click.echo(_what_is_aside(done.aside))
    click.echo("Start the bot. It brings the database up to date if that is needed.")


def _what_is_put_back(file: Path, version: int) -> str:
    words = f"{file} is whole (version {version}). What people did after it was made will be gone"
    return f"{words} from the bot. Put it back?"


def _what_is_aside(aside: Path) -> str:
    return (
        f"What was there before is {aside}. Delete it, and what begins with its name, once you do"
        " not need it."
    )
