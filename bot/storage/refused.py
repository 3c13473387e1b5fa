"""Databases on which the bot must not start, whichever engine keeps them."""

from bot.database_place import Place


class DatabaseRefused(Exception):
    """The bot must not start on this database. Says why and what to do."""


class DatabaseTooNew(DatabaseRefused):
    """A newer version of the bot has been here; this one does not know what it would break."""


class DatabaseInUse(DatabaseRefused):
    """Another process, or another part of this one, has the database open."""


class WrongKey(Exception):
    """The database was sealed under another key."""

    def __init__(self, database: Place) -> None:
        super().__init__(
            f"The key does not belong to the database ({database}): it was sealed under another."
            " Put the two back that belong together."
        )


class NotThere(DatabaseRefused):
    """No bot of this version has run on it."""

    def __init__(self, database: Place) -> None:
        super().__init__(
            f"There is no database ({database}) on which this version of the bot has run. Start the"
            " bot once, or name the database in storage.database; then try again."
        )
