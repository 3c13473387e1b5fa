"""What everybody is answered while the bot is being repaired: help lines, and that it is repaired.

From memory alone: there may be no database and no key, and nothing is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.help.help_line_pages import HelpLinePages
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.atlas import Atlas
from bot.domain.text import is_blank
from bot.services.ports import Randomness

MESSAGE = 2000
"""Characters; Discord's limit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, button or form; which one, and what was filled in."""

    name: str
    manages: bool = False
    opens_form: bool = False
    """Whether it was a button: a form can be opened then."""
    filled: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def is_of_an_admin(self) -> bool:
        """Whether somebody who manages the server wants to know how it stands."""
        return self.manages and self.name == "setup"

    def text(self, name: str) -> str:
        """What was written, or chosen, in a field."""
        answer = self.filled.get(name, "")
        return answer if isinstance(answer, str) else next(iter(answer), "")


class Repairing:
    """The answers in one language. `causes` are keys of what is wrong, for who manages a server."""

    def __init__(
        self, words: Words, atlas: Atlas, randomness: Randomness, causes: Sequence[str]
    ) -> None:
        self._words = words
        self._pages = HelpLinePages(words, atlas)
        self._randomness = randomness
        self._causes = tuple(dict.fromkeys(causes))

    @property
    def status(self) -> str:
        """What stands beside its name."""
        return self._words("repairing.status")

    def answer(self, asked: Asked) -> Reply | Form:
        """Help lines for everything; the causes below for who manages the server."""
        if asked.name == "my_country" and asked.opens_form:
            return self._pages.form(CustomId("my_country", self._randomness.token()))
        page = self._help_lines(asked)
        if asked.is_of_an_admin:
            return self._for_admins(page)
        return self._with_words(self._said(page), asked)

    def suggested(self, typed: str) -> dict[str, str]:
        """Countries by their codes, while somebody types."""
        return {code: self._words.countries[code] for code in self._words.countries_like(typed)}

    def described(self) -> dict[str, str]:
        """The commands that are there in any case, and what they do."""
        return {one: self._words(f"command.{one}.description") for one in ("helplines", "setup")}

    def _help_lines(self, asked: Asked) -> Reply:
        typed = asked.text("written") or asked.text("country")
        if asked.name in ("helplines", "my_country") and not is_blank(typed):
            return self._pages.of(self._pages.typed(typed), in_server=True)
        return self._pages.which_country(in_server=True)

    def _said(self, page: Reply) -> Reply:
        """That it is being repaired stands below what helps, where there is room."""
        longer = f"{page.text}\n{self._words('repairing.members')}"
        return replace(page, text=longer) if len(longer) <= MESSAGE else page

    def _for_admins(self, page: Reply) -> Reply:
        """Help lines stand below where there is room; the way to them always does."""
        words = self._words
        causes = (words(f"repairing.cause.{cause}") for cause in self._causes)
        told = "\n".join([words("repairing.admins"), *causes, words("repairing.operator")])
        longer = f"{told}\n{page.text}"
        return replace(page, text=longer if len(longer) <= MESSAGE else told)

    def _with_words(self, reply: Reply, asked: Asked) -> Reply:
        """A form is gone once it was sent off: what somebody wrote into it is given back."""
        typed = OwnWords(asked.text("words"), asked.text("would_help"))
        if is_blank(typed.words + typed.would_help):
            return reply
        text = f"{reply.text}\n{self._words('error.your_words')}"
        return replace(reply, text=text, boxes=self._words.boxes(typed))
