"""A PostgreSQL of the tests' own, in a temporary folder, on a Unix socket.

Started once in a process of tests when something first needs it, as somebody without rights: the
server refuses to run as root. Where none is installed its tests are left out and say so, unless
POSTGRESQL_TESTS says that they are required.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

VARIABLE = "POSTGRESQL_TESTS"
REQUIRED = os.environ.get(VARIABLE) == "required"
_OF_DEBIAN = Path("/usr/lib/postgresql")
_NOBODY = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a process is killed here, never the machine
    "autovacuum": "off",
    "max_connections": "120",
    "shared_buffers": "32MB",
}


def programs() -> Path | None:
    """The folder with the newest server that is installed; None where there is none."""
    known = shutil.which("initdb")
    if known is not None:
        return Path(known).resolve().parent
    found = sorted(_OF_DEBIAN.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return found[-1].parent if found else None


needs_postgresql = pytest.mark.skipif(
    not REQUIRED and programs() is None, reason="PostgreSQL is not installed here"
)


class Server:
    """A running server, its folder and socket. One that follows another is its standby."""

    def __init__(
        self, follows: "Server | None" = None, settings: Mapping[str, str] = SETTINGS
    ) -> None:
        found = programs()
        assert found is not None, f"{VARIABLE} says that PostgreSQL is required, and there is none"
        self._programs, self._databases, self._settings = found, count(1), settings
        self.folder = Path(tempfile.mkdtemp(prefix="ear-postgresql-"))
        self._user = _somebody_without_rights()
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        if follows is None:
            as_whom = ("--auth=trust", "--username=ear")
            self._run("initdb", *as_whom, "--encoding=UTF8", "--locale=C.UTF-8")
        else:
            other = f"--dbname={follows.address('postgres')}"
            self._run("pg_basebackup", "--write-recovery-conf", "--checkpoint=fast", other)
        self.start()
        atexit.register(self._remove)

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = {**self._settings, "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = self.folder / "log"
        self._run("pg_ctl", "--wait", "--silent", f"--log={log}", f"--options={options}", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `immediate` as if it had been killed."""
        self._run("pg_ctl", "--wait", "--silent", f"--mode={how}", "stop")

    def promote(self) -> None:
        """Make a standby the server that takes writes."""
        self._run("pg_ctl", "--wait", "--silent", "promote")

    def address(self, database: str) -> str:
        """Where a database of it is."""
        return f"postgresql://ear@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """The address of a new database, made after another, which nobody uses any more: the server
        ends the sessions of those who left it a moment later."""
        name = f"ear{next(self._databases)}"
        self.sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"  # noqa: S608 - ours
            f" WHERE datname = '{template}'"
        )
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.address(name)

    def drop(self, address: str) -> None:
        """Take a database away, whoever has it open."""
        self.sql(f"DROP DATABASE {self.name_of(address)} WITH (FORCE)")

    def dump(self, address: str, to: Path) -> None:
        """A backup as an operator makes one."""
        command = (str(self._programs / "pg_dump"), "--format=custom", f"--file={to}", address)
        subprocess.run(command, check=True)  # noqa: S603 - the server's own program

    def restore(self, address: str, backup: Path) -> None:
        """Put a backup into an empty database."""
        command = (str(self._programs / "pg_restore"), "--exit-on-error", f"--dbname={address}")
        subprocess.run((*command, str(backup)), check=True)  # noqa: S603 - as above

    def files_of(self, address: str) -> list[Path]:
        """The files of a database's tables, with each row as it ever was: none is cleaned up."""
        import psycopg

        with psycopg.connect(address, autocommit=True) as raw:
            raw.execute("CHECKPOINT")
            row = raw.execute(
                "SELECT oid::text FROM pg_database WHERE datname = current_database()"
            ).fetchone()
            assert row is not None
        return [*(self.folder / "data" / "base" / row[0]).iterdir()]

    @staticmethod
    def name_of(address: str) -> str:
        """The name of the database at an address."""
        return urlsplit(address).path.removeprefix("/")

    def sql(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's owner."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as raw:
            raw.execute(statement.encode())

    def _run(self, program: str, *options: str) -> None:
        data = ("--pgdata", str(self.folder / "data"))
        command: Iterable[str] = (str(self._programs / program), *data, *options)
        subprocess.run(  # noqa: S603 - its own program
            [*command],
            check=True,
            user=self._user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def _remove(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def server() -> Server:
    """The one of this process."""
    return Server()


def _somebody_without_rights() -> str | None:
    """Who runs it where we are root; None where we are not."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in _NOBODY if name in known)
