"""A backup that is put back keeps out whom the database kept out when it was made."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.services.asks import drafts
from bot.services.privacy import erasure
from bot.storage.encryption.keys import key_in
from bot.storage.encryption.owners import known_owners, load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite.backup import Wanted, make
from bot.storage.sqlite.restore import restore
from tests.engines import back_up, on_postgresql, open_store, put_back
from tests.erasure.life import KEYRING, living
from tests.services.moderation.test_actions import act, known
from tests.services.scene import here

NOW = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)


def backed_up(path: Path) -> Path:
    """A backup: that of a PostgreSQL is its operator's."""
    if not on_postgresql():
        return make(Wanted(path, None, 7), NOW).file
    back_up(path, path.with_name("dump"))
    return path.with_name("dump")


async def test_a_ban_holds_after_a_restore(tmp_path: Path) -> None:
    """Also against somebody who erased everything, whom the backup knows by nothing else."""
    async with living(tmp_path, 7) as life:
        KEYRING.write(life.key_file)
        scene, (before, after, *_) = life.scene, life.askers
        await act(scene, await known(scene, before), ActionKind.BAN)
        await erasure.erase_everything(scene.ctx, before)
        copy = backed_up(scene.path)
        await act(scene, await known(scene, after), ActionKind.BAN)
        await scene.store.close()
        keyring = key_in(life.key_file)
        owners = known_owners(keyring, life.key_file)
        if on_postgresql():
            put_back(copy, scene.path)
        else:
            restored = restore(copy, scene.path, Sealer(keyring), NOW, lambda _: True, owners)
            assert restored is not None
        sealer = Sealer(keyring, load_owners(keyring, life.key_file))
        await scene._open(await open_store(scene.path, sealer))
        with pytest.raises(BannedHere):
            await drafts.begin(scene.ctx, here(before))
        await scene.is_adult(after)
        await drafts.begin(scene.ctx, here(after))  # banned later than the backup was made
