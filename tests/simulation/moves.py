"""All that people do in every history, and that happens to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.domain.ages import Age
from bot.domain.ids import GuildId, UserId
from bot.domain.notices import OFFERS, NoticeKind
from bot.services.ages import statements
from bot.services.asks import closing, drafts, follow_up, posting
from bot.services.blocks import blocking
from bot.services.context import Member
from bot.services.conversations import ending, recipient, write_form
from bot.services.listeners import duty
from bot.services.offers import acceptance, responses
from bot.services.privacy import erasure
from tests.simulation import breaks, moderating, rooms
from tests.simulation.begun import ASKERS, EVERYBODY, GUILDS, LISTENERS, named
from tests.simulation.discord import Said
from tests.simulation.life import Life
from tests.simulation.seen import BEGINS, one_who_talks, own, seen, token_of, who_talk
from tests.simulation.town import Town

SMALL_TALK: Final = ("yes", "I see.", "no")


def ask(town: Town) -> None:
    """Somebody writes an ask and posts it."""
    who = town.moves.choice(ASKERS)
    words = f"ask{len(town.first_words)} of {town.seed}"
    town.first_words[words] = who
    member = Member(who, town.somewhere(who))

    async def work(life: Life) -> None:
        if who in town.erased:
            await statements.say(life.ctx, member, Age.ADULT)
        preview = await drafts.draft(life.ctx, member, words, "")
        kinds = sorted(preview.kinds)
        if len(kinds) > 1 and town.moves.random() < 0.5:
            kind = town.moves.choice(kinds)
            preview = await drafts.choose(life.ctx, member, preview.draft.id, kind)
        held = moderating.kept_out(town, member)
        await posting.post(life.ctx, member, preview.draft.id)
        if held & moderating.kept_out(town, member):
            town.faults.append(f"kept out: {named(who)} could ask")

    town.press(who, "asks", work)


def accept(town: Town) -> None:
    """One listener takes an ask, or several press at once."""
    for who in town.moves.sample(LISTENERS, town.moves.choice((1, 1, 2, 3))):
        guild = town.somewhere(who)
        posts = seen(town, GUILDS[guild][0], (NoticeKind.ASK_IN_CHANNEL,))
        offers = seen(town, town.discord.channel_of(who), OFFERS)
        if offers and (not posts or town.moves.random() < 0.5):
            _accept_offered(town, who, town.moves.choice(offers[:2]))
        elif posts:
            accept_in_channel(town, who, town.moves.choice(posts[:2]), guild)


def accept_in_channel(town: Town, who: UserId, said: Said, guild: GuildId) -> None:
    """By the button below a post."""

    async def work(life: Life) -> None:
        await acceptance.accept(life.ctx, Member(who, guild), token_of(said))
        town.accepted.append((str(said.notice.ask_id), who))

    town.press(who, "accepts", work)


def _accept_offered(town: Town, who: UserId, said: Said) -> None:
    if said.notice.kind is NoticeKind.SECOND_OFFER:
        rooms.join(town, who, said)
        return

    async def work(life: Life) -> None:
        await acceptance.accept_offered(life.ctx, who, token_of(said))
        town.accepted.append((str(said.notice.ask_id), who))

    town.press(who, "accepts an offer", work)


def decline(town: Town) -> None:
    """A listener can't now."""
    who = town.moves.choice(LISTENERS)
    said = own(town, who, OFFERS)
    if said is not None:
        token = token_of(said)
        town.press(who, "declines", lambda life: responses.decline(life.ctx, who, token))


def write(town: Town) -> None:
    """Somebody who talks writes, mostly once."""
    talking = who_talk(town)
    if not talking and town.moves.random() < 0.8:
        posted = any(any(town.discord.standing_in(asks)) for asks, _ in GUILDS.values())
        (accept if posted else ask)(town)
        return
    who = town.moves.choice(talking or EVERYBODY)
    for _ in () if who in town.filling else range(town.moves.choice((1, 1, 1, 2, 4))):
        unique = town.moves.random() < 0.75
        words = f"word{len(town.discord.typed)}" if unique else town.moves.choice(SMALL_TALK)
        town.note(f"{who} writes {words}")
        town.discord.write(who, words)


