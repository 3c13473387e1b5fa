"""An operator's config.yaml, whatever stands in it.

It becomes settings, or faults: each at a line that the file has, and none repeats a value, as it
may be a secret. Read twice it comes to the same. What can be used of it in spite of faults is
found, or nothing; and where there is no fault, all of it.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from bot.config import Settings, load, salvaged
from bot.database_place import Address
from bot.strict_yaml import FileFaults
from tests.fuzz.drawn import Drawn

EXAMPLE = Path("config.example.yaml")
SECRET = "Zq7Secret"
VALUES = (
    *("", "0", "-1", "1", "60", "1000000000000000000", "99999999999999999999", "1.5", "1e9"),
    *("true", "no", "null", "~", "12:30", "2026-11-30", ".inf", "0x10", "0o7", "1_000"),
    *("[]", "[1, 2]", "{}", "{a: 1}", "'x'", '"\\u0000"', "|\n    x", "&a x", "*a", "!!int 1"),
    *("en", "de", "../x", "/x", "https://example.org", "UTC", "Europe/Rome", SECRET),
)
"""What is written behind a key."""


class Target:
    """Reads a file that is gone afterwards, in memory where the system has a folder for that."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
        self._where = memory if memory.is_dir() else None
        lines: list[str] = [f"{name}:" for name in Settings.model_fields]
        for name, section in Settings.model_fields.items():
            fields = getattr(section.annotation, "model_fields", {})
            lines += [f"{name}:\n  {field}: " for field in fields]
        self._keys = lines

    def seeds(self) -> Iterable[bytes]:
        """The example that the bot comes with, whole and as it is meant to be changed."""
        text = EXAMPLE.read_bytes()
        yield b"\0" + text[:4000]
        yield b"\0" + text.replace(b"\n# ", b"\n")[:4000]
        for start in range(0, 250, 25):
            yield bytes(range(start, start + 25))

    def check(self, data: bytes) -> None:
        """Raises whatever does not hold."""
        drawn = Drawn(data)
        text = drawn.bytes(drawn.left) if drawn.number(3) == 0 else self._of_keys(drawn)
        with tempfile.TemporaryDirectory(dir=self._where) as folder:
            _is_read(Path(folder) / "config.yaml", text)

    def _of_keys(self, drawn: Drawn) -> bytes:
        """Some settings with some values."""
        lines: list[str] = []
        while drawn.left and len(lines) < 12:
            value = drawn.one_of(VALUES) if drawn.yes() else drawn.text(40)
            lines.append(f"{drawn.one_of(self._keys)}{value}\n")
        return "".join(lines).encode("utf-8", "surrogatepass")


def _is_read(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    kept = salvaged(path)
    try:
        found = load(path)
    except FileFaults as error:
        _are_told_well(error, text)
        return
    assert kept == found, "nothing is wrong, and not all of it is used"
    assert load(path) == found, "read twice it is another"
    database = found.storage.database
    assert isinstance(database, Address) or database.is_absolute(), (
        "a path that depends on where the bot was started"
    )


def _are_told_well(error: FileFaults, text: bytes) -> None:
    assert error.faults, "refused without a reason"
    lines = text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in error.faults:
        assert 0 <= fault.line <= len(lines) + 1, "a line that the file does not have"
        assert fault.column >= 0, "a column that no line has"
        assert fault.words.strip(), "a fault without words"
        if text.count(SECRET.encode()) == text.count(f": {SECRET}\n".encode()):
            assert SECRET not in str(fault), "a value is repeated"


def made() -> Target:
    """Nothing is needed."""
    return Target()
