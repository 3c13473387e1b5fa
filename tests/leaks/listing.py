"""A plugin of pytest that tells which test has which numbers of the list of leaks."""

import re

import pytest

NUMBER = re.compile(r"l\d{1,2}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One line for each test and number."""
    for item in items:
        for mark in item.iter_markers():
            if NUMBER.fullmatch(mark.name):
                print(f"marked {item.nodeid} {mark.name}")  # noqa: T201 - who asks reads it
