"""What must hold of every history, looked at when all of it has come to rest.

Each check says in a line what is wrong, and begins with the name of what is broken.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.domain.ids import ChannelId, ConversationId, MessageId, UserId
from bot.domain.notices import ENDS, TELLS_WHO, Action, NoticeKind
from bot.storage.encryption.sealing import Sealer
from tests.simulation import checks_dates, checks_images, checks_moderation, checks_rooms, rows
from tests.simulation.begun import ASKERS, EVERYBODY, KEYRING, MEMBERS, named
from tests.simulation.discord import Said, Typed
from tests.simulation.seen import STEPPED_IN, conversations, first_notice, heard, key_of, words_in
from tests.simulation.town import Town

SAID_AGAIN = (NoticeKind.REPORT_CARD, NoticeKind.ENCOURAGEMENTS_BEGIN)
"""A report that nobody opens is brought up again, and what was stopped may begin again."""

Check = Callable[[Town], Iterator[str]]


def _place(town: Town, channel: ChannelId) -> str:
    return named(town.discord.owner_of(channel) or channel)


def doubled(town: Town) -> Iterator[str]:
    """Nothing is said twice, whatever broke."""
    stand = [one for one in town.discord.said if not one.gone]
    nonces = Counter((one.channel, one.nonce) for one in stand)
    for (where, _), count in nonces.items():
        if count > 1:
            yield f"doubled: one notice for {_place(town, where)}"
    notices = Counter(
        (one.channel, new.kind, new.token, new.piece_id, new.conversation_id)
        for one in stand
        if (new := first_notice(one)).token or new.piece_id
        if new.action is not Action.EDIT and new.kind not in SAID_AGAIN
    )
    for (where, kind, *_), count in notices.items():
        if count > 1:
            yield f"doubled: {kind} for {_place(town, where)}"
    for user in EVERYBODY:
        words = Counter(filter(None, map(words_in, heard(town, user))))
        yield from (
            f"doubled: {one} for {named(user)}" for one, count in words.items() if count > 1
        )


def out_of_order(town: Town) -> Iterator[str]:
    """Everybody reads in the order in which it was written."""
    order = {
        key: place for place, one in enumerate(town.discord.typed) if (key := key_of(one.text))
    }
    author = {key: one.author for one in town.discord.typed if (key := key_of(one.text))}
    for user in EVERYBODY:
        keys = [key for one in heard(town, user) if (key := words_in(one))]
        for writer in set(EVERYBODY) - town.chosen:
            theirs = [key for key in keys if author[key] == writer]
            for before, after in pairwise(theirs):
                if order[after] < order[before]:
                    yield f"out of order: {after} after {before} for {named(user)}"


def lost(town: Town) -> Iterator[str]:
    """What is written in a conversation that lasts arrives."""
    talks = conversations(town)
    open_ones = {row[0] for row in town.disk.looked(_OPEN)}
    many = checks_rooms.talks_of(town)
    not_passed_on = town.left | town.erased.keys() | town.ledger.kept_out | town.ledger.held
    for key, both in talks.items():
        if key not in open_ones or len(both) != _A_PAIR or not_passed_on & set(both):
            continue  # of whoever is gone nobody is told at once, and nothing is passed on
        for writer, reader in (tuple(both), tuple(both)[::-1]):
            if len(many[writer]) == 1:
                yield from _missing(town, key, both[writer], writer, reader)


def _missing(
    town: Town, key: ConversationId, told: Said, writer: UserId, reader: UserId
) -> Iterator[str]:
    written = Counter(_texts(one for one in town.mine(writer) if one.id > told.id))
    arrived = Counter(
        one.notice.text.words.split()[0]
        for one in heard(town, reader)
        if one.notice.conversation_id == key and one.notice.kind is NoticeKind.WORDS
        if one.notice.text is not None
    )
    if told.notice.kind in STEPPED_IN:
        return  # a moderator reads only of those who know that they do
    for text in written - arrived:
        yield f"lost: {text} of {named(writer)} for {named(reader)}"


def _texts(typed: Iterator[Typed]) -> Iterator[str]:
    return (one.text.split()[0] for one in typed if one.text)


def not_read(town: Town) -> Iterator[str]:
    """Whatever somebody wrote who talks was taken in. Where a bot was away that knows nothing of
    somebody, it cannot know that they wrote."""
    life = town.life
    assert life is not None, "it is at rest"
    since: dict[UserId, MessageId] = {}
    for both in conversations(town).values():
        for user, told in both.items():
            since[user] = min(since.get(user, told.id), told.id)
    tags = {bytes(row[0]) for row in town.disk.looked("SELECT message_tag FROM inbox")}
    sealer = life.ctx.store._sealer
    for one in town.discord.typed:
        seen = sealer.message_tag(one.id) in tags
        if seen or one.gone or one.author in town.erased:
            continue
        if one.author in since and one.id > since[one.author]:
            yield f"lost: {one.text} of {named(one.author)} was never read"


def waiting_for_ever(town: Town) -> Iterator[str]:
    """Nothing that is due is left to be said."""
    now = int(town.clock.now().timestamp())
    for kind, attempts, due in town.disk.looked("SELECT notice, attempts, due_at FROM outbox"):
        if due <= now:
            yield f"lost: {kind} waits for ever, after {attempts} attempts"


def several_winners(town: Town) -> Iterator[str]:
    """An ask has one listener at a time, and who was told so has it."""
    for ask, count in town.disk.looked(_OPEN_BY_ASK):
        if count > 1:
            yield f"several winners: {count} of {ask}"
    if town.erased:
        return
    rows = Counter(row[0] for row in town.disk.looked("SELECT ask_id FROM conversation"))
    for ask, count in Counter(ask for ask, _ in set(town.accepted)).items():
        if count > rows[ask]:
            yield f"several winners: {count} were told that they have {ask}, of {rows[ask]}"


def learned(town: Town) -> Iterator[str]:
    """Nobody reads who somebody is, or what is not for them."""
    ids = {str(user): user for user in EVERYBODY}
    ids |= {str(town.discord.channel_of(user)): user for user in EVERYBODY}
    partners = _partners(town)
    author = {key: one.author for one in town.discord.typed if (key := key_of(one.text))}
    for said in town.discord.said:
        reader = town.discord.owner_of(said.channel)
        for reads in (said.reads, *(before for _, before in said.was)):
            for text, user in ids.items():
                chose = said.notice.kind in TELLS_WHO and user in town.ledger.told_who
                if text in reads and user != reader and not chose:
                    yield f"learned: who {named(user)} is, by {named(reader or said.channel)}"
        key = words_in(said)
        if key and (reader is None or reader not in partners[author[key]]):
            yield f"learned: {key} of {named(author[key])}, by {named(reader or said.channel)}"
        yield from _learned_asks(town, said, reader)


def _partners(town: Town) -> dict[UserId, set[UserId]]:
    """With whom each has talked, by what they were told, or by what is stored."""
    partners: dict[UserId, set[UserId]] = {user: {user} for user in EVERYBODY}
    pairs = [set(both) for both in conversations(town).values()]
    sealer, everywhere = Sealer(KEYRING), [(g, u) for g, them in MEMBERS.items() for u in them]
    asking = {sealer.asker_number(*one): one[1] for one in everywhere}
    listening = {sealer.listener_number(*one): one[1] for one in everywhere}
    met: dict[str, set[UserId]] = {}
    for room, one, another in town.disk.looked(_MET):
        met.setdefault(room, set()).update(
            {asking[one], listening[another]} if one in asking and another in listening else set()
        )
    for pair in (*pairs, *met.values()):
        for user in pair:
            partners[user] |= pair
    return partners


def not_told(town: Town) -> Iterator[str]:
    """Who talks was told so, and who did was told that it is over, unless they ended it: of a room
    that ends as a whole they are told once."""
    talks = conversations(town)
    states = dict(town.disk.looked("SELECT conversation_id, state FROM conversation"))
    rooms = dict(town.disk.looked(_ROOM))
    over = {
        (one.channel, rooms.get(one.notice.conversation_id))
        for one in town.discord.said
        if one.notice.kind in ENDS
    }
    for key, state in states.items():
        both = talks.get(key, {})
        if not town.erased and len(both) < _A_PAIR and state == "open":
            yield f"lost: only {len(both)} of two were told that they talk"
        for user in both if state == "ended" else ():
            told = (town.discord.channel_of(user), rooms[key]) in over
            if not told and user not in town.erased and (user, key) not in town.ended:
                yield f"lost: that it is over, for {named(user)}"


def _learned_asks(town: Town, said: Said, reader: UserId | None) -> Iterator[str]:
    for words, asker in town.first_words.items():
        if words in said.reads and reader in set(ASKERS) - {asker}:
            yield f"learned: {words} of {named(asker)}, by {named(reader)}"


_A_PAIR = 2
_MET = "SELECT COALESCE(room, conversation_id), asker_number, listener_number FROM conversation"
_ROOM = "SELECT conversation_id, COALESCE(room, conversation_id) FROM conversation"
_OPEN = "SELECT conversation_id FROM conversation WHERE state = 'open'"
_OPEN_BY_ASK = """
    SELECT ask_id, COUNT(*) FROM conversation WHERE state = 'open' AND room IS NULL GROUP BY ask_id
"""

CHECKS: tuple[Check, ...] = (
    *(doubled, out_of_order, lost, not_read, waiting_for_ever),
    *(several_winners, learned, not_told, rows.too_many, rows.dangling),
    *checks_rooms.CHECKS,
    *checks_images.CHECKS,
    *checks_moderation.CHECKS,
    *checks_dates.CHECKS,
)
LATER: tuple[Check, ...] = (
    *(doubled, learned, waiting_for_ever, rows.too_many, rows.dangling),
    *checks_moderation.LATER,
    *checks_dates.LATER,
)


def at_rest(town: Town) -> list[str]:
    """All that is wrong."""
    return [line for check in CHECKS for line in check(town)]


def days_later(town: Town) -> list[str]:
    """All that is wrong of what takes its time."""
    return [line for check in LATER for line in check(town)]
