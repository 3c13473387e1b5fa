"""/helplines: people to talk with now. From memory alone, so that it always helps."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
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
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.errors import OutOfDate
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.helplines import DIRECTORY, Country, country_typed
from bot.services.care.showing import KINDS
from bot.services.help import country as help_country

OFFERED = 25
"""Countries to choose from beside the line to type into; Discord's limit."""


class ShowingHelpLines:
    """What somebody presses who needs to talk now. Nothing here may need the database."""

    declared = Declared(Audience.EVERYBODY, ("help_country",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self._words = desk.words
        self._helplines = desk.words.helplines
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
        return self._answer(press, country_typed(self._helplines, self._desk.ctx.atlas, typed))

    async def _last_or_everywhere(self, press: UserAction) -> Reply:
        code = await help_country.remembered(self._desk.ctx, press.user)
        if code is not None and code in self._helplines:
            return self._answer(press, self._helplines[code])
        return self._reply(press, self._words("helplines.which_country"))

    async def _show_card(self, press: UserAction) -> Reply:
        """What was hidden from whoever is discreet takes the place of the line that hid it."""
        kind = next((kind for card, kind in KINDS.items() if card.value == press.which), None)
        if kind is None:
            raise OutOfDate
        code = await help_country.remembered(self._desk.ctx, press.user)
        buttons = [self._words.button(action) for action in ("helplines", "remove_card")]
        return Reply(help_lines.help_card(self._words, kind, code), buttons=tuple(buttons))

    async def _removed(self, press: UserAction) -> Reply:
        del press
        return Reply(self._words("care.removed"))

    async def _open(self, press: UserAction) -> Form:
        del press
        return self._blank(CustomId("my_country", self._desk.ctx.randomness.token()), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        words, fields = self._words, Fields(self._words, "my_country")
        near = {code: words.countries[code] for code in self._nearest()}
        return Form(
            custom_id,
            words("my_country.form_title"),
            (fields.some_of("country", near, (), 1), fields.line("written")),
        )

    def _nearest(self) -> list[str]:
        """Those to choose from: first where this language answers, then in the order of names."""
        language = self._words.language.partition("-")[0]

        def speaks(code: str) -> bool:
            return any(language in line.languages for line in self._helplines[code].lines)

        return sorted(self._words.countries, key=lambda code: not speaks(code))[:OFFERED]

    async def _chosen(self, press: UserAction) -> Reply:
        """What was typed counts before what was chosen in the list."""
        chosen = next(iter(press.all_chosen("country")), "")
        return await self._named(press, press.text("written") or chosen)

    def _answer(self, press: UserAction, country: Country | None) -> Reply:
        if country is None:
            return self._reply(press, self._words("helplines.not_here"))
        keep = partial(help_country.remember, self._desk.ctx, press.user, country.code)
        title = self._words("helplines.lines_in", country=self._words.countries[country.code])
        body = "\n".join([title, *(help_lines.shown(self._words, one) for one in country.lines)])
        reply = self._reply(press, body, help_lines.emergency(self._words, country))
        return replace(reply, once_shown=keep)

    def _reply(self, press: UserAction, body: str, numbers: str = "") -> Reply:
        """In direct messages, where it stays, it can be put away."""
        words = self._words
        danger = "helplines.danger.numbers" if numbers else "helplines.danger.anywhere"
        parts = (
            words(danger, numbers=numbers),
            words("helplines.listen"),
            body,
            words("helplines.directory", directory=DIRECTORY),
        )
        away = () if press.guild else (words.button("remove_card"),)
        buttons = (words.button("my_country", style=Style.MAIN), *away)
        return Reply("\n".join(parts), buttons=buttons)
