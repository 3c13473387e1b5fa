"""What must hold of images: each is seen once, by those for whom it is, or it is said why not."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.ids import UserId
from bot.domain.images import MOST_IN_A_MESSAGE
from bot.domain.notices import NoticeKind
from tests.simulation.begun import EVERYBODY, named
from tests.simulation.checks_rooms import talks_of
from tests.simulation.discord import Said, Typed
from tests.simulation.seen import conversations, heard
from tests.simulation.town import Town


def doubled(town: Town) -> Iterator[str]:
    """Nobody sees one twice."""
    for user in EVERYBODY:
        seen = Counter(one.image for one in heard(town, user) if one.image is not None)
        for image, count in seen.items():
            if count > 1:
                yield f"doubled: {image.decode()} for {named(user)}"


def learned(town: Town) -> Iterator[str]:
    """Only who talks with its sender sees one."""
    writer = {image: one for one in town.discord.typed for image in one.brought}
    rooms = talks_of(town)
    for said in town.discord.said:
        if said.image is None:
            continue
        reader, author = town.discord.owner_of(said.channel), writer[said.image].author
        if reader is None or not rooms.get(reader, set()) & rooms.get(author, set()):
            who = named(reader or said.channel)
            yield f"learned: {said.image.decode()} of {named(author)}, by {who}"


def lost(town: Town) -> Iterator[str]:
    """Each that still is there arrives in a conversation that lasts, or it is said why not."""
    open_ones = {row[0] for row in town.disk.looked(_OPEN)}
    gone = town.left | town.erased.keys() | town.ledger.kept_out | town.ledger.held
    many = talks_of(town)
    for key, both in conversations(town).items():
        if key not in open_ones or len(both) != _A_PAIR or gone & set(both):
            continue
        for writer, reader in (tuple(both), tuple(both)[::-1]):
            if len(many[writer]) == 1 and len(many[reader]) == 1:
                yield from _missing(town, both[writer], reader)


def _missing(town: Town, told: Said, reader: UserId) -> Iterator[str]:
    writer = _owner(town, told)
    after = [one for one in town.mine(writer) if one.id > told.id]
    theirs = town.discord.said_in(town.discord.channel_of(reader))
    seen = {one.image for one in theirs}
    missing = [image for one in after for image in _may_pass(one) if image not in seen]
    missed = sum(one.notice.kind is NoticeKind.IMAGE_MISSED for one in theirs)
    if len(missing) > missed:
        yield f"lost: {missing[0].decode()} for {named(reader)}, who reads of {missed}"
    mine = town.discord.said_in(told.channel)
    told_so = sum(one.notice.kind is NoticeKind.IMAGE_NOT_PASSED_ON for one in mine)
    if missed > told_so:
        yield f"lost: that {missed - told_so} images did not pass, for {named(writer)}"


def _may_pass(one: Typed) -> list[bytes]:
    """Those that are still there of the first few."""
    return [image for image in one.brought[:MOST_IN_A_MESSAGE] if image in one.images.values()]


def _owner(town: Town, said: Said) -> UserId:
    owner = town.discord.owner_of(said.channel)
    assert owner is not None, "it was told in direct messages"
    return owner


_A_PAIR = 2
_OPEN = "SELECT conversation_id FROM conversation WHERE state = 'open' AND moderates = 0"

CHECKS = (doubled, learned, lost)
