"""How `lend-an-ear demo` begins and ends, as somebody starts it in a terminal."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from tests.demo.page.words import PAGE
from tests.patience import PATIENCE


def test_a_port_that_is_taken_is_told() -> None:
    """In words, without a traceback, and it ends with 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = CliRunner().invoke(main, ["demo", "--no-browser", "--port", port])
    assert told.exit_code == 1
    assert told.stderr.strip() == PAGE["terminal.port_taken"].format(port=port)


def test_two_at_once_each_say_their_address_first(tmp_path: Path) -> None:
    """Where there is no browser they say so and go on; Ctrl-C ends them and leaves no file."""
    alone = {name: text for name, text in os.environ.items() if name not in ("DISPLAY", "BROWSER")}
    alone |= {"TMPDIR": str(tmp_path), "PATH": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    order = [sys.executable, "-m", "bot", "demo"]
    both = [
        subprocess.Popen(order, env=alone, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(2)
    ]
    said = [[str(one.stdout and one.stdout.readline().strip()) for _ in range(3)] for one in both]
    for one in both:
        one.send_signal(signal.SIGINT)
    assert [one.communicate(timeout=PATIENCE) and one.returncode for one in both] == [0, 0]
    addresses = [lines[0] for lines in said]
    assert all(one.startswith("http://127.0.0.1:") for one in addresses)
    assert len({one.split("/")[3] for one in addresses}) == len({*addresses}) == 2
    assert [lines[2] for lines in said] == [PAGE["terminal.no_browser"]] * 2
    assert list(tmp_path.iterdir()) == []
