"""In somebody's quiet hours nothing comes that can wait; it comes at their end."""

from datetime import datetime, timedelta

import pytest

from bot.domain.notices import Notice, NoticeKind
from bot.domain.reads_where import ReadsWhere
from bot.domain.unread import NoLength, NoPlace, UnknownHours, UnknownZone
from bot.services.asks import closing
from bot.services.conversations import quiet_hours
from bot.services.encouragements import personal_schedule
from bot.storage.store import Tables
from tests.services.offers.test_waves import on_duty
from tests.services.scene import ASKER, DAY, GUILD, HOUR, LISTENER, OTHER, Scene

ZONE = "Europe/Madrid"


async def quiet(scene: Scene, typed: str = "22:00-8:00") -> None:
    """The asker's, by the clock of Madrid."""
    assert await quiet_hours.choose_quiet(scene.ctx, ASKER, ZONE, typed) is not None


async def until(scene: Scene, moment: datetime) -> None:
    """Let time pass until then, half an hour at a time."""
    while (left := moment - scene.clock.now()) > timedelta(0):
        await scene.pass_time(min(left, HOUR / 2))


def tonight(scene: Scene, hour: int, days: int = 0) -> datetime:
    """A full hour in UTC: in March Madrid is an hour ahead."""
    now = scene.clock.now() + days * DAY
    return now.replace(hour=hour, minute=0, second=0, microsecond=0)


async def told(scene: Scene, kind: NoticeKind) -> None:
    """Something about the asker's ask is to be said."""

    async def work(tables: Tables) -> None:
        (ask,) = await tables.asks.waiting(GUILD)
        await scene.ctx.say(tables, Notice(kind, GUILD, ask.asker, ask_id=ask.id))

    await scene.store.transaction(work)
    await scene.deliver()


async def test_whether_it_is_still_wanted_is_asked_in_the_morning(scene: Scene) -> None:
    """Posted in the evening; the night goes past midnight."""
    await quiet(scene)
    await until(scene, tonight(scene, 20, days=1))
    await on_duty(scene, LISTENER)
    await scene.ask()
    await until(scene, tonight(scene, 6, days=1))
    assert NoticeKind.STILL_WANTED not in scene.kinds_to(ASKER)
    await until(scene, tonight(scene, 7))
    assert scene.kinds_to(ASKER).count(NoticeKind.STILL_WANTED) == 1


async def test_it_is_not_asked_of_what_was_taken_back_meanwhile(scene: Scene) -> None:
    """The question is erased in the morning, unsaid."""
    await quiet(scene)
    await until(scene, tonight(scene, 20, days=1))
    await scene.ask()
    await scene.deliver()
    button = scene.take_back_button()
    await until(scene, tonight(scene, 1, days=1))
    await closing.take_back_own(scene.ctx, ASKER, button)
    await until(scene, tonight(scene, 8))
    assert NoticeKind.STILL_WANTED not in scene.kinds_to(ASKER)
    assert await scene.rows("SELECT 1 FROM outbox WHERE notice = 'still_wanted'") == []


async def test_a_conversation_goes_on_as_always(scene: Scene) -> None:
    """Somebody accepts at night, and writes: it comes at once, past what waits."""
    await quiet(scene)
    await until(scene, tonight(scene, 22, days=1))
    accept = await scene.posted()
    await told(scene, NoticeKind.SOMEBODY_ANSWERED)
    await scene.accept(LISTENER, accept)
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(ASKER)
    await scene.write(LISTENER, "I'm here.")
    await scene.write(ASKER, "Good.")
    await scene.deliver()
    assert scene.words_to(ASKER) == ["I'm here."]
    assert scene.words_to(LISTENER)[-1] == "Good."
    assert NoticeKind.SOMEBODY_ANSWERED not in scene.kinds_to(ASKER)


async def test_of_several_answers_at_night_it_is_told_once(scene: Scene) -> None:
    """In the morning one message stands for all."""
    await quiet(scene)
    await until(scene, tonight(scene, 22, days=1))
    await scene.ask()
    for _ in range(3):
        await told(scene, NoticeKind.SOMEBODY_ANSWERED)
        await scene.pass_time(HOUR / 2)
    assert NoticeKind.SOMEBODY_ANSWERED not in scene.kinds_to(ASKER)
    await until(scene, tonight(scene, 8, days=1))
    assert scene.kinds_to(ASKER).count(NoticeKind.SOMEBODY_ANSWERED) == 1


