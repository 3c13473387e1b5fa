"""What every service is given: the store, the clock, chance, a messenger, settings, names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.config import Settings
from bot.domain.atlas import Atlas
from bot.domain.details import Detail
from bot.domain.guilds import Feature
from bot.domain.ids import NOBODY, AskerNumber, GuildId, ListenerNumber, PersonTag, RoleId, UserId
from bot.domain.notices import Notice
from bot.domain.places import Places
from bot.prompts import Aliases, Decks
from bot.services import server_choices
from bot.services.awaited import AwaitedAnswers
from bot.services.help_cards import HelpCards
from bot.services.language_choices import LanguageChoices
from bot.services.measures import Measures, NoMeasures
from bot.services.ports import (
    Clock,
    Images,
    Messenger,
    NoHolidays,
    NoImages,
    PublicHolidays,
    Randomness,
)
from bot.services.read_first import ReadFirst
from bot.services.requests import Requests
from bot.storage.store import Store, Tables


@dataclass(frozen=True, slots=True)
class Member:
    """Who does something, and in which server."""

    user: UserId
    guild: GuildId
    roles: frozenset[RoleId] | None = field(default=None, compare=False)
    """What Discord told with their press; None: it did not, as in direct messages."""


@dataclass(frozen=True, slots=True)
class Context:
    """Built once, in bot.app. Services read from it and keep nothing of their own."""

    store: Store
    clock: Clock
    randomness: Randomness
    messenger: Messenger
    settings: Settings
    guilds: server_choices.ServerChoices
    aliases: Callable[[str], Aliases]
    """The names that people wear for a conversation, in a language."""
    decks: Callable[[str], Decks]
    """The encouragements in a language, by theme."""
    language: str
    """The language of whoever does something; else, and where theirs is not known, the bot's."""
    atlas: Atlas
    help_cards: HelpCards
    details: Callable[[str], Sequence[Detail]] = lambda _: ()
    """What gives somebody away in their own words."""
    answers: AwaitedAnswers = field(default_factory=AwaitedAnswers)
    languages: LanguageChoices = field(default_factory=LanguageChoices)
    images: Images = field(default_factory=NoImages)
    holidays: PublicHolidays = field(default_factory=NoHolidays)
    measures: Measures = field(default_factory=NoMeasures)
    requests: Requests = field(default_factory=Requests)
    read_first: ReadFirst = field(default_factory=ReadFirst)

    def places(self) -> Places:
        """The reader of places, as clocks are now."""
        return Places(self.atlas, self.clock.now())

    def may_pass_contact(self, guild: GuildId) -> bool:
        """Whether a server lets people tell each other how to be reached."""
        return self.guilds.is_on(guild, Feature.CONTACT)

    def may_show_images(self, guild: GuildId) -> bool:
        """Whether a server lets people show each other images, and they can be drawn here."""
        return self.images.available and self.guilds.is_on(guild, Feature.IMAGES)

    def person(self, member: Member) -> PersonTag:
        """The keyed tag of who does something."""
        return self.store.person(member.user)

    def asker_number(self, member: Member) -> AskerNumber:
        """The private number of who does something, as somebody who asks."""
        return self.store.asker_number(member.guild, member.user)

    def listener_number(self, member: Member) -> ListenerNumber:
        """The private number of who does something, as a listener."""
        return self.store.listener_number(member.guild, member.user)

    async def say(self, tables: Tables, *notices: Notice, lane: str | None = None) -> None:
        """Put notices into the outbox, in this order, in the transaction that decided them; none
        for whoever erased everything."""
        for notice in (one for one in notices if one.to != NOBODY):
            await tables.outbox.put(notice, self.randomness.token(), self.clock.now(), lane)
