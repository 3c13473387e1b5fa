"""The composition root: builds, starts and stops everything. No logic of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.config import Settings
from bot.discord_app.aftercare.clear_chat import ClearChat
from bot.discord_app.aftercare.feedback import LookingBack
from bot.discord_app.aftercare.listener_check import AfterListening
from bot.discord_app.aftercare.reflections import Reflecting
from bot.discord_app.aftercare.same_listener import AskingTheSame
from bot.discord_app.asks.compose import Asking
from bot.discord_app.asks.form_from_button import AskForm
from bot.discord_app.asks.post_without_dm import PostingWithoutDm
from bot.discord_app.community.report import ShowingCommunity
from bot.discord_app.conversations.overview import MyConversationsShown
from bot.discord_app.conversations.recipient import Choosing
from bot.discord_app.conversations.silence import BeingSilent
from bot.discord_app.conversations.write_and_end import Talking
from bot.discord_app.direct_messages.unaddressed import PassingStraysOn
from bot.discord_app.encouragements.channel_schedule import ChannelSchedule
from bot.discord_app.encouragements.on_demand import Encouraging
from bot.discord_app.encouragements.personal_schedule import MySchedule
from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.client import SupportClient
from bot.discord_app.gateway.supervisor import Supervisor
from bot.discord_app.goals.check_in_answers import AnsweringCheckIns
from bot.discord_app.goals.goal import GoalShown
from bot.discord_app.help.help import Helping
from bot.discord_app.help.helplines import ShowingHelpLines
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.middleware import (
    knowing_the_drafts_server,
    noting_where,
    showing_how_it_stands,
)
from bot.discord_app.interactions.router import InteractionRouter
from bot.discord_app.interactions.which_server import InOneServer
from bot.discord_app.listeners.duty import Listening
from bot.discord_app.listeners.preferences import Settling
from bot.discord_app.offers.responses import Offering, WhoWaits
from bot.discord_app.outgoing.messenger import DiscordMessenger
from bot.discord_app.rendering.notices import Renderer
from bot.discord_app.rendering.words import Words
from bot.discord_app.servers.features import Switching
from bot.discord_app.servers.setup import SettingUp
from bot.discord_app.servers.setup_findings import to_post_asks
from bot.domain.ids import GuildId
from bot.jobs import ticking
from bot.places import load_atlas
from bot.prompts import Prompts
from bot.services import retention, timers
from bot.services.clock import SystemClock, SystemRandomness
from bot.services.community import weekly_count
from bot.services.context import Context
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.ports import Clock, Randomness
from bot.services.server_choices import ServerChoices
from bot.services.servers import ask_channels, panel
from bot.storage.encryption.keys import load_keyring
from bot.storage.encryption.remembered import remember
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, open_store
from bot.token import Token


@dataclass(frozen=True, slots=True)
class World:
    """What differs between a running bot and one in a test or the demo."""

    clock: Clock
    randomness: Randomness
    ticks: bool = True
    """Whether what is due is looked for each second; else `Bot.tick` is called by hand."""


def real_world() -> World:
    """The machine's clock and chance."""
    return World(SystemClock(), SystemRandomness())


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot."""

    desk: DiscordContext
    delivery: OutboxLoop
    supervisor: Supervisor
    lasting: "tuple[asyncio.Task[None], ...]"
    """The connection and the outbox loop. Each ends only with an error that waiting cannot mend,
    such as a wrong token."""

    async def tick(self) -> None:
        """Fire what is due, and look at the outbox again."""
        await timers.fire_due_timers(self.desk.ctx, self.supervisor.all_read)
        self.delivery.wake()

    async def erase(self) -> None:
        """Count the weeks that are over, then erase what is no longer needed."""
        await weekly_count.count(self.desk.ctx)
        await retention.purge_expired(self.desk.ctx)

    async def look_after_panels(self) -> None:
        """Put back what was deleted. Apart from `tick`, as it waits for Discord's answers."""
        await panel.look_after(self.desk.ctx)

    async def look_after_ask_channels(self) -> None:
        """Tell moderators where asks cannot be posted, and notice where that was mended."""
        await ask_channels.look_after(self.desk.ctx)

    async def settle(self) -> None:
        """Fire what is due, and wait until all of it has been said."""
        await self.tick()
        await self.erase()
        await self.look_after_panels()
        await self.look_after_ask_channels()
        await self.delivery.drain()


