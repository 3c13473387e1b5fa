"""`lend-an-ear init`: the settings and the key of a new bot, and what its operator does next."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

import click

from bot.config import Settings
from bot.example_settings import shipped_example
from bot.new_files import write_new
from bot.readiness import NotReady, settings_in
from bot.setting_storage import Storage
from bot.storage.encryption.keys import KEY_VARIABLE, KeyMissing, fresh_key, known_keyring
from bot.systemd_unit import unit

PORTAL = "https://discord.com/developers/applications"


def init(folder: Path) -> None:
    """Write what is not there yet, and say what comes next. Raises NotReady where both are there or
    cannot be written, FileFaults for settings with a fault, KeyRefused where a new key would make
    what is stored unreadable."""
    config = folder / "config.yaml"
    files = _settings(config).storage
    wanted = _wanted(config, files)
    if not wanted:
        raise NotReady(
            f"{config} and its key are there already. Nothing was changed. For another bot name"
            " another folder: lend-an-ear init FOLDER"
        )
    try:
        write_new(wanted)
    except OSError as error:
        raise NotReady(_not_written(folder, error)) from None
    for path in (config, files.key_file):
        if os.path.lexists(path):
            click.echo(f"{'Written' if path in wanted else 'Left as it was'}: {path}")
    click.echo("\nWhat comes next:")
    for number, line in enumerate(_next(config, files), start=1):
        click.echo(f"{number}. {line}")


def print_unit(folder: Path) -> None:
    """Print a unit for systemd that runs the bot of this folder. Writes nothing."""
    config = folder.resolve() / "config.yaml"
    click.echo(unit(config, _settings(config)), nl=False)


def _settings(config: Path) -> Settings:
    """Those that stand there; else those that would be written."""
    return settings_in(config) if os.path.lexists(config) else Settings().beside(config.parent)


def _wanted(config: Path, files: Storage) -> Mapping[Path, bytes]:
    """What is to be written: nothing that is there, and no key that could not open what is stored.
    Raises KeyRefused."""
    wanted = {}
    if not os.path.lexists(config):
        wanted[config] = shipped_example().read_bytes()
    if not _given() and not os.path.lexists(files.key_file):
        _refuse_orphan(files)
        wanted[files.key_file] = fresh_key()
    return wanted


def _refuse_orphan(files: Storage) -> None:
    known_keyring({}, files.key_file, files.here)
    left = files.key_file.with_name(files.key_file.name + ".owners")
    if left.exists():
        raise KeyMissing(
            f"There is {left}, which belongs to a key, but no key ({files.key_file}). Put its key"
            " back; a new one could not open it. Nothing was written."
        )


def _given() -> bool:
    return bool(os.environ.get(KEY_VARIABLE, "").strip())


def _not_written(folder: Path, error: OSError) -> str:
    where = error.filename2 or error.filename or folder
    return (
        f"{where} cannot be written: {error.strerror}. Nothing is left of it. Give this account the"
        f" right to write in {folder} and some room, or name another: lend-an-ear init FOLDER"
    )


def _next(config: Path, files: Storage) -> tuple[str, str, str]:
    shown, token = shlex.quote(str(config)), config.parent / "token"
    key = KEY_VARIABLE if _given() else files.key_file
    return (
        f"Get a token: {PORTAL} -> New Application -> Bot -> Reset Token. It needs no privileged"
        " intents.",
        f"Put it into the file {token}, which only you may read (chmod 600), and set token_file to"
        f" token in {config}; or put it into the environment as DISCORD_TOKEN. Then run lend-an-ear"
        f" check --config {shown}; invite and run take the same --config.",
        f"Copy the key ({key}) to another place, apart from the database and its backups: without"
        " it nobody can read what is stored, and with it anybody can.",
    )
