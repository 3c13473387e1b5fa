"""What is looked up before somebody is asked how it goes with their goal; whose texts are whose."""

from dataclasses import replace

from bot.domain.asks import OwnWords
from bot.domain.goals import Answer, CheckIn, Next, what_next
from bot.domain.ids import PersonTag
from bot.domain.notices import NoticeKind, OnSchedule
from bot.domain.schedules import Schedule, Scheduled, ScheduleState
from bot.services.context import Context
from bot.storage.delivery.lanes import lane_of
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables

KINDS = {
    Next.ASK: NoticeKind.CHECK_IN,
    Next.ASK_AGAIN: NoticeKind.CHECK_IN_AFTER_SILENCE,
}


def reader_of(person: PersonTag, answer: Answer) -> str:
    """The name under which it is noted which texts met an answer of somebody."""
    return f"{lane_of(person)}:{answer}"


async def prepare(
    ctx: Context, tables: Tables, entry: Entry, schedule: Schedule, on: OnSchedule
) -> Entry | None:
    """The check-in with its words and a token of its own; None, and erased, when it arrived
    already, or when the one before it was the last to be asked without an answer."""
    if entry.notice.token is not None:
        return await _unless_it_arrived(tables, entry)
    last = next(iter(await tables.goals.lately(schedule.id)), None)
    what = what_next(last)
    if what is Next.REST:
        await tables.schedules.save(replace(schedule, state=ScheduleState.STOPPED), ctx.clock.now())
        await tables.goals.rest(schedule.id)
        await tables.outbox.remove(entry.id)
        return None
    new = CheckIn(ctx.randomness.token(), schedule.id, on.day, noticed=what is Next.ASK_AGAIN)
    await tables.goals.ask(new)
    text = await _quoted(tables, schedule)
    kind = NoticeKind.CHECK_IN_SOFTLY if await _rests(tables, schedule, on) else KINDS[what]
    await tables.corrections.fill(entry, kind, new.token, text)
    filled = replace(entry.notice, kind=kind, token=new.token, text=text)
    return replace(entry, notice=filled)


async def _rests(tables: Tables, goal: Schedule, on: OnSchedule) -> bool:
    """Whether nothing cheerful comes to this person now."""
    assert isinstance(goal.to, bytes), "check-ins go to people"
    other = await tables.schedules.of_person(goal.to, Scheduled.ENCOURAGEMENT)
    return other is not None and other.paused_until is not None and on.day < other.paused_until


async def _unless_it_arrived(tables: Tables, entry: Entry) -> Entry | None:
    """Nobody answers what they did not get; and answering changes how the message reads, so that
    it could not be found again by its content."""
    assert entry.notice.token is not None, "it was filled in at the first attempt"
    asked = await tables.goals.by_token(entry.notice.token)
    if asked is None or asked.answer is None:
        return entry
    await tables.schedules.delivered(asked.schedule)
    await tables.outbox.remove(entry.id)
    return None


async def _quoted(tables: Tables, schedule: Schedule) -> OwnWords | None:
    """The goal, for those whose notifications may show words."""
    assert isinstance(schedule.to, bytes), "check-ins go to people"
    words = await tables.goals.words(schedule.id)
    if words is None or await tables.people.is_discreet(schedule.to):
        return None
    return OwnWords(words)
