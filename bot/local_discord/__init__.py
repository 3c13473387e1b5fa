"""A small Discord on loopback, which unmodified Discord clients believe.

What it imitates and how to use it stands in the README beside this file. It imports nothing else
of the bot: the two are joined by sockets only.
"""

from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import NotAllowedError, NotSeenError, UnknownCommand
from bot.local_discord.faults import Hold
from bot.local_discord.forms import Field, Form, Response
from bot.local_discord.messages import Message
from bot.local_discord.people import Person
from bot.local_discord.permissions import Permissions
from bot.local_discord.server import LocalDiscord, serve
from bot.local_discord.snowflake import Clock, LocalClock
from bot.local_discord.traffic import Exchange, Traffic
from bot.local_discord.world import Guild, Role

__all__ = [
    "Channel",
    "Clock",
    "Exchange",
    "Field",
    "Form",
    "Guild",
    "Hold",
    "LocalClock",
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
    "User",
    "serve",
]
