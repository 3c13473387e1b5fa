"""What `check` asks Discord: whether it takes the token, what time it is there, and how the
application is set up."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.application_settings import about_application
from bot.discord_app.gateway import portal
from bot.discord_app.gateway.api_address import api_at
from bot.remarks import Gravity, Remark
from bot.services.farewell import NotReached
from bot.token import Token

CLOCK_OFF = timedelta(seconds=30)
"""From here on people notice: what has a time comes early or late."""


def ask(api_url: str, token: Token) -> Iterator[Remark]:
    """Everything worth a look. That Discord is out of reach is no fault of the bot's."""
    try:
        with api_at(api_url):
            found = asyncio.run(portal.look(token, lambda: datetime.now(UTC)))
    except portal.TokenRefused:
        yield Remark(
            "discord",
            "token_refused",
            Gravity.FAULT,
            "Discord does not accept the token.",
            "Make a new one in its developer portal (Bot, Reset Token), and put it where the old"
            " one was.",
        )
    except NotReached:
        yield Remark(
            "discord",
            "not_reached",
            Gravity.WARNING,
            "Discord could not be reached, so its side was not looked at.",
            "See whether this machine reaches it, or leave that out with --offline.",
        )
    else:
        yield from about_clock(found.ahead)
        yield from about_application(found.application, portal.privileged_asked())


def about_clock(ahead: timedelta | None) -> Iterator[Remark]:
    """How far this machine's clock is off."""
    if ahead is None or abs(ahead) < CLOCK_OFF:
        return
    off, side = round(abs(ahead).total_seconds()), "ahead of" if ahead > timedelta(0) else "behind"
    yield Remark(
        "clock",
        "off",
        Gravity.WARNING,
        f"This machine's clock is {off} seconds {side} Discord's, so what has a time comes early or"
        " late.",
        "Have it set by itself: timedatectl set-ntp true",
    )
