"""A small Discord on loopback, which unmodified Discord clients believe.

What it imitates and how to use it stands in the README beside this file. It imports nothing else
of the bot: the two are joined by sockets only.
"""

from bot.local_discord.channels import Channel
from bot.local_discord.errors import ForgottenError, NotAllowedError, NotSeenError, UnknownCommand
from bot.local_discord.forms import Form, Response
from bot.local_discord.journal import Change
from bot.local_discord.members import Role
from bot.local_discord.messages import Message
from bot.local_discord.people import Person
from bot.local_discord.permissions import Permissions
from bot.local_discord.server import LocalDiscord, serve
from bot.local_discord.traffic import Exchange, Traffic
from bot.local_discord.uploads import Upload
from bot.local_discord.world import Guild

__all__ = [
    "Change",
    "Channel",
    "Exchange",
    "ForgottenError",
    "Form",
    "Guild",
    "LocalDiscord",
    "Message",
    "NotAllowedError",
    "NotSeenError",
    "Permissions",
    "Person",
    "Response",
    "Role",
    "Traffic",
    "UnknownCommand",
    "Upload",
    "serve",
]
