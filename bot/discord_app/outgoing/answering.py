"""Which earlier message of the same channel a message answers, as discord.py takes it."""

from typing import TypedDict

import discord

from bot.services.ports import Outgoing


class _Answering(TypedDict, total=False):
    reference: discord.MessageReference
    mention_author: bool


def answering(outgoing: Outgoing) -> _Answering:
    """A reply within the same channel; nobody is pinged, and it may be gone meanwhile."""
    if outgoing.reply_to is None:
        return {}
    reference = discord.MessageReference(
        message_id=outgoing.reply_to, channel_id=outgoing.channel, fail_if_not_exists=False
    )
    return {"reference": reference, "mention_author": False}
