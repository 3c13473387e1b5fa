"""Reports, what moderators do about private numbers and asks, and worry about somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.domain.ids import ActionId, GuildId, NumberId, PrivateNumber, QuestionId, UserId
from bot.domain.moderation import RESTRICTIONS, ActionKind
from bot.domain.notices import NoticeKind
from bot.services.asks import holding as held_asks
from bot.services.context import Member
from bot.services.moderation import (
    actions,
    answers,
    asked_back,
    holding,
    not_okay,
    numbers,
    opening,
    report_desk,
    reporting,
    telling,
)
from bot.storage.encryption.sealing import Sealer
from tests.simulation.begun import GUILDS, KEYRING, MEMBERS, MODERATE
from tests.simulation.ledger import Opened, SentReport
from tests.simulation.life import Life
from tests.simulation.seen import BEGINS, OPENED, one_who_talks, own, seen, token_of
from tests.simulation.town import Town

_KINDS: Final = {
    ActionKind.WARN: 4,
    ActionKind.PAUSE: 2,
    ActionKind.BAN: 1,
    ActionKind.LIFT: 2,
    ActionKind.WRITE: 3,
    ActionKind.NOTE: 1,
}

_HOLDING: Final = """
    SELECT action_id, private_number FROM moderator_action JOIN known_number USING (number_id)
    WHERE kind IN ('pause', 'ban') AND lifted = 0 AND (until IS NULL OR until > {})
"""


def who_has(number: PrivateNumber, guild: GuildId) -> UserId:
    """Whose private number it is; nobody but a test can say so."""
    sealer = Sealer(KEYRING)
    for user in MEMBERS[guild]:
        if number in (sealer.asker_number(guild, user), sealer.listener_number(guild, user)):
            return user
    raise AssertionError(number)


def kept_out(town: Town, member: Member) -> set[str]:
    """What keeps somebody out of a server now, by its id."""
    sealer, (user, guild) = Sealer(KEYRING), (member.user, member.guild)
    mine = (sealer.asker_number(guild, user), sealer.listener_number(guild, user))
    rows = town.disk.looked(_HOLDING.format(town.clock.now().timestamp()))
    return {key for key, number in rows if number in mine}


def report(town: Town) -> None:
    """Somebody reports whom they talk with, or a post."""
    who = one_who_talks(town)
    guild = town.somewhere(who)
    posts = seen(town, GUILDS[guild][0], (NoticeKind.ASK_IN_CHANNEL,))
    talk = own(town, who, BEGINS)
    in_channel = bool(posts) and (talk is None or town.moves.random() < _POSTS)
    said = posts[0] if in_channel else talk
    if said is None:
        return
    token, where = token_of(said), guild if in_channel else None

    async def work(life: Life) -> None:
        draft = await reporting.from_button(life.ctx, who, where, token)
        key = draft.report.id
        for place, _ in draft.offered:
            if town.moves.random() < 0.5:
                draft = await reporting.turn(life.ctx, who, key, place)
        way = await reporting.send(life.ctx, who, key)
        sent = SentReport(key, draft.report.guild_id, who, way, tuple(draft.chosen))
        town.ledger.reports.append(sent)

    town.press(who, "reports", work)


def is_not_okay(town: Town) -> None:
    """Somebody ends it, blocks and reports with one press."""
    who = one_who_talks(town)
    said = own(town, who, OPENED)
    if said is not None:
        token = token_of(said)
        town.ended.add((who, said.notice.conversation_id))
        town.press(who, "is not okay", lambda life: not_okay.press(life.ctx, who, token))


def look_at_report(town: Town) -> None:
    """A moderator opens the report that waits longest, and mostly does something about it."""
    moderator = _moderator(town)

    async def work(life: Life) -> None:
        await telling.note_moderator(life.ctx, moderator)
        found = (await report_desk.list_reports(life.ctx, moderator, 0)).reports
        for key in [one.id for one in found][:1]:
            shown = await report_desk.open_report(life.ctx, moderator, key)
            town.ledger.opened.append(Opened(moderator.user, shown))
            chance = town.moves.random()
            if chance < _ASKS_BACK:
                await report_desk.ask_back(life.ctx, moderator, key, "Since when?")
            elif chance < _LEAVES:
                await report_desk.decide_nothing(life.ctx, moderator, key)
            else:
                await _do(town, life, moderator, shown.number.known.id)

    town.press(moderator.user, "looks at a report", work)


def look_at_number(town: Town) -> None:
    """A moderator looks at somebody's number, and does something."""
    moderator = _moderator(town)

    async def work(life: Life) -> None:
        found = await numbers.list_numbers(life.ctx, moderator.guild, 0, moderator)
        if found.shown:
            number = town.moves.choice(found.shown).known.id
            await _do(town, life, moderator, number)

    town.press(moderator.user, "looks at a number", work)


