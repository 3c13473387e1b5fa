"""All that people do in a history, and that happens to them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from bot.domain.ages import Age
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import OFFERS, NoticeKind
from bot.services.ages import statements
from bot.services.asks import closing, drafts, follow_up, posting
from bot.services.blocks import blocking
from bot.services.context import Member
from bot.services.conversations import ending, recipient
from bot.services.listeners import duty
from bot.services.offers import acceptance, responses
from bot.services.privacy import erasure
from tests.simulation import breaks
from tests.simulation.begun import ASKERS, ASKS, EVERYBODY, HARBOUR, LISTENERS
from tests.simulation.discord import Said
from tests.simulation.life import Life
from tests.simulation.town import Town

SMALL_TALK: Final = ("yes", "I see.", "no")
OPENED: Final = (NoticeKind.ASK_ACCEPTED, NoticeKind.YOU_ACCEPTED)


def seen(
    town: Town, where: ChannelId, kinds: Sequence[NoticeKind] | frozenset[NoticeKind]
) -> list[Said]:
    """What stands in a channel and can be pressed, the newest first."""
    found = [
        one
        for one in town.discord.standing_in(where)
        if one.notice.kind in kinds and one.notice.token is not None
    ]
    return found[::-1]


def token_of(said: Said) -> str:
    """What its buttons carry."""
    assert said.notice.token is not None, "it was looked for"
    return said.notice.token


def newest(
    town: Town, where: ChannelId, kinds: Sequence[NoticeKind] | frozenset[NoticeKind]
) -> Said | None:
    """The newest that can be pressed; None where there is none."""
    return next(iter(seen(town, where, kinds)), None)


def ask(town: Town) -> None:
    """Somebody writes an ask and posts it."""
    who = town.moves.choice(ASKERS)
    words = f"ask{len(town.first_words)} of {town.seed}"
    town.first_words[words] = who

    async def work(life: Life) -> None:
        if who in town.erased:
            await statements.say(life.ctx, Member(who, HARBOUR), Age.ADULT)
        preview = await drafts.draft(life.ctx, Member(who, HARBOUR), words, "")
        kinds = sorted(preview.kinds)
        if len(kinds) > 1 and town.moves.random() < 0.5:
            preview = await drafts.choose(
                life.ctx, Member(who, HARBOUR), preview.draft.id, town.moves.choice(kinds)
            )
        await posting.post(life.ctx, Member(who, HARBOUR), preview.draft.id)

    town.press(who, "asks", work)


def accept(town: Town) -> None:
    """One listener takes an ask, or several press at once."""
    for who in town.moves.sample(LISTENERS, town.moves.choice((1, 1, 2, 3))):
        posts = seen(town, ASKS, (NoticeKind.ASK_IN_CHANNEL,))
        offers = seen(town, town.discord.channel_of(who), OFFERS)
        if offers and (not posts or town.moves.random() < 0.5):
            _accept_offered(town, who, town.moves.choice(offers[:2]))
        elif posts:
            accept_in_channel(town, who, town.moves.choice(posts[:2]))


def accept_in_channel(town: Town, who: UserId, said: Said) -> None:
    """By the button below a post."""

    async def work(life: Life) -> None:
        await acceptance.accept(life.ctx, Member(who, HARBOUR), token_of(said))
        town.accepted.append((str(said.notice.ask_id), who))

    town.press(who, "accepts", work)


def _accept_offered(town: Town, who: UserId, said: Said) -> None:
    async def work(life: Life) -> None:
        await acceptance.accept_offered(life.ctx, who, token_of(said))
        town.accepted.append((str(said.notice.ask_id), who))

    town.press(who, "accepts an offer", work)


def decline(town: Town) -> None:
    """A listener can't now."""
    who = town.moves.choice(LISTENERS)
    said = newest(town, town.discord.channel_of(who), OFFERS)
    if said is not None:
        token = token_of(said)
        town.press(who, "declines", lambda life: responses.decline(life.ctx, who, token))


def write(town: Town) -> None:
    """Somebody who talks writes, mostly once."""
    talking = _who_talk(town)
    if not talking and town.moves.random() < 0.8:
        (accept if list(town.discord.standing_in(ASKS)) else ask)(town)
        return
    who = town.moves.choice(talking or EVERYBODY)
    for _ in range(town.moves.choice((1, 1, 1, 2, 4))):
        unique = town.moves.random() < 0.75
        words = f"word{len(town.discord.typed)}" if unique else town.moves.choice(SMALL_TALK)
        town.note(f"{who} writes {words}")
        town.discord.write(who, words)


