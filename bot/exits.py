"""How the commands end: with words for what the operator can mend, and a code that says which."""

import sys
from collections.abc import Callable

import click
import structlog

from bot.exit_codes import BROKEN, FAILED, TAKEN_OVER, TOKEN_REVOKED
from bot.readiness import NotReady
from bot.storage.encryption.keys import KeyRefused
from bot.storage.engine import TakenOver
from bot.storage.refused import DatabaseRefused, WrongKey
from bot.strict_yaml import FileFaults
from bot.token import TokenRevoked

_REVOKED = (
    "Discord took the token back while the bot ran: it was reset, or somebody published it. Make a"
    " new one in Discord's developer portal (Bot, Reset Token), put it where the old one was, and"
    " start the bot. If you did not reset it, somebody else may have it: README.md says what to do."
)


_TAKEN_OVER = (
    "This one has lost its place on the database: another leads by now, or the bot has another key"
    " or other tables. Start it again: it waits until it is needed."
)


def exit_with_words(work: Callable[[], object]) -> None:
    """Faults that the operator can mend are told in plain words, without a traceback."""
    try:
        work()
    except (NotReady, FileFaults, KeyRefused, DatabaseRefused, WrongKey) as fault:
        click.echo(str(fault), err=True)
        sys.exit(FAILED)
    except TakenOver:
        click.echo(_TAKEN_OVER, err=True)
        sys.exit(TAKEN_OVER)
    except TokenRevoked:
        click.echo(_REVOKED, err=True)
        sys.exit(TOKEN_REVOKED)
    except click.Abort:
        raise  # Ctrl-C where something was asked; click says it
    except Exception as error:  # noqa: BLE001 - a traceback of Python's would show values of people
        if _is_a_refused_token(error):
            click.echo(
                "Discord does not accept the token. Make a new one in its developer portal, and"
                " put it where the old one was (README.md says where).",
                err=True,
            )
            sys.exit(FAILED)
        structlog.get_logger("cli").error("ended_by_a_fault", exc_info=error)
        sys.exit(BROKEN)


def _is_a_refused_token(error: Exception) -> bool:
    from discord import LoginFailure  # most commands never need it, and it takes long to import

    return isinstance(error, LoginFailure)
