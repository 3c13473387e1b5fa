import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from bot import app

pytestmark = pytest.mark.skipif(
    not os.access(Path(app.__file__).parent, os.W_OK), reason="nothing can be kept beside the bot"
)


def test_what_was_compiled_is_there_for_the_next() -> None:
    """Whatever the environment of the whole run says."""
    assert Path(cache_from_source(app.__file__)).is_file()


def test_a_process_that_is_started_keeps_what_it_compiles() -> None:
    """It has the environment of the tests."""
    asked = [sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 - this very Python
    assert said.stdout.strip() == "False"
