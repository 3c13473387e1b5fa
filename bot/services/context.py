"""What every service is given: the store, the clock, chance, a messenger, settings, names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.config import Settings
from bot.domain.atlas import Atlas
from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, PersonTag, PrivateNumber, UserId
from bot.domain.notices import Notice
from bot.domain.places import Places
from bot.prompts import Decks
from bot.services.ports import Clock, Messenger, Randomness
from bot.storage.store import Store, Tables


@dataclass(frozen=True, slots=True)
class Member:
    """Who does something, and in which server."""

    user: UserId
    guild: GuildId


class GuildBook:
    """What each server chose, in memory: a form has no time to ask the database."""

    def __init__(self, known: Iterable[GuildChoices] = ()) -> None:
        self._choices = {choices.guild_id: choices for choices in known}

    def of(self, guild: GuildId) -> GuildChoices:
        """A server's choices. Raises NotSetUp."""
        try:
            return self._choices[guild]
        except KeyError:
            raise NotSetUp from None

    def is_on(self, guild: GuildId | None, feature: Feature) -> bool:
        """Whether a server has switched something on; nowhere is nothing on."""
        choices = None if guild is None else self._choices.get(guild)
        return choices is not None and feature in choices.features

    def ask_channel(self, guild: GuildId) -> ChannelId | None:
        """Where a server's asks are posted; None for one that is not set up."""
        choices = self._choices.get(guild)
        return None if choices is None else choices.ask_channel

    def forget(self, guild: GuildId) -> None:
        """The bot is no longer in this server."""
        self._choices.pop(guild, None)

    def known(self) -> frozenset[GuildId]:
        """Every server that was set up."""
        return frozenset(self._choices)

    def remember(self, choices: GuildChoices) -> None:
        """Put a server's choices in the place of earlier ones."""
        self._choices[choices.guild_id] = choices


@dataclass(frozen=True, slots=True)
class Context:
    """Built once, in bot.app. Services read from it and keep nothing of their own."""

    store: Store
    clock: Clock
    randomness: Randomness
    messenger: Messenger
    settings: Settings
    guilds: GuildBook
    aliases: tuple[str, ...]
    decks: Callable[[str], Decks]
    """The encouragements in a language, by theme."""
    language: str
    """The language of everybody who has not chosen one."""
    atlas: Atlas

    def places(self) -> Places:
        """The reader of places, as clocks are now."""
        return Places(self.atlas, self.clock.now())

    def person(self, member: Member) -> PersonTag:
        """The keyed tag of who does something."""
        return self.store.person(member.user)

    def number(self, member: Member) -> PrivateNumber:
        """The private number of who does something."""
        return self.store.private_number(member.guild, member.user)

    async def say(self, tables: Tables, *notices: Notice, lane: str | None = None) -> None:
        """Put notices into the outbox, in this order, in the transaction that decided them."""
        for notice in notices:
            await tables.outbox.put(notice, self.randomness.token(), self.clock.now(), lane)