def write_in_form(town: Town) -> None:
    """Somebody who talks writes in a form, perhaps just after a message."""
    who = one_who_talks(town)
    said = own(town, who, BEGINS)
    if said is None or who in town.filling or town.discord.hears is None:
        return
    town.filling.add(who)
    if town.moves.random() < 0.5:
        town.discord.write(who, f"word{len(town.discord.typed)}")
    form = town.discord.fill_in(who, f"word{len(town.discord.typed)}")

    async def work(life: Life) -> None:
        try:
            await life.heard_all()
            await write_form.write(life.ctx, who, token_of(said), form.id, form.text)
            form.gone = False
        finally:
            town.filling.discard(who)
            if town.discord.channel_of(who) not in life.inbox._caught_up:
                town.chosen.add(who)  # it does not wait for what cannot be read

    town.press(who, f"writes {form.text} in a form", work)


def change(town: Town) -> None:
    """Somebody edits something that they wrote lately."""
    who = one_who_talks(town)
    for one in [one for one in town.mine(who) if one.text][-3:][:1]:
        town.note(f"{who} edits {one.text}")
        town.discord.change(one, f"{one.text.split()[0]} now{len(town.trace)}")


def take_away(town: Town) -> None:
    """Somebody deletes something that they wrote lately."""
    who = one_who_talks(town)
    for one in town.mine(who)[-3:][:1]:
        town.note(f"{who} deletes {one.text}")
        town.discord.take_away(one)


def end(town: Town) -> None:
    """Somebody ends a conversation."""
    who = one_who_talks(town)
    said = own(town, who, BEGINS)
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "ends it", lambda life: ending.end_own(life.ctx, who, token))


def block(town: Town) -> None:
    """Somebody blocks whom they talk with."""
    who = one_who_talks(town)
    said = own(town, who, BEGINS)
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "blocks", lambda life: blocking.block(life.ctx, who, token))


def take_back(town: Town) -> None:
    """Somebody takes their ask back."""
    who = town.moves.choice(ASKERS)
    kinds = (NoticeKind.ASK_POSTED, NoticeKind.ASK_WAITS_LONGER, NoticeKind.ASK_WAITS_LONG)
    said = own(town, who, kinds)
    if said is not None:
        token = token_of(said)
        town.press(who, "takes it back", lambda life: closing.take_back_own(life.ctx, who, token))


def extend(town: Town) -> None:
    """Somebody still wants to be heard."""
    who = town.moves.choice(ASKERS)
    kinds = (NoticeKind.STILL_WANTED, NoticeKind.ASK_OVER)
    said = own(town, who, kinds)
    if said is not None:
        token = token_of(said)
        town.press(who, "extends it", lambda life: follow_up.extend(life.ctx, who, token))


def choose(town: Town) -> None:
    """Somebody says whom their words are for."""
    who = town.moves.choice(EVERYBODY)
    said = own(town, who, (NoticeKind.SEVERAL_OPEN,))
    if said is not None and said.notice.choices:
        token = town.moves.choice(said.notice.choices).token
        town.chosen.add(who)
        town.press(who, "chooses", lambda life: recipient.deliver_held_text(life.ctx, who, token))


def go_on_or_off_duty(town: Town) -> None:
    """A listener comes or goes."""
    who = town.moves.choice(LISTENERS)
    lasts = town.moves.choice((None, timedelta(hours=1), timedelta(hours=8)))
    member = Member(who, town.somewhere(who))
    town.press(who, f"duty {lasts}", lambda life: duty.set_duty(life.ctx, member, lasts))


def leave_or_join(town: Town) -> None:
    """A listener stops being one, or somebody becomes one."""
    who = town.moves.choice(LISTENERS)
    member = Member(who, town.somewhere(who))
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
    write: 31,
    write_in_form: 4,
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
