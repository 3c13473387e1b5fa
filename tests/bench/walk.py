"""How many files the walk of one ask enters: `python -m tests.bench.walk [--beside COMMIT]`.

From `/ask` to the first word that is passed on, played on the local Discord by the journeys' own
stage, step by step. A profile hook sees every function of `bot/` that is entered or left. A move
is a call or a return into another file than the one before it, for each task and each thread by
itself; a return is a move to a file that this task was in already. Left out: the local Discord,
constructors, sealing, helpers for text and words, and what waits for its time.

The same is played with another commit in the same run, in a copy of its own.
"""

import argparse
import asyncio
import dis
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias, TypeVar

from tests.bench.figures import Row, show
from tests.bench.shape import Pair
from tests.journeys.stage import Stage, staged

BEFORE = "dc4862f"
"""The commit that the house was measured on before it was put in order."""

APART = (
    "local_discord/",
    "demo/",
    "logs",
    "storage/sealing",
    "storage/keys",
    "storage/encryption/",
)
HELPERS = {
    *("text", "markup", "characters", "split", "message_split", "shapes", "names", "references"),
    *("ink", "folding", "prompts", "words", "columns", "ids", "reply"),
}
MADE = frozenset({"__init__", "__new__", "__post_init__", "__enter__", "__exit__"})
RETURN = dis.opmap["RETURN_VALUE"]

Step: TypeAlias = dict[str, Any]
T = TypeVar("T")


@dataclass
class Walk:
    """What one step entered."""

    files: set[str] = field(default_factory=set)
    moves: int = 0
    returns: int = 0
    _last: dict[object, str] = field(default_factory=dict)
    _been: dict[object, set[str]] = field(default_factory=lambda: defaultdict(set))

    def enter(self, file: str) -> None:
        """A function of this file is called, or returned to."""
        task = _where()
        self.files.add(file)
        if self._last.get(task, file) != file:
            self.moves += 1
            self.returns += file in self._been[task]
        self._last[task] = file
        self._been[task].add(file)


class Hook:
    """Sees every call and return of this thread and of all that start after it."""

    def __init__(self, root: Path) -> None:
        self._root = f"{root / 'bot'}/"
        self._running = set[int]()
        self.walk: Walk | None = None

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Called by Python. A coroutine that goes on is not called anew, and one that waits does
        not return."""
        if event == "call" and id(frame) not in self._running:
            self._running.add(id(frame))
            self._note(frame)
        elif event == "return" and frame.f_code.co_code[frame.f_lasti] == RETURN:
            self._running.discard(id(frame))
            if self._file(frame) is not None:
                self._note(frame.f_back)

    def _note(self, frame: FrameType | None) -> None:
        file = None if frame is None or self.walk is None else self._file(frame)
        if self.walk is not None and file is not None:
            self.walk.enter(file)

    def _file(self, frame: FrameType) -> str | None:
        path = frame.f_code.co_filename
        if not path.startswith(self._root) or frame.f_code.co_name in MADE:
            return None
        name = path.removeprefix(self._root)
        return None if name.startswith(APART) or Path(name).stem in HELPERS else name


def _where() -> object:
    try:
        return asyncio.current_task() or threading.get_ident()
    except RuntimeError:
        return threading.get_ident()


async def steps(stage: Stage, hook: Hook) -> dict[str, Walk]:
    """Play, and what each step entered."""
    found = dict[str, Walk]()

    async def step(name: str, play: Callable[[], Awaitable[T]]) -> T:
        hook.walk = found[name] = Walk()
        try:
            return await play()
        finally:
            hook.walk = None

    async def post() -> None:
        await stage.asker.press(preview, stage.words("press.post.button"))
        await stage.listener.wait_for(stage.asks, "would like an ear")

    async def accept() -> None:
        await stage.listener.press(stage.post(), stage.words("press.accept.button"))
        await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")

    async def first_word() -> None:
        await stage.listener.send(stage.listener.dm, "I'm here.")
        await stage.asker.wait_for(stage.asker.dm, "I'm here.")

    set_up = getattr(stage, "is_set_up", stage.set_up)  # the earlier commit has only the second
    await set_up()
    await stage.join(stage.listener)
    preview = await step("/ask", lambda: stage.write("It has been a long week."))
    await step("post", post)
    await step("accept", accept)
    await step("first word", first_word)
    return found


async def play(root: Path) -> list[Step]:
    """Play in this tree."""
    hook = Hook(root)
    threading.setprofile(hook)
    sys.setprofile(hook)
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder)) as stage:
            found = await steps(stage, hook)
    sys.setprofile(None)
    return [
        {"step": name, "files": sorted(one.files), "moves": one.moves, "returns": one.returns}
        for name, one in found.items()
    ]


def played_at(commit: str) -> list[Step]:
    """The steps as another commit plays them, under this hook, in a copy that is thrown away."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        git = ["git", "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)  # noqa: S603
        try:
            for file in ("walk.py", "figures.py", "shape.py", "__init__.py"):
                shutil.copy(Path(__file__).parent / file, tree / "tests/bench" / file)
            command = [sys.executable, "-m", "tests.bench.walk", "--json"]
            done = subprocess.run(  # noqa: S603 - our own code, of another commit
                command, cwd=tree, capture_output=True, text=True, check=True
            )
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)  # noqa: S603
    rows: list[Step] = json.loads(done.stdout.strip().splitlines()[-1])
    return rows


def table(rows: Sequence[Step]) -> Sequence[Row]:
    """Each step, and all of them together."""
    lines: list[Row] = [
        {
            "step": str(one["step"]),
            "files": len(one["files"]),
            "moves": one["moves"],
            "returns": one["returns"],
        }
        for one in rows
    ]
    whole = {
        "step": "all",
        "files": len({file for one in rows for file in one["files"]}),
        "moves": sum(one["moves"] for one in rows),
        "returns": sum(one["returns"] for one in rows),
    }
    return [*lines, whole]


async def at(asks: int) -> Sequence[Pair]:
    """All steps of one ask together, now and before."""
    assert asks == 1, "the walk is that of one ask"
    both = table(await play(Path.cwd()))[-1], table(await asyncio.to_thread(played_at, BEFORE))[-1]
    now, before = ({name: float(row[name]) for name in ("files", "moves")} for row in both)
    return [(now, before)]


def main() -> None:
    """Read the arguments, and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", default=BEFORE)
    parser.add_argument("--json", action="store_true", help="only this tree, for another")
    given = parser.parse_args()
    now = asyncio.run(play(Path.cwd()))
    if given.json:
        sys.stdout.write(json.dumps(now) + "\n")
        return
    show("now", table(now))
    show(f"at {given.beside}", table(played_at(given.beside)))


if __name__ == "__main__":
    main()
