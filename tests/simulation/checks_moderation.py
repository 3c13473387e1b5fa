"""What must hold of reports, of what moderators do, and of worry about somebody."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.moderation.telling import ToldHow
from tests.simulation.begun import GUILDS, MEMBERS, MODERATE, named
from tests.simulation.ledger import Opened, SentReport
from tests.simulation.moderating import who_has
from tests.simulation.seen import conversations, heard
from tests.simulation.town import Town

_ACTIONS = """
    SELECT action_id, kind, private_number, guild_id FROM moderator_action
    JOIN known_number USING (number_id) WHERE kind <> 'note' AND user_id_sealed IS NOT NULL
"""
_CAME_TO_NOTHING = timedelta(minutes=15)
"""After a call: then the listener was told that nobody answers, if nobody did."""


def actions_told(town: Town) -> Iterator[str]:
    """Whatever is done about somebody they are told, once, and nobody else."""
    told = Counter(
        (one.channel, one.notice.token)
        for one in town.discord.said
        if one.notice.kind is NoticeKind.FROM_MODERATORS
    )
    for key, kind, number, guild in town.disk.looked(_ACTIONS):
        user = who_has(number, guild)
        if not told[town.discord.channel_of(user), key] and user not in town.erased:
            yield f"lost: {kind} for {named(user)}"
        if sum(count for (_, token), count in told.items() if token == key) > 1:
            yield f"learned: {kind} for {named(user)}, by others"


def reports_told(town: Town) -> Iterator[str]:
    """Moderators come to know of each report, or whoever sent it that they did not."""
    for sent in town.ledger.reports:
        if sent.reporter in town.erased:
            continue
        staff = town.discord.said_in(GUILDS[sent.guild][1])
        card = any(one.notice.token == sent.id for one in staff)
        if sent.way is ToldHow.CHANNEL and not card and not _was_told(town, sent):
            yield f"lost: a report of {named(sent.reporter)}"
        if sent.way is ToldHow.OTHERS:
            yield from _others_told(town, sent)


def _was_told(town: Town, sent: SentReport) -> bool:
    kinds = (NoticeKind.REPORT_NOT_TOLD, NoticeKind.REPORT_UNOPENED)
    return any(one.notice.kind in kinds for one in heard(town, sent.reporter))


def reported_read_along(town: Town) -> Iterator[str]:
    """No card of a report about a listener stands where that listener reads."""
    for key, number, guild in town.disk.looked(_ABOUT_LISTENERS):
        whom = who_has(number, guild)
        card = any(one.notice.token == key for one in town.discord.said_in(GUILDS[guild][1]))
        known = whom not in town.left | town.erased.keys()  # else nothing leads to them
        if card and known and whom in MODERATE[guild]:
            yield f"learned: that they are reported, by {named(whom)}"


_ABOUT_LISTENERS = """
    SELECT report_id, private_number, report.guild_id FROM report JOIN known_number
    USING (number_id) WHERE about = 'listener' AND state <> 'draft'
