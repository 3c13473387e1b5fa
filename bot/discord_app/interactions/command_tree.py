"""The slash commands as Discord is told of them, and telling it only when they changed."""

import hashlib
import json
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from bot.discord_app.components import custom_id as ids
from bot.discord_app.components.frames import read_back
from bot.discord_app.interactions.by_language import RouterByLanguage
from bot.discord_app.interactions.command_words import described, theme_name
from bot.discord_app.interactions.context import DiscordContext
from bot.domain.errors import OutOfDate
from bot.domain.places import suggested
from bot.domain.zones import zones_like

Interaction = discord.Interaction[Any]

REPORTS_A_TEXT = "report_text"
SUGGESTED_AT_MOST = 25
"""While somebody types; Discord's limit."""


def add_commands(
    tree: app_commands.CommandTree[Any], desk: DiscordContext, router: RouterByLanguage
) -> None:
    """Add every command. Their descriptions come from prompts/; /ask has no options, because
    what is typed into options can be seen by others; nor has /goal."""
    tree.add_command(_plain(desk, router, "ask"))
    tree.add_command(_plain(desk, router, "listen", everywhere=True))
    tree.add_command(_encourage(desk, router))
    tree.add_command(_plain(desk, router, "community"))
    for name in ("conversations", "goal", "help", "privacy"):
        tree.add_command(_plain(desk, router, name, everywhere=True))
    tree.add_command(_helplines(desk, router))
    moderate = _plain(desk, router, "moderate")
    moderate.default_permissions = discord.Permissions(moderate_members=True)
    tree.add_command(moderate)
    tree.add_command(_report_this(desk, router))
    setup = _plain(desk, router, "setup")
    setup.default_permissions = discord.Permissions(manage_guild=True)
    tree.add_command(setup)


async def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """A hash of all that Discord is told about the commands, in every language."""
    words = tree.translator
    assert words is not None, "it was set before"
    told = [await command.get_translated_payload(tree, words) for command in tree.get_commands()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _plain(
    desk: DiscordContext, router: RouterByLanguage, name: str, *, everywhere: bool = False
) -> app_commands.Command[Any, ..., None]:
    async def run(interaction: Interaction) -> None:
        await router.command(interaction, name)

    return _command(desk, name, run, everywhere=everywhere)


def _report_this(desk: DiscordContext, router: RouterByLanguage) -> app_commands.ContextMenu:
    """In the menu of every message: Discord shows it to nobody but whoever opens it."""

    async def run(interaction: Interaction, message: discord.Message) -> None:
        me = interaction.client.user
        ours = me is not None and message.author.id == me.id
        pressed = _button_that_reports(message) if ours else None
        if pressed is not None:
            await router.button(interaction, pressed)
            return
        options = {
            "message": str(message.id),
            "shown": read_back(message)[0],
            "ours": "yes" if ours else "",
        }
        await router.command(interaction, "report_this", **options)

    app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(run)
    name = described(desk.words, "command.report_this.name")
    return app_commands.ContextMenu(name=name, callback=run)


def _button_that_reports(message: discord.Message) -> str | None:
    """That of an encouragement which a member suggested: nothing else of it is kept."""
    for row in message.components:
        for one in row.children if isinstance(row, discord.ActionRow) else ():
            custom_id = getattr(one, "custom_id", None) or ""
            with suppress(OutOfDate):
                if ids.parse(custom_id).action == REPORTS_A_TEXT:
                    return str(custom_id)
    return None


def _helplines(
    desk: DiscordContext, router: RouterByLanguage
) -> app_commands.Command[Any, ..., None]:
    async def run(interaction: Interaction, country: str | None = None) -> None:
        await router.command(interaction, "helplines", **({"country": country} if country else {}))

    async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        words = desk.in_language[await router.language(interaction)]
        fitting = words.countries_like(typed)[:SUGGESTED_AT_MOST]
        return [app_commands.Choice(name=words.countries[one], value=one) for one in fitting]

    app_commands.autocomplete(country=suggest)(run)
    app_commands.describe(country=described(desk.words, "command.helplines.country.description"))(
        run
    )
    return _command(desk, "helplines", run, everywhere=True)


def _encourage(
    desk: DiscordContext, router: RouterByLanguage
) -> app_commands.Command[Any, ..., None]:
    async def run(
        interaction: Interaction,
        theme: str | None = None,
        at: str | None = None,
        zone: str | None = None,
    ) -> None:
        options = {"theme": theme, "at": at, "zone": zone}
        await router.command(
            interaction, "encourage", **{name: value for name, value in options.items() if value}
        )

    async def suggest(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        fitting = suggested(desk.ctx.atlas, zones_like(typed), typed, SUGGESTED_AT_MOST)
        return [app_commands.Choice(name=shown[:100], value=zone) for shown, zone in fitting]

    app_commands.choices(
        theme=[
            app_commands.Choice(name=theme_name(desk.words, key), value=key)
            for key in desk.words.decks
        ]
    )(run)
    app_commands.autocomplete(zone=suggest)(run)
    app_commands.describe(
        **{
            option: described(desk.words, f"command.encourage.{option}.description")
            for option in ("theme", "at", "zone")
        }
    )(run)
    return _command(desk, "encourage", run, everywhere=True)


def _command(
    desk: DiscordContext, name: str, run: Any, *, everywhere: bool = False
) -> app_commands.Command[Any, ..., None]:
    app_commands.allowed_contexts(guilds=True, dms=everywhere, private_channels=False)(run)
    return app_commands.Command(
        name=name, description=described(desk.words, f"command.{name}.description"), callback=run
    )
