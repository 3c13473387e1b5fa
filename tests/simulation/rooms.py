"""Two who talk become three, and a listener who can't go on hands over."""

from collections.abc import Callable
from typing import Final

from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations import hand_over as handing
from bot.services.conversations import second_listener
from bot.services.offers import joining
from tests.simulation.begun import ASKERS, LISTENERS
from tests.simulation.discord import Said
from tests.simulation.life import Life
from tests.simulation.seen import BEGINS, own, token_of
from tests.simulation.town import Town


def call(town: Town) -> None:
    """A listener would like somebody else to join."""
    who = town.moves.choice(LISTENERS)
    said = own(town, who, BEGINS)
    if said is not None:
        token = token_of(said)
        town.press(who, "calls", lambda life: second_listener.call(life.ctx, who, token))


def answer(town: Town) -> None:
    """An asker says whether somebody else may."""
    who = town.moves.choice(ASKERS)
    said = own(town, who, (NoticeKind.SECOND_ASKED,))
    if said is not None:
        token, agrees = token_of(said), town.moves.random() < _AGREES
        way = second_listener.agree if agrees else second_listener.decline
        what = "wants another" if agrees else "wants no other"
        town.press(who, what, lambda life: way(life.ctx, who, token))


def join(town: Town, who: UserId, said: Said) -> None:
    """A listener who was told that somebody is wanted joins."""

    async def work(life: Life) -> None:
        await joining.join(life.ctx, who, token_of(said))
        town.ledger.joined.append((str(said.notice.ask_id), who))

    town.press(who, "joins them", work)


def join_some(town: Town) -> None:
    """One of those who were told joins, or several press at once."""
    for who in town.moves.sample(LISTENERS, 3):
        said = own(town, who, (NoticeKind.SECOND_OFFER,))
        if said is not None:
            join(town, who, said)


def hand_over(town: Town) -> None:
    """A listener can't go on."""
    who = town.moves.choice(LISTENERS)
    said = own(town, who, BEGINS)
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "hands over", lambda life: handing.hand_over(life.ctx, who, token))


def go_on(town: Town) -> None:
    """An asker goes on with the next listener."""
    who = town.moves.choice(ASKERS)
    said = own(town, who, (NoticeKind.HAND_OVER_ASKED,))
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "goes on", lambda life: handing.go_on(life.ctx, who, token))


_AGREES: Final = 0.8

MOVES: Final[dict[Callable[[Town], None], int]] = {
    call: 5,
    answer: 8,
    join_some: 8,
    hand_over: 1,
    go_on: 2,
}
"""How likely each is, beside those of every history."""
