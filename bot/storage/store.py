"""The door to the database: one transaction at a time, with every table at hand; SQL and keys stay
behind it."""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from bot.domain.ids import PersonTag, UserId
from bot.storage import belonging
from bot.storage.aftercare.chat_cleanings import Clearings
from bot.storage.aftercare.feedback import Feedback
from bot.storage.aftercare.reflections import Reflections
from bot.storage.aftercare.same_listener import SameListenerRows
from bot.storage.asks.asks import Asks
from bot.storage.asks.drafts import Drafts
from bot.storage.button_tokens import Buttons
from bot.storage.community.tallies import Tallies
from bot.storage.conversations.conversations import Conversations
from bot.storage.conversations.discreet_notices import DiscreetNotices
from bot.storage.conversations.held_texts import HeldTexts
from bot.storage.conversations.message_copies import MessageCopies
from bot.storage.conversations.of_person import PersonalConversations
from bot.storage.conversations.overview import Overview
from bot.storage.delivery.corrections import Corrections
from bot.storage.delivery.doubts import Doubts
from bot.storage.delivery.message_ids import Messages
from bot.storage.delivery.outbox import Outbox
from bot.storage.delivery.signs import SignRows
from bot.storage.direct_messages.incoming import Incoming
from bot.storage.direct_messages.unaddressed import Unaddressed
from bot.storage.encouragements.shown_and_kept import Texts
from bot.storage.encryption.sealing import Sealer
from bot.storage.forgetting import Forgetting
from bot.storage.forms.rejected import RejectedForms
from bot.storage.goals.goals import Goals
from bot.storage.goals.partners import Partners
from bot.storage.help.countries import HelpCountries
from bot.storage.listeners.listeners import Listeners
from bot.storage.listeners.of_person import PersonalListening
from bot.storage.listeners.preferences import ListenerPreferences
from bot.storage.meta import Meta
from bot.storage.offers.candidates import Candidates
from bot.storage.offers.offers import Offers
from bot.storage.open_things import OpenThings
from bot.storage.people import People
from bot.storage.privacy.erasing import Erasing
from bot.storage.privacy.of_person import personal_tables
from bot.storage.schedules.occurrences import Occurrences
from bot.storage.schedules.schedules import Schedules
from bot.storage.servers.departed import Departed
from bot.storage.servers.guilds import Guilds
from bot.storage.servers.panels import Panels
from bot.storage.servers.used_by import KnownServers
from bot.storage.sqlite import refusals
from bot.storage.sqlite.database import Connection, Database
from bot.storage.sqlite.migrate import BeforeUpgrade
from bot.storage.timers import Timers

T = TypeVar("T")
QUIET_SECONDS = 60


