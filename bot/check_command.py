"""`lend-an-ear check`: everything that a run needs, and what is worth a look beside it.

With `--json` one object is printed, whose keys stay: `ok` and `exit_code`; `versions`; `looked_at`,
the areas that could be looked at; and `findings`, each with `area`, `code`, `level` (fault, warning
or note), `says` and `fix`.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import lists
from bot.at_discord import ask
from bot.causes import Cause, Wrong, repairs
from bot.exit_codes import FAILED
from bot.readiness import FirstLook, NotReady, about_help_lines, look
from bot.remarks import Gravity, Remark
from bot.storage.sqlite.inspection import lacking
from bot.unopened_reports import about_unopened
from bot.versions import versions

SMALLEST_ROOM = 200_000_000
"""Bytes: a database grows by its backups, too."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How much is looked at, and how it is told."""

    verbose: bool
    offline: bool
    as_json: bool


def check(config_file: Path, wanted: CheckOptions) -> None:
    """Look and tell. Raises NotReady where something is in the way, or ends with that code."""
    looked = look(config_file, os.environ)
    wrong = [_of_wrong(one) for one in looked.wrong]
    beside = list(_beside(looked, wanted))
    faults = [*wrong, *(one for one in beside if one.level is Gravity.FAULT)]
    if wanted.as_json:
        click.echo(json.dumps(_told(looked, [*wrong, *beside], wanted), indent=2))
        sys.exit(FAILED if faults else 0)
    if faults:
        told = (one.says if one in wrong else str(one) for one in faults)
        raise NotReady("\n".join(told))
    click.echo("Everything that a run needs is in order.")
    click.echo(", ".join(f"{name} {version}" for name, version in versions().items()))
    for one in beside:
        click.echo(str(one))


def _of_wrong(wrong: Wrong) -> Remark:
    """Its words hold what to do; what is done about its kind stands beside them, for machines."""
    fix = " ".join(repairs([wrong.cause]))
    return Remark(
        _AREAS.get(wrong.cause, wrong.cause), wrong.cause, Gravity.FAULT, wrong.words, fix
    )


_AREAS: Mapping[Cause, str] = dict.fromkeys(
    (Cause.NEWER, Cause.UPGRADE, Cause.IN_USE, Cause.FAREWELL), Cause.DATABASE
) | {Cause.OTHERS: Cause.DISK}
"""Where several kinds of causes are about one thing."""


def _beside(looked: FirstLook, wanted: CheckOptions) -> Iterator[Remark]:
    """What keeps no run from starting, or only Discord knows."""
    if looked.token is not None and looked.token.left_out:
        what = lists.all_of(looked.token.left_out)
        yield Remark(
            "token",
            "left_out",
            Gravity.WARNING,
            f"The token works, without the {what}.",
            "Take that out where the token stands.",
        )
    if looked.settings is not None:
        yield from about_room(looked.settings.storage.here)
        if isinstance(looked.settings.storage.database, Path):
            yield from about_schema(looked.settings.storage.database)
        if looked.token is not None and not wanted.offline:
            yield from ask(looked.settings.discord.api_url, looked.token)
    now = datetime.now(UTC)
    if looked.prompts is not None:
        lines = about_help_lines(looked.prompts.helplines, now.date(), verbose=wanted.verbose)
        yield from (Remark("help_lines", "old", Gravity.NOTE, line) for line in lines)
    if looked.settings is not None:
        waiting = about_unopened(looked.settings, os.environ, now)
        yield from (Remark("reports", "unopened", Gravity.WARNING, line) for line in waiting)


def about_room(database: Path) -> Iterator[Remark]:
    """Whether there is room where the database lies, for it and for its backups."""
    place = next(one for one in database.resolve().parents if one.exists())
    size = database.stat().st_size if database.is_file() else 0
    free = shutil.disk_usage(place).free
    if free < max(SMALLEST_ROOM, 3 * size):
        yield Remark(
            "disk",
            "little_room",
            Gravity.WARNING,
            f"Only {free // 1_000_000} MB are free in {place}.",
            "Make room there: an upgrade and a backup each need as much as the database has.",
        )


def about_schema(database: Path) -> Iterator[Remark]:
    """Whether somebody changed the tables by hand."""
    if missing := lacking(database):
        more = [f"{len(missing) - 3} more"] if len(missing) > 3 else []
        named = lists.all_of([*missing[:3], *more])
        yield Remark(
            "database",
            "schema",
            Gravity.FAULT,
            f"The database ({database}) lacks {named}, which this version made in it.",
            "Put it back from a backup: lend-an-ear restore FILE.",
        )


def _told(looked: FirstLook, findings: Sequence[Remark], wanted: CheckOptions) -> dict[str, object]:
    ok = not any(one.level is Gravity.FAULT for one in findings)
    return {
        "ok": ok,
        "exit_code": 0 if ok else FAILED,
        "versions": versions(),
        "looked_at": list(_looked_at(looked, findings, wanted)),
        "findings": [asdict(one) for one in findings],
    }


def _looked_at(
    looked: FirstLook, findings: Sequence[Remark], wanted: CheckOptions
) -> Iterator[str]:
    yield from ("installation", "settings")
    if looked.settings is not None:
        yield from ("prompts", "token", "key", "database", "disk")
    if looked.prompts is not None:
        yield "help_lines"
    asked = looked.settings is not None and looked.token is not None and not wanted.offline
    if asked and not any(one.area == "discord" for one in findings):
        yield from ("discord", "clock", "application")