@asynccontextmanager
async def running(
    settings: Settings, prompts: Prompts, token: Token, environ: Mapping[str, str], world: World
) -> AsyncIterator[Bot]:
    """A bot that is starting to connect; `bot.supervisor.ready()` waits until it has.

    Raises what loading the key and opening the database raise, before anything connects.
    """
    async with AsyncExitStack() as stack:
        store = await _store(settings, environ)
        stack.push_async_callback(store.close)
        stack.enter_context(api_at(settings.discord.api_url))
        bot = await _build(settings, prompts, token, store, world)
        for task in bot.lasting:
            stack.push_async_callback(_stop, task)
        if world.ticks:
            await stack.enter_async_context(
                ticking(
                    {
                        bot.tick: 1,
                        bot.look_after_panels: 1,
                        bot.look_after_ask_channels: 60,
                        bot.erase: 60,
                    }
                )
            )
        yield bot


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _store(settings: Settings, environ: Mapping[str, str]) -> Store:
    files = settings.storage
    keyring = load_keyring(environ, files.key_file, files.database)
    store = await open_store(files.database, Sealer(keyring))
    remember(keyring, files.key_file)
    return store


async def _build(
    settings: Settings, prompts: Prompts, token: Token, store: Store, world: World
) -> Bot:
    supervisor = Supervisor(token, store)
    words = Words(prompts, world.randomness)
    guilds = ServerChoices(await store.read(lambda tables: tables.guilds.all()))

    def change(guild: GuildId) -> tuple[str, ...]:
        known = supervisor.guild(guild)
        return () if known is None else to_post_asks(words, known, guilds.of(guild))

    renderer = Renderer(words, supervisor.guild_name, guilds.is_on, settings, change)
    messenger = DiscordMessenger(
        lambda: supervisor.client, renderer.reply, renderer.sign, world.clock.now
    )
    ctx = Context(
        store,
        world.clock,
        world.randomness,
        messenger,
        settings,
        guilds,
        prompts.aliases(prompts.default),
        prompts.decks,
        prompts.default,
        load_atlas(),
    )
    desk = DiscordContext(ctx, words)
    delivery = OutboxLoop(ctx)
    lasting = (
        asyncio.create_task(delivery.run()),
        asyncio.create_task(supervisor.run(lambda: _client(desk, supervisor, renderer))),
    )
    return Bot(desk, delivery, supervisor, lasting)


def _client(desk: DiscordContext, supervisor: Supervisor, renderer: Renderer) -> SupportClient:
    asking, my_schedule = Asking(desk), MySchedule(desk)
    form = AskForm(desk, asking.blank, asking.preview, supervisor.guild_name)
    mine = MyConversationsShown(desk, renderer.reply, supervisor.guild_name)
    stands = partial(showing_how_it_stands, look=mine.how_it_stands)
    features = (
        stands(knowing_the_drafts_server(desk.ctx, asking)),
        stands(knowing_the_drafts_server(desk.ctx, PostingWithoutDm(desk))),
        Offering(desk),
        Talking(desk),
        Choosing(desk, renderer.reply),
        BeingSilent(desk),
        LookingBack(desk),
        ClearChat(desk),
        Reflecting(desk),
        mine,
        PassingStraysOn(desk, asking.preview, supervisor.guild_name),
        Encouraging(desk, my_schedule.move),
        my_schedule,
        ChannelSchedule(desk),
        ShowingCommunity(desk),
        GoalShown(desk, asking.preview),
        AnsweringCheckIns(desk),
        SettingUp(desk, supervisor.guild),
        Switching(desk),
        AfterListening(desk, form),
        stands(AskingTheSame(desk, form)),
    )
    noting = partial(noting_where, desk.ctx)
    of_listeners = [noting(one) for one in (Listening(desk), WhoWaits(desk), Settling(desk))]
    anywhere = InOneServer(desk, of_listeners, supervisor.guild_name)
    noted = [*(noting(feature) for feature in features), *anywhere.features, anywhere]
    # these two must help when the database does not, so nothing is noted around them
    router = InteractionRouter(desk, [*noted, ShowingHelpLines(desk), Helping(desk)])

    async def ready(client: SupportClient) -> None:
        await panel.look_soon(desk.ctx)
        await supervisor.is_ready(client)

    return SupportClient(desk, router, supervisor.tell_commands, ready)