class Tables:
    """Every table, inside one transaction or one read; each is made when it is first asked for."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self.sql, self.sealer = sql, sealer

    after = cached_property(lambda own: Feedback(own.sql))
    same_listener = cached_property(lambda own: SameListenerRows(own.sql, own.sealer))
    asks = cached_property(lambda own: Asks(own.sql, own.sealer))
    button_tokens = cached_property(lambda own: Buttons(own.sql))
    candidates = cached_property(lambda own: Candidates(own.sql))
    chat_cleanings = cached_property(lambda own: Clearings(own.sql, own.sealer))
    conversations = cached_property(lambda own: Conversations(own.sql))
    corrections = cached_property(lambda own: Corrections(own.sql, own.sealer))
    departed = cached_property(lambda own: Departed(own.sql))
    erasing = cached_property(lambda own: Erasing(own.sql, own.sealer))
    doubts = cached_property(lambda own: Doubts(own.sql, own.sealer))
    drafts = cached_property(lambda own: Drafts(own.sql, own.sealer))
    goals = cached_property(lambda own: Goals(own.sql, own.sealer))
    guilds = cached_property(lambda own: Guilds(own.sql))
    held_texts = cached_property(lambda own: HeldTexts(own.sql, own.sealer))
    help_countries = cached_property(lambda own: HelpCountries(own.sql, own.sealer))
    incoming = cached_property(lambda own: Incoming(own.sql, own.sealer))
    discreet_notices = cached_property(lambda own: DiscreetNotices(own.sql, own.sealer))
    occurrences = cached_property(lambda own: Occurrences(own.sql))
    listeners = cached_property(lambda own: Listeners(own.sql))
    messages = cached_property(lambda own: Messages(own.sql, own.sealer))
    meta = cached_property(lambda own: Meta(own.sql))
    offers = cached_property(lambda own: Offers(own.sql))
    open_things = cached_property(lambda own: OpenThings(own.sql))
    outbox = cached_property(lambda own: Outbox(own.sql, own.sealer))
    partners = cached_property(lambda own: Partners(own.sql))
    people = cached_property(lambda own: People(own.sql, own.sealer))
    personal = cached_property(lambda own: personal_tables(own.sql, own.sealer))
    personal_conversations = cached_property(lambda own: PersonalConversations(own.sql, own.sealer))
    personal_listening = cached_property(lambda own: PersonalListening(own.sql))
    preferences = cached_property(lambda own: ListenerPreferences(own.sql))
    message_copies = cached_property(lambda own: MessageCopies(own.sql, own.sealer))
    known_servers = cached_property(lambda own: KnownServers(own.sql, own.sealer))
    overview = cached_property(lambda own: Overview(own.sql))
    panels = cached_property(lambda own: Panels(own.sql, own.sealer))
    reflections = cached_property(lambda own: Reflections(own.sql, own.sealer))
    schedules = cached_property(lambda own: Schedules(own.sql))
    signs = cached_property(lambda own: SignRows(own.sql, own.sealer))
    unaddressed = cached_property(lambda own: Unaddressed(own.sql, own.sealer))
    tallies = cached_property(lambda own: Tallies(own.sql, own.sealer))
    texts = cached_property(lambda own: Texts(own.sql))
    rejected_forms = cached_property(lambda own: RejectedForms(own.sql, own.sealer))
    timers = cached_property(lambda own: Timers(own.sql))


OnNews = Callable[[Tables], Awaitable[Callable[[], None]]]


class Store:
    """An open database and the keys to it."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self.asker_number, self.listener_number = sealer.asker_number, sealer.listener_number
        """The two keyed numbers of a user in a server."""
        self._is_copied = False
        self._changed = True  # whatever a former run left in the log
        self._changed_at = time.monotonic()
        self._forgetting = Forgetting(database, sealer)
        self._with_news: list[OnNews] = []
        self._then: list[Callable[[], None]] = []
        database.on_commit(self._note_change)

    async def transaction(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` in one transaction: all of it is stored, or nothing and the error is raised.

        No call to Discord belongs inside: the one writer would wait for it.
        """

        async def whole(sql: Connection) -> T:
            tables = Tables(sql, self._sealer)
            result = await work(tables)
            # of this unit of work alone: one before it may have failed to be stored
            self._then = [
                await on_news(tables) for on_news in self._with_news if tables.outbox.news
            ]
            return result

        return await self._database.transaction(whole)

    async def read(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` on a connection that cannot write."""
        return await self._database.read(lambda sql: work(Tables(sql, self._sealer)))

    def person(self, user: UserId) -> PersonTag:
        """The keyed tag of a user, the same in every server."""
        return self._sealer.person_tag(user)

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call back after every stored transaction."""
        self._database.on_commit(callback)

    def on_news(self, work: OnNews) -> None:
        """Do this at the end of each transaction that made something due, inside of it, and call
        what it returns, without waiting, once that is stored. It must not raise."""
        self._with_news.append(work)

    async def checkpoint(self) -> None:
        """Empty the write-ahead log if anything was written since, so that what was erased is gone
        from it too; while a backup reads it cannot be. Raises CheckpointError: call it again."""
        if self._changed and not self._is_copied:
            self._changed = False
            try:
                await self._database.checkpoint()
            except BaseException:
                self._changed = True
                raise

    @contextmanager
    def copied(self) -> Iterator[None]:
        """While this lasts, another process makes a backup."""
        self._is_copied = True
        try:
            yield
        finally:
            self._is_copied = False

    async def forget_erased(self) -> None:
        """Throw away the secrets of all that was erased by now: no copy of it opens any more.
        Raises an OSError; then the next call tries again, as does the next start."""
        await self._forgetting.forget_erased()

    async def seal_some_anew(self) -> bool:
        """Give some rows of an earlier version secrets of their own; False once all have them."""
        return await self._forgetting.seal_some_anew()

    def is_quiet(self) -> bool:
        """Whether nobody has written for a minute, and no backup is being made."""
        return not self._is_copied and time.monotonic() - self._changed_at > QUIET_SECONDS

    async def rewrite(self) -> float:
        """Write the database's file anew, so that nothing erased is left in it, sealed or not; for
        how many seconds nobody could write. Raises CheckpointError, or an error of the disk."""
        return await self._database.rewrite()

    def _note_change(self) -> None:
        if self._forgetting.commits:  # nothing that anybody wrote or that has to go from the log
            return
        self._changed = True
        self._changed_at = time.monotonic()
        then, self._then = self._then, []
        for callback in then:
            callback()

    async def close(self) -> None:
        """Throw away the secrets of what was erased (or leave it to the next start), and close."""
        try:
            with suppress(Exception):
                await self.forget_erased()
        finally:
            await self._database.close()


async def open_store(
    path: Path, sealer: Sealer, before_upgrade: BeforeUpgrade | None = None
) -> Store:
    """Open (or make) the database. What was erased since it was backed up is erased again first.
    Raises a DatabaseRefused, OwnersRefused or WrongKey."""
    with refusals.explained(path):
        store = Store(await _open(path, sealer, before_upgrade), sealer)
        try:
            await store.forget_erased()
        except BaseException:
            await store.close()
            raise
        return store


async def _open(path: Path, sealer: Sealer, before_upgrade: BeforeUpgrade | None) -> Database:
    database = await Database.open(path, before_upgrade=before_upgrade)
    try:
        await database.transaction(lambda sql: belonging.check(sql, sealer, path))
    except BaseException:
        await database.close()
        raise
    return database
