"""`lend-an-ear move`: from a database's file to a PostgreSQL."""

import os
from pathlib import Path

import click

from bot.database_file import database_file
from bot.database_place import Address
from bot.readiness import NotReady, refuse_at_the_end, settings_in
from bot.storage.driver import needs_driver
from bot.storage.encryption.keys import known_keyring
from bot.storage.encryption.owners import known_owners
from bot.storage.encryption.sealing import Sealer


def move(config_file: Path, to: str) -> None:
    """Copy everything, compare, and say what to do then. The bot must not run. Raises NotReady, and
    what reading the settings and opening either database raise."""
    files = settings_in(config_file).storage
    database = database_file(files, "There is nothing to move.")
    refuse_at_the_end(files.key_file)
    try:
        address = Address(to)
    except ValueError:
        raise NotReady(
            "--to is the address of a PostgreSQL: postgresql://name@host/database."
        ) from None
    keyring = known_keyring(os.environ, files.key_file, database)
    if keyring is None:
        raise NotReady(f"There is no key ({files.key_file}), and no database that it opens.")
    sealer = Sealer(keyring, known_owners(keyring, files.key_file))
    with needs_driver():
        from bot.storage.postgresql.moving import move as moved_to
    done = moved_to(database, address, sealer, _say)
    click.echo(
        f"{done.rows} rows of {done.tables} tables are in {address} now; as many as in the file,"
        f" and {done.opened} sealed values of them were opened there."
    )
    click.echo(
        f"Put that address into {config_file}, as storage.database, and start the bot. Once it runs"
        f" well, delete {database}, what lies beside it with the same name, and its backups. Keep"
        f" {files.key_file} and the two files beside it: they belong to the PostgreSQL now."
    )


def _say(table: str, rows: int) -> None:
    if rows:
        click.echo(f"{table}: {rows}", err=True)
