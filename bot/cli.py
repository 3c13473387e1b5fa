"""The command line: `lend-an-ear init`, `run`, `check`. Words for operators, not for members.

Each command imports what it needs when it is run: all of it takes a second, and who asks for help
or makes a backup needs little of it.
"""

from collections.abc import Callable
from pathlib import Path

import click

from bot.local_discord_cli import local_discord
from bot.simulate_cli import simulate


def _exit_with_words(work: Callable[[], object]) -> None:
    from bot.exits import exit_with_words

    exit_with_words(work)


@click.group()
@click.version_option(package_name="lend-an-ear")
def main() -> None:
    """Lend an Ear: ask for help without your name, be heard, be encouraged."""


_config = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=Path("config.yaml"),
    show_default=True,
    help="The settings; lend-an-ear init writes them.",
)


@main.command()
@_config
def run(config_file: Path) -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM).

    Where something has to be mended first, it runs in safe mode: it shows help lines and nothing
    else, and says here what to do. Stopped then, it ends with 78.
    """
    from bot import run_command

    _exit_with_words(lambda: run_command.run(config_file))


@main.command()
@_config
def work(config_file: Path) -> None:
    """Send what waits, beside the bot that runs on the same PostgreSQL, until it is stopped."""
    from bot import work_command

    _exit_with_words(lambda: work_command.work(config_file))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--systemd", is_flag=True, help="Print a unit for systemd instead; writes nothing.")
def init(folder: Path, *, systemd: bool) -> None:
    """Write config.yaml and the key into FOLDER, where they are not there yet."""
    from bot import init_command

    _exit_with_words(lambda: (init_command.print_unit if systemd else init_command.init)(folder))


@main.command()
@_config
@click.argument("application", required=False)
def invite(config_file: Path, application: str | None) -> None:
    """Print the link that adds the bot to a server, and what it asks for there.

    APPLICATION is the application's id; without it the token says whose it is.
    """
    from bot import invite_command

    _exit_with_words(lambda: invite_command.invite(config_file, application))


@main.command()
@_config
@click.option("--verbose", is_flag=True, help="Name each help line that was checked long ago.")
@click.option("--offline", is_flag=True, help="Ask Discord nothing.")
@click.option("--json", "as_json", is_flag=True, help="One object, for machines.")
def check(config_file: Path, *, verbose: bool, offline: bool, as_json: bool) -> None:
    """Check all that `run` needs, and the application at Discord. Changes nothing.

    Ends with 0 where all is in order, also with something to look at; else with 1.
    """
    from bot import check_command

    wanted = check_command.CheckOptions(verbose=verbose, offline=offline, as_json=as_json)
    _exit_with_words(lambda: check_command.check(config_file, wanted))


@main.command()
@_config
def health(config_file: Path) -> None:
    """Say in one line whether the running bot is well; ends with 0 where it is, else with 1."""
    from bot import health_command

    _exit_with_words(lambda: health_command.health(config_file))


@main.command()
@_config
@click.option(
    "--keep",
    type=click.IntRange(1, 1000),
    help="How many are left there, the new one among them; else as the settings say.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Where it goes; else as the settings say.",
)
def backup(config_file: Path, keep: int | None, folder: Path | None) -> None:
    """Make a backup of the database, also while the bot runs. The key is not in it."""
    from bot import backup_commands

    _exit_with_words(lambda: backup_commands.backup(config_file, keep, folder))


@main.command()
@_config
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="A copy of the key that it was made with, where the key was rotated since.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def restore(config_file: Path, file: Path, key: Path | None, *, yes: bool) -> None:
    """Put a backup in the place of the database, which is kept aside. The bot must not run."""
    from bot import backup_commands

    _exit_with_words(lambda: backup_commands.restore(config_file, file, key, yes=yes))


@main.command()
@_config
@click.option("--to", required=True, metavar="ADDRESS", help="postgresql://name@host/database")
def move(config_file: Path, to: str) -> None:
    """Copy the database's file into an empty PostgreSQL. The bot must not run."""
    from bot import move_command

    _exit_with_words(lambda: move_command.move(config_file, to))


@main.group()
def audit() -> None:
    """The record of what moderators did."""


@audit.command()
@_config
def verify(config_file: Path) -> None:
    """Whether each server's record is as it was written, also beside a running bot."""
    from bot import audit_command

    _exit_with_words(lambda: audit_command.verify(config_file))


@main.command("rotate-key")
@_config
@click.option("--yes", is_flag=True, help="Do not ask first.")
def rotate_key(config_file: Path, *, yes: bool) -> None:
    """Seal everything anew under a new key, also while the bot runs; if interrupted, run again."""
    from bot import rotation_command

    _exit_with_words(lambda: rotation_command.rotate_key(config_file, yes=yes))


@main.command()
@_config
@click.option(
    "--minutes",
    type=click.FloatRange(0, 24 * 60),
    default=15,
    show_default=True,
    help="How long to try to reach everybody; 0 tells nobody.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def farewell(config_file: Path, minutes: float, *, yes: bool) -> None:
    """Stop for good: a last message to who has something open, then everything is erased."""
    from bot import farewell_command

    _exit_with_words(lambda: farewell_command.say_farewell(config_file, minutes, yes=yes))


@main.command()
@_config
@click.option(
    "--private-number",
    required=True,
    metavar="NUMBER",
    help="Of the person, as asker or as listener: at least its first eight characters.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def erase(config_file: Path, private_number: str, *, yes: bool) -> None:
    """Erase everything of a person, as they can in /privacy; also while the bot runs."""
    from bot import erase_command

    _exit_with_words(lambda: erase_command.erase(config_file, private_number, yes=yes))


@main.command()
@click.option("--explain", is_flag=True, help="Name the rule of each clause, and what turned it.")
@click.option("--json", "as_json", is_flag=True, help="One object a line, with the reasons.")
def screen(*, explain: bool, as_json: bool) -> None:
    """Say which help card lines from standard input call for. Stores nothing."""
    from bot.prompt_files import shipped_prompts
    from bot.screen_command import screen_lines

    _exit_with_words(lambda: screen_lines(shipped_prompts(), explain=explain, as_json=as_json))


@main.command()
@click.option("--script", is_flag=True, help="Play the story in the terminal and check each step.")
@click.option(
    "--plant",
    type=click.Choice(["alias", "token", "words"]),
    help="With --script: put a leak in, to see that the checks find it.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Else a free one is taken.")
@click.option("--no-browser", is_flag=True, help="Only print the address of the page.")
def demo(*, script: bool, plant: str | None, port: int, no_browser: bool) -> None:
    """Open a page on which you are three people beside each other, with the real bot."""
    import asyncio
    import sys

    from bot.demo import script as in_terminal
    from bot.demo.page import command

    if script or plant:
        sys.exit(asyncio.run(in_terminal.play(plant, sys.stdout)))
    _exit_with_words(lambda: command.run(port, opens_browser=not no_browser))


main.add_command(simulate)
main.add_command(local_discord)
