"""How an ask that waits reads for a listener who looks, wherever they look."""

from bot.discord_app.rendering.ask_summary import about_line
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.words import Words
from bot.services.offers.responses import ShownAsk


def take_button(words: Words, token: str) -> Button:
    """To take an ask."""
    return words.button("accept", token, Style.MAIN)


def somebody_waits(words: Words, shown: ShownAsk) -> Reply:
    """That somebody waits, and what can be done about it; never a word of the ask."""
    buttons = [words.button("read_it", shown.token), take_button(words, shown.token)]
    if shown.more:
        buttons.append(words.button("next_waiting", choice=shown.place + 1))
    text = words("listen.waiting", about=about_line(words, shown.about))
    return Reply(text, buttons=tuple(buttons))
