"""A stage for journeys: a local Discord, a server with people, and the real bot on sockets."""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.app import Bot, running
from bot.assembly import World
from bot.config import Settings
from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.local_discord import Channel, Guild, LocalDiscord, Message, Permissions, Person, Role
from bot.prompts import Prompts
from bot.services.context import Member
from bot.services.listeners import duty
from bot.services.measures import Measures, NoMeasures
from bot.services.servers import panel
from bot.setting_sections import Logging
from bot.token import Token
from tests import server_setup
from tests.engines import place_of
from tests.fakes import FixedClock, SeededRandomness
from tests.journeys.guided import Guided
from tests.journeys.hearing import all_heard
from tests.leaks.watch import assert_nothing_leaked
from tests.local_discord.openapi import VARIABLE, OpenApi
from tests.log_lines import kept_log
from tests.patience import PATIENCE
from tests.prepared import first_files, shipped
from tests.stated import for_adults

WORDS = "What's on your mind?"
TICK = 23
"""Discord's type of a box to tick."""
WOULD_HELP = "What would help? (you can leave this empty)"


@dataclass
class Stage:
    """What a journey plays with."""

    discord: LocalDiscord
    guild: Guild
    asks: Channel
    staff: Channel
    entrance: Channel
    """Where the panel stands: members read it, and cannot write."""
    moderators: Role
    admin: Person
    asker: Person
    listener: Person
    other: Person
    clock: FixedClock
    settings: Settings
    prompts: Prompts
    folder: Path
    running: AsyncExitStack
    log: io.StringIO
    """What the bot logs, with the root at DEBUG."""
    language: str = "en"
    """In which people read what they press and fill in."""
    listeners: set[int] = field(default_factory=set)
    """Who listens without having pressed for it."""
    measures: Measures = field(default_factory=NoMeasures)
    """What the bot that is started next tells of its work."""
    _bot: Bot = field(init=False)

    @property
    def bot(self) -> Bot:
        """The bot that runs now."""
        return self._bot

    async def start(self) -> None:
        """Start the bot, as an operator would."""
        self._bot = await self.running.enter_async_context(
            bot_on(
                self.discord, self.folder, self.clock, self.settings, self.prompts, self.measures
            )
        )

    async def restart(self) -> None:
        """Stop the bot, and start another on the same files."""
        await self.running.aclose()
        await self.start()

    def words(self, key: str, **values: str | int) -> str:
        """A sentence from prompts/."""
        return self.prompts.text(self.language, key, **values)

    async def settle(self) -> None:
        """Let the bot take in what was told, then do and say everything that is due."""
        await all_heard(self.discord, self.bot.supervisor.client)
        await self.bot.settle()

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock, and let the bot do what became due."""
        self.clock.advance(by)
        await self.settle()

    async def set_up(
        self,
        *,
        open_asks: bool = False,
        by: Person | None = None,
        where: Channel | None = None,
    ) -> Message:
        """Set the server up by /setup with the stage's channels, for adults only, as the admin or
        somebody else; what is read at the end. Everybody who is there has said that they are one.
        """
        guided = await Guided.opened(by or self.admin, where or self.staff, self.language)
        if guided.at_check:
            await guided.go_to("moderators")
        await guided.choose_all(self.asks, self.staff, self.moderators, self.entrance)
        kinds = "choice" if open_asks else "private"
        await guided.pick("kinds", self.words(f"setup.kinds.{kinds}"))
        shown = await guided.finish()
        await self.everybody_is_an_adult()
        return shown

    async def is_set_up(self, *, open_asks: bool = False) -> None:
        """The same for a story that is about something else, without anybody's pressing."""
        ctx, guild = self.bot.desk.ctx, GuildId(self.guild.id)
        choices = GuildChoices(
            guild,
            ChannelId(self.asks.id),
            ChannelId(self.staff.id),
            RoleId(self.moderators.id),
            open_asks,
            ChannelId(self.entrance.id),
        )
        await server_setup.set_up(ctx, choices)
        await panel.put_up(ctx, guild)
        await self.everybody_is_an_adult()

    async def everybody_is_an_adult(self, guild: Guild | None = None) -> None:
        """A server is for adults only, and whoever is in it now has said that they are one."""
        await for_adults(self.bot.desk.ctx, guild or self.guild)

    async def listens(self, person: Person) -> None:
        """Somebody is a listener, for a story that is about something else."""
        self.listeners.add(person.id)
        await duty.join(self.bot.desk.ctx, Member(UserId(person.id), GuildId(self.guild.id)))

    async def join(self, person: Person, **also: str) -> Message:
        """Become a listener, with every box ticked; `also`: what else the form asks, by name."""
        message = (await person.run("listen", in_=self.asks)).message
        assert message is not None
        for _ in range(2):
            message = (await person.press(message, self.words("press.guide.button"))).message
            assert message is not None
        form = (await person.press(message, self.words("press.join.button"))).form
        assert form is not None
        ticked = {field.names[1]: True for field in form.fields if field.part["type"] == TICK}
        joined = (await person.submit(form, {**ticked, **also})).message
        assert joined is not None
        return joined

    async def write(self, words: str, would_help: str = "", by: Person | None = None) -> Message:
        """Fill in the form of /ask; the preview."""
        person = by or self.asker
        opened = await person.run("ask", in_=self.asks)
        assert opened.form is not None
        fields = {"words": words, "would_help": would_help}
        labelled = {self.words(f"ask.form.{one}.field_label"): text for one, text in fields.items()}
        shown = await person.submit(opened.form, labelled)
        assert shown.message is not None
        return shown.message

    async def ask(self, words: str = "It has been a long week.", would_help: str = "") -> Message:
        """Write an ask and post it; the post in the channel."""
        preview = await self.write(words, would_help)
        await self.asker.press(preview, str(preview.buttons[0]))  # also "Post anyway"
        await self.settle()
        return self.post()

    def post(self) -> Message:
        """The newest message in the channel for asks, as a listener sees it."""
        return self.public(self.listener)[-1]

    def public(self, person: Person) -> list[Message]:
        """What somebody sees in the channel for asks, without what only they see."""
        return [message for message in self.listener_view(person) if not message.ephemeral]

    def listener_view(self, person: Person) -> list[Message]:
        """Everything that somebody sees in the channel for asks."""
        return person.sees(self.asks)

    async def accept(self, by: Person | None = None) -> None:
        """Accept the newest ask."""
        await (by or self.listener).press(self.post(), self.words("press.accept.button"))
        await self.settle()

    async def end(self, by: Person) -> None:
        """End the newest conversation, for both."""
        label = self.words("press.end.button")
        opening = [m for m in by.sees(by.dm) if label in map(str, m.buttons)][-1]
        really = (await by.press(opening, label)).message
        assert really is not None
        await by.press(really, self.words("press.end_now.button"))
        await self.settle()

    def panels(self) -> list[Message]:
        """The panels that stand in the channel for them, as a member sees it."""
        label = self.words("press.ask.button")
        return [m for m in self.asker.sees(self.entrance) if label in map(str, m.buttons)]

    def tell_again(self, message: Message) -> None:
        """Let the gateway tell the bot of a message once more."""
        payload = {**message.raw, "channel_type": 1}
        self.discord.gateway.emit("MESSAGE_CREATE", payload, 0, None)


