"""Channels of a server that the bot writes in, beside the one for asks, and may lose."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, GuildId
from bot.domain.notices import Notice, NoticeKind


class ChannelUse(StrEnum):
    """What the bot writes in a channel."""

    PANEL = "panel"
    MODERATORS = "moderators"
    ENCOURAGEMENTS = "encouragements"


@dataclass(frozen=True, slots=True)
class UsedChannel:
    """A channel, and what the bot writes there."""

    guild: GuildId
    use: ChannelUse
    channel: ChannelId


TOLD = {
    ChannelUse.PANEL: NoticeKind.PANEL_CANNOT_STAND,
    ChannelUse.MODERATORS: NoticeKind.MODERATORS_CHANNEL_LOST,
    ChannelUse.ENCOURAGEMENTS: NoticeKind.ENCOURAGEMENTS_CANNOT_COME,
}
"""What moderators read where the bot cannot write there. The channel's id is its text."""

USE_OF = {kind: use for use, kind in TOLD.items()}

TO_MEND = frozenset({NoticeKind.ASKS_CANNOT_BE_POSTED, *USE_OF})
"""What says which channel is to be mended, and is not said once it was."""


def lost_of(notice: Notice) -> UsedChannel | None:
    """Which channel a notice is about; None for the one for asks, and for other notices."""
    use = USE_OF.get(notice.kind)
    if use is None or notice.guild_id is None or notice.text is None:
        return None
    return UsedChannel(notice.guild_id, use, ChannelId(int(notice.text.words)))
