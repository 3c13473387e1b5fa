"""`lend-an-ear` as a process of its own, forked from one that has read modules and texts already.

To read them takes two seconds of processor time, and is the same each time. What comes after that
is what an operator's own start does: other settings and another environment, files, sockets and
signals of its own. `test_set_up_from_nothing.py` starts it by the command line.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection

from bot.cli import main

_READ = "tests.journeys.read_beforehand"
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([_READ])


class Forked:
    """One that runs, or has ended. `said` is what it writes to standard output and error."""

    def __init__(self, words: tuple[str, ...], environ: Mapping[str, str]) -> None:
        ours, its = _FORKING.Pipe(duplex=False)
        with its:
            self._process = _FORKING.Process(
                target=_run, args=(words, dict(environ), its), daemon=True
            )
            self._process.start()
        self._ours = ours
        self.said = asyncio.StreamReader()

    async def listen(self) -> None:
        """From now on what it writes can be read."""
        protocol = asyncio.StreamReaderProtocol(self.said)
        pipe = os.fdopen(os.dup(self._ours.fileno()), "rb", buffering=0)
        self._ours.close()
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, pipe)

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, the number of a signal below zero; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """Pull the plug."""
        self._process.kill()

    async def wait(self) -> int:
        """Wait for its end; its exit code."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self.returncode is not None
        return self.returncode


async def forked(*words: str, **environment: str) -> Forked:
    """`lend-an-ear` with these words, in this environment and what is put into it."""
    process = Forked(words, {**os.environ, **environment})
    await process.listen()
    return process


def _run(words: tuple[str, ...], environ: Mapping[str, str], said: Connection) -> None:
    assert _READ in sys.modules, "what cannot be imported is passed over without a word"
    for stream in (sys.stdout, sys.stderr):
        os.dup2(said.fileno(), stream.fileno())
    said.close()
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["lend-an-ear", *words]
    main()