def files_in(folder: Path, settings: Settings, discord: LocalDiscord) -> Settings:
    """Settings for a bot on this Discord, with its files in a folder."""
    return settings.model_copy(
        update={
            "discord": settings.discord.model_copy(update={"api_url": discord.api_url}),
            "storage": settings.storage.model_copy(
                update={
                    "database": place_of(folder / "data" / "bot.sqlite3"),
                    "key_file": folder / "data" / "bot.key",
                }
            ),
        }
    )


@asynccontextmanager
async def bot_on(
    discord: LocalDiscord,
    folder: Path,
    clock: FixedClock,
    settings: Settings,
    prompts: Prompts,
    measures: Measures,
) -> AsyncIterator[Bot]:
    """The real bot, connected; leaving stops it as an operator would."""
    full = files_in(folder, settings, discord)
    # a run's chance must differ from the one before it, as tokens and nonces stay in the database
    starts = sum(name == "READY" for _, name, _ in discord.traffic.events)
    world = World(clock, SeededRandomness(starts), ticks=False, measures=measures)
    async with running(full, prompts, Token(discord.token), {}, world) as bot:
        async with asyncio.timeout(PATIENCE):
            await bot.supervisor.ready()
        yield bot


@cache
def discords_description() -> OpenApi | None:
    """Discord's own description of its API, where the environment names it; CI must."""
    if VARIABLE in os.environ or os.environ.get("CI") == "true":
        return OpenApi.from_environment()
    return None


