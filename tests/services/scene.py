"""A server with people, on a real database: what the tests of the services play with.

The clock stands still until it is moved, and nothing is said until `deliver`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.config import Settings
from bot.domain.asks import AskKind
from bot.domain.care import Finding
from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId, message_at
from bot.domain.notices import Notice, NoticeKind
from bot.places import load_atlas
from bot.prompts import Deck, Decks, Encouragement
from bot.services import retention, timers
from bot.services.asks import closing, drafts, posting
from bot.services.community import weekly_count
from bot.services.context import Context, Member
from bot.services.conversations import ending as conversations_ending
from bot.services.conversations import relay, server_departures
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.help_cards import HelpCards
from bot.services.listeners import duty, newcomers
from bot.services.moderation import record as moderation_record
from bot.services.moderation import unopened
from bot.services.offers import acceptance
from bot.services.server_choices import ServerChoices
from bot.storage.connection import SqlValue
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, Tables
from tests import engine_tables, refusing, server_setup, stated
from tests.engines import keep, open_store, place_of, prepared
from tests.fakes import FixedClock, RecordingMessenger, SeededRandomness, TwoCountries
from tests.services.tuning import still, tuned

T = TypeVar("T")

GUILD, ELSEWHERE = GuildId(701), GuildId(702)
ASKS, STAFF, FAR_ASKS = ChannelId(801), ChannelId(802), ChannelId(803)
ASKER, LISTENER, OTHER, STRANGER = UserId(101), UserId(102), UserId(103), UserId(104)
CROWD = tuple(UserId(number) for number in range(111, 120))

_SMALL = (*range(1, 10), *range(101, 131), *range(200, 340))
ADULTS = tuple(map(UserId, (*_SMALL, 987, 1_180_000_000_000_000_321)))
"""Who has said so in every server before a test begins; others say it when they ask."""

SEALER = Sealer(Keyring(bytes(range(32))))
ATLAS = load_atlas()
ALIASES = tuple(f"Alias{number}" for number in range(40))
THEMES = ("support", "growth")


def aliases_in(language: str) -> tuple[str, ...]:
    """The same in any language."""
    del language
    return ALIASES


def decks_in(language: str) -> Decks:
    """Two themes of six texts in any language."""
    return {
        theme: Deck(
            theme,
            theme.title(),
            tuple(
                Encouragement(f"{theme}-{number}", f"{language} {theme} {number}")
                for number in range(6)
            ),
        )
        for theme in THEMES
    }


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def here(user: UserId, guild: GuildId = GUILD) -> Member:
    """Somebody in a server."""
    return Member(user, guild)


@dataclass
class Scene:
    """The server, its people, and what was said to them."""

    path: Path
    settings: Settings
    messenger: RecordingMessenger
    clock: FixedClock
    randomness: SeededRandomness
    store: Store
    ctx: Context
    delivery: OutboxLoop
    _messages: int = field(default=500_000)

    async def read(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Look into the database."""
        return await self.store.read(work)

    async def rows(self, sql: str, *params: SqlValue) -> list[tuple[object, ...]]:
        """What a query finds."""
        found = await self.store._database.read(lambda on: on.fetch_all(sql, params))
        return [tuple(row) for row in found]

    async def change_rows(self, sql: str, *params: SqlValue) -> int:
        """Damage the database; how many rows."""
        return await self.store._database.transaction(lambda on: on.execute(sql, params))

    async def refuse(self, name: str, writes: str, only: str = "") -> None:
        """Let the database refuse some writes: as `refusing.refuse` says."""
        await refusing.refuse(self.store._database, name, writes, only)

    async def allow(self, name: str) -> None:
        """Let it take them again."""
        await refusing.allow(self.store._database, name)

    async def tables(self) -> list[str]:
        """The names of all tables."""
        return await engine_tables.table_names(self.store._database)

    async def columns(self, table: str) -> list[str]:
        """The names of a table's columns."""
        return await engine_tables.column_names(self.store._database, table)

    async def triggers(self, table: str) -> dict[str, str]:
        """The triggers of a table, and what they do."""
        return await engine_tables.trigger_texts(self.store._database, table)

    async def orphans(self) -> list[tuple[str, str]]:
        """Tables and columns in which something refers to nothing."""
        return await engine_tables.of_nothing(self.store._database)

    async def count(self, table: str) -> int:
        """How many rows a table has."""
        return len(await self.rows(f"SELECT 1 FROM {table}"))  # noqa: S608 - a name of ours

    async def setup(self, guild: GuildId, channel: ChannelId, *, open_asks: bool = False) -> None:
        """What an admin chooses."""
        choices = GuildChoices(
            guild, channel, STAFF, RoleId(901), open_asks, ages=stated.ADULTS_ONLY
        )
        await server_setup.set_up(self.ctx, choices)

    async def is_adult(self, user: UserId, guild: GuildId = GUILD) -> None:
        """Whoever has said nothing of their age, or erased it, says that they are 18 or older."""
        number = self.store.asker_number(guild, user)
        if await self.read(lambda tables: tables.age_statements.get(number)) is None:
            await stated.have_said_so(self.store, guild, [user])

    async def join(self, *users: UserId, guild: GuildId = GUILD) -> None:
        """Become listeners."""
        for user in users:
            await self.is_adult(user, guild)
            await duty.join(self.ctx, here(user, guild))
        self.messenger.looked.clear()  # for a hello from an earlier try: no story of ours

    async def draft(
        self, user: UserId = ASKER, words: str = "It has been a long week."
    ) -> drafts.Preview:
        """Fill in the form."""
        return await drafts.draft(self.ctx, here(user), words, "")

    async def ask(
        self,
        user: UserId = ASKER,
        words: str = "It has been a long week.",
        kind: AskKind = AskKind.PRIVATE,
        guild: GuildId = GUILD,
    ) -> None:
        """Write an ask and post it; nothing is said yet."""
        await self.is_adult(user, guild)
        member = here(user, guild)
        preview = await drafts.draft(self.ctx, member, words, "")
        if kind is not AskKind.PRIVATE:
            await drafts.choose(self.ctx, member, preview.draft.id, kind)
        await posting.post(self.ctx, member, preview.draft.id)

    async def posted(self, user: UserId = ASKER, words: str = "It has been a long week.") -> str:
        """An ask that stands in its channel; the token of its button."""
        await self.ask(user, words)
        await self.deliver()
        return self.accept_button()

    async def talk(
        self, asker: UserId = ASKER, listener: UserId = LISTENER, words: str = "A long week."
    ) -> None:
        """An ask that a listener has accepted, with everything said."""
        await self.accept(listener, await self.posted(asker, words))

    async def accept(self, listener: UserId, button: str) -> None:
        """Accept an ask, with everything said that can be."""
        await acceptance.accept(self.ctx, here(listener), button)
        await self.deliver()

    async def take_back(self, user: UserId = ASKER) -> None:
        """Take the newest ask back; that it is over is not said yet."""
        await self.deliver()
        await closing.take_back_own(self.ctx, user, self.take_back_button(user))

    async def end(self, user: UserId) -> None:
        """End the newest conversation, with everything said."""
        await conversations_ending.end_own(self.ctx, user, self.end_button(user))
        await self.deliver()

    async def write(
        self, user: UserId, text: str, *, files: bool = False, message: MessageId | None = None
    ) -> MessageId:
        """Write to the bot in direct messages; nothing is said yet."""
        self._messages += 1
        message = message or MessageId(message_at(self.clock.now()) + self._messages)
        await relay.pass_on(self.ctx, relay.Written(user, message, text, files))
        return message

    async def have_written(self, *users: UserId) -> None:
        """Their direct messages are known, as those of people who wrote to the bot long ago."""

        async def work(tables: Tables) -> None:
            for user in users:
                person = await tables.people.meet(user)
                await tables.people.remember_dm(person, ChannelId(user))

        await self.store.transaction(work)

    async def deliver(self) -> None:
        """Say everything that is due now."""
        async with saying(self.delivery):
            await self.delivery.drain()

    def edits_in(self, channel: ChannelId) -> list[Notice]:
        """What the messages in a channel were edited into, oldest first."""
        edits = self.messenger.edited
        return [outgoing.notice for outgoing, place in edits if place.channel == channel]

    async def tick(self) -> None:
        """Do what is due; nothing is said yet."""
        await timers.fire_due_timers(self.ctx)
        await weekly_count.count(self.ctx)
        await moderation_record.post_heads(self.ctx)
        await unopened.bring_up_due(self.ctx)
        await newcomers.bring_up_due(self.ctx)
        await retention.purge_expired(self.ctx)

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock, do what became due, and say it."""
        self.clock.advance(by)
        await self.tick()
        await self.deliver()

    def accept_button(self, channel: ChannelId = ASKS) -> str:
        """The token of the newest button to accept an ask."""
        return self._button(channel, NoticeKind.ASK_IN_CHANNEL)

    def take_back_button(self, user: UserId = ASKER) -> str:
        """The token of the newest button to take an ask back."""
        return self._button(user, NoticeKind.ASK_POSTED)

    def end_button(self, user: UserId) -> str:
        """The token of the newest button to end a conversation."""
        return self._button(user, NoticeKind.ASK_ACCEPTED, NoticeKind.YOU_ACCEPTED)

    def after_button(self, user: UserId) -> str:
        """The token of the newest buttons below the notice that a conversation ended."""
        return self._button(
            user, NoticeKind.CONVERSATION_ENDED_ASKER, NoticeKind.CONVERSATION_ENDED_LISTENER
        )

    def _button(self, where: int, *kinds: NoticeKind) -> str:
        log = self.messenger.log
        notices = [sent.notice for sent in log if sent.channel == where]
        tokens = [notice.token for notice in notices if notice.kind in kinds]
        assert tokens[-1] is not None
        return tokens[-1]

    def words_to(self, user: UserId) -> list[str]:
        """The words that were passed on to somebody, oldest first."""
        said = [n for n in self.messenger.said(user) if n.kind is NoticeKind.WORDS]
        return [n.text.words for n in said if n.text is not None]

    def kinds_to(self, where: int) -> list[NoticeKind]:
        """The kinds of what was said to somebody or in a channel, oldest first."""
        return [notice.kind for notice in self.messenger.said(where)]

    async def lose_server(self, guild: GuildId = GUILD) -> None:
        """The bot is taken out of a server, and is not invited again in time."""
        await server_departures.left(self.ctx, guild)
        self.clock.advance(self.settings.servers.kept_for)
        await server_departures.end(self.ctx, guild)

    async def restart(self) -> None:
        """Stop, and start again on the same files."""
        await self.store.close()
        await self._open(await open_store(self.path, SEALER))

    def speak_through(self, messenger: RecordingMessenger) -> None:
        """From now on another messenger carries what is said."""
        self.messenger = messenger
        self.ctx = _context(self, self.store, self.ctx.guilds)
        self.delivery = OutboxLoop(self.ctx)

    async def _open(self, store: Store) -> None:
        self.store = store
        guilds = ServerChoices("en", await store.read(lambda tables: tables.guilds.all()))
        self.ctx = _context(self, store, guilds)
        self.delivery = OutboxLoop(self.ctx)


def _context(scene: Scene, store: Store, guilds: ServerChoices) -> Context:
    clock, randomness, messenger = scene.clock, scene.randomness, scene.messenger
    return Context(
        store,
        clock,
        randomness,
        messenger,
        scene.settings,
        guilds,
        aliases_in,
        decks_in,
        "en",
        ATLAS,
        HelpCards(lambda _: Finding()),
        holidays=TwoCountries(),
    )


@asynccontextmanager
async def saying(delivery: OutboxLoop) -> AsyncIterator[None]:
    """Let the outbox loop run; it stops as the bot would stop it."""
    task = asyncio.create_task(delivery.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


_EMPTY: list[bytes] = []
"""An empty database, once there was one. The key in the test is always the same."""


async def new_store(path: Path) -> Store:
    """A new database, in which everybody has said that they are 18 or older. It is migrated once
    and then copied: that is tested elsewhere, and slow."""
    if isinstance(place_of(path), Path):
        if not _EMPTY:
            await _make_first(path)
            _EMPTY.append(_content(path))
        _put(path, _EMPTY[0])
    elif not prepared("empty", path):
        await _make_first(path)
        keep("empty", path)
    return await open_store(path, SEALER)


async def _make_first(path: Path) -> None:
    store = await open_store(path, SEALER)
    for guild in (GUILD, ELSEWHERE):
        await stated.have_said_so(store, guild, ADULTS)
    await store.close()


def _content(path: Path) -> bytes:
    return path.read_bytes()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


@asynccontextmanager
async def playing(
    folder: Path,
    sections: Mapping[str, Mapping[str, object]] | None = None,
    *,
    reminding: bool = True,
) -> AsyncIterator[Scene]:
    """A server that is set up, nobody in it yet."""
    path = folder / "bot.sqlite3"
    store = await new_store(path)
    clock, randomness, messenger = FixedClock(), SeededRandomness(), RecordingMessenger()
    settings = tuned(sections) if reminding else still(tuned(sections))
    ctx = Context(
        store,
        clock,
        randomness,
        messenger,
        settings,
        ServerChoices("en"),
        aliases_in,
        decks_in,
        "en",
        ATLAS,
        HelpCards(lambda _: Finding()),
        holidays=TwoCountries(),
    )
    scene = Scene(path, settings, messenger, clock, randomness, store, ctx, OutboxLoop(ctx))
    try:
        await scene.setup(GUILD, ASKS)
        yield scene
    finally:
        await scene.store.close()
