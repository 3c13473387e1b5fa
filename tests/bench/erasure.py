"""What it costs to erase one person of 10,000: `python -m tests.bench.erasure`.

A real database of people with a full history: ten asks each, half of them with their words, the
messages about each, an offer and its buttons, a conversation that came of each with twelve messages
passed on in the newest, two notes, a draft. The files of secrets are as after a long time in which
everything was erased out of turn: every second one of 100,000. People are erased one after the
other, as they do it themselves: each subject in a transaction, then their rows' secrets thrown
away. Beside how long the loop stood still at worst: the same for as long a time in which nothing
was done. After that the database is written anew, as it is once a day.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.domain.aftercare import Note
from bot.domain.asks import Ask, AskKind, AskState, Draft, OwnWords
from bot.domain.conversations import Conversation, Party, Side
from bot.domain.ids import (
    AskId,
    ChannelId,
    ConversationId,
    DraftId,
    GuildId,
    MessageId,
    PersonTag,
    PieceId,
    ReflectionId,
    UserId,
)
from bot.domain.message_copies import Piece, Place
from bot.domain.offers import Offer
from bot.services.privacy import overview
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owner_files import paths
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, Tables, open_store
from tests.bench.figures import Row, show
from tests.bench.shape import Pair
from tests.bench.stalls import Stalls
from tests.fakes import START

PEOPLE, ASKS, PIECES, ERASED, AT_A_TIME = 10_000, 10, 12, 20, 100
GUILD, FIRST_USER = GuildId(10**17), 2 * 10**17
KEYRING = Keyring(bytes(32))
A_DAY = timedelta(days=1)
TEXT = OwnWords("It has been a long week, and nobody knows. " * 8, "Somebody who listens.")


def place(number: int) -> Place:
    """Where a message stands."""
    return Place(ChannelId(10**18 + number), MessageId(3 * 10**18 + number))


async def live(tables: Tables, store: Store, number: int, people: int) -> None:
    """Give one of so many people a full history; their neighbour listens."""
    me, other = UserId(FIRST_USER + number), UserId(FIRST_USER + (number + 1) % people)
    tag, listener = await tables.people.meet(me), await tables.people.meet(other)
    await tables.people.remember_dm(tag, ChannelId(10**18 + number))
    for ask in range(ASKS):
        await ask_once(tables, store, number * ASKS + ask, (tag, listener), (me, other))
    for note in range(2):
        name = ReflectionId(f"note {number} {note}")
        await tables.reflections.add(tag, Note(name, TEXT.words))
    key = DraftId(f"draft {number}")
    expires = START + timedelta(minutes=30)
    await tables.drafts.save(Draft(key, GUILD, tag, AskKind.PRIVATE, TEXT, expires))


async def ask_once(
    tables: Tables,
    store: Store,
    number: int,
    tags: tuple[PersonTag, PersonTag],
    users: tuple[UserId, UserId],
) -> None:
    """An ask that was answered; every second one's words are erased, the last one is open."""
    key, talk = AskId(f"ask {number}"), ConversationId(f"talk {number}")
    asking, listening = store.asker_number(GUILD, users[0]), store.listener_number(GUILD, users[1])
    ask = Ask(key, GUILD, tags[0], asking, AskKind.PRIVATE, AskState.TAKEN, START, START, TEXT)
    await tables.asks.add(ask, TEXT)
    offer = Offer(f"offer {number}", key, listening, tags[1], on_duty=True, offered_at=START)
    await tables.offers.add(offer)
    for token, whose in ((offer.token, tags[1]), (f"asker {number}", tags[0])):
        await tables.button_tokens.for_ask(token, key, whose)
    for part in ("post", "asker"):
        spot = place(number)
        await tables.messages.remember(key, part, spot.channel, spot.message)
    sides = [Party(tag, alias) for tag, alias in zip(tags, ("Linden", "Maple"), strict=True)]
    made = Conversation(talk, key, GUILD, sides[0], sides[1], listening, START)
    await tables.conversations.add(made)
    for piece in range(PIECES if number % ASKS == ASKS - 1 else 0):
        name, spot = PieceId(f"piece {number} {piece}"), place(number * PIECES + piece)
        await tables.message_copies.add(Piece(name, talk, Side.ASKER, 0, b"", spot, None))
        await tables.message_copies.delivered(name, place(10**9 + number * PIECES + piece))
    if number % ASKS < ASKS - 1:
        ended = START - A_DAY * (number % 2)
        await tables.conversations.end(talk, ended)
        await tables.asks.move(key, AskState.TAKEN, AskState.CLOSED, ended)


