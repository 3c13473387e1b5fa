"""`lend-an-ear erase`: erasing everything of somebody of whom only a private number is known."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import lists
from bot.domain import private_numbers
from bot.domain.private_numbers import NotANumber, NumberTooShort
from bot.readiness import NotReady, refuse_at_the_end, settings_in
from bot.services.privacy import by_number, erasure
from bot.services.privacy.by_number import Behind
from bot.services.privacy.erasure import WouldEnd
from bot.storage.beside import StoreBeside, is_in_use, open_beside
from bot.storage.store import Tables


class EraseRefused(NotReady):
    """Nothing was erased: why, and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words} Nothing was erased.")


def erase(config_file: Path, typed: str, *, yes: bool) -> None:
    """Let the bot erase everything of the person behind a number; says first what that ends, and
    asks unless `yes`. Raises EraseRefused, and what opening the database and reading the settings
    raise."""
    files = settings_in(config_file).storage
    refuse_at_the_end(files.key_file)  # there will be no next start that erases
    with open_beside(files.database, files.key_file, os.environ) as store:
        person = _meant(store, typed)
        would_end = store.read(lambda tables: erasure.would_end(tables, person.user))
        for line in _told(person, would_end):
            click.echo(line)
        if not yes and not click.confirm("Erase everything of theirs?"):
            click.echo("Nothing was erased.")
            return
        _begin(store, person)
    if is_in_use(files.database):
        click.echo("The bot erases it now; that takes some seconds, and it goes on if stopped.")
    else:
        click.echo("It is noted. The bot does not run: it erases everything at its next start.")


def _meant(store: StoreBeside, typed: str) -> Behind:
    try:
        begins = private_numbers.read(typed)
    except NumberTooShort:
        raise EraseRefused(
            f"A private number has at least {private_numbers.SHOWN} characters, as in 7K3F 9QWM."
        ) from None
    except NotANumber:
        raise EraseRefused(
            "That is no private number. One is of digits and letters, as in 7K3F 9QWM."
        ) from None
    found = store.read(lambda tables: by_number.behind(tables, begins))
    return _one(found)


def _one(found: Sequence[Behind]) -> Behind:
    if not found:
        raise EraseRefused(
            "Nobody who is known here has that private number: it may be mistyped, or everything of"
            " theirs is erased already."
        )
    if len(found) > 1:
        raise EraseRefused(
            f"{len(found)} people have a private number that begins so. Ask for more characters of"
            f" it; all of it are {private_numbers.WHOLE}."
        )
    return found[0]


def _told(person: Behind, would_end: WouldEnd) -> Iterator[str]:
    does = "listens" if person.listens else "asks"
    yield f"It is the number of somebody as one who {does} in the server {person.guild}."
    if would_end.is_going_on:
        yield "Erasing them was asked for already, and goes on while the bot runs."
    ends = [
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (would_end.asks, "ask that waits", "asks that wait"),
            (would_end.conversations, "open conversation", "open conversations"),
            (would_end.goals, "goal", "goals"),
            (would_end.schedules, "schedule of encouragements", "schedules of encouragements"),
            (would_end.listening, "server in which they listen", "servers in which they listen"),
            (would_end.suggestions, "suggested encouragement", "suggested encouragements"),
            (would_end.blocks, "block of somebody", "blocks of somebody"),
        )
        if count
    ]
    yield f"Erasing everything of theirs, in every server, ends {lists.all_of(ends) or 'nothing'}."
    yield "A ban, and limits until they run out, stay as numbers. It cannot be undone."


def _begin(store: StoreBeside, person: Behind) -> None:
    """One row in one transaction: whatever happens, it is noted or it is not."""

    async def work(tables: Tables) -> bool:
        return await erasure.ask_for(tables, person.user, datetime.now(UTC))

    if not store.transaction(work):
        raise EraseRefused("Meanwhile everything of theirs was erased already.")
