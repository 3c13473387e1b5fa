"""`lend-an-ear rotate-key`: what it does, and the words that an operator reads."""

import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from bot.backup_commands import where_the_key_is
from bot.config import Settings
from bot.readiness import NotReady, refused, settings_in
from bot.setting_storage import Storage
from bot.storage import end_of_files, key_rotation
from bot.storage.beside import refuse_earlier
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring, key_in
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import CheckpointError, DatabaseAway, StoredOrNot
from bot.storage.key_rotation import TABLES, KeyRotation
from bot.storage.refused import DatabaseInUse
from bot.storage.sqlite import refusals
from bot.storage.store import Store, open_store

SECOND, PATIENCE = 1.0, 30.0
"""Between two looks, and until it is told that a running bot does not go on."""


def rotate_key(config_file: Path, *, yes: bool) -> None:
    """Seal everything anew under a new key; asks first unless `yes`. Raises NotReady, and what
    reading settings and key and opening the database raise."""
    settings = settings_in(config_file)
    files = settings.storage
    before = _known_key(settings)
    is_on = before.before is not None or key_rotation.request(files.key_file).exists()
    if is_on:
        click.echo("The key is being rotated already; this goes on with it.")
    elif not yes and not click.confirm(_what_it_does(), default=False):
        click.echo("Nothing was changed.")
        return
    try:
        with refusals.as_of_the_system():
            runs = asyncio.run(_rotated(files, before, is_on=is_on))
    except (DatabaseAway, StoredOrNot):
        raise NotReady(
            f"PostgreSQL ({files.database}) went away meanwhile. Once it is there again, run this"
            " again, or start the bot, which goes on with it. Everything opens as before."
        ) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotReady(
            f"The key cannot be rotated: {why}. Give this account the right to write to"
            f" {files.key_file.parent} and {files.here.parent} and some room, and run this"
            " again. Everything opens as before."
        ) from None
    _say_what_to_do(files, runs=runs)


def _known_key(settings: Settings) -> Keyring:
    """Everything that is in the way, before anything is made."""
    files = settings.storage
    if os.environ.get(KEY_VARIABLE, "").strip():
        raise NotReady(
            f"The key is in the environment, as {KEY_VARIABLE}, where only you can change it. Put"
            f" it into {files.key_file} (chmod 600), take it out of the environment of the bot and"
            " of this command, start the bot anew, and run this again. Nothing was changed."
        )
    if end_of_files.has_begun(files.key_file):
        raise NotReady("The bot is being switched off for good. Nothing was changed.")
    for file in (files.key_file, files.database):
        if isinstance(file, Path) and not file.exists():
            raise NotReady(f"There is no {file}, so there is nothing to rotate.")
    wrong = list(refused(settings, os.environ))
    if wrong:
        raise NotReady("\n".join(map(str, wrong)))
    refuse_earlier(files.database)
    return key_in(files.key_file)


async def _rotated(files: Storage, before: Keyring, *, is_on: bool) -> bool:
    """Whether a running bot did it."""
    try:
        await _here(files, is_on=is_on)
    except DatabaseInUse:
        if not is_on:
            key_rotation.ask(files.key_file)
        await _watch(files, before)
        return True
    return False


async def _here(files: Storage, *, is_on: bool) -> None:
    store, keyring = await _opened(files)
    try:
        if not is_on:
            key_rotation.ask(files.key_file)
        rotation, said = KeyRotation(store, keyring, files.key_file), -1
        while await _step(rotation):
            said = _say(rotation.tables_done, said)
    finally:
        await store.close()
    with suppress(DatabaseInUse):  # a bot that began meanwhile does the same
        store, _ = await _opened(files)  # at a start tags are turned into those of today
        try:
            await store.rewrite()
        finally:
            await store.close()


async def _step(rotation: KeyRotation) -> bool:
    try:
        return await rotation.step()
    except CheckpointError:
        click.echo("A backup is being made; this goes on after it.")
        await asyncio.sleep(SECOND)
        return True


async def _opened(files: Storage) -> tuple[Store, Keyring]:
    keyring = key_in(files.key_file)
    sealer = Sealer(keyring, load_owners(keyring, files.key_file))
    return await open_store(files.database, sealer, _refuse_upgrade), keyring


async def _refuse_upgrade(version: int) -> NoReturn:
    raise NotReady(
        f"The database is of an earlier version than {version}. Start the bot once, which brings it"
        " up to date, and run this again. Nothing was changed."
    )


async def _watch(files: Storage, before: Keyring) -> None:
    """Until the running bot is done."""
    said, went_on, told = -1, time.monotonic(), False
    while not _is_done(files.key_file, before):
        await asyncio.sleep(SECOND)
        if key_in(files.key_file).before is not None:
            done = await asyncio.to_thread(key_rotation.tables_done, files.database)
            last, said = said, said if done is None else _say(done, said)
            if said != last:
                went_on, told = time.monotonic(), False
        if not told and time.monotonic() - went_on > PATIENCE:
            told = True
            click.echo(
                "The bot does not go on. Its log says why, with `key.rotation_waits`; it tries"
                " again each minute. If it stopped, start it or run this again: nothing is lost."
            )


def _is_done(key_file: Path, before: Keyring) -> bool:
    now = key_in(key_file)
    if now.before is not None or key_rotation.request(key_file).exists():
        return False
    if now.key_id == before.key_id and before.before is None:
        raise NotReady(
            f"The running bot takes its key from elsewhere than {key_file}. Nothing was changed."
        )
    return True


def _say(done: int, said: int) -> int:
    if done != said:
        click.echo(f"{done} of {TABLES} tables are sealed anew.")
    return done


def _what_it_does() -> str:
    return (
        "Everything is sealed anew under a new key, and the key of now is overwritten. Backups that"
        " exist by now open only with the key of now: if you want to keep them, stop here and copy"
        " the key first. Go on?"
    )


def _say_what_to_do(files: Storage, *, runs: bool) -> None:
    click.echo("The key is new, and nothing is sealed under the one of before any more.")
    if runs:
        click.echo("Start the bot anew soon: only then nobody is found with the key of before.")
    click.echo(where_the_key_is(files))
    backup = "`lend-an-ear backup`" if isinstance(files.database, Path) else "`pg_dump`"
    click.echo(
        "Copies of the key of before open only backups that were made before: make a new one now"
        f" ({backup}), and delete those. If somebody else may have that key, they can read those"
        " backups for ever."
    )
