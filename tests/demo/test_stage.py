from pathlib import Path

from bot.demo.plants import Given
from bot.demo.ports import Chance
from bot.demo.stage import staged
from tests.prepared import shipped


def _databases(folder: Path) -> set[Path]:
    return set(folder.rglob("*.sqlite3"))


async def test_another_bot_starts_on_the_same_files(tmp_path: Path) -> None:
    """Between the two there is none, and letting it do what is due does nothing."""
    async with staged(tmp_path, Given(shipped(), Chance())) as stage:
        first, files = stage.bot, _databases(tmp_path)
        await stage.operator.stop()
        assert stage.bot is None
        await stage.settle()
        await stage.operator.start()
        assert stage.bot not in (None, first)
        assert stage.wire.logins == 2
        assert _databases(tmp_path) == files
        assert files
    assert stage.bot is None
