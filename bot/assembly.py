"""Everything that services are given, put together once, for a bot that runs or says farewell."""

from dataclasses import dataclass, field

from bot.config import Settings
from bot.discord_app.gateway.on_discord import OnDiscord
from bot.discord_app.outgoing.messenger import DiscordMessenger
from bot.discord_app.rendering.notices import Renderer, Renderers
from bot.discord_app.rendering.words import Words
from bot.discord_app.servers.setup_findings import to_mend
from bot.domain.ids import GuildId
from bot.domain.notices import Notice
from bot.images.cleaner import ImageProcess
from bot.places import load_atlas
from bot.prompts import Prompts
from bot.public_holidays import PackageHolidays
from bot.services.context import Context
from bot.services.help_cards import HelpCards
from bot.services.measures import Measures, NoMeasures
from bot.services.ports import Clock, Images, PublicHolidays, Randomness
from bot.services.requests import Requests
from bot.services.server_choices import ServerChoices
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class World:
    """What differs between a running bot and one in a test or the demo."""

    clock: Clock
    randomness: Randomness
    ticks: bool = True
    """Whether what is due is looked for each second; else `Bot.tick` is called by hand."""
    images: Images = field(default_factory=ImageProcess)
    """What draws them. Whoever runs the bot ends it with `close`."""
    holidays: PublicHolidays = field(default_factory=PackageHolidays)
    measures: Measures = field(default_factory=NoMeasures)
    requests: Requests = field(default_factory=Requests)


async def context_of(
    settings: Settings, prompts: Prompts, store: Store, world: World, place: OnDiscord
) -> tuple[Context, dict[str, Words], Renderers]:
    """Everything that services are given, in each language the words, and what renders notices."""
    in_language = {one: Words(prompts, one, world.randomness) for one in prompts.languages}
    known = await store.read(lambda tables: tables.guilds.all())
    guilds = ServerChoices(prompts.default, known)
    each = {one: _renderer(words, place, guilds, settings) for one, words in in_language.items()}
    renderers = Renderers(prompts.default, each)
    ctx = Context(
        store,
        world.clock,
        world.randomness,
        DiscordMessenger(place, renderers, world.clock.now),
        settings,
        guilds,
        prompts.aliases,
        prompts.decks,
        prompts.default,
        load_atlas(),
        HelpCards(prompts.screen.look),
        prompts.details.look,
        images=world.images,
        holidays=world.holidays,
        measures=world.measures,
        requests=world.requests,
    )
    return ctx, in_language, renderers


def _renderer(
    words: Words, place: OnDiscord, guilds: ServerChoices, settings: Settings
) -> Renderer:
    def change(notice: Notice) -> tuple[str, ...]:
        known = None if notice.guild_id is None else place.guild(notice.guild_id)
        return () if known is None else to_mend(words, known, guilds.of(GuildId(known.id)), notice)

    return Renderer(words, place.guild_name, guilds.is_on, settings, change)
