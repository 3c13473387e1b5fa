"""Whether the bot can be run here: all that `run` needs, looked at before anything is made.

`check` says what this finds and ends; `run` asks the same first, so the two never differ.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from bot import garbage, zone_data
from bot.config import Settings
from bot.config import load as load_settings
from bot.helplines import HelpLines, checked_before
from bot.own_prompts import load_complete
from bot.prompts import Prompts
from bot.storage import end_of_files
from bot.storage.sqlite.inspection import faults
from bot.strict_yaml import Fault, FileFaults
from bot.token import Token, read_token

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ready:
    """What a run begins with."""

    settings: Settings
    prompts: Prompts
    token: Token


class NotReady(Exception):
    """Everything that is in the way, a line for each; what to do stands in it."""


def ready(config_file: Path, environ: Mapping[str, str]) -> Ready:
    """What a run begins with. Raises NotReady with everything that an operator has to mend.

    Where the settings themselves are wrong nobody knows where the rest lies: then only they are
    told, and the time zones.
    """
    wrong = list(_zones())
    settings = _tried(lambda: settings_in(config_file), wrong)
    if settings is not None:
        prompts = _tried(lambda: _prompts(settings), wrong)
        token = _tried(lambda: read_token(settings, environ), wrong)
        files = settings.storage
        if end_of_files.has_begun(files.key_file):
            wrong.append(_farewell(end_of_files.marker(files.key_file)))
        wrong += faults(environ, files.key_file, files.database, settings.backup.folder)
        if prompts is not None and token is not None and not wrong:
            return Ready(settings, prompts, token)
    raise NotReady("\n".join(wrong))


def refuse_at_the_end(key_file: Path) -> None:
    """Raises NotReady where the bot is being switched off for good."""
    if end_of_files.has_begun(key_file):
        raise NotReady(_farewell(end_of_files.marker(key_file)))


def about_help_lines(helplines: HelpLines, today: date, *, verbose: bool) -> Iterator[str]:
    """How many help lines were last checked over a year ago, in one line; with `verbose` which."""
    old = checked_before(helplines, today - timedelta(days=365))
    lines = sum(len(country.lines) for country in helplines.values())
    if old:
        more = ":" if verbose else "; --verbose names them."
        yield f"{len(old)} of {lines} help lines were last checked over a year ago{more}"
    if verbose:
        yield from (f"  {c.name}, {line.name}: {line.verified}" for c, line in old)


def settings_in(config_file: Path) -> Settings:
    """The settings alone. Raises FileFaults."""
    if not config_file.exists():
        words = "there is no such file; copy config.example.yaml to it, and change what you need"
        raise FileFaults([Fault(str(config_file), 0, 0, words)])
    return load_settings(config_file)


def _tried(load: Callable[[], T], wrong: list[str]) -> T | None:
    try:
        return load()
    except FileFaults as found:
        wrong.append(str(found))
        return None


def _prompts(settings: Settings) -> Prompts:
    with garbage.none_made():
        return load_complete(settings.prompts.folder, settings.prompts.language)


def _farewell(marker: Path) -> str:
    return (
        "The bot is being switched off for good: `lend-an-ear farewell` goes on with it. If you"
        f" changed your mind before anything was erased, delete {marker}."
    )


def _zones() -> Iterator[str]:
    try:
        zone_data.refuse_old(zone_data.version())
    except zone_data.ZoneDataTooOld as refused:
        yield str(refused)
