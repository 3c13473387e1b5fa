"""/help: what the bot does, in plain words."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.tones import Tone
from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature


class Helping:
    """What somebody presses who wants to know first."""

    declared = Declared(Audience.EVERYBODY)

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {"help": Answers(Ack.REPLY, self._help)}
        self.buttons: Mapping[str, Handler] = {}
        self.forms: Mapping[str, Handler] = {}

    async def _help(self, press: UserAction) -> Reply:
        here = self._is_set_up(press)
        text = self._desk.words("help.in_server" if here else "help.elsewhere")
        buttons = (*self._buttons(here=here), *self._switched_on(press))
        return Reply(text, buttons=buttons, tone=Tone.CALM)

    def _is_set_up(self, press: UserAction) -> bool:
        try:
            return press.guild is not None and bool(self._desk.ctx.guilds.of(press.guild))
        except NotSetUp:
            return False

    def _switched_on(self, press: UserAction) -> tuple[Button, ...]:
        """What a server has not switched on does not show."""
        guilds = self._desk.ctx.guilds
        if press.guild is None or not guilds.is_on(press.guild, Feature.COMMUNITY):
            return ()
        return (self._desk.words.button("community"),)

    def _buttons(self, *, here: bool) -> tuple[Button, ...]:
        """Asking and listening belong to a server; what is left works everywhere."""
        button = self._desk.words.button
        in_server = (button("ask", style=Style.MAIN), button("listen")) if here else ()
        everywhere = ("conversations", "helplines", "encourage", "goal", "privacy")
        return (*in_server, *(button(action) for action in everywhere))
