"""A worker beside the bot that leads: whose lanes are whose, whose numbers, who is fenced off."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bot.database_place import Address
from bot.domain.asks import OwnWords
from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.storage.connection import EVERYTHING, SECRETS, SERVERS
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owners import BLOCK, load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import TakenOver
from bot.storage.key_rotation import KeyRotation, ask
from bot.storage.postgresql.session_locks import SessionLocks
from bot.storage.postgresql.workers import GONE_AFTER, SEATS, Absences
from bot.storage.store import Store, Tables, join_store, open_store
from tests.engines import address as address
from tests.patience import PATIENCE
from tests.postgresql import needs_postgresql
from tests.storage.delivery.mail import ANNA, BEN, NOW, Mail

pytestmark = needs_postgresql
KEYRING = Keyring(bytes(range(32)))
CHOICES = GuildChoices(GuildId(1), ChannelId(2), ChannelId(3), RoleId(4), open_asks=False)


@dataclass(frozen=True)
class Both:
    """The bot that leads, and a worker."""

    address: Address
    keys: Callable[[], Sealer]
    leads: Mail
    works: Mail

    async def senders(self, *lanes: str) -> int:
        """The bot looks who sends, while it is about to say something in these lanes."""
        return await self.leads.store.count_senders(lambda: lanes)

    async def another(self, *lanes: str) -> Store:
        """One more worker, once the bot knows of it."""
        joining = asyncio.create_task(join_store(self.address, self.keys, lambda: None))
        async with asyncio.timeout(PATIENCE):
            while not joining.done():
                await self.senders(*lanes)
                await asyncio.sleep(0.05)
        return joining.result()

    def sql(self, statement: str) -> None:
        """As somebody with a program of their own."""
        with psycopg.connect(self.address.reveal(), autocommit=True) as raw:
            raw.execute(statement.encode())


@asynccontextmanager
async def opened(address: Address, folder: Path, *lanes: str) -> AsyncIterator[Both]:
    """Both, where the bot is about to say something in these lanes as the worker joins."""

    def keys() -> Sealer:
        return Sealer(KEYRING, load_owners(KEYRING, folder / "bot.key"))

    leads = await open_store(address, keys(), again=keys)
    works = None
    try:
        alone = Both(address, keys, Mail(leads), Mail(leads))
        works = await alone.another(*lanes)
        yield Both(address, keys, Mail(leads), Mail(works))
    finally:
        if works is not None:
            await works.close()
        await leads.close()


@pytest.fixture
async def both(address: Address, tmp_path: Path) -> AsyncIterator[Both]:
    """Both, and nothing is about to be said."""
    async with opened(address, tmp_path) as made:
        yield made


async def begin(mail: Mail, entry: Entry) -> Entry | None:
    """Note an attempt."""
    return await mail.do(lambda tables: tables.outbox.begin_attempt(entry.id, NOW))


async def test_what_one_begins_is_left_by_the_other(both: Both) -> None:
    """The lane as a whole, also once its first was erased by somebody else while it is being said;
    other lanes are free."""
    for nonce in ("first", "second"):
        await both.leads.put(ANNA, nonce)
    first = await both.leads.next()
    assert first is not None
    assert await begin(both.leads, first) is not None
    assert await both.works.whose() is None
    assert await begin(both.works, first) is None
    await both.works.do(lambda tables: tables.outbox.remove(first.id))
    assert await both.works.whose() is None
    await both.works.put(BEN, "other")
    assert await both.works.whose() == "other"
    await both.leads.do(lambda tables: tables.outbox.lanes.let_go(first.lane))
    assert await both.works.whose(busy=(both.works.lane(BEN),)) == "second"


async def test_what_was_begun_alone_is_the_bots(address: Address, tmp_path: Path) -> None:
    """A worker that joins meanwhile leaves it, from its first look on."""
    mail_of_anna = Sealer(KEYRING, load_owners(KEYRING, tmp_path / "bot.key")).person_tag(ANNA)
    async with opened(address, tmp_path, mail_of_anna.hex()) as both:
        await both.leads.put(ANNA, "begun alone")
        assert await both.works.whose() is None
        await both.senders()
        assert await both.works.whose() == "begun alone"


async def test_lanes_of_a_worker_that_leaves_are_free(both: Both) -> None:
    """At once, and the bot is alone again."""
    await both.leads.put(ANNA, "words")
    entry = await both.works.next()
    assert entry is not None
    assert await begin(both.works, entry) is not None
    assert await both.leads.whose() is None
    await both.works.store.close()
    assert await both.senders() == 1
    assert await both.leads.whose() == "words"


async def test_a_worker_that_is_gone_is_fenced_off(both: Both) -> None:
    """One whose seat was freed stores nothing any more, and learns it."""
    both.sql("UPDATE worker SET here = FALSE")
    with pytest.raises(TakenOver):
        await both.works.put(ANNA, "too late")
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(TakenOver):
            await both.works.store.taken_over()


async def test_whose_lock_is_missing_for_seconds_is_gone(both: Both) -> None:
    """One look is not enough: after a restart of the server each takes its lock again."""
    now = 0.0
    absences, locks = Absences(lambda: now), SessionLocks(both.address)

    async def here() -> list[int]:
        """Whose seats count after a look."""

        async def work(tables: Tables) -> list[int]:
            await absences.free_those_who_are_gone(tables.sql, locks)
            rows = await tables.sql.fetch_all("SELECT seat FROM worker WHERE here ORDER BY seat")
            return [int(row["seat"]) for row in rows]

        return await both.leads.do(work)

    both.sql("INSERT INTO worker VALUES (9, 1, TRUE, TRUE)")
    try:
        assert await here() == [1, 9]
        now += GONE_AFTER / 2
        assert await here() == [1, 9]
        now += GONE_AFTER / 2
        assert await here() == [1]
    finally:
        locks.let_go()


async def test_a_worker_of_another_version_stores_nothing(both: Both) -> None:
    """From the very transaction on in which a newer bot changed the tables."""
    both.sql("UPDATE schema_version SET version = version + 1")
    with pytest.raises(TakenOver):
        await both.works.put(ANNA, "for other tables")


async def test_a_key_that_is_rotated_sends_workers_away(both: Both, tmp_path: Path) -> None:
    """Before anything is sealed under the new one: what a worker sealed under that of before could
    be left behind."""
    rotation = KeyRotation(both.leads.store, KEYRING, tmp_path / "bot.key")
    ask(tmp_path / "bot.key")
    assert await rotation.step()
    with pytest.raises(TakenOver):
        await both.works.put(ANNA, "under the key of before")


async def test_no_two_rows_have_the_same_secret(both: Both) -> None:
    """Whichever process seals them, and however many."""
    count = BLOCK + 3
    for number in range(count):
        await asyncio.gather(both.leads.put(ANNA, f"a{number}"), both.works.put(BEN, f"b{number}"))
    rows = await both.leads.store._database.read(
        lambda sql: sql.fetch_all("SELECT words_sealed FROM outbox")
    )
    sealer = both.keys()
    owners = {sealer.owner_of(row["words_sealed"]) for row in rows}
    assert len(rows) == len(owners - {None}) == 2 * count


async def test_what_the_bot_throws_away_opens_at_no_worker(both: Both) -> None:
    """It hears of it, and takes the files as they are then."""
    heard = listened(both.works.store)
    await both.leads.put(ANNA, "erased")
    rows = await both.works.store._database.read(
        lambda sql: sql.fetch_all("SELECT nonce, words_sealed FROM outbox")
    )
    works = both.works.store._sealer
    owner = works.owner_of(rows[0]["words_sealed"])
    assert owner is not None
    assert not works.owners.is_gone(owner)
    entry = await both.leads.next()
    assert entry is not None
    await both.leads.do(lambda tables: tables.outbox.remove(entry.id))
    await both.leads.store.forget_erased()
    await heard_of(heard, SECRETS)
    await both.works.store.follow_secrets()
    assert works.owners.is_gone(owner)


async def test_a_worker_leaves_the_files_of_secrets_to_the_bot(both: Both) -> None:
    """Also as it ends: two who write them would bring back what one of them threw away."""
    for nonce in ("said by the worker", "stays"):
        await both.leads.put(ANNA, nonce)
    sealed = await both.leads.store._database.read(
        lambda sql: sql.fetch_all("SELECT words_sealed FROM outbox ORDER BY outbox_id")
    )
    owner = both.keys().owner_of(sealed[0]["words_sealed"])
    assert owner is not None
    entry = await both.works.next()
    assert entry is not None
    await both.works.do(lambda tables: tables.outbox.remove(entry.id))
    await both.works.store.forget_erased()
    await both.works.store.close()
    assert not both.keys().owners.is_gone(owner)
    await both.leads.store.forget_erased()
    assert both.keys().owners.is_gone(owner)


async def test_each_hears_what_another_made_new_and_not_itself(both: Both) -> None:
    """A server's choices; and from the beginning that anything may be new."""
    mine, theirs = listened(both.leads.store), listened(both.works.store)
    await both.leads.do(lambda tables: tables.guilds.save(CHOICES))
    await heard_of(theirs, SERVERS)
    assert SERVERS not in {word for news in mine for word in news if news != EVERYTHING}


