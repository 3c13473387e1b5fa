"""`lend-an-ear invite`: the link that adds the bot to a server, and what it asks for there."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import click

from bot.discord_app import permissions
from bot.readiness import NotReady, settings_in
from bot.strict_yaml import FileFaults
from bot.token import read_token

SCOPES: Mapping[str, str] = {
    "bot": "it is in the server, and can write there and to members who use it",
    "applications.commands": "people find /ask, /listen and the others when they type a slash",
}
"""What the link asks for, and what each is for."""

PERMISSIONS: Mapping[str, tuple[str, str]] = {
    "view_channel": ("View Channels", "to find the channels that /setup names"),
    "send_messages": ("Send Messages", "to post asks, the panel, and what moderators have to know"),
    "embed_links": ("Embed Links", "to show people's own words in a box, apart from the bot's"),
    "read_message_history": (
        "Read Message History",
        "to find what it posted before it was cut off, so that nothing stands there twice",
    ),
    "create_public_threads": (
        "Create Public Threads",
        "to let people answer below an ask, where a server lets askers show their words",
    ),
    "send_messages_in_threads": (
        "Send Messages in Threads",
        "to bring answers there without a name",
    ),
}
"""By Discord's name in its documentation: the name that Discord shows, and what it is for."""


def invite(config_file: Path, application: str | None) -> None:
    """Print the link. It asks nobody: the application's id is given, or stands in the token. Raises
    NotReady where it is neither."""
    number = _number(application) if application else _of_token(config_file)
    click.echo(link(number))
    click.echo("Open it as somebody who may manage the server. It asks for two scopes:")
    for scope, purpose in SCOPES.items():
        click.echo(f"  {scope}: {purpose}")
    click.echo("and these permissions, and no others:")
    for name in permissions.ALL:
        shown, purpose = PERMISSIONS[name]
        click.echo(f"  {shown}: {purpose}")
    click.echo("Then run /setup in the server. It says if something is missing in a channel.")


def link(application: int) -> str:
    """By which this application is added to a server.
    https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow"""
    asked = {
        "client_id": application,
        "scope": " ".join(SCOPES),
        "permissions": permissions.bits(),
        "integration_type": 0,  # a server, not somebody's account
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"


def _number(given: str) -> int:
    if re.fullmatch(r"[0-9]{15,20}", given.strip()):
        return int(given)
    raise NotReady(f"What was given is no application id. {_WHERE}")  # it may be a token


def _of_token(config_file: Path) -> int:
    """From the token of the environment also where there are no settings yet."""
    try:
        settings = settings_in(config_file) if config_file.exists() else None
        number = read_token(settings, os.environ).application_id()
    except FileFaults as none:
        raise NotReady(f"{none}\nWithout a token: {_WHERE}") from None
    if number is None:
        raise NotReady(f"The token does not say whose it is. {_WHERE}")
    return number


_WHERE = (
    "Give the application's id: lend-an-ear invite ID. Discord's developer portal has it under"
    " General Information."
)
