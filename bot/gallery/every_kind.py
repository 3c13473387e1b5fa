"""Everything that can be kept about somebody: each kind, with every fact and every value it has.

Nobody has all of it at once; what real people of the stories have stands beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.domain.ages import Age
from bot.domain.asks import AskKind, AskState
from bot.domain.community import What
from bot.domain.conversations import Side
from bot.domain.cool_downs import Limited
from bot.domain.goals import Answer
from bot.domain.ids import GuildId
from bot.domain.listening import Heavy
from bot.domain.moderation import ActionKind
from bot.domain.notices import UNTIL_READ
from bot.domain.offers import OfferState
from bot.domain.open_asks import ThreadState
from bot.domain.personal_data import DataKind, Fact, PersonalData
from bot.domain.reports import ReportState
from bot.domain.schedules import Scheduled, ScheduleState
from bot.domain.suggestions import SuggestionState
from bot.gallery.own_words import Examples
from bot.gallery.world import BEGINS

Facts = dict[str, Fact]
DAY, LATER = date(2026, 3, 2), BEGINS + timedelta(days=1)
NUMBERS: Facts = {"asker_number": "7K3F 9QWM", "listener_number": "2DXA 6JTP"}
OF_NO_SERVER = frozenset(
    {
        *(DataKind.HELD_WORDS, DataKind.FORM, DataKind.NOTE, DataKind.GOAL, DataKind.CHECK_IN),
        *(DataKind.KEPT_TEXT, DataKind.SEEN_TEXTS, DataKind.HELP_COUNTRY, DataKind.SETTINGS),
    }
)


def every_kind(written: Examples, guild: GuildId) -> list[PersonalData]:
    """In one server, with what people wrote in one language."""
    parts = (_asked, _talked, _around, _own, _moderated)
    rows = {kind: shown for part in parts for kind, shown in part(written).items()}
    return [
        PersonalData(kind, None if kind in OF_NO_SERVER else guild, facts)
        for kind in DataKind
        for facts in rows[kind]
    ]


def _asked(written: Examples) -> Mapping[DataKind, Sequence[Facts]]:
    """Asks, as they are written and as they stand."""
    own: Facts = {"words": written["ask"], "would_help": written["would_help"]}
    wishes: Facts = {
        "topic": "sleep",
        "ask_language": "es",
        "learn": "music",
        "heavy": True,
        "left_out": 2,
    }
    chosen = own | wishes
    return {
        DataKind.ASK: [
            {"posted_at": BEGINS, "state": state, "closed_at": LATER, "shown_to": kind, **chosen}
            for state, kind in zip(AskState, [*AskKind, AskKind.PRIVATE], strict=True)
        ],
        DataKind.DRAFT: [{"until": LATER, "shown_to": AskKind.PRIVATE, **chosen}],
        DataKind.OPEN_THREAD: [{"alias": "River", "state": state} for state in ThreadState],
        DataKind.THREAD_MESSAGE: [
            {"alias": "Maple", "words": written["hello"], "helped": True},
            {"alias": "Maple", "words": written["hard"], "helped": False, "until": LATER},
        ],
        DataKind.FIRST_QUESTION: [
            {whose: "Maple", "words": written["hello"], "answer_words": written["hard"]}
            for whose in ("your_alias", "their_alias")
        ],
    }


def _talked(written: Examples) -> Mapping[DataKind, Sequence[Facts]]:
    """Conversations, and what waits in them."""
    names: Facts = {"your_alias": "River", "their_alias": "Maple"}
    return {
        DataKind.MORNING_WORDS: [{"words": written["hello"]}],
        DataKind.CONVERSATION: [
            {"role": role, **names, "started_at": BEGINS, "ended_at": LATER, **more}
            for role, more in (
                (Side.ASKER, {"known_to_moderators": True}),
                *((Side.LISTENER, {}), ("moderator", {})),
            )
        ],
        DataKind.WAITING_WORDS: [{"their_alias": "Maple", "words": written["hello"]}],
        DataKind.READ_HERE: [{"their_alias": "Maple", "words": written["hard"]}],
        DataKind.NOT_READ_YET: [
            {"what": what, "words": written["reason"]} for what in sorted(UNTIL_READ)
        ],
        DataKind.HELD_WORDS: [
            {"words": written["stray"], "stickers": (written["sticker"],), "until": LATER}
        ],
        DataKind.FORM: [{"answers": (written["ask"],), "until": LATER}],
        DataKind.OFFER: [
            {"offered_at": BEGINS, "answered_at": LATER, "outcome": state} for state in OfferState
        ],
    }


def _around(written: Examples) -> Mapping[DataKind, Sequence[Facts]]:
    """What is left of an ask, goals, and encouragements."""
    texts: Facts = {"themes": ("growth",), "text_language": written.language}
    answered = {"answers_of_moderators": written["reason"], **texts}
    return {
        DataKind.NOTE: [{"words": written["note"]}],
        DataKind.SAME_LISTENER: [{"their_alias": "Maple", "until": LATER}],
        DataKind.BLOCK: [{"their_alias": "Cedar", "day": DAY}],
        DataKind.GOAL: [{"words": written["goal"], "resting": True}],
        DataKind.CHECK_IN: [{"day": DAY, "answer": answer} for answer in Answer],
        DataKind.SCHEDULE: _schedules(texts),
        DataKind.KEPT_TEXT: [{"text": "growth-01", "kept_at": BEGINS}],
        DataKind.SUGGESTION: [
            {"words": written["hello"], "state": state, "sent_on": DAY, "told": True, **answered}
            for state in SuggestionState
        ],
        DataKind.SEEN_TEXTS: [{"number": 12}],
    }


def _schedules(texts: Facts) -> Sequence[Facts]:
    """What comes by itself: running, stopped, and where nobody was reached."""
    clock: Facts = {"at": "08:30", "zone": "Europe/Lisbon", "weekdays": ("0", "3")}
    rhythms: Sequence[Facts] = ({**texts, "paused_until": DAY}, {"every_days": 2}, texts)
    kinds = (*Scheduled, Scheduled.ENCOURAGEMENT)
    return [
        {"comes": what, "running": state, **clock, **more}
        for what, state, more in zip(kinds, ScheduleState, rhythms, strict=True)
    ]


def _own(written: Examples) -> Mapping[DataKind, Sequence[Facts]]:
    """Them as a listener and as a member, and how they want to be written to."""
    times: Facts = {"joined_at": BEGINS, "on_duty_until": LATER, "resting_until": LATER}
    times |= {"asked_if_glad_at": LATER}
    fits: Facts = {"topics": ("sleep",), "languages": ("es",), "hours": ("0 18:00-20:00",)}
    hours: Facts = {"zone": "Europe/Lisbon", "quiet": "22:00-08:00", "off_duty_offers": True}
    off: Facts = {"days_off": ("2026-12-24 - 2026-12-26",), "holidays_of": "ES-CT"}
    skills: Facts = {"skills": ("music",), "own_skills": ("Sourdough",)}
    approved: Facts = {"approved_young": True, "waits_for_moderators": True, "at_once": 2}
    listens = times | hours | fits | skills | off | approved | NUMBERS
    return {
        DataKind.LISTENER: [{"age": Age.ADULT, "heavy_asks": heavy, **listens} for heavy in Heavy],
        DataKind.COUNTED: [
            {"what": what, "week": "2026-03-02", "detail": "sleep", "wait_step": 2} for what in What
        ],
        DataKind.SERVER: [{"last_used_on": DAY, **NUMBERS}],
        DataKind.AGE: [{"age": age, "stated_on": DAY} for age in Age if age is not Age.UNKNOWN],
        DataKind.HELP_COUNTRY: [{"country": "ES", "until": LATER}],
        DataKind.SETTINGS: [
            {"language": written.language, "discreet": True, "dms_closed": True, "reads_here": True}
        ],
    }


def _moderated(written: Examples) -> Mapping[DataKind, Sequence[Facts]]:
    """What they reported, what was done about them, and limits."""
    reported: Facts = {
        "words": written["report"],
        "went_along": (written["hard"],),
        "may_go_along": (written["hello"],),
        "asked_back": (written["hello"],),
        "answers": (written["report"],),
    }
    return {
        DataKind.MODERATOR_ACTION: [
            {"done": kind, "done_on": DAY, "until": LATER, "lifted": True, **_reason(written)}
            for kind in ActionKind
            if kind is not ActionKind.NOTE
        ],
        DataKind.REPORT: [{"state": state, "sent_on": DAY, **reported} for state in ReportState],
        DataKind.MODERATED: [{"last_used_on": DAY}],
        DataKind.LIMIT: [{"limit": limit, **_reached()} for limit in Limited],
    }


def _reason(written: Examples) -> Facts:
    return {"words": written["reason"]}


def _reached() -> Facts:
    return {"number": 3, "until": LATER, "reached_in_a_row": 2, "rests_until": LATER}
