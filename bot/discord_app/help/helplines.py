"""/helplines: people to talk with now. From memory alone, so that it always helps."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.help.help_line_pages import HelpLinePages
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering import help_lines
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.tones import Tone
from bot.domain.errors import OutOfDate
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.helplines import Country
from bot.services.care.showing import KINDS
from bot.services.help import country as help_country


class ShowingHelpLines:
    """What somebody presses who needs to talk now. Nothing here may need the database."""

    declared = Declared(Audience.EVERYBODY, ("help_country",), ("helplines",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self._words = desk.words
        self._helplines = desk.words.helplines
        self._pages = HelpLinePages(desk.words, desk.ctx.atlas)
        self.commands: Mapping[str, Handler] = {"helplines": Answers(Ack.REPLY, self._typed)}
        self.buttons: Mapping[str, Handler] = {
            "helplines": Answers(Ack.REPLY, self._last_or_everywhere),
            "my_country": OpensForm(self._open),
            "show_card": Answers(Ack.UPDATE, self._show_card),
            "remove_card": Answers(Ack.UPDATE, self._removed),
        }
        self.forms: Mapping[str, Handler] = {
            "my_country": Takes(Ack.UPDATE, self._chosen, self._blank)
        }

    async def _typed(self, press: UserAction) -> Reply:
        return await self._named(press, press.text("country"))

    async def _named(self, press: UserAction, typed: str) -> Reply:
        if not typed.strip():
            return await self._last_or_everywhere(press)
        return self._answer(press, self._pages.typed(typed))

    async def _last_or_everywhere(self, press: UserAction) -> Reply:
        code = await help_country.remembered(self._desk.ctx, press.user)
        if code is not None and code in self._helplines:
            return self._answer(press, self._helplines[code])
        return self._pages.which_country(in_server=press.guild is not None)

    async def _show_card(self, press: UserAction) -> Reply:
        """What was hidden from whoever is discreet takes the place of the line that hid it."""
        kind = next((kind for card, kind in KINDS.items() if card.value == press.which), None)
        if kind is None:
            raise OutOfDate
        code = await help_country.remembered(self._desk.ctx, press.user)
        buttons = [self._words.button(action) for action in ("helplines", "remove_card")]
        card = help_lines.help_card(self._words, kind, code)
        return Reply(card, buttons=tuple(buttons), tone=Tone.CARE)

    async def _removed(self, press: UserAction) -> Reply:
        del press
        return Reply(self._words("care.removed"), tone=Tone.CARE, put_away=True)

    async def _open(self, press: UserAction) -> Form:
        del press
        return self._blank(CustomId("my_country", self._desk.ctx.randomness.token()), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._pages.form(custom_id)

    async def _chosen(self, press: UserAction) -> Reply:
        """What was typed counts before what was chosen in the list."""
        chosen = next(iter(press.all_chosen("country")), "")
        return await self._named(press, press.text("written") or chosen)

    def _answer(self, press: UserAction, country: Country | None) -> Reply:
        reply = self._pages.of(country, in_server=press.guild is not None)
        if country is None:
            return reply
        keep = partial(help_country.remember, self._desk.ctx, press.user, country.code)
        return replace(reply, once_shown=keep)