async def test_more_than_there_are_seats_wait(both: Both) -> None:
    """For one that leaves."""
    said = asyncio.Event()
    others = SessionLocks(both.address)
    for seat in range(2, SEATS + 1):
        assert others.gain(f"pg_try_advisory_lock(hashtext('lend-an-ear works'), {seat})")
    try:
        joining = asyncio.create_task(join_store(both.address, both.keys, said.set))
        async with asyncio.timeout(PATIENCE):
            await said.wait()
            await both.senders()
            assert not joining.done()
            others.let_go()
            while not joining.done():
                await both.senders()
                await asyncio.sleep(0.05)
        await joining.result().close()
    finally:
        others.let_go()


def listened(store: Store) -> list[frozenset[str]]:
    """All that it hears from now on."""
    heard: list[frozenset[str]] = []
    store.on_told(heard.append)
    return heard


async def heard_of(heard: list[frozenset[str]], word: str) -> None:
    """Wait until it was told."""
    async with asyncio.timeout(PATIENCE):
        while not any(word in news for news in heard):  # noqa: ASYNC110 - called without waiting
            await asyncio.sleep(0.02)


async def test_words_go_with_their_lane(both: Both) -> None:
    """What a worker has begun is read whole where it is opened."""
    await both.leads.put(ANNA, "words")
    entry = await both.works.next()
    assert entry is not None
    begun = await begin(both.works, entry)
    assert begun is not None
    assert begun.notice.text == OwnWords("words")
