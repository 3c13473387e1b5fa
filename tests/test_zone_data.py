import os
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from bot import zone_data
from bot.domain.schedules import moment_of
from bot.domain.zones import zone_info
from bot.zone_data import OLDEST, ZoneDataTooOld, refuse_old

ROOT = Path(__file__).parent.parent
RULES_OF_2026 = {
    # hours from UTC on 2026-12-01
    "America/Vancouver": -7,
    "America/Edmonton": -6,
    "America/Winnipeg": -5,
    "Africa/Casablanca": 0,
    "America/Havana": -4,
}
ASKING = """
import sys
from zoneinfo import ZoneInfo
for name in sys.argv[1:]:
    ZoneInfo(name)  # somebody read it before
from bot.domain.zones import all_zones, zone_info
from datetime import datetime
for name in sys.argv[1:]:
    for zone in (zone_info(name), ZoneInfo(name)):
        print(name, int(datetime(2026, 12, 1, 12, tzinfo=zone).utcoffset().total_seconds() // 3600))
print(len(all_zones()))
"""


@pytest.mark.parametrize(("zone", "hours"), RULES_OF_2026.items())
def test_the_rules_of_2026_hold(zone: str, hours: int) -> None:
    """Five places that changed their clocks in 2026 are right in the winter after."""
    at_noon = datetime(2026, 12, 1, 12, tzinfo=zone_info(zone))
    assert at_noon.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(("zone", "hours"), RULES_OF_2026.items())
def test_what_comes_at_nine_comes_at_nine_there(zone: str, hours: int) -> None:
    """The same, where it reaches people: the moment that a schedule finds."""
    nine = datetime(2026, 12, 1, 9, tzinfo=UTC) - timedelta(hours=hours)
    assert moment_of(zone, date(2026, 12, 1), time(9)) == nine


def _stale_database(folder: Path) -> Path:
    """A machine's database in which all five places have London's clock."""
    with as_file(files("tzdata.zoneinfo.Europe") / "London") as london:
        for name in RULES_OF_2026:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(london, folder / name)
    return folder


def test_a_stale_database_of_the_machine_does_not_matter(tmp_path: Path) -> None:
    """Neither what PYTHONTZPATH names nor a zone that was read from it before counts."""
    stale = _stale_database(tmp_path)
    said = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", ASKING, *RULES_OF_2026],
        env={**os.environ, "PYTHONTZPATH": str(stale)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *zones, count = said.stdout.splitlines()
    assert zones == [f"{name} {hours}" for name, hours in RULES_OF_2026.items() for _ in range(2)]
    assert int(count) > 500


def is_welcome(found: str) -> bool:
    """Whether the bot starts with this version."""
    try:
        refuse_old(found)
    except ZoneDataTooOld:
        return False
    return True


@pytest.mark.parametrize("found", ["", "2025.2", "2026.1", "2026.5"])
def test_data_that_is_too_old_is_refused_with_what_to_do(found: str) -> None:
    """Below the first version with these rules nothing starts."""
    with pytest.raises(ZoneDataTooOld, match=rf"pip install --upgrade 'tzdata>={OLDEST}'"):
        refuse_old(found)


@pytest.mark.parametrize("found", [OLDEST, "2026.10", "2027.1"])
def test_newer_data_is_welcome(found: str) -> None:
    """Versions are compared as numbers, not as texts."""
    assert is_welcome(found)
    assert not is_welcome("2026.1")


def test_what_is_installed_declared_and_locked_is_new_enough() -> None:
    """The three say the same."""
    assert is_welcome(zone_data.version())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"tzdata>={OLDEST}" in project["dependencies"]
    lock = (ROOT / "requirements.lock").read_text().splitlines()
    (locked,) = (line for line in lock if line.startswith("tzdata=="))
    assert is_welcome(locked.removeprefix("tzdata==").split()[0])
