"""Everything that is answered instead of a result: each error as whoever meets it reads it.

A new error stands here by itself where it needs no values; else a test says that it is missing.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.discord_app.forms.rejected import TypedAgain
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Takes, UserAction
from bot.discord_app.interactions.leading_on import ways_from
from bot.discord_app.rendering.reply import Reply
from bot.domain import (
    age_errors,
    errors,
    first_question_errors,
    form_errors,
    joining_errors,
    limit_errors,
    moderation_errors,
    morning_errors,
    open_ask_errors,
    report_errors,
    skill_errors,
    unread,
)
from bot.domain.errors import SupportError
from bot.domain.ids import GuildId, UserId
from bot.domain.unread import PossibleMeaning
from bot.gallery.showing import Gallery, Showing
from bot.gallery.shown import ReadBy, Surface
from bot.gallery.world import BEGINS, Rooms

MODULES = (
    errors,
    first_question_errors,
    form_errors,
    age_errors,
    joining_errors,
    moderation_errors,
    morning_errors,
    open_ask_errors,
    report_errors,
    skill_errors,
    unread,
)
"""Where the errors stand: imported, so that each of them is known."""

_VALUES: dict[str, str | int | datetime | timedelta] = {
    "code": "Kf3x9Q",
    "count": 3,
    "days": 7,
    "kept": timedelta(hours=1),
    "length": timedelta(hours=12),
    "limit": 1500,
    "missing": "• <#1180000000000000557>",
    "most": 365,
    "next": BEGINS + timedelta(hours=9),
    "until": BEGINS + timedelta(days=7),
    "when": BEGINS + timedelta(days=1),
}
"""By the names of placeholders."""
_LENGTHS = {"length": 1632}
"""Where a length is one of words."""
_PLACES = (
    PossibleMeaning("Europe/Madrid", "Madrid (Europe)"),
    PossibleMeaning("America/Bogota", "Madrid (America)"),
)
_HALVES = PossibleMeaning("08:00", at=time(8)), PossibleMeaning("20:00", at=time(20))
_DATES = tuple(
    PossibleMeaning(f"{day}", days=(day, day)) for day in (date(2026, 5, 4), date(2026, 4, 5))
)
_AUDIENCE = {ReadBy.MODERATOR: Audience.MODERATORS}
_ASKED_BACK = {
    unread.WhichPlace: _PLACES,
    unread.LikelyPlace: _PLACES[:1],
    unread.WhichHalf: _HALVES,
    unread.WhichDate: _DATES,
}


def every_error() -> Iterator[type[SupportError]]:
    """All that have words of their own."""
    to_look_at = [SupportError]
    while to_look_at:
        kind = to_look_at.pop(0)
        to_look_at += kind.__subclasses__()
        if "prompt" in vars(kind) and not issubclass(kind, age_errors.AgeNotStated):
            yield kind


async def show_errors(rooms: Rooms, shown: Gallery) -> None:
    """Each as the router answers it, below a form where it can be mended there."""
    for kind in every_error():
        rooms.prompts.taken()
        reply = await _answered(rooms, _made(rooms, kind))
        seen = Showing(reply, Surface.EPHEMERAL, GuildId(1), _reader(kind), rooms.prompts.taken())
        shown.keep(f"error.{kind.prompt.partition('.')[2]}", seen)


def _made(rooms: Rooms, kind: type[SupportError]) -> SupportError:
    if issubclass(kind, unread.AskedBack):
        return kind(_ASKED_BACK[kind])
    values = dict(_VALUES)
    if issubclass(kind, form_errors.TooManyWords):
        values |= _LENGTHS
    if issubclass(kind, limit_errors.TooSoonAgain):
        values |= {"most": timedelta(hours=12)}
    needed = rooms.prompts.placeholders(kind.prompt)
    return kind(token="t" * 22, **{name: values[name] for name in needed})


async def _answered(rooms: Rooms, error: SupportError) -> Reply:
    error.leads_to = ways_from(Declared(_AUDIENCE.get(_reader(type(error)), Audience.EVERYBODY)))

    async def work(_: UserAction) -> Reply:
        raise error

    settings = rooms.router.forms["my_hours"]
    assert isinstance(settings, Takes), "forms are Takes"
    press = UserAction(UserId(1_180_000_000_000_999_000), GuildId(1))
    handler: Answers = Answers(Ack.REPLY, work)
    if error.mendable:
        form = Takes(Ack.REPLY, work, settings.blank)
        again = TypedAgain(rooms.desk, {}, {"my_hours": form}).forms["my_hours"]
        assert isinstance(again, Answers), "forms are answered"
        handler = again
    try:
        return await handler.work(press)
    except Exception as raised:  # noqa: BLE001 - as at the edge
        return await rooms.router.refusal(handler, press, raised)


def _reader(kind: type[SupportError]) -> ReadBy:
    """Those about moderation are for moderators, but for whom they keep out."""
    kept_out = issubclass(kind, moderation_errors.BannedHere)
    of_moderators = kind.__module__ == moderation_errors.__name__ and not kept_out
    of_moderators |= kind in (joining_errors.ModeratorIsThere, joining_errors.CannotStepIn)
    return ReadBy.MODERATOR if of_moderators else ReadBy.MEMBER
