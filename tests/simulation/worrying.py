"""Worry about somebody, moderators who are there, and who tells them who they are."""

from collections.abc import Callable
from typing import Final

from bot.domain.ids import GuildId, UserId
from bot.domain.notices import NoticeKind
from bot.services.moderation import stepping_in, telling_who, worry
from tests.simulation.begun import GUILDS, MODERATE
from tests.simulation.ledger import Call
from tests.simulation.life import Life
from tests.simulation.seen import BEGINS, one_who_talks, own, seen, token_of
from tests.simulation.town import Town


def worry_about(town: Town) -> None:
    """A listener is worried about whom they talk with."""
    who = one_who_talks(town)
    said = own(town, who, BEGINS)
    if said is None:
        return

    async def work(life: Life) -> None:
        came = await worry.call(life.ctx, who, token_of(said))
        if came.called and not came.before:
            call = Call(who, said.notice.conversation_id, town.clock.now())
            town.ledger.calls.append(call)

    town.press(who, "is worried", work)


def see_to_worry(town: Town) -> None:
    """Moderators who were called are there, or join; several press at once."""
    guild = town.moves.choice(list(GUILDS))
    for who in town.moves.sample(MODERATE[guild], 2):
        cards = seen(town, GUILDS[guild][1], (NoticeKind.WORRY_CARD,))
        alone = seen(town, town.discord.channel_of(who), (NoticeKind.WORRY_FOR_OTHERS,))
        if not cards and not alone:
            continue
        token, where = token_of((alone or cards)[0]), None if alone else guild
        joins = town.moves.random() < _JOINS
        (_step_in if joins else _be_there)(town, who, where, token)


def _be_there(town: Town, who: UserId, where: GuildId | None, token: str) -> None:
    async def work(life: Life) -> None:
        came = await worry.be_there(life.ctx, who, where, token)
        if came.first:
            town.ledger.first_there.append(came.listener)

    town.press(who, "is there", work)


def _step_in(town: Town, who: UserId, where: GuildId | None, token: str) -> None:
    town.press(who, "steps in", lambda life: stepping_in.step_in(life.ctx, who, where, token))


def tell_who(town: Town) -> None:
    """An asker lets moderators know who they are."""
    who = one_who_talks(town)
    said = own(town, who, (NoticeKind.ASK_ACCEPTED,))
    if said is not None:
        token = token_of(said)
        town.ledger.told_who.add(who)
        town.press(who, "tells who", lambda life: telling_who.let_them_know(life.ctx, who, token))


_JOINS: Final = 0.5

MOVES: Final[dict[Callable[[Town], None], int]] = {worry_about: 5, see_to_worry: 6, tell_who: 1}
"""How likely each is, beside those of every history."""
