"""/help and /privacy: what the bot does, and what stays private, in plain words."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.community import A_QUARTER, WEEK
from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature


class Helping:
    """What somebody presses who wants to know first."""

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {
            "help": Answers(Ack.REPLY, self._help),
            "privacy": Answers(Ack.REPLY, self._privacy),
        }
        self.buttons: Mapping[str, Handler] = {"privacy": Answers(Ack.REPLY, self._privacy)}
        self.forms: Mapping[str, Handler] = {}

    async def _help(self, press: UserAction) -> Reply:
        here = self._is_set_up(press)
        text = self._desk.words("help.in_server" if here else "help.elsewhere")
        return Reply(text, buttons=(*self._buttons(here=here), *self._switched_on(press)))

    async def _privacy(self, press: UserAction) -> Reply:
        del press
        words, keep = self._desk.words, self._desk.ctx.settings.retention
        return Reply(
            words(
                "privacy.shown",
                words_kept=words.length(keep.ask_text_after_closing),
                longer_kept=words.length(keep.ask_text_after_expiring),
                rest_kept=words.days(keep.closed_metadata),
                undelivered_kept=words.days(self._desk.ctx.settings.delivery.undelivered_kept),
                places_kept=words.days(keep.known_servers),
                schedules_kept=words.days(keep.stopped_schedules),
                seen_kept=words.days(keep.shown_encouragements),
                again_kept=words.days(self._desk.ctx.settings.asks.same_listener_for),
                counted_kept=words.days(A_QUARTER * WEEK),
                goals_kept=words.days(keep.resting_goals),
            ),
            buttons=(words.button("helplines"),),
        )

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
