"""A disk of a few megabytes that is really full while somebody is erased, and while the key is
rotated: nothing is lost, nothing is half done, and once there is room it is gone on with."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.how_much import many_rounds

SMALL_DISK = """
import asyncio, os, subprocess, sys
from contextlib import suppress
from pathlib import Path

folder, free = Path(sys.argv[1]), int(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "none", folder], check=True)
ballast = folder / "ballast"

def fill():
    with suppress(OSError), ballast.open("wb", 0) as file:
        while True:
            file.write(bytes(4096))
    os.truncate(ballast, ballast.stat().st_size - free)

def empty():
    ballast.unlink()
"""

ERASES = (
    SMALL_DISK
    + """
from datetime import timedelta
from bot.services.privacy import erasure, overview
from tests.erasure.histories import look
from tests.erasure.life import living

async def main():
    async with living(folder, 5) as life:
        life.askers = life.askers[:1]
        (asker,), scene = life.askers, life.scene
        for listener in life.listeners[:2]:
            await scene.talk(asker, listener, life.words(60))
            for _ in range(5):
                await life.write(asker)
            await scene.deliver()
        before = await overview.everything_of(scene.ctx, asker)
        fill()
        done = None
        with suppress(Exception):
            done = await erasure.erase_everything(scene.ctx, asker)
        said = await overview.everything_of(scene.ctx, asker)
        if done is None:  # it could not even begin: all is as it was
            assert said == before
        empty()
        if done is None:
            assert await erasure.erase_everything(scene.ctx, asker)
        for _ in range(3):
            await scene.pass_time(timedelta(minutes=1))
        assert await overview.everything_of(scene.ctx, asker) == []
        await scene.pass_time(timedelta(days=2))
        await look(life)
        print("erased after", {None: "nothing", False: "a part", True: "all"}[done])

asyncio.run(main())
"""
)

ROTATES = (
    SMALL_DISK
    + """
import shutil
from bot.cli import main
from bot.storage.encryption.keys import key_in
from tests.test_rotation_command import SETTINGS, notes, own_secrets
from tests.test_backup_commands import key
from tests.storage.sqlite.copies import KEY, filled

(folder / "config.yaml").write_text(SETTINGS)
key(folder, KEY)
asyncio.run(filled(folder, [f"note {number} {'x' * 900}" for number in range(300)]))
own_secrets(folder)
had, config = notes(folder), ["--config", str(folder / "config.yaml")]
def rotate():
    try:
        main(["rotate-key", "--yes", *config])
    except SystemExit as ended:
        return ended.code

fill()
code = rotate()
empty()
assert notes(folder) == had
print("code", code, "begun", key_in(folder / "ear.key").before is not None)
assert rotate() == 0
assert key_in(folder / "ear.key").before is None
assert notes(folder) == had
print("rotated")
"""
)


async def on_a_small_disk(script: str, folder: Path, free: int) -> str:
    """What a script says that has a disk of its own, on which so many bytes are free."""
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--map-root-user", "--mount", sys.executable, "-c"),
        *(script, str(folder), str(free)),
        env={
            "PYTHONPATH": os.pathsep.join((str(Path.cwd()), *sys.path)),
            "PATH": os.environ["PATH"],
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await process.communicate()
    if wrong.startswith((b"unshare", b"mount")):
        pytest.skip("no disk can be mounted here")
    assert process.returncode == 0, wrong.decode()
    return said.decode()


@pytest.mark.parametrize("free", [pytest.param(0, marks=many_rounds), 100_000])
async def test_somebody_is_erased_once_there_is_room(tmp_path: Path, free: int) -> None:
    """With no room it begins not at all or goes on by itself; then no byte of theirs is left."""
    assert "erased after" in await on_a_small_disk(ERASES, tmp_path, free)


@pytest.mark.parametrize("free", [pytest.param(0, marks=many_rounds), 200_000])
async def test_a_key_is_rotated_once_there_is_room(tmp_path: Path, free: int) -> None:
    """With none nothing is begun; where it fills meanwhile, both keys stay, and it goes on."""
    said = await on_a_small_disk(ROTATES, tmp_path, free)
    assert said.endswith("rotated\n")
    assert f"code 1 begun {free > 0}" in said
