"""The process that draws: started late, replaced when it hangs or dies, and held within limits."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest

from bot.domain.images import MOST_BYTES, CleanImage, ImageFault, UncleanImage
from bot.images.cleaner import ImageProcess
from tests.images import made
from tests.patience import PATIENCE

PICTURE = made.encoded(made.quarters(), "JPEG")
HUGE = made.with_size_of(made.encoded(made.quarters(), "PNG"), 60_000, 60_000)


@pytest.fixture
async def process() -> AsyncIterator[ImageProcess]:
    """The real one."""
    process = ImageProcess()
    yield process
    await process.close()


async def fault(clean: Awaitable[CleanImage]) -> ImageFault:
    """Why an image does not pass."""
    with pytest.raises(UncleanImage) as raised:
        await clean
    return raised.value.fault


async def test_nothing_is_started_before_an_image_comes(process: ImageProcess) -> None:
    """Nor for what can be seen to be none without it."""
    assert process.available
    assert await fault(process.clean(b"")) is ImageFault.UNKNOWN
    assert process.pid is None
    clean = await process.clean(PICTURE)
    assert (clean.name, clean.data[:3]) == ("image.jpg", b"\xff\xd8\xff")
    assert process.pid is not None


async def test_one_process_draws_one_after_the_other(process: ImageProcess) -> None:
    """Those that come at once wait for each other, and each gets its own."""
    png = made.encoded(made.quarters(), "PNG")
    drawn = await asyncio.gather(*(process.clean(one) for one in [PICTURE, png] * 5))
    assert [one.name for one in drawn] == ["image.jpg", "image.png"] * 5
    first = process.pid
    await process.clean(PICTURE)
    assert process.pid == first


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", ImageFault.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ImageFault.UNKNOWN),
        (b"PK\x03\x04 named holiday.jpg", ImageFault.UNKNOWN),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", ImageFault.HEIC),
        (bytes(MOST_BYTES + 1), ImageFault.TOO_LARGE),
        (PICTURE[:500], ImageFault.DAMAGED),
        (HUGE, ImageFault.TOO_LARGE),
    ],
    ids=["empty", "svg", "another kind", "heic", "25 MB", "half", "60,000 pixels a side"],
)
async def test_what_cannot_be_drawn_has_a_reason(
    process: ImageProcess, data: bytes, why: ImageFault
) -> None:
    """And the next image is drawn."""
    assert await fault(process.clean(data)) is why
    assert (await process.clean(PICTURE)).name == "image.jpg"


@pytest.mark.parametrize("hurt", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
async def test_a_process_that_dies_or_hangs_costs_one_image(hurt: signal.Signals) -> None:
    """The one that it was drawing; another process draws the next."""
    process = ImageProcess(patience=5, same=0)
    await process.clean(PICTURE)
    first = process.pid
    assert first is not None
    os.kill(first, hurt)
    if hurt is signal.SIGSTOP:
        process._patience = 0.3
    await asyncio.sleep(0.05)
    outcome = await asyncio.gather(process.clean(PICTURE), return_exceptions=True)
    process._patience = 30
    assert hurt is not signal.SIGSTOP or isinstance(outcome[0], UncleanImage)
    assert (await process.clean(PICTURE)).name == "image.jpg"
    assert process.pid != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    await process.close()


async def test_what_two_are_to_see_is_drawn_once_and_forgotten(process: ImageProcess) -> None:
    """Its sender hears whether it passes while its reader gets it: at the same moment, or soon."""
    first, second = await asyncio.gather(process.clean(PICTURE), process.clean(PICTURE))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)  # draws nothing any more
    assert first.data == second.data == (await process.clean(PICTURE)).data
    process._patience = 0.3
    process._forget()
    assert await fault(process.clean(PICTURE)) is ImageFault.DAMAGED


async def test_what_was_drawn_is_forgotten_by_itself() -> None:
    """Nothing of it stays in memory."""
    process = ImageProcess(same=0.05)
    await process.clean(PICTURE)
    assert process._last is not None
    async with asyncio.timeout(PATIENCE):
        while process._last is not None:  # noqa: ASYNC110 - real time
            await asyncio.sleep(0.01)
    await process.close()


_SAYS = "import sys; sys.stdout.buffer.write({!r}); sys.stdout.flush()"
WRONG = {
    "says nothing": "import time; time.sleep(60)",
    "ends at once": "pass",
    "says what means nothing": _SAYS.format(b"\x09\0\0\0\0"),
    "announces too much": _SAYS.format(b"\x01\x7f\x7f\x7f\x7f"),
    "stops in the middle": _SAYS.format(b"\x01\0\0\0\x09abc"),
}


@pytest.mark.parametrize("program", WRONG.values(), ids=WRONG)
async def test_no_answer_is_taken_that_is_none(program: str) -> None:
    """The image does not pass, and nobody waits for it any longer."""
    process = ImageProcess((sys.executable, "-I", "-c", program), patience=1.5)
    assert await fault(process.clean(PICTURE)) is ImageFault.DAMAGED
    assert process.pid is None


async def test_one_who_waits_no_longer_leaves_nothing_in_the_pipe(process: ImageProcess) -> None:
    """The next image is not answered with the one before."""
    waits = asyncio.create_task(process.clean(made.encoded(made.quarters((3000, 2000)), "PNG")))
    await asyncio.sleep(0.05)
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    assert (await process.clean(PICTURE)).name == "image.jpg"


async def test_it_has_little_memory_and_nothing_of_the_bot(process: ImageProcess) -> None:
    """No key, no token, no file: 256 MiB of addresses, and no way to write a file."""
    await process.clean(PICTURE)
    here = Path(f"/proc/{process.pid}")
    limits = (here / "limits").read_text()
    assert f"Max address space         {256 * 1024 * 1024}" in limits
    assert "Max file size             0 " in limits
    assert (here / "environ").read_bytes() == b""
    assert (here / "cwd").resolve() == Path("/")
    opened = [str(one.readlink()) for one in (here / "fd").iterdir()]
    assert all(one.startswith(("pipe:", "/dev/null")) for one in opened)


async def test_it_goes_when_no_more_images_come() -> None:
    """And comes back with the next one."""
    process = ImageProcess(idle=0.2, same=0)
    await process.clean(PICTURE)
    first = process.pid
    assert first is not None
    await asyncio.sleep(0.5)
    assert process.pid is None
    assert (await process.clean(PICTURE)).name == "image.jpg"
    await process.close()


async def test_it_goes_when_nobody_is_there_any_more(process: ImageProcess) -> None:
    """A bot that was killed leaves no process behind: the end of its input is the end of it."""
    await process.clean(PICTURE)
    running = process._process
    assert running is not None
    assert running.stdin is not None
    running.stdin.close()
    async with asyncio.timeout(PATIENCE):
        assert await running.wait() == 0
