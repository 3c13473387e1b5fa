"""What was picked in a menu of /setup, as a change of the draft; and what cannot be taken."""

from collections.abc import Callable
from dataclasses import replace

import discord

from bot.config import Settings
from bot.discord_app.interactions.handlers import UserAction
from bot.discord_app.rendering.reply import PICKED
from bot.discord_app.servers.setup_menus import AS_SET, days_offered
from bot.domain.errors import OutOfDate
from bot.domain.ids import ChannelId, RoleId
from bot.domain.setting_up import (
    ABOUT_ASKS,
    ASKED_IN,
    OTHERS,
    Field,
    SetupPlace,
    SetupStep,
    WantedSetup,
)
from bot.services.servers.guided import SetUp

TEXT = discord.ChannelType.text.value
Change = Callable[[WantedSetup], WantedSetup]


class NotPicked(Exception):
    """It cannot be taken: `key` names the words that say why. Nothing changes."""

    def __init__(self, key: str, step: SetupStep) -> None:
        super().__init__()
        self.key, self.step = key, step


def picked(
    press: UserAction, before: SetUp, guild: discord.Guild | None, settings: Settings
) -> tuple[Change, SetupStep]:
    """What changes, and the step after it: the next one where this was all that it lacked. A server
    keeps nothing longer than the settings say. Raises NotPicked, and OutOfDate for a menu that is
    no more."""
    if press.which not in tuple(Field):
        raise OutOfDate
    field, values = Field(press.which), press.all_chosen(PICKED)
    step = next((step for step, asked in ASKED_IN.items() if field in asked), SetupStep.CHECK)
    if field is Field.ROLE:
        change = _role(press, values)
    elif field.value in tuple(SetupPlace):
        channel = _there(press, guild, values)
        change = _channel(before, SetupPlace(field.value), channel)
    elif field in (Field.CLOSED, Field.RECORD):
        change = _days(field, values, settings)
    else:
        change = _listed(field, values)
    lacked = before.wanted.missing is step
    goes_on = field is Field.ROLE and lacked
    return change, step.next if goes_on else step


def _role(press: UserAction, values: tuple[str, ...]) -> Change:
    if not values or int(values[0]) == int(press.member.guild):
        raise NotPicked("setup.role_is_everyone", SetupStep.MODERATORS)
    role = RoleId(int(values[0]))
    return lambda wanted: replace(wanted, role=role)


def _there(
    press: UserAction, guild: discord.Guild | None, values: tuple[str, ...]
) -> ChannelId | None:
    """The channel that was picked: an ordinary one for text, of this server. Raises NotPicked."""
    if not values:
        return None
    channel = ChannelId(int(values[0]))
    told = press.channels.get(channel)
    known = None if guild is None else guild.get_channel_or_thread(channel)
    if (told is not None and told.kind != TEXT) or (known is not None and known.type.value != TEXT):
        raise NotPicked("setup.only_text", SetupStep.CHANNELS)
    if known is None and guild is not None and not guild.unavailable:
        raise NotPicked("setup.not_here", SetupStep.CHANNELS)
    return channel


def _channel(before: SetUp, place: SetupPlace, channel: ChannelId | None) -> Change:
    if channel is not None:
        others = {SetupPlace.ASKS: SetupPlace.STAFF, SetupPlace.STAFF: SetupPlace.ASKS}
        if place in others and before.wanted.channel(others[place]) == channel:
            raise NotPicked("setup.same_channel", SetupStep.CHANNELS)
    return lambda wanted: wanted.with_channel(place, channel)


def _listed(field: Field, values: tuple[str, ...]) -> Change:
    first = next(iter(values), "")
    match field:
        case Field.KINDS:
            return lambda wanted: replace(wanted, open_asks=first == "choice")
        case Field.APPROVALS:
            return lambda wanted: wanted.with_features(ABOUT_ASKS, values)
        case Field.MORE:
            return lambda wanted: wanted.with_features(OTHERS, values)
        case Field.LANGUAGE:
            return lambda wanted: replace(wanted, language=first)
        case Field.TOPICS:
            return lambda wanted: replace(wanted, topics=frozenset(values))
        case _:
            raise OutOfDate


def _days(field: Field, values: tuple[str, ...], settings: Settings) -> Change:
    """How long something is kept. The menu may be older than what was set. Raises NotPicked."""
    offered = map(str, (AS_SET, *days_offered(field, settings)))
    first = next(iter(values), "")
    if first not in offered:
        raise NotPicked("setup.not_longer", SetupStep.KEPT)
    days = int(first)
    if field is Field.CLOSED:
        return lambda wanted: replace(wanted, kept=replace(wanted.kept, closed_days=days))
    return lambda wanted: replace(wanted, kept=replace(wanted.kept, record_days=days))