async def _do(town: Town, life: Life, moderator: Member, key: NumberId) -> None:
    known = (await numbers.get_number(life.ctx, moderator.guild, key, moderator)).known
    user, chance = who_has(known.number, moderator.guild), town.moves.random()
    if chance < _HOLDS:
        town.ledger.held.add(user)
        await holding.hold(life.ctx, moderator, key)
    elif chance < _LETS_GO_ON:
        await holding.let_go_on(life.ctx, moderator, key)
    elif chance < _WANTS_A_NAME:
        await _want_a_name(town, life, moderator, key)
    else:
        (kind,) = town.moves.choices(list(_KINDS), list(_KINDS.values()))
        lasts = timedelta(hours=1) if kind is ActionKind.PAUSE else None
        if kind in RESTRICTIONS:
            town.ledger.kept_out.add(user)
        town.note(f"{moderator.user} does {kind} to {user}")
        await actions.act(life.ctx, moderator, key, kind, "For a reason.", lasts)


async def _want_a_name(town: Town, life: Life, moderator: Member, key: NumberId) -> None:
    """Ask for it, or agree to what another moderator asked for."""
    for one in await opening.list_openings(life.ctx, moderator):
        if one.opening.first != moderator.user:
            await opening.agree(life.ctx, moderator, one.opening.id, "So do I.")
            town.ledger.names.append(who_has(one.known.number, moderator.guild))
            return
    await opening.ask(life.ctx, moderator, key, "Somebody is in danger.")


def look_at_ask(town: Town) -> None:
    """A moderator looks at an ask that waits for it, and lets it out, or does not."""
    moderator = _moderator(town)

    async def work(life: Life) -> None:
        for ask in (await held_asks.list_held(life.ctx, moderator))[:1]:
            if town.moves.random() < 0.7:
                edition = ask.edition
                await held_asks.let_out(life.ctx, moderator, ask.id, edition=edition)
            else:
                await held_asks.keep_in(life.ctx, moderator, ask.id, "Not here.")

    town.press(moderator.user, "looks at an ask", work)


def answer_moderators(town: Town) -> None:
    """Somebody answers what moderators said or asked."""
    who = town.moves.choice(MEMBERS[town.moves.choice(list(MEMBERS))])
    asked = own(town, who, (NoticeKind.REPORT_QUESTION,))
    told = own(town, who, (NoticeKind.FROM_MODERATORS,))
    if asked is not None:
        question = QuestionId(token_of(asked))
        town.press(
            who,
            "answers a question",
            lambda life: asked_back.answer_question(life.ctx, who, question, "Since June."),
        )
    elif told is not None:
        key = ActionId(token_of(told))
        town.press(who, "answers", lambda life: answers.answer(life.ctx, who, key, "I see."))


def _moderator(town: Town) -> Member:
    guild = town.moves.choice(list(GUILDS))
    return Member(town.moves.choice(MODERATE[guild]), guild)


_POSTS: Final = 0.2
_ASKS_BACK, _LEAVES = 0.2, 0.35
_HOLDS, _LETS_GO_ON, _WANTS_A_NAME = 0.15, 0.3, 0.4

MOVES: Final[dict[Callable[[Town], None], int]] = {
    report: 7,
    is_not_okay: 1,
    look_at_report: 7,
    look_at_number: 7,
    look_at_ask: 2,
    answer_moderators: 3,
}
"""How likely each is, beside those of every history."""
