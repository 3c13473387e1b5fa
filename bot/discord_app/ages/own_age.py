"""What somebody said of their age in a server, below /privacy: to look at, and to say anew."""

from collections.abc import Mapping
from contextlib import suppress

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.domain.ages import Age
from bot.domain.errors import OutOfDate
from bot.services.ages import statements
from bot.services.ages.statements import OwnAge


class ShowingOwnAge:
    """What a member presses about their own age."""

    declared = Declared(Audience.MEMBERS, ("age_stated",), ("privacy",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "my_age": Answers(Ack.REPLY, self._look),
            "age_is": Answers(Ack.UPDATE, self._say),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _look(self, press: UserAction) -> Reply:
        if press.guild is None:
            return Reply(self._desk.words("age.in_server"))
        return self._shown(await statements.get_own(self._desk.ctx, press.member), "age.shown")

    async def _say(self, press: UserAction) -> Reply:
        age = Age.UNKNOWN
        with suppress(ValueError):
            age = Age(press.which)
        if age is Age.UNKNOWN:
            raise OutOfDate
        await statements.say(self._desk.ctx, press.member, age)
        return self._shown(await statements.get_own(self._desk.ctx, press.member), "age.noted")

    def _shown(self, own: OwnAge, key: str) -> Reply:
        words = self._desk.words
        said = own.stated.age if own.stated else Age.UNKNOWN
        buttons = [
            words.button("age_is", choice=age, age=words(f"press.am_{age}.button"))
            for age in own.rule.offered
            if age is not said
        ]
        text = words(key, age=words(f"age.group.{said or 'nothing'}"))
        return Reply(f"{text}\n{words('age.anew')}", buttons=tuple(buttons))
