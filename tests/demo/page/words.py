"""The words of the page and of the bot, to be looked for by their keys."""

from bot.demo.page.words import load_words
from bot.demo.wording import Wording
from bot.prompt_files import shipped_prompts
from tests.prepared import shipped

PAGE = load_words(shipped_prompts())["en"]
BOT = Wording(shipped())


def button(action: str) -> str:
    """A button of the bot, by the name of what it does."""
    return BOT(f"press.{action}.button")
