"""/community: how the server is doing, in numbers that point at nobody."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.domain.community import WAITS, Numbers, What, spans
from bot.services.community import report

PEOPLE = (What.ANSWERED, What.LISTENED, What.THANKED)
"""What people are counted for, in the order in which it is shown."""


class ShowingCommunity:
    """What somebody presses who wonders how everybody is doing."""

    declared = Declared(Audience.MEMBERS, goes_on=("ask", "listen"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {"community": Answers(Ack.REPLY, self._show)}
        self.buttons: Mapping[str, Handler] = {"community": Answers(Ack.REPLY, self._show)}
        self.forms: Mapping[str, Handler] = {}

    async def _show(self, press: UserAction) -> Reply:
        numbers = await report.get_report(self._desk.ctx, press.member.guild)
        lines = [] if numbers is None else self._lines(numbers)
        least = self._desk.ctx.settings.community.numbers_from_people
        if numbers is None or not lines:
            return Reply(self._desk.words("community.too_few", least=least))
        return Reply(
            self._desk.words(
                "community.shown",
                until=self._desk.words.moment(_midnight(numbers), "D"),
                numbers="\n".join(lines),
                least=least,
            )
        )

    def _lines(self, numbers: Numbers) -> list[str]:
        words = self._desk.words
        lines = [
            words(f"community.{what}", people=numbers.people[what, ""])
            for what in PEOPLE
            if (what, "") in numbers.people
        ]
        if numbers.wait is not None:
            lines.insert(1, self._wait(numbers.wait))  # those who waited come first
        parts = [int(detail) for what, detail in numbers.people if what is What.HERE]
        return [*lines, *([self._hours(_midnight(numbers), parts)] if parts else [])]

    def _wait(self, step: int) -> str:
        words = self._desk.words
        if step == len(WAITS):
            return words("community.wait.longer", length=words.length(WAITS[-1]))
        return words("community.wait.within", length=words.length(WAITS[step]))

    def _hours(self, midnight: datetime, parts: list[int]) -> str:
        """As Discord's times, which each reader sees in their own zone."""
        words = self._desk.words
        if spans(parts) == [(0, 24)]:
            return words("community.here.always")
        shown = [
            words(
                "community.here.part",
                start=words.moment(midnight + timedelta(hours=start), "t"),
                end=words.moment(midnight + timedelta(hours=end), "t"),
            )
            for start, end in spans(parts)
        ]
        return words("community.here.in_parts", parts=words.all_of(shown))


def _midnight(numbers: Numbers) -> datetime:
    return datetime.combine(numbers.until, time(), UTC)
