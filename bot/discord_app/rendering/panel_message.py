"""How the ways in read: the panel with its four buttons, and the answer to a direct message.

The panel's text carries the directory of help lines, so that it helps even when the bot is down.
Its buttons belong to nobody: each carries a random token that stands for nothing.
"""

from bot.discord_app.rendering.reply import Reply, Style
from bot.discord_app.rendering.tones import Tone
from bot.discord_app.rendering.words import Words
from bot.domain.names import Name


def panel(words: Words) -> Reply:
    """The panel's text and buttons."""
    others = ("conversations", "helplines", "privacy")
    return Reply(
        words("notice.panel"),
        buttons=(
            words.button("ask", style=Style.MAIN),
            *(words.button(action) for action in others),
        ),
        tone=Tone.CALM,
        framed=True,
    )


def shall_i_pass_it_on(words: Words, token: str | None, server: Name | None, kept: str) -> Reply:
    """The question about words that came outside a conversation; `server` is the only one known,
    `kept` how long the words are."""
    if server is None:
        yes = words.button("pass_on_where", token, Style.MAIN)
    else:
        yes = words.button("pass_on", token, Style.MAIN, server=server.label)
    buttons = (yes, words.button("delete_it", token), words.button("helplines"))
    text = words.with_help(words("notice.shall_i_pass_it_on", kept=kept))
    return Reply(text, buttons=buttons)
