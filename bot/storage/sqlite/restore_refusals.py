"""What keeps a backup from being put back, and what to do: in an operator's words."""

from pathlib import Path

from bot.storage.refused import DatabaseRefused

_UNCHANGED = "Nothing was changed."


class RestoreRefused(DatabaseRefused):
    """The backup was not put back, and the database is as it was."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words} {_UNCHANGED}")


def in_use(database: Path) -> RestoreRefused:
    """The bot would go on with what is no longer there."""
    return RestoreRefused(
        f"A bot runs on the database ({database}). Stop it first, and then put the backup back."
    )


def open_elsewhere(database: Path) -> RestoreRefused:
    """Something that takes no lock of ours."""
    return RestoreRefused(
        f"Another program has the database ({database}) open. Close it, and try again."
    )


def no_key(key_file: Path) -> RestoreRefused:
    """Whether it can be read is not known without."""
    return RestoreRefused(
        f"There is no key ({key_file}), and without the key of the backup nobody can read it. Put"
        " that key back first."
    )


def unreadable(backup: Path, why: str) -> RestoreRefused:
    """The system does not give it to us."""
    return RestoreRefused(f"The backup ({backup}) cannot be read: {why}.")


def itself(backup: Path) -> RestoreRefused:
    """It is in its place already."""
    return RestoreRefused(f"{backup} is the database itself. Name a backup of it.")


def unrelated(backup: Path) -> RestoreRefused:
    """A file of something else."""
    return RestoreRefused(
        f"{backup} is no backup of this bot. Name a file that `lend-an-ear backup` made."
    )


def damaged(backup: Path) -> RestoreRefused:
    """It was one of ours."""
    return RestoreRefused(f"The backup ({backup}) is damaged. Take an older one.")


def newer(backup: Path, version: int, known: int) -> RestoreRefused:
    """This code does not know what it would break."""
    return RestoreRefused(
        f"The backup ({backup}) has version {version}, this code knows {known}: a newer version of"
        " the bot made it. Install that version, and put the backup back then."
    )


def other_key(backup: Path) -> RestoreRefused:
    """Nothing in it could be read."""
    return RestoreRefused(
        f"The key does not belong to the backup ({backup}): it was sealed under another. Put the"
        " key back that belongs to it, and then the backup. If the key was rotated since,"
        " name the copy of the key of then: --key FILE."
    )


def key_is_given() -> RestoreRefused:
    """A second key has no place there."""
    return RestoreRefused(
        "--key needs the key of today in its file, and it is in the environment. Put it into the"
        " file, and take it out of the environment."
    )


def two_keys_of_before() -> RestoreRefused:
    """One is enough at a time."""
    return RestoreRefused(
        "The key is being rotated at this moment. Start the bot, wait until that is done, and stop"
        " it again."
    )


def not_writable(database: Path, why: str) -> RestoreRefused:
    """The system refused, for this reason."""
    return RestoreRefused(
        f"The backup cannot be put in the place of {database}: {why}. Give this account the right"
        " to write there and some room."
    )
