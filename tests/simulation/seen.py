"""What somebody sees and can press, and whose words are in what they read."""

from collections.abc import Sequence
from typing import Final

from bot.domain.ids import ChannelId, ConversationId, UserId
from bot.domain.notices import Notice, NoticeKind
from tests.simulation.begun import EVERYBODY
from tests.simulation.discord import Said
from tests.simulation.town import Town

OPENED: Final = (NoticeKind.ASK_ACCEPTED, NoticeKind.YOU_ACCEPTED)
"""What tells two that they talk."""
JOINED: Final = (NoticeKind.YOU_JOINED, NoticeKind.SOMEBODY_JOINED)
STEPPED_IN: Final = (NoticeKind.YOU_STEPPED_IN, NoticeKind.MODERATOR_JOINED)
BEGINS: Final = (*OPENED, *JOINED, *STEPPED_IN)
"""What tells somebody of a conversation of theirs, and has its buttons."""


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


def newest(
    town: Town, where: ChannelId, kinds: Sequence[NoticeKind] | frozenset[NoticeKind]
) -> Said | None:
    """The newest that can be pressed; None where there is none."""
    return next(iter(seen(town, where, kinds)), None)


def own(
    town: Town, who: UserId, kinds: Sequence[NoticeKind] | frozenset[NoticeKind]
) -> Said | None:
    """The newest in somebody's direct messages."""
    return newest(town, town.discord.channel_of(who), kinds)


def token_of(said: Said) -> str:
    """What its buttons carry."""
    assert said.notice.token is not None, "it was looked for"
    return said.notice.token


def who_talk(town: Town) -> list[UserId]:
    """Who was told that they talk, in the order in which it was told first."""
    users = map(
        town.discord.owner_of,
        {one.channel: 1 for one in town.discord.said if one.notice.kind in BEGINS},
    )
    return [user for user in users if user is not None]


def one_who_talks(town: Town) -> UserId:
    """One of them; anybody where there is none."""
    return town.moves.choice(who_talk(town) or EVERYBODY)


def first_notice(said: Said) -> Notice:
    """What a message said when it was new."""
    return said.was[0][0] if said.was else said.notice


def key_of(text: str) -> str | None:
    """What somebody's words are known by, however they were edited; None for small talk."""
    first = text.split()[0] if text else ""
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
    for said in town.discord.said:
        notice, user = said.notice, town.discord.owner_of(said.channel)
        if notice.kind in BEGINS and notice.conversation_id is not None and user is not None:
            found.setdefault(notice.conversation_id, {})[user] = said
    return found
