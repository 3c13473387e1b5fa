"""What Discord's refusals mean for a message: wait, give up, or try again.

The codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import aiohttp
import discord
import structlog

from bot.services.ports import (
    Closed,
    Gone,
    NotBefore,
    NotPermitted,
    Passing,
    Refused,
    TooFast,
    Undelivered,
    Unsure,
)

Plan = type[Undelivered]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code of Discord's, and the plan for it in somebody's direct messages and in a channel of a
    server. What each plan means, as `services/delivery/failures` does it with the default settings:

    Closed        tried hourly for 72 h; the words are kept; the partner learns after a random time
                  that it ended, nobody does whose reader chose to look by themselves
    Gone          not tried again, nothing is kept; the partner learns it as with Closed, the asker
                  of a post that the channel is gone
    NotPermitted  as Gone; the asker of a post learns that the bot may not write there
    Refused       not tried again, nothing is kept; the writer learns at once that Discord refuses
                  these words
    Passing       tried after 1 s, 2 s, 4 s and so on, hourly in the end, for 6 h; the words are
                  kept; nobody is told; after that as Closed, a post is given up, its asker told
    TooFast       tried each minute; the words are kept; the operator learns it at once, and no
                  direct messages are opened for a while
    NotBefore     tried once the time is over that Discord named; the words are kept; nobody is told
    Unsure        tried after 1 s, 2 s and so on, each minute in the end, for 72 h; the words are
                  kept; nobody is told; after that as Gone

    A sign on what somebody wrote ends with Gone and Refused; otherwise it is tried again in the
    same way for as long as its conversation is open, and nothing follows from it.
    """

    code: int
    means: str
    dm: Plan
    channel: Plan


REFUSALS = (
    Refusal(10003, "unknown channel", Passing, Gone),
    Refusal(10004, "unknown server", Passing, Gone),
    Refusal(10008, "unknown message", Gone, Gone),
    Refusal(10013, "unknown user: the account is gone", Gone, Gone),
    Refusal(20009, "explicit content", Refused, Refused),
    Refusal(20016, "slow mode", Unsure, Unsure),
    Refusal(20022, "too many edits of announcements", Unsure, Unsure),
    Refusal(20028, "too many messages in this channel", Unsure, Unsure),
    Refusal(20029, "too many messages in this server", Unsure, Unsure),
    Refusal(30046, "too many edits of an old message, for now", Unsure, Unsure),
    Refusal(40003, "direct messages are opened too fast", TooFast, Unsure),
    Refusal(40004, "sending is switched off for now", Unsure, Unsure),
    Refusal(40005, "the request is too large", Refused, Refused),
    Refusal(40006, "switched off for now", Unsure, Unsure),
    # for direct messages that were allowed it has come at random, for hours:
    # https://github.com/discord/discord-api-docs/issues/7275
    Refusal(50001, "no access", Passing, NotPermitted),
    Refusal(50005, "another author's message", Gone, Gone),
    Refusal(50006, "an empty message", Refused, Refused),
    Refusal(50007, "this person takes no direct messages from us", Closed, NotPermitted),
    Refusal(50008, "no messages in a channel of this type", Passing, NotPermitted),
    Refusal(50013, "no permission", Passing, NotPermitted),
    Refusal(50021, "a message of Discord's own", Gone, Gone),
    Refusal(50035, "the form of the message is wrong", Refused, Refused),
    Refusal(50083, "the thread is archived", Passing, Gone),
    Refusal(50278, "no server in common with this person", Closed, NotPermitted),
    Refusal(90001, "no reactions: this person has blocked us", Closed, Gone),
    Refusal(130000, "overloaded", Unsure, Unsure),
    Refusal(160002, "may not reply without reading the history", Passing, NotPermitted),
    Refusal(160005, "the thread is locked", Passing, NotPermitted),
    Refusal(160006, "too many threads that are not archived", Passing, Gone),
    Refusal(200000, "stopped by a word filter", Refused, Refused),
    Refusal(200001, "a title stopped by a word filter", Refused, Refused),
    Refusal(240000, "stopped by the filter of harmful links", Refused, Refused),
)
"""All that a message, an edit, a deletion or a new direct-message channel of ours can meet. What is
not named is tried as something that may pass: an unknown code is no reason to erase words."""

_BY_CODE = {refusal.code: refusal for refusal in REFUSALS}


@contextmanager
def translating_errors(*, direct: bool) -> Iterator[None]:
    """Turn what discord.py raises into the subclass of Undelivered that says what to do.

    `direct`: in somebody's direct messages, not in a channel of a server.
    """
    try:
        yield
    except discord.HTTPException as error:
        raise _plan(error, direct=direct) from error
    except discord.RateLimited as error:
        raise NotBefore(error.retry_after) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unsure from error


def _plan(error: discord.HTTPException, *, direct: bool) -> Undelivered:
    refusal = _BY_CODE.get(error.code)
    if refusal is not None:
        return refusal.dm() if direct else refusal.channel()
    if error.status >= 500 or error.status in (401, 429):
        return Unsure()
    structlog.get_logger("messenger").warning(
        "discord.unknown_refusal", code=error.code, status=error.status
    )
    return Passing()
