"""How old somebody is, asked once at the end of the form that they open: a question before it would
stand between them and what they came for."""

from collections.abc import Awaitable, Collection

from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import TICKED, Field
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import UserAction
from bot.domain.age_errors import AdultNotTicked, AgeNotStated
from bot.domain.ages import Age
from bot.domain.errors import OutOfDate
from bot.services.ages import admission, statements
from bot.services.context import Member

ADULT, AGE = "adult", "age"
"""A box to tick where only adults are, and one of several where there are two groups."""
IN_TWO_GROUPS = (Age.ADULT, Age.YOUNG, Age.YOUNGER)


class AgeInForm:
    """The field, and what was said in it."""

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk

    async def asked(self, admitted: Awaitable[object]) -> tuple[Field, ...]:
        """The field, for whoever has not said it: `admitted` raised AgeNotStated then. Whatever
        else it raises is raised."""
        try:
            await admitted
        except AgeNotStated as error:
            return self._field(error.offered)
        return ()

    def again(self, answers: Collection[str]) -> tuple[Field, ...]:
        """The field, where it stood in the form of which these are the answers."""
        if AGE in answers:
            return self._field(IN_TWO_GROUPS)
        return self._field((Age.ADULT,)) if ADULT in answers else ()

    async def take(self, press: UserAction, member: Member) -> None:
        """Keep what was said, if it was asked. Raises AdultNotTicked, and what stands in the way of
        somebody of that age, as of everybody: see `must_be_admitted`."""
        if ADULT in press.answers:
            if press.text(ADULT) != TICKED:
                raise AdultNotTicked
            await statements.say(self._desk.ctx, member, Age.ADULT)
        elif AGE in press.answers:
            if press.text(AGE) not in IN_TWO_GROUPS:
                raise OutOfDate
            await statements.say(self._desk.ctx, member, Age(press.text(AGE)))
        else:
            return
        await admission.must_be_admitted(self._desk.ctx, member)

    def _field(self, offered: Collection[Age]) -> tuple[Field, ...]:
        words, fields = self._desk.words, Fields(self._desk.words, "age")
        if Age.YOUNG not in offered:
            return (fields.tick(ADULT),)
        ages = {one.value: words(f"press.am_{one}.button") for one in IN_TWO_GROUPS}
        return (fields.one_of(AGE, ages, ""),)
