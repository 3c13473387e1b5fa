"""A backup in a process of its own: it reads and writes for long, and must hold up nobody.

In a thread of the bot it would hold the interpreter's lock whenever the system lets it wait. A
process can stand behind a bot that runs, and one that is killed takes nothing with it. It gets
neither the key nor the token. Should the bot be gone first, it goes on, and makes a whole backup.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.storage.sqlite import backup, backup_files, backup_refusals
from bot.storage.sqlite.backup import Made, Wanted
from bot.storage.sqlite.backup_refusals import BackupRefused

_KEEPS = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")
"""Of the environment; the token and the key stand there as well."""

LAST = 19
"""The niceness of what runs when nothing else wants to. It counts within a session only where Linux
shares the processor between sessions first (sched(7), autogroups): so this is none of its own."""

_BEGIN = (
    "import json, os, sys; os.nice(int(sys.argv[3])); sys.path[:] = json.loads(sys.argv[1]);"
    f" from {__name__} import main; main(json.loads(sys.argv[2]))"
)
"""Imports from where we do, and not from the folder that somebody happens to be in."""


async def make(wanted: Wanted, now: datetime | None = None, *, niceness: int = 0) -> Made:
    """As `backup.make`, without holding up the loop. A cancel ends it and leaves nothing behind.

    With `LAST` it waits for everybody, and on a machine that is always busy for long: not for a
    backup that somebody waits for, at a keyboard or for a bot that starts. Raises BackupRefused.
    """
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-I",
            "-c",
            _BEGIN,
            json.dumps(sys.path),
            _sent(wanted, now),
            str(niceness),
        ),
        env={name: os.environ[name] for name in _KEEPS if name in os.environ},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        process_group=0,  # Ctrl-C is for whoever waits here, who ends it in good order
    )
    try:
        said, _ = await process.communicate()
    except BaseException:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        _sweep(wanted)
        raise
    return _told(said, process.returncode, wanted)


def main(sent: dict[str, Any]) -> None:
    """What runs in the process: says in one line of JSON what was made, or why nothing was."""
    os.umask(0o077)
    now = datetime.fromtimestamp(sent.pop("now"), UTC)
    wanted = Wanted(Path(sent.pop("database")), _path(sent.pop("folder")), **sent)
    try:
        made = backup.make(wanted, now)
        answer = {**asdict(made), "file": str(made.file)}
    except BackupRefused as refused:
        answer = {"code": refused.code, "words": str(refused)}
    except Exception as error:  # noqa: BLE001 - a traceback could show what stands in the database
        answer = {"code": "fault", "words": str(backup_refusals.ended(type(error).__name__))}
    sys.stdout.write(json.dumps(answer))


def _sent(wanted: Wanted, now: datetime | None) -> str:
    folder = wanted.folder and str(wanted.folder.absolute())
    paths = {"database": str(wanted.database.absolute()), "folder": folder}
    return json.dumps({**asdict(wanted), **paths, "now": (now or datetime.now(UTC)).timestamp()})


def _told(said: bytes, code: int | None, wanted: Wanted) -> Made:
    try:
        answer = json.loads(said)
    except ValueError:
        _sweep(wanted)
        raise backup_refusals.ended(f"exit code {code}") from None
    if "code" in answer:
        raise BackupRefused(answer["code"], answer["words"])
    return Made(**{**answer, "file": Path(answer["file"])})


def _sweep(wanted: Wanted) -> None:
    folder = wanted.folder or backup_files.default_folder(wanted.database)
    backup_files.sweep(folder)


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)
