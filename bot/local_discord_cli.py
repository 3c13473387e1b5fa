"""The words of the command line for `lend-an-ear local-discord`."""

from pathlib import Path

import click


@click.command("local-discord")
@click.option("--port", type=click.IntRange(0, 65535), default=8686, show_default=True)
@click.option(
    "--seed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML file with servers, channels and people; without one there is a small server.",
)
@click.option(
    "--intents",
    type=click.Choice(["all", "members", "presences", "message_content"]),
    multiple=True,
    help="Switch on a privileged intent, as in Discord's developer portal; can be given again.",
)
@click.option(
    "--bot-permissions",
    metavar="NAMES",
    help='What the bot may do in each server: "all", or names such as MANAGE_ROLES,KICK_MEMBERS.',
)
def local_discord(
    port: int, seed: Path | None, intents: tuple[str, ...], bot_permissions: str | None
) -> None:
    """Run the small local Discord alone, for a bot in any language, until it is stopped."""
    from bot import local_discord_command
    from bot.exits import exit_with_words

    switches: dict[str, object] = {}
    if intents:
        switches["intents"] = "all" if "all" in intents else list(intents)
    if bot_permissions is not None:
        switches["bot_permissions"] = bot_permissions
    exit_with_words(lambda: local_discord_command.run(port, seed, switches))
