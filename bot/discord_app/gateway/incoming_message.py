"""A message of discord.py as the services know it: words, stickers, and what is not passed on."""

import discord

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations.incoming import Written

READABLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


def written(message: discord.Message) -> Written | None:
    """What a person wrote in their direct messages; None for anything else."""
    if message.guild or message.author.bot or message.type not in READABLE:
        return None
    files = () if message.flags.voice else message.attachments
    images = tuple(one.id for one in files if _is_image(one))
    return Written(
        UserId(message.author.id),
        MessageId(message.id),
        message.content,
        has_files=len(files) > len(images),
        images=images,
        channel=ChannelId(message.channel.id),
        stickers=tuple(sticker.name for sticker in message.stickers),
        reply_to=_replied_to(message),
        refused=_refused(message),
    )


def _is_image(file: discord.Attachment) -> bool:
    """Whether it is said to be one: what it is, is looked at when it is drawn."""
    return (file.content_type or "").startswith("image/")


def _replied_to(message: discord.Message) -> MessageId | None:
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None:
        return None
    return None if reference.message_id is None else MessageId(reference.message_id)


def _refused(message: discord.Message) -> tuple[NoticeKind, ...]:
    if message.flags.voice:
        return (NoticeKind.VOICE_NOT_PASSED_ON,)
    nothing = not message.content and not message.attachments and not message.stickers
    if nothing or message.poll or message.message_snapshots:
        return (NoticeKind.OTHER_NOT_PASSED_ON,)
    return ()