@dataclass(frozen=True)
class Identity:
    """Who the asker is on Discord: what must never reach anybody else."""

    username: str = "asker.velvet.narwhal"
    global_name: str = "Velvet Nàrwhal"
    nick: str | None = "Brambletoe"
    avatar: str | None = "a_3f9c1d70b2e84a65c7d0f19b3e5a8264"
    locale: str = "en-US"
    snowflake: int | None = None


OTHERS = {
    "admin.at.the.door": "71c0e5a94b8d4f23961ed80b57a2fc36",
    "listener.with.the.kettle": "c84a17f2903e4bd5b6e1729f0ad35c48",
    "other.on.the.nightbus": "0d6b92e8f7514c3aa95d13c47be0826f",
}
"""Who else is there: names and pictures that nothing else could look like by chance."""


@asynccontextmanager
async def staged(
    folder: Path,
    settings: Settings | None = None,
    who: Identity | None = None,
    key: bytes | None = None,
) -> AsyncIterator[Stage]:
    """The whole stage with the bot running; nothing is set up in the server yet. At the end all
    that was sent, logged and stored is searched for what must reach nobody. With a key, private
    numbers are the same each time."""
    with kept_log(Logging(level="debug")) as log:
        async with _staged(folder, settings or Settings(), who or Identity(), log, key) as stage:
            yield stage


@asynccontextmanager
async def _staged(
    folder: Path, settings: Settings, who: Identity, log: io.StringIO, key: bytes | None
) -> AsyncIterator[Stage]:
    clock = FixedClock()
    async with LocalDiscord.running(clock=clock) as discord, AsyncExitStack() as running_bot:
        discord.gateway.repeat = int(os.environ.get("EVENTS_TOLD", "1"))
        # on a busy machine three seconds are soon over, and what a form shows that came late is
        # tried in stories of its own
        discord.patience = PATIENCE
        admin, listener, other = (
            discord.add_person(name, global_name=f"{name.title()} of them all", avatar=avatar)
            for name, avatar in OTHERS.items()
        )
        asker = discord.add_person(
            who.username,
            global_name=who.global_name,
            avatar=who.avatar,
            locale=who.locale,
            snowflake=who.snowflake,
        )
        guild = discord.add_guild("Harbour", owner=admin, member_count=120)
        moderators = guild.add_role("Moderators")
        asks, staff = guild.add_channel("ask-here"), guild.add_channel("staff")
        staff.set_overwrite(guild.everyone, deny=Permissions.VIEW_CHANNEL)
        staff.set_overwrite(moderators, allow=Permissions.VIEW_CHANNEL)
        staff.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL)
        entrance = guild.add_channel("start-here")
        entrance.set_overwrite(guild.everyone, deny=Permissions.SEND_MESSAGES)
        entrance.set_overwrite("bot", allow=Permissions.SEND_MESSAGES)
        for person in (listener, other):
            guild.join(person)
        guild.join(asker, nick=who.nick)
        stage = Stage(
            discord,
            guild,
            asks,
            staff,
            entrance,
            moderators,
            admin,
            asker,
            listener,
            other,
            clock,
            settings,
            shipped(),
            folder,
            running_bot,
            log,
        )
        places = files_in(folder, stage.settings, discord).storage
        await first_files(folder / "data" / "bot.sqlite3", places.key_file, key)
        await stage.start()
        yield stage
        await running_bot.aclose()
        assert_nothing_leaked(discord, folder, log.getvalue(), stage.listeners)
        description = discords_description()
        faults = [] if description is None else description.faults(discord.traffic.exchanges)
    assert not faults, "\n".join(faults)