async def fill(store: Store, people: int = PEOPLE) -> None:
    """Let everybody live."""
    for first in range(0, people, AT_A_TIME):

        async def some(tables: Tables, first: int = first) -> None:
            for number in range(first, min(first + AT_A_TIME, people)):
                await live(tables, store, number, people)

        await store.transaction(some)
        if not first % 1000:
            sys.stderr.write(f"{first} people\n")
    await store.transaction(lambda tables: tables.asks.erase_words(START - A_DAY, START))
    await store.forget_erased()


async def _subjects(tables: Tables) -> Sequence[str]:
    return tuple(tables.personal)


async def erase(store: Store, number: int) -> Row:
    """Erase one of them."""
    user = UserId(FIRST_USER + number)
    tag = store.person(user)

    who = await store.read(lambda tables: overview.whose(tables, tag, user))
    subjects = await store.read(_subjects)

    async def erase_of(subject: str, tables: Tables) -> None:
        await tables.personal[subject].erase_of(who)

    stalls = Stalls()
    async with stalls.watched():
        began = time.perf_counter()
        for subject in subjects:
            await store.transaction(partial(erase_of, subject))
        await store.transaction(lambda tables: tables.erasing.end(tag))
        rows = time.perf_counter() - began
        await store.forget_erased()
        took = time.perf_counter() - began
        await asyncio.sleep(0.02)
    idle = Stalls()
    async with idle.watched():
        await asyncio.sleep(took + 0.02)
    return {
        "rows ms": rows * 1000,
        "all ms": took * 1000,
        "loop still ms": stalls.worst,
        "doing nothing ms": idle.worst,
    }


async def compare(people: int, erased: int) -> tuple[Sequence[Row], Row]:
    """Some of so many people, erased one after the other; and the files after it."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        path, key_file = Path(folder) / "bot.sqlite3", Path(folder) / "bot.key"
        sealer = Sealer(KEYRING, load_owners(KEYRING, key_file))
        store = await open_store(path, sealer)
        try:
            sealer.owners.forget(*[sealer.owners.new("ask") for _ in range(100_000)][::2])
            await fill(store, people)
            await store.checkpoint()
            rows = [await erase(store, n) for n in range(0, people, people // erased)]
            waited = await store.rewrite()
        finally:
            await store.close()
        sizes = [file.stat().st_size / 2**10 for file in paths(key_file)]
        size = path.stat().st_size / 2**20
    return rows, {"MiB": size, "lasting KiB": sizes[0], "passing KiB": sizes[1],
                  "rewriting s": waited}  # fmt: skip


def slowest(rows: Sequence[Row]) -> Row:
    """Of each figure the worst."""
    return {name: max(float(row[name]) for row in rows) for name in rows[0]}


async def at(people: int, erased: int) -> Sequence[Pair]:
    """So many people: the slowest of some, beside as long a time in which nothing was done."""
    worst = slowest((await compare(people, erased))[0])
    return [(worst, {"loop still ms": worst["doing nothing ms"]})]


async def main() -> None:
    """Measure, and print."""
    rows, files = await compare(PEOPLE, ERASED)
    show("erasing one person", rows)
    show("the slowest", [slowest(rows)])
    show("files", [files])


if __name__ == "__main__":
    asyncio.run(main())
