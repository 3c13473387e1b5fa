"""What a database that was put back from a backup holds again, although it was erased since."""

from bot.storage.store import Store


async def erase_again(store: Store) -> None:
    """Called at every start, before the bot connects: whatever was erased after the backup was made
    goes again. Nothing keeps a record of that yet, so there is nothing to do."""
    del store
