"""/encourage: one encouragement for the person who asks for it, and another."""

from collections.abc import Mapping

from bot.discord_app.desk import Desk
from bot.discord_app.press import Ack, Answers, Handler, Press
from bot.discord_app.reply import Reply
from bot.services import encouraging


class Encouraging:
    """What a person presses to read something kind."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._decks = desk.words.decks
        self.commands: Mapping[str, Handler] = {"encourage": Answers(Ack.REPLY, self._first)}
        self.buttons: Mapping[str, Handler] = {
            "encourage": Answers(Ack.REPLY, self._first),
            "another": Answers(Ack.UPDATE, self._another),
            "another_of_theme": Answers(Ack.UPDATE, self._another_of_theme),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _first(self, press: Press) -> Reply:
        return self._show(press.text("theme") or None)

    async def _another(self, press: Press) -> Reply:
        return self._show(None, press.choice)

    async def _another_of_theme(self, press: Press) -> Reply:
        after = press.choice or 0
        return self._show(encouraging.theme_at(self._decks, after), after)

    def _show(self, theme: str | None, after: int | None = None) -> Reply:
        theme = theme if theme in self._decks else None
        shown = encouraging.one(self._decks, self._desk.ctx.randomness, theme, after)
        action = "another" if theme is None else "another_of_theme"
        return Reply(
            self._desk.words("encourage.shown", text=shown.text, theme=shown.theme),
            buttons=(self._desk.words.button(action, choice=shown.position),),
        )
