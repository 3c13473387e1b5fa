"""Public holidays as days off: looked up where somebody chooses a place, and again before those
that are known run out. Whoever is told of an ask is chosen by dates that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import structlog

from bot.domain.holiday_places import HolidayPlace, places_typed
from bot.domain.unread import UnknownCountry, UnknownPart
from bot.services.context import Context
from bot.storage.store import Tables

KNOWN_AHEAD = timedelta(days=400)
RENEWED_BEFORE = timedelta(days=100)
"""Countries move holidays at short notice; an update of the package is taken in by then."""


@dataclass(frozen=True, slots=True)
class KnownHolidays:
    """The days off of a place, and until when they are known."""

    place: HolidayPlace
    days: Sequence[date]
    until: date


async def find(ctx: Context, typed: str) -> KnownHolidays | None:
    """Whose public holidays are meant, with these; None where nothing was typed. Raises
    UnknownCountry, UnknownPart."""
    if not typed.strip():
        return None
    fault: type[UnknownCountry | UnknownPart] = UnknownCountry
    for country, part in places_typed(ctx.atlas, typed):
        place = await ctx.holidays.find(country, part)
        if place is not None:
            return await _known(ctx, place)
        fault = UnknownPart if part else fault
    raise fault


async def keep_known(tables: Tables, known: KnownHolidays) -> None:
    """Keep them, for everybody who chose that place."""
    await tables.public_holidays.keep(known.place, known.days, known.until)


async def keep_up(ctx: Context) -> None:
    """Look those up anew that run out. Called often: there is seldom anything to do."""
    before = ctx.clock.now().date() + KNOWN_AHEAD - RENEWED_BEFORE
    for place in await ctx.store.read(lambda tables: tables.public_holidays.running_out(before)):
        try:
            await _renew(ctx, place)
        except Exception as error:  # noqa: BLE001 - one place's fault must not stop the others
            structlog.get_logger("holidays").error("holidays.failed", exc_info=error)


async def _renew(ctx: Context, place: HolidayPlace) -> None:
    known = await _known(ctx, place)
    await ctx.store.transaction(lambda tables: keep_known(tables, known))


async def _known(ctx: Context, place: HolidayPlace) -> KnownHolidays:
    """From two days ago on: somewhere it is yesterday, and its hours go past midnight."""
    today = ctx.clock.now().date()
    until = today + KNOWN_AHEAD
    first = today - timedelta(days=2)
    return KnownHolidays(place, await ctx.holidays.days(place.code, first, until), until)
