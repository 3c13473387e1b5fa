"""Owns reading a message of the bot: its own words, and what stands apart from them in boxes.

The bot answers in frames: its words are in those with a colour, a box is one without. What comes
by itself is content, with an embed for each box.
"""

from bot.local_discord import Message
from bot.local_discord.components import CONTAINER, read_text


def said(message: Message) -> str:
    """What the bot itself says; of other people's messages all that they wrote."""
    texts = (
        "\n".join(read_text([part]))
        for part in message.components
        if part["type"] == CONTAINER and part.get("accent_color") is not None
    )
    return message.content or "\n".join(texts)


def boxes(message: Message) -> list[str]:
    """The words in each box, without its title."""
    others = (
        read_text([part])[-1]
        for part in message.components
        if part["type"] == CONTAINER and part.get("accent_color") is None
    )
    return [*(one["description"] for one in message.embeds), *others]
