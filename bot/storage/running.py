"""A unit of work in the thread of its connection, whichever engine runs it: it ends, whoever stops
waiting for it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


def to_its_end(work: Awaitable[T]) -> T:
    """What it gives. It awaits nothing but its connection, whose methods never wait: RuntimeError
    for work that does."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as ended:
        result: T = ended.value
        return result
    steps.throw(RuntimeError("a unit of work awaits nothing but its connection"))
    raise RuntimeError("a unit of work went on waiting")


class Ending(asyncio.Future[T]):
    """Of what cannot be stopped: who awaits it, and is cancelled, is told so once it is there."""

    def cancel(self, msg: Any | None = None) -> bool:
        """Refused."""
        del msg
        return False


class TimeGiven(Protocol):
    """How long a unit of work may take."""

    def end(self) -> None:
        """The work is over."""

    def is_why(self, error: BaseException) -> bool:
        """Whether this was raised as the work took too long."""


class Running(Generic[T]):
    """One that is in its thread, or waits for its turn there."""

    def __init__(self, ended: Ending[T], given: TimeGiven) -> None:
        self._ended = ended
        self._given = given
        self._cancel: asyncio.CancelledError | None = None

    async def is_stored(self) -> bool:
        """Wait until it is over, also when cancelled: whether nothing of it was undone."""
        try:
            await self._ended
        except asyncio.CancelledError as error:
            self._cancel = error
        except Exception:  # noqa: BLE001 - whatever it was, `result` raises it
            return False
        finally:
            self._given.end()
        return self._ended.exception() is None

    def result(self) -> T:
        """What it gave, or what it raised. Raises a cancel that came meanwhile, and TimeoutError
        where it took too long."""
        error = self._ended.exception()
        if self._cancel is not None:
            raise self._cancel from error
        if error is not None and self._given.is_why(error):
            raise TimeoutError from error
        return self._ended.result()


def refuse_inside_work() -> None:
    """In the thread of a unit of work there is no loop: it would wait for itself."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError("a unit of work opens no other: it has its connection") from None


def tell_each(callbacks: Iterable[Callable[[], None]]) -> None:
    """Call them after a commit. What one raises goes to the event loop's exception handler: the
    work is stored, and must not look as if it failed."""
    for callback in callbacks:
        try:
            callback()
        except Exception as error:  # noqa: BLE001 - as above
            message = "an after-commit callback failed"
            context = {"message": message, "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)
