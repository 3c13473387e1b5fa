"""The key is rotated while people wait for each other, and the bot is started anew: all that stood
under the marks of before holds."""

from bot.storage import key_rotation
from bot.storage.encryption.keys import key_in
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from tests.engines import open_store
from tests.journeys.stage import Stage
from tests.journeys.test_waiting_long import choose, press, who_waits


async def rotate(stage: Stage) -> None:
    """Stop the bot, give the database another key, and start anew: with other tags."""
    await stage.running.aclose()
    database, key_file = stage.folder / "data" / "bot.sqlite3", stage.folder / "data" / "bot.key"
    keyring = key_in(key_file)
    store = await open_store(database, Sealer(keyring, load_owners(keyring, key_file)))
    key_rotation.ask(key_file)
    rotation = key_rotation.KeyRotation(store, keyring, key_file)
    while await rotation.step():
        pass
    await store.close()
    now = key_in(key_file)
    assert (now.before, len(now.links), now.key_id == keyring.key_id) == (None, 1, False)
    await stage.start()


async def test_who_must_not_get_an_ask_does_not_get_it_after_a_rotation(stage: Stage) -> None:
    """They find nothing, and are told nothing; others find it and take it."""
    preview = await stage.write("Not for everybody.")
    shown = await choose(stage, preview, without=[stage.listener])
    await press(stage, stage.asker, shown, "post")
    told = len(stage.listener.sees(stage.listener.dm))
    await rotate(stage)
    found = await who_waits(stage, stage.listener)
    assert found.text == stage.words("listen.nobody_waits")
    await press(stage, stage.other, await who_waits(stage, stage.other), "accept")
    await stage.other.wait_for(stage.other.dm, "Not for everybody.")
    assert len(stage.listener.sees(stage.listener.dm)) == told


async def test_what_was_taken_in_before_a_rotation_is_not_taken_in_twice(stage: Stage) -> None:
    """Also where Discord tells of it once more; and the two go on."""
    await stage.ask()
    await stage.accept()
    once = await stage.asker.send(stage.asker.dm, "Only once.")
    await stage.listener.wait_for(stage.listener.dm, "Only once.")
    await stage.settle()
    await rotate(stage)
    stage.tell_again(once)
    await stage.asker.send(stage.asker.dm, "And on.")
    await stage.listener.wait_for(stage.listener.dm, "And on.")
    await stage.settle()
    heard = [message.text for message in stage.listener.sees(stage.listener.dm)]
    assert sum("Only once." in text for text in heard) == 1