async def test_that_they_write_to_the_bot_brings_nothing_earlier(scene: Scene) -> None:
    """Though whoever writes can be reached."""
    await quiet(scene)
    await until(scene, tonight(scene, 22, days=1))
    await scene.ask()
    await told(scene, NoticeKind.SOMEBODY_ANSWERED)
    await scene.write(ASKER, "I can't sleep.")
    await scene.deliver()
    assert NoticeKind.SOMEBODY_ANSWERED not in scene.kinds_to(ASKER)


async def test_none_any_more_lets_it_come(scene: Scene) -> None:
    """What waits is said at the hour that it was put off to; the next at once."""
    await quiet(scene)
    await until(scene, tonight(scene, 22, days=1))
    await scene.ask()
    assert await quiet_hours.choose_quiet(scene.ctx, ASKER, ZONE, " ") is None
    assert await quiet_hours.chosen_quiet(scene.ctx, ASKER) is None
    await told(scene, NoticeKind.SOMEBODY_ANSWERED)
    assert NoticeKind.SOMEBODY_ANSWERED in scene.kinds_to(ASKER)


async def test_whoever_reads_inside_the_server_finds_it_there_at_any_hour(scene: Scene) -> None:
    """Nothing of it makes a sound: they look when they like."""
    await quiet(scene)
    await until(scene, tonight(scene, 22, days=1))
    await scene.ask()
    person = scene.store.person(ASKER)
    await scene.store.transaction(
        lambda tables: tables.people.set_reads_where(person, ReadsWhere.CHOSEN)
    )
    await told(scene, NoticeKind.SOMEBODY_ANSWERED)
    rows = await scene.rows("SELECT attempts FROM outbox WHERE notice = 'somebody_answered'")
    assert rows == [(1,)]


@pytest.mark.parametrize(("at", "comes"), [("7:30", True), ("23:00", False)])
async def test_kind_words_come_at_their_end_or_not_that_day(
    scene: Scene, at: str, comes: bool
) -> None:
    """Those for the last hour come then; those for long before are left out, as always."""
    await quiet(scene)
    await personal_schedule.save(
        scene.ctx, ASKER, at=at, zone=ZONE, weekdays=range(7), themes=[], language="en"
    )
    await until(scene, tonight(scene, 7, days=1))
    count = scene.kinds_to(ASKER).count(NoticeKind.ENCOURAGEMENT)
    await until(scene, tonight(scene, 6, days=1))
    assert scene.kinds_to(ASKER).count(NoticeKind.ENCOURAGEMENT) == count
    await until(scene, tonight(scene, 7))
    assert (scene.kinds_to(ASKER).count(NoticeKind.ENCOURAGEMENT) == count + 1) is comes


async def test_nobody_else_has_them(scene: Scene) -> None:
    """They are one person's, in every server."""
    await quiet(scene)
    await until(scene, tonight(scene, 22, days=1))
    await on_duty(scene, LISTENER)
    await scene.ask(OTHER)
    await until(scene, tonight(scene, 2, days=1))
    assert NoticeKind.STILL_WANTED in scene.kinds_to(OTHER)


@pytest.mark.parametrize(
    ("zone", "typed", "error"),
    [
        ("", "22:00-8:00", NoPlace),
        ("Nowhere at all", "22:00-8:00", UnknownZone),
        (ZONE, "at night", UnknownHours),
        (ZONE, "8:00-8:00", NoLength),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    scene: Scene, zone: str, typed: str, error: type[Exception]
) -> None:
    """And those that stand go on."""
    await quiet(scene)
    with pytest.raises(error):
        await quiet_hours.choose_quiet(scene.ctx, ASKER, zone, typed)
    standing = await quiet_hours.chosen_quiet(scene.ctx, ASKER)
    assert standing is not None
    assert f"{standing.span.start:%H:%M}-{standing.span.end:%H:%M}" == "22:00-08:00"
