"""/helplines: people to talk with now. From memory alone, so that it always helps."""

from collections.abc import Mapping, Sequence

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.helplines import (
    DIRECTORY,
    Country,
    HelpLine,
    country_numbered,
    country_typed,
    number_of,
)


class ShowingHelpLines:
    """What somebody presses who needs to talk now. Nothing here may touch the database."""

    def __init__(self, desk: DiscordContext) -> None:
        self._words = desk.words
        self._helplines = desk.words.helplines
        self.commands: Mapping[str, Handler] = {"helplines": Answers(Ack.REPLY, self._typed)}
        self.buttons: Mapping[str, Handler] = {
            "helplines": Answers(Ack.REPLY, self._everywhere),
            "helplines_in": Answers(Ack.UPDATE, self._chosen),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _typed(self, press: UserAction) -> Reply:
        typed = press.text("country")
        if not typed.strip():
            return await self._everywhere(press)
        country = country_typed(self._helplines, typed)
        return self._unknown() if country is None else self._of(country)

    async def _chosen(self, press: UserAction) -> Reply:
        country = country_numbered(self._helplines, press.choice)
        return self._unknown() if country is None else self._of(country)

    async def _everywhere(self, press: UserAction) -> Reply:
        del press
        key = "helplines.which_country" if self._helplines else "helplines.not_here"
        return self._reply("helplines.danger.anywhere", self._words(key))

    def _unknown(self) -> Reply:
        return self._reply("helplines.danger.anywhere", self._words("helplines.not_here"))

    def _of(self, country: Country) -> Reply:
        """The lines of one country; the country's name, so that a mistake shows."""
        lines = [self._line(one) for one in country.lines]
        title = self._words("helplines.lines_in", country=country.name)
        body = "\n".join([title, *lines])
        numbers = self._emergency(country)
        if not numbers:
            return self._reply("helplines.danger.anywhere", body)
        return self._reply("helplines.danger.numbers", body, numbers=numbers)

    def _reply(self, danger: str, body: str, **values: str) -> Reply:
        words = self._words
        parts = (
            words(danger, **values),
            words("helplines.listen"),
            body,
            words("helplines.directory", directory=DIRECTORY),
        )
        return Reply("\n".join(parts), buttons=self._countries())

    def _emergency(self, country: Country) -> str:
        kinds = (
            ("any", country.emergency),
            ("ambulance", country.ambulance),
            ("police", country.police),
        )
        return ", ".join(
            self._words(f"helplines.emergency.{kind}", numbers=self._either(numbers))
            for kind, numbers in kinds
            if numbers
        )

    def _line(self, line: HelpLine) -> str:
        words = self._words
        ways = [
            words("helplines.call", numbers=self._either(line.phone)) if line.phone else "",
            words("helplines.text", text=line.text) if line.text else "",
            f"<{line.web}>" if line.web else "",
            line.hours or "",
            words("helplines.checked", date=line.verified),
        ]
        return words("helplines.line", name=line.name, ways=" · ".join(filter(None, ways)))

    def _either(self, numbers: Sequence[str]) -> str:
        either, *others = (f"**{number}**" for number in numbers)
        for number in others:
            either = self._words("helplines.either", numbers=either, number=number)
        return either

    def _countries(self) -> tuple[Button, ...]:
        return tuple(
            self._words.button(
                "helplines_in", style=Style.PLAIN, choice=number_of(one), country=one.name
            )
            for one in self._helplines.values()
        )
