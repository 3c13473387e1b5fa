"""What must hold of every history, looked at when all of it has come to rest.

Each check says in a line what is wrong, and begins with the name of what is broken.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.domain.ids import ChannelId, ConversationId, MessageId, UserId
from bot.domain.notices import ENDS, Action, Notice, NoticeKind
from bot.storage.encryption.sealing import Sealer
from tests.simulation import rows
from tests.simulation.begun import ASKERS, EVERYBODY, HARBOUR, KEYRING, named
from tests.simulation.discord import Said, Typed
from tests.simulation.moves import OPENED
from tests.simulation.town import Town

Check = Callable[[Town], Iterator[str]]


def first_notice(said: Said) -> Notice:
    """What a message said when it was new."""
    return said.was[0][0] if said.was else said.notice


def key_of(text: str) -> str | None:
    """What somebody's words are known by, however they were edited; None for small talk."""
    first = text.split()[0]
    return first if first.startswith("word") else None


def words_in(said: Said) -> str | None:
    """What somebody's words in a message of the bot are known by."""
    notice = said.notice
    is_words = notice.kind is NoticeKind.WORDS and notice.text is not None
    return key_of(notice.text.words) if is_words and notice.text else None


def heard(town: Town, user: UserId) -> list[Said]:
    """What was said to somebody and still stands."""
    return list(town.discord.standing_in(town.discord.channel_of(user)))


def conversations(town: Town) -> dict[ConversationId, dict[UserId, Said]]:
    """Who was told that they talk, and by which message."""
    found: dict[ConversationId, dict[UserId, Said]] = {}
    for user in EVERYBODY:
        for said in town.discord.said:
            notice = said.notice
            mine = said.channel == town.discord.channel_of(user)
            if mine and notice.kind in OPENED and notice.conversation_id is not None:
                found.setdefault(notice.conversation_id, {})[user] = said
    return found


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
        if new.action is not Action.EDIT
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
    many = Counter(user for both in talks.values() for user in both)
    for key, both in talks.items():
        if (
            key not in open_ones
            or len(both) != _A_PAIR
            or (town.left | town.erased.keys()) & set(both)
        ):
            continue  # of whoever is gone nobody is told at once, and nothing is passed on
        for writer, reader in (tuple(both), tuple(both)[::-1]):
            if many[writer] == 1:
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
    for text in written - arrived:
        yield f"lost: {text} of {named(writer)} for {named(reader)}"


def _texts(typed: Iterator[Typed]) -> Iterator[str]:
    return (one.text.split()[0] for one in typed)


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
                if text in reads and user != reader:
                    yield f"learned: who {named(user)} is, by {named(reader or said.channel)}"
        key = words_in(said)
        if key and (reader is None or reader not in partners[author[key]]):
            yield f"learned: {key} of {named(author[key])}, by {named(reader or said.channel)}"
        yield from _learned_asks(town, said, reader)


def _partners(town: Town) -> dict[UserId, set[UserId]]:
    """With whom each has talked, by what they were told, or by what is stored."""
    partners: dict[UserId, set[UserId]] = {user: {user} for user in EVERYBODY}
    pairs = [set(both) for both in conversations(town).values()]
    asking = {Sealer(KEYRING).asker_number(HARBOUR, user): user for user in ASKERS}
    listening = {Sealer(KEYRING).listener_number(HARBOUR, user): user for user in EVERYBODY}
    for one, another in town.disk.looked(_PAIRS):
        pairs.append({asking[one], listening[another]} if one in asking else set())
    for pair in pairs:
        for user in pair:
            partners[user] |= pair
    return partners


def not_told(town: Town) -> Iterator[str]:
    """Who talks was told so, and who did was told that it is over, unless they ended it."""
    talks = conversations(town)
    states = dict(town.disk.looked("SELECT conversation_id, state FROM conversation"))
    over = {
        (one.channel, one.notice.conversation_id)
        for one in town.discord.said
        if one.notice.kind in ENDS
    }
    for key, state in states.items():
        both = talks.get(key, {})
        if not town.erased and len(both) < _A_PAIR and state == "open":
            yield f"lost: only {len(both)} of two were told that they talk"
        for user in both if state == "ended" else ():
            told = (town.discord.channel_of(user), key) in over
            if not told and user not in town.erased and (user, key) not in town.ended:
                yield f"lost: that it is over, for {named(user)}"


def _learned_asks(town: Town, said: Said, reader: UserId | None) -> Iterator[str]:
    for words, asker in town.first_words.items():
        if words in said.reads and reader in set(ASKERS) - {asker}:
            yield f"learned: {words} of {named(asker)}, by {named(reader)}"


_A_PAIR = 2
_PAIRS = "SELECT asker_number, listener_number FROM conversation"
_OPEN = "SELECT conversation_id FROM conversation WHERE state = 'open'"
_OPEN_BY_ASK = """
    SELECT ask_id, COUNT(*) FROM conversation WHERE state = 'open' AND room IS NULL GROUP BY ask_id
"""

CHECKS: tuple[Check, ...] = (
    *(doubled, out_of_order, lost, not_read, waiting_for_ever),
    *(several_winners, learned, not_told, rows.too_many, rows.dangling),
)


def at_rest(town: Town) -> list[str]:
    """All that is wrong."""
    return [line for check in CHECKS for line in check(town)]
