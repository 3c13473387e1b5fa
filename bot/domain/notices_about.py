"""Notices that are made from what they are about: an offer, a conversation, an ask."""

from bot.domain.asks import Ask, AskKind, OwnWords
from bot.domain.conversations import Conversation, Side, other
from bot.domain.ids import ChannelId, GuildId, PieceId
from bot.domain.message_copies import Reference
from bot.domain.notices import OFFERS, Action, Notice, NoticeKind, Priority
from bot.domain.offers import Offer

SHOW_ANOTHER = (NoticeKind.OFFER_OVER, NoticeKind.OFFER_DECLINED, NoticeKind.FIRST_OVER)
"""What says that an ask is not for its reader, and shows another one that waits."""


def offered(kind: NoticeKind, offer: Offer, guild: GuildId) -> Notice:
    """An offer, or what its message says once it is no longer open."""
    action = Action.CREATE if kind in OFFERS else Action.EDIT
    return Notice(kind, guild, offer.person, action, ask_id=offer.ask_id, token=offer.token)


def about_conversation(
    kind: NoticeKind,
    conversation: Conversation,
    to: Side,
    *,
    token: str | None = None,
    text: OwnWords | None = None,
    piece_id: PieceId | None = None,
    reference: Reference | None = None,
) -> Notice:
    """A notice to one side of a conversation, with both aliases as that side knows them."""
    return Notice(
        kind,
        conversation.guild_id,
        conversation.party(to).person,
        priority=Priority.CONVERSATION,
        ask_id=conversation.ask_id,
        conversation_id=conversation.id,
        token=token,
        alias=conversation.party(other(to)).alias,
        own_alias=conversation.party(to).alias,
        text=text,
        piece_id=piece_id,
        reference=reference,
    )


def ask_in_channel(
    kind: NoticeKind, ask: Ask, channel: ChannelId, action: Action, token: str | None = None
) -> Notice:
    """How an ask stands in its channel. Only an open ask that is not over shows its words."""
    over = kind is NoticeKind.ASK_OVER_IN_CHANNEL
    shown = ask.kind is AskKind.OPEN and not over
    return Notice(
        kind,
        ask.guild_id,
        channel,
        action,
        ask_id=ask.id,
        token=token,
        text=ask.text if shown else None,
    )
