"""The connection of a bot that is being repaired: every press is answered, and nothing else is
heard. It asks for no direct messages, so that they stay unread for the bot when it is whole."""

from collections.abc import Callable
from typing import Any, Protocol

import discord
import structlog

from bot.discord_app.components import custom_id as ids
from bot.discord_app.components.forms import Form, answers, open_form
from bot.discord_app.gateway.api_address import gateway_of
from bot.discord_app.gateway.wire_log import wire_log
from bot.discord_app.help.least import LEAST
from bot.discord_app.help.repairing import Asked
from bot.discord_app.interactions.answering import respond, taken
from bot.discord_app.interactions.command_tree import SUGGESTED_AT_MOST
from bot.discord_app.interactions.once import AlreadyTold
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import OutOfDate

Interaction = discord.Interaction[Any]
Kind = discord.InteractionType
Json = dict[str, Any]


class AnswersAll(Protocol):
    """Knows what to answer, in one language."""

    @property
    def status(self) -> str:
        """What stands beside the bot's name."""

    def answer(self, asked: Asked) -> Reply | Form:
        """The answer to a command, button or form."""

    def suggested(self, typed: str) -> dict[str, str]:
        """Countries while somebody types, names by their codes."""

    def described(self) -> dict[str, str]:
        """The commands that are there in any case, and what they do."""


class SafeClient(discord.AutoShardedClient):
    """Keeps nothing, reads nothing, says nothing by itself."""

    def __init__(
        self, answers_in: Callable[[str], AnswersAll], ready: Callable[["SafeClient"], None]
    ) -> None:
        """`answers_in` knows the answers for each of Discord's locales, and for "" by default."""
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.1,
            status=discord.Status.idle,
            activity=discord.CustomActivity(answers_in("").status),
            http_trace=wire_log(),
        )
        self._answers_in = answers_in
        self._when_ready = ready
        self._seen = AlreadyTold()
        self._log = structlog.get_logger("safe_mode")

    async def setup_hook(self) -> None:
        """Logged in, not connected yet."""
        await gateway_of(self)
        await self._offer_commands()

    async def on_ready(self) -> None:
        """Discord has told of the servers that the bot is in."""
        self._when_ready(self)
        self._log.info("safe_mode.ready", servers=len(self.guilds))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Whatever somebody did; without a command tree all of it comes here."""
        if not self._seen.first_time(interaction.id):
            return
        known = self._answers_in(interaction.locale.value)
        if interaction.type is Kind.autocomplete:
            await taken(interaction.response.autocomplete(_choices(known, interaction)))
            return
        answer = self._answer(known, interaction)
        if isinstance(answer, Form):
            await taken(open_form(interaction, answer))
        else:
            await respond(interaction, answer)

    def _answer(self, known: AnswersAll, interaction: Interaction) -> Reply | Form:
        try:
            return known.answer(_asked(interaction))
        except Exception as error:  # noqa: BLE001 - whatever is broken, help lines come
            self._log.error("safe_mode.least", exc_info=error)
            return Reply(LEAST)

    async def _offer_commands(self) -> None:
        """Where Discord knows no command yet, two are there meanwhile. A whole bot tells it of its
        own at its first start; those that are there stay, and are answered."""
        assert self.application_id is not None, "it is logged in"
        described = self._answers_in("").described()
        if described and not await self.http.get_global_commands(self.application_id):
            told = [self._command(name, words) for name, words in described.items()]
            await self.http.bulk_upsert_global_commands(self.application_id, told)

    def _command(self, name: str, description: str) -> Any:
        in_locales = {
            one.value: said
            for one in discord.Locale
            if (said := self._answers_in(one.value).described()[name]) != description
        }
        told: Json = {"name": name, "description": description, "type": 1, "contexts": [0, 1]}
        told["description_localizations"] = in_locales
        if name == "setup":
            manage = discord.Permissions(manage_guild=True).value
            told |= {"contexts": [0], "default_member_permissions": str(manage)}
        return told

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event's handler failed: logged by its place in the code, never with its content."""
        del args, kwargs
        self._log.exception("client.event_failed", handler=event_method)


def _asked(interaction: Interaction) -> Asked:
    data: Json = dict(interaction.data or {})
    manages = interaction.permissions.manage_guild
    if interaction.type is Kind.application_command:
        options = {one["name"]: str(one.get("value", "")) for one in data.get("options", ())}
        return Asked(data["name"], manages, filled=options)
    is_button = interaction.type is Kind.component
    return Asked(_action(data), manages, is_button, {} if is_button else answers(data))


def _action(data: Json) -> str:
    """What a button or form is for; empty for one that this version does not know."""
    try:
        return ids.parse(data.get("custom_id", "")).action
    except OutOfDate:
        return ""


def _choices(known: AnswersAll, interaction: Interaction) -> list[discord.app_commands.Choice[str]]:
    data: Json = dict(interaction.data or {})
    typed = next((str(one["value"]) for one in data.get("options", ()) if one.get("focused")), "")
    fitting = known.suggested(typed) if data["name"] == "helplines" else {}
    offered = list(fitting.items())[:SUGGESTED_AT_MOST]
    return [discord.app_commands.Choice(name=name, value=code) for code, name in offered]
