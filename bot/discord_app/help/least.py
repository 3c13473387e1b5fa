"""What is always there to say: where even the files with the bot's words cannot be read.

The only sentences for people that stand in the code, in English, since nothing else is left then.
"""

from bot.discord_app.help.repairing import Asked
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.tones import Tone
from bot.helplines import DIRECTORY

LEAST = (
    "**If you or somebody else is in danger right now:** call your emergency number. From a mobile"
    " phone that's **112** in most countries, and **911** in most of the Americas.\n"
    f"Help lines of many countries: <{DIRECTORY}>\n"
    "I'm being repaired right now, so I can do nothing else for the moment, and nothing that you do"
    " here is kept."
)
FOR_ADMINS = "Whoever runs me reads in my log what is wrong, and what to do, step by step."


class Least:
    """Answers to everything, in the same words for everybody."""

    status = "Being repaired"

    def answer(self, asked: Asked) -> Reply:
        """The least; who manages the server and runs /setup learns where to look."""
        return Reply(f"{LEAST}\n{FOR_ADMINS}" if asked.is_of_an_admin else LEAST, tone=Tone.CARE)

    def suggested(self, typed: str) -> dict[str, str]:
        """None: there are no names of countries."""
        del typed
        return {}

    def described(self) -> dict[str, str]:
        """None: no command has words."""
        return {}
