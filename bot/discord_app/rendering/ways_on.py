"""Notices below which stands a way on that belongs to nothing in particular: its button carries no
token of what the notice is about. Those that do stand in `notice_buttons.py`."""

from collections.abc import Mapping

from bot.domain.notices import NoticeKind as Kind

HELP_ALONE = frozenset(
    {
        *(Kind.NOTHING_OPEN, Kind.ASK_NOT_LET_OUT),
        *(Kind.REPORT_NOT_TOLD, Kind.REPORT_UNOPENED),
        *(Kind.REPORT_OVER_SERVER, Kind.TOO_MUCH_AGAIN),
    }
)
"""What help lines are all that can be pressed below."""

_MINE = ("conversations", "helplines")

_OF_ASKERS = (
    *(Kind.ASK_TAKEN_BACK, Kind.ASK_WORDS_REFUSED, Kind.ASK_LET_OUT, Kind.ASK_NOT_LOOKED_AT),
    *(Kind.ASK_NOT_POSTED, Kind.ASK_NOT_TAKEN, Kind.ASK_OVER_CHANNEL, Kind.ASK_OVER_SERVER),
    *(Kind.NOT_IN_THREAD, Kind.NOT_TAKEN_IN_THREAD, Kind.DM_CHECK_ASKER),
    *(Kind.LISTENER_SILENT_ASKER, Kind.SECOND_NOT_FOUND),
)
_OF_LISTENERS = (
    *(Kind.OFFER_DECLINED, Kind.OFFER_OVER, Kind.LISTENER_SILENT_LISTENER, Kind.DUTY_ENDED),
    *(Kind.DM_CHECK_LISTENER, Kind.LISTENER_NOT_NOW, Kind.WAITS_FOR_OTHERS, Kind.FIRST_OVER),
    *(Kind.MORNING_OVER, Kind.MORNING_GONE),
)

LEADS_ON: Mapping[Kind, tuple[str, ...]] = {
    **dict.fromkeys((*HELP_ALONE, Kind.CONVERSATION_HELD), ("helplines",)),
    **dict.fromkeys(_OF_ASKERS, _MINE),
    **dict.fromkeys(_OF_LISTENERS, ("listen",)),
    Kind.NAME_OPENED: ("privacy", "helplines"),
    **dict.fromkeys((Kind.SOMEBODY_WAITS, Kind.MODERATORS_LOOK), ("moderation",)),
    Kind.LISTENERS_WAIT: ("moderation",),
    **dict.fromkeys((Kind.ASKS_CANNOT_BE_POSTED, Kind.AGES_NOT_CHOSEN), ("setup",)),
    **dict.fromkeys((Kind.PANEL_CANNOT_STAND, Kind.ENCOURAGEMENTS_CANNOT_COME), ("setup",)),
    Kind.ENCOURAGEMENTS_STOPPED: ("setup",),
}
"""Where each of them leads."""
