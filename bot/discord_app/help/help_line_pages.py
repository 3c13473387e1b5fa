"""Help lines as pages and a form, from memory alone: also where nothing else works."""

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.rendering import help_lines
from bot.discord_app.rendering.reply import Reply, Style
from bot.discord_app.rendering.tones import Tone
from bot.discord_app.rendering.words import Words
from bot.domain.atlas import Atlas
from bot.helplines import DIRECTORY, Country, country_typed

OFFERED = 25
"""Countries to choose from beside the line to type into; Discord's limit."""


class HelpLinePages:
    """In one language. `in_server` is False in direct messages, where a page stays and can be put
    away."""

    def __init__(self, words: Words, atlas: Atlas) -> None:
        self._words = words
        self._helplines = words.helplines
        self._atlas = atlas

    def which_country(self, *, in_server: bool) -> Reply:
        """What helps anywhere, and the way to the lines of a country."""
        return self._page(self._words("helplines.which_country"), in_server=in_server)

    def typed(self, country: str) -> Country | None:
        """The country that somebody meant; None where there are no lines of it."""
        return country_typed(self._helplines, self._atlas, country)

    def of(self, country: Country | None, *, in_server: bool) -> Reply:
        """The lines of a country; None: of one that has none here."""
        if country is None:
            return self._page(self._words("helplines.not_here"), in_server=in_server)
        title = self._words("helplines.lines_in", country=self._words.countries[country.code])
        body = "\n".join([title, *(help_lines.shown(self._words, one) for one in country.lines)])
        numbers = help_lines.emergency(self._words, country)
        return self._page(body, numbers, in_server=in_server)

    def form(self, custom_id: CustomId) -> Form:
        """Asks for a country; what is typed counts before what is chosen in the list."""
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

    def _page(self, body: str, numbers: str = "", *, in_server: bool) -> Reply:
        words = self._words
        danger = "helplines.danger.numbers" if numbers else "helplines.danger.anywhere"
        parts = (
            words(danger, numbers=numbers),
            words("helplines.listen"),
            body,
            words("helplines.directory", directory=DIRECTORY),
        )
        away = () if in_server else (words.button("remove_card"),)
        buttons = (words.button("my_country", style=Style.MAIN), *away)
        return Reply("\n".join(parts), buttons=buttons, tone=Tone.CARE)
