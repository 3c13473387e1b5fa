"""Plays random histories and looks for what they leave: `python -m tests.erasure --help`."""

import argparse
import asyncio
import logging
import time

import structlog

from tests import memory
from tests.erasure.histories import play

parser = argparse.ArgumentParser(prog="python -m tests.erasure", description=__doc__)
parser.add_argument("--histories", type=int, default=300)
parser.add_argument("--seed", type=int, default=1)
chosen = parser.parse_args()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
memory.use()
began = time.monotonic()
asyncio.run(play(chosen.histories, chosen.seed))
took = time.monotonic() - began
print(f"{chosen.histories} histories, seed {chosen.seed}: 0 bytes left ({took:.0f} s)")  # noqa: T201