"""


def _others_told(town: Town, sent: SentReport) -> Iterator[str]:
    others = [user for user in MODERATE[sent.guild] if user != sent.reporter]
    told = [
        user
        for user in others
        if any(one.notice.kind is NoticeKind.REPORT_FOR_OTHERS for one in heard(town, user))
    ]
    if not told and not town.left & set(others) and not town.erased:
        yield f"lost: a report of {named(sent.reporter)}, for the others"


def learned(town: Town) -> Iterator[str]:
    """A moderator reads who was reported to nobody, nothing that did not go along, and never that
    they are reported themselves."""
    reports = {one.id: one for one in town.ledger.reports}
    for opened in town.ledger.opened:
        sent = reports.get(opened.shown.report.id)
        whom = who_has(opened.shown.number.known.number, opened.shown.report.guild_id)
        if whom == opened.moderator:
            yield f"learned: that they are reported, by {named(whom)}"
        if sent is not None:
            yield from _in_report(opened, sent, whom)


def _in_report(opened: Opened, sent: SentReport, whom: UserId) -> Iterator[str]:
    if str(sent.reporter) in repr(opened.shown):
        yield f"learned: who reported, by {named(opened.moderator)}"
    chosen = {(one.kind, one.words) for one in sent.chosen}
    for one in opened.shown.evidence:
        if (one.kind, one.words) not in chosen:
            yield f"learned: {one.words!r} of {named(whom)}, by {named(opened.moderator)}"


def words_of_another(town: Town) -> Iterator[str]:
    """What goes along with a report are words of whoever is reported."""
    author = {one.text.split()[0]: one.author for one in town.discord.typed if one.text}
    for opened in town.ledger.opened:
        whom = who_has(opened.shown.number.known.number, opened.shown.report.guild_id)
        for one in opened.shown.evidence:
            for word in re.findall(r"\bword\d+\b", one.words):
                if author[word] != whom:
                    yield f"learned: {word} of {named(author[word])} in a report of another"


def one_is_first(town: Town) -> Iterator[str]:
    """Of all moderators who are there for a worry one is told to be the first."""
    calls = Counter(call.listener for call in town.ledger.calls)
    for listener, count in Counter(town.ledger.first_there).items():
        if count > calls[listener]:
            yield f"several winners: {count} were there first for {named(listener)}"


def worries_told(town: Town) -> Iterator[str]:
    """Whoever calls moderators learns that one answers, or that none does."""
    open_ones = {row[0] for row in town.disk.looked(_OPEN)}
    gone = town.left | town.erased.keys() | town.ledger.kept_out | town.ledger.held
    now = town.clock.now()
    for call in town.ledger.calls:
        both = conversations(town).get(call.conversation, {}) if call.conversation else {}
        lasts = call.conversation in open_ones and now - call.at > _CAME_TO_NOTHING
        if not lasts or gone & {call.listener, *both}:
            continue
        kinds = {one.notice.kind for one in heard(town, call.listener)}
        if not kinds & _ANSWERS:
            yield f"lost: what came of the worry of {named(call.listener)}"


_ANSWERS = {
    *(NoticeKind.WORRY_SEEN, NoticeKind.WORRY_UNANSWERED, NoticeKind.MODERATOR_JOINED_YOU),
}
_OPEN = "SELECT conversation_id FROM conversation WHERE state = 'open' AND frozen = 0"


def held_back(town: Town) -> Iterator[str]:
    """What is written while moderators hold a conversation is passed to nobody."""
    for user in {user for them in MEMBERS.values() for user in them}:
        mine = heard(town, user)
        went_on = any(one.notice.kind is NoticeKind.CONVERSATION_GOES_ON for one in mine)
        held = [one for one in mine if one.notice.kind is NoticeKind.CONVERSATION_HELD]
        if not went_on and held and len(conversations_of(town, user)) == 1:
            yield from _passed_on(town, user, held[0].id)


def _passed_on(town: Town, writer: UserId, since: int) -> Iterator[str]:
    for one in town.mine(writer):
        for said in town.discord.said if one.id > since and one.text else ():
            text = said.notice.text
            word = one.text.split()[0]
            is_it = said.notice.kind is NoticeKind.WORDS and text is not None
            if is_it and text is not None and word.startswith("word") and word in text.words:
                yield f"learned: {word} of {named(writer)}, although it is held"


def conversations_of(town: Town, user: UserId) -> list[str]:
    """All that somebody was told of."""
    return [key for key, both in conversations(town).items() if user in both]


def names_told(town: Town) -> Iterator[str]:
    """Whose name was opened is told, at once or some days later."""
    waits = town.disk.looked("SELECT COUNT(*) FROM outbox WHERE notice = 'name_opened'")[0][0]
    told = sum(one.notice.kind is NoticeKind.NAME_OPENED for one in town.discord.said)
    if told + waits < len(town.ledger.names) and not town.erased:
        yield "lost: that a name was opened"


def members_only(town: Town) -> Iterator[str]:
    """Nothing of a server is said to anybody who never was in it."""
    for said in town.discord.said:
        guild, reader = said.notice.guild_id, town.discord.owner_of(said.channel)
        if guild is not None and reader is not None and reader not in MEMBERS[guild]:
            yield f"learned: {said.notice.kind} of another server, by {named(reader)}"


CHECKS = (
    *(reports_told, learned, words_of_another, one_is_first, worries_told, held_back),
    *(names_told, members_only, reported_read_along),
)
LATER = (actions_told, reports_told, one_is_first, names_told, members_only)