def _who_talk(town: Town) -> list[UserId]:
    users = map(
        town.discord.owner_of,
        {one.channel: 1 for one in town.discord.said if one.notice.kind in OPENED},
    )
    return [user for user in users if user is not None]


def change(town: Town) -> None:
    """Somebody edits something that they wrote lately."""
    who = town.moves.choice(_who_talk(town) or EVERYBODY)
    for one in town.mine(who)[-3:][:1]:
        town.note(f"{who} edits {one.text}")
        town.discord.change(one, f"{one.text.split()[0]} now{len(town.trace)}")


def take_away(town: Town) -> None:
    """Somebody deletes something that they wrote lately."""
    who = town.moves.choice(_who_talk(town) or EVERYBODY)
    for one in town.mine(who)[-3:][:1]:
        town.note(f"{who} deletes {one.text}")
        town.discord.take_away(one)


def end(town: Town) -> None:
    """Somebody ends a conversation."""
    who = town.moves.choice(_who_talk(town) or EVERYBODY)
    said = newest(town, town.discord.channel_of(who), OPENED)
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "ends it", lambda life: ending.end_own(life.ctx, who, token))


def block(town: Town) -> None:
    """Somebody blocks whom they talk with."""
    who = town.moves.choice(_who_talk(town) or EVERYBODY)
    said = newest(town, town.discord.channel_of(who), OPENED)
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "blocks", lambda life: blocking.block(life.ctx, who, token))


def take_back(town: Town) -> None:
    """Somebody takes their ask back."""
    who = town.moves.choice(ASKERS)
    kinds = (NoticeKind.ASK_POSTED, NoticeKind.ASK_WAITS_LONGER, NoticeKind.ASK_WAITS_LONG)
    said = newest(town, town.discord.channel_of(who), kinds)
    if said is not None:
        token = token_of(said)
        town.press(who, "takes it back", lambda life: closing.take_back_own(life.ctx, who, token))


def extend(town: Town) -> None:
    """Somebody still wants to be heard."""
    who = town.moves.choice(ASKERS)
    kinds = (NoticeKind.STILL_WANTED, NoticeKind.ASK_OVER)
    said = newest(town, town.discord.channel_of(who), kinds)
    if said is not None:
        token = token_of(said)
        town.press(who, "extends it", lambda life: follow_up.extend(life.ctx, who, token))


def choose(town: Town) -> None:
    """Somebody says whom their words are for."""
    who = town.moves.choice(EVERYBODY)
    said = newest(town, town.discord.channel_of(who), (NoticeKind.SEVERAL_OPEN,))
    if said is not None and said.notice.choices:
        token = town.moves.choice(said.notice.choices).token
        town.chosen.add(who)
        town.press(who, "chooses", lambda life: recipient.deliver_held_text(life.ctx, who, token))


def go_on_or_off_duty(town: Town) -> None:
    """A listener comes or goes."""
    who = town.moves.choice(LISTENERS)
    lasts = town.moves.choice((None, timedelta(hours=1), timedelta(hours=8)))
    member = Member(who, HARBOUR)
    town.press(who, f"duty {lasts}", lambda life: duty.set_duty(life.ctx, member, lasts))


def leave_or_join(town: Town) -> None:
    """A listener stops being one, or somebody becomes one."""
    who = town.moves.choice(LISTENERS)
    member = Member(who, HARBOUR)
    if town.moves.random() < 0.5:
        town.press(who, "listens no more", lambda life: duty.leave(life.ctx, member))
    else:
        town.press(who, "joins", lambda life: duty.join(life.ctx, member))


def erase(town: Town) -> None:
    """Somebody erases everything of theirs."""
    who = town.moves.choice(EVERYBODY)
    town.erased[who] = town.clock.now()
    town.press(who, "erases everything", lambda life: erasure.erase_everything(life.ctx, who))


MOVES: Final[dict[Callable[[Town], None], int]] = {
    ask: 10,
    accept: 14,
    decline: 3,
    write: 34,
    change: 4,
    take_away: 3,
    end: 4,
    block: 1,
    take_back: 2,
    extend: 2,
    choose: 4,
    go_on_or_off_duty: 3,
    leave_or_join: 1,
    erase: 1,
    breaks.come_or_go: 1,
    breaks.close_or_open: 2,
    breaks.permit_or_not: 1,
    breaks.delete_post: 1,
    breaks.cut_off_or_resume: 5,
    breaks.go_out_or_be_back: 3,
    breaks.kill: 1,
}
"""How likely each is."""
