"""What holds for every test, in each process that runs tests."""

import gc
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests import compiled, memory
from tests.how_much import EVERYTHING, VARIABLE, often
from tests.three_cases import three_of_each

pytest_plugins = ["tests.engines"]

compiled.keep()
memory.use()
# how long an example takes says how much else the machine has to do
settings.register_profile("no luck", deadline=None, max_examples=often(100))
settings.load_profile("no luck")


def pytest_configure(config: pytest.Config) -> None:
    """The process that has others run the tests; a run with -n 0 has no others."""
    if getattr(config.option, "numprocesses", None):
        compiled.bot_for_all()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """What is read and imported here stays until the end, the texts and rules among it. To look
    through it for garbage again and again takes longer than to collect the tests."""
    gc.disable()
    try:
        compiled.share_of_tests(session.config.args)
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)  # a stage of people is large, and soon thrown away whole
        gc.enable()


def pytest_report_header() -> str | None:
    """What is left out is said at once."""
    if EVERYTHING:
        return None
    return f"of many cases of a test three: {VARIABLE}=1 has all of them run"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where everything is run; who names a file or a test has all of it run."""
    if EVERYTHING or config.args != config.getini("testpaths"):
        return
    kept = three_of_each(one for one in items if isinstance(one, pytest.Function))
    run = set(kept)
    config.hook.pytest_deselected(items=[one for one in items if one not in run])
    items[:] = kept
