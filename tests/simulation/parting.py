"""Whoever waits or talks parts, but from a partner for a goal: what would go on for days, always
the same, is not played."""

from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.asks import closing
from bot.services.conversations import ending
from tests.simulation.begun import ASKERS
from tests.simulation.discord import Said
from tests.simulation.seen import conversations, seen, token_of
from tests.simulation.town import Town

_TALKS = """
    SELECT conversation_id FROM conversation LEFT JOIN partner_ask USING (ask_id)
    WHERE state = 'open' AND schedule_id IS NULL
"""
_WAIT = "SELECT ask_id FROM ask WHERE state = 'waiting'"
_POSTED = (NoticeKind.ASK_POSTED, NoticeKind.ASK_WAITS_LONGER, NoticeKind.ASK_WAITS_LONG)


def part(town: Town) -> None:
    """Each takes back what waits, or ends what is open."""
    waits = {row[0] for row in town.disk.looked(_WAIT)}
    for who in ASKERS:
        for one in seen(town, town.discord.channel_of(who), _POSTED):
            if one.notice.ask_id in waits:
                _take_back(town, who, token_of(one))
    talks = conversations(town)
    for (key,) in town.disk.looked(_TALKS):
        for who, said in talks.get(key, {}).items():
            if said.notice.token is not None:
                _end(town, who, said)


def _take_back(town: Town, who: UserId, token: str) -> None:
    town.press(who, "takes it back", lambda life: closing.take_back_own(life.ctx, who, token))


def _end(town: Town, who: UserId, said: Said) -> None:
    token = token_of(said)
    town.ended.add((who, said.notice.conversation_id))
    town.press(who, "ends it", lambda life: ending.end_own(life.ctx, who, token))
