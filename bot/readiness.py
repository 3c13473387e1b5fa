"""Whether the bot can be run here: all that `run` needs, looked at before anything is made.

`check` says what this finds and ends; `run` asks the same first, so the two never differ.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from bot import garbage, zone_data
from bot.causes import Cause, Wrong, of_storage
from bot.config import Settings
from bot.config import load as load_settings
from bot.helplines import HelpLines, checked_before
from bot.own_prompts import load_complete
from bot.prompts import Prompts
from bot.storage import end_of_files
from bot.storage.driver import needs_driver
from bot.storage.refused import DatabaseRefused
from bot.storage.sqlite import inspection
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


@dataclass(frozen=True, slots=True)
class FirstLook:
    """All that was found; None for what cannot be used."""

    settings: Settings | None
    prompts: Prompts | None
    token: Token | None
    wrong: tuple[Wrong, ...]

    def ready(self) -> Ready:
        """What a run begins with. Raises NotReady with everything that an operator has to mend."""
        if self.wrong or self.settings is None or self.prompts is None or self.token is None:
            raise NotReady("\n".join(one.words for one in self.wrong))
        return Ready(self.settings, self.prompts, self.token)


def ready(config_file: Path, environ: Mapping[str, str]) -> Ready:
    """As `look(...).ready()`."""
    return look(config_file, environ).ready()


def look(config_file: Path, environ: Mapping[str, str]) -> FirstLook:
    """Look at all of it, and make nothing.

    Where the settings themselves are wrong nobody knows where the rest lies: then only they are
    told, and the time zones.
    """
    wrong = list(_zones())
    settings = _tried(Cause.SETTINGS, lambda: settings_in(config_file), wrong)
    if settings is None:
        return FirstLook(None, None, None, tuple(wrong))
    prompts = _tried(Cause.PROMPTS, lambda: _prompts(settings), wrong)
    token = _tried(Cause.TOKEN, lambda: read_token(settings, environ), wrong)
    files = settings.storage
    if end_of_files.has_begun(files.key_file):
        wrong.append(Wrong(Cause.FAREWELL, _farewell(end_of_files.marker(files.key_file))))
    wrong += map(of_storage, refused(settings, environ))
    return FirstLook(settings, prompts, token, tuple(wrong))


def refused(settings: Settings, environ: Mapping[str, str]) -> Iterator[inspection.Refused]:
    """All that key and database have against a start."""
    files = settings.storage
    if isinstance(files.database, Path):
        return inspection.refused(environ, files.key_file, files.database, settings.backup.folder)
    try:
        with needs_driver():
            from bot.storage.postgresql.beside import refused
    except DatabaseRefused as why:
        return iter((why,))
    return refused(environ, files.key_file, files.here, files.database)


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
        words = "there is no such file; lend-an-ear init writes one, with every setting explained"
        raise FileFaults([Fault(str(config_file), 0, 0, words)])
    return load_settings(config_file)


def _tried(cause: Cause, load: Callable[[], T], wrong: list[Wrong]) -> T | None:
    try:
        return load()
    except FileFaults as found:
        wrong += [Wrong(cause, str(one)) for one in found.faults]
        return None


def _prompts(settings: Settings) -> Prompts:
    with garbage.none_made():
        return load_complete(settings.prompts.folder, settings.prompts.language)


def _farewell(marker: Path) -> str:
    return (
        "The bot is being switched off for good: `lend-an-ear farewell` goes on with it. If you"
        f" changed your mind before anything was erased, delete {marker}."
    )


def _zones() -> Iterator[Wrong]:
    try:
        zone_data.refuse_old(zone_data.version())
    except zone_data.ZoneDataTooOld as refused:
        yield Wrong(Cause.INSTALLATION, str(refused))
