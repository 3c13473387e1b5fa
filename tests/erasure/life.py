"""People on a database with secrets of its own: what they do, and what they leave behind."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.aftercare import Helped
from bot.domain.errors import SupportError
from bot.domain.ids import MessageId, UserId, message_at
from bot.domain.rejected_forms import Typed
from bot.services import membership
from bot.services.aftercare import clear_chat, feedback, reflections, thanks
from bot.services.asks import drafts, posting
from bot.services.blocks import blocking, listing
from bot.services.conversations import discreet_mode, edits, relay
from bot.services.forms import rejected
from bot.services.goals import goal
from bot.services.privacy import erasure
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owners import Owner, load_owners
from bot.storage.encryption.sealed_columns import SEALED
from bot.storage.encryption.sealing import OWNED_BYTES, Sealer
from tests import server_setup, stated
from tests.engines import back_up, open_store, put_back
from tests.own_goals import goal_of
from tests.services.scene import DAY, GUILD, HOUR, Scene, here, playing
from tests.storage.test_tables_secrecy import BigNumbers

KEYRING = Keyring(bytes(range(32)))
"""The same as the scene's, so that people have the same tags."""
LIMITS = {
    "asks": {"per_day": 99, "open_at_once": 9},
    "listeners": {
        "conversations_at_once": 3,
        "conversations_per_day": 99,
        "conversations_per_month": 1000,
        "heavy_per_week": 99,
    },
}


class NotingSealer(Sealer):
    """Notes every value that was ever sealed, and every tag."""

    values: dict[bytes, bytes]
    tags: set[bytes]

    def _close(self, place: bytes, data: bytes, owner: Owner) -> bytes:
        sealed = super()._close(place, data, owner)
        self.values[sealed] = place
        return sealed

    def message_tag(self, message_id: MessageId) -> bytes:
        """As ever, and noted."""
        tag = super().message_tag(message_id)
        self.tags.add(tag)
        return tag


@dataclass
class Life:
    """One database, its people, and all that was ever written on it."""

    scene: Scene
    folder: Path
    chance: random.Random
    askers: list[UserId]
    listeners: list[UserId]
    texts: list[str] = field(default_factory=list)
    written: list[tuple[UserId, MessageId]] = field(default_factory=list)
    values: dict[bytes, bytes] = field(default_factory=dict)
    tags: set[bytes] = field(default_factory=set)
    stored: set[bytes] = field(default_factory=set)
    """The sealed values that were seen in the database after some history."""

    @property
    def key_file(self) -> Path:
        """Beside which the secrets lie."""
        return self.folder / "bot.key"

    def words(self, *sizes: int) -> str:
        """So many words, or some, that nobody wrote before."""
        size = self.chance.choice(sizes or (1, 2, 12, 60))
        self.texts += (new := [f"wort{self.chance.getrandbits(64):016x}" for _ in range(size)])
        return " ".join(new)

    async def take_up(self) -> None:
        """Open the database with the secrets as they lie beside the key."""
        sealer = NotingSealer(KEYRING, load_owners(KEYRING, self.key_file))
        sealer.values, sealer.tags = self.values, self.tags
        await self.scene._open(await open_store(self.scene.path, sealer))

    async def sealed_values(self) -> set[bytes]:
        """Everything sealed that stands in the database."""
        found = set[bytes]()
        for table in SEALED:
            for column in table.columns:
                sql = f"SELECT {column} FROM {table.name} WHERE {column} IS NOT NULL"  # noqa: S608
                rows = await self.scene.rows(sql)
                found.update(row[0] for row in rows if isinstance(row[0], bytes))
        return found

    async def step(self) -> None:
        """Let somebody do something; what they may not do at this time is left out."""
        deed = self.chance.choice(DEEDS)
        with suppress(SupportError, IndexError):
            await deed(self)

    def anybody(self) -> UserId:
        """Somebody."""
        return self.chance.choice((*self.askers, *self.listeners))

    async def write(self, who: UserId, message: MessageId | None = None) -> None:
        """Write in direct messages, or put other words into a message."""
        if message is None:
            message = MessageId(message_at(self.scene.clock.now()) + self.chance.getrandbits(22))
            self.written.append((who, message))
            await relay.pass_on(self.scene.ctx, relay.Written(who, message, self.words()))
        else:
            await edits.edited(self.scene.ctx, relay.Written(who, message, self.words()))


async def talks(life: Life) -> None:
    """Ask, be accepted, and say something."""
    asker, listener = life.chance.choice(life.askers), life.chance.choice(life.listeners)
    await life.scene.talk(asker, listener, life.words())
    for who in (asker, listener):
        await life.write(who)
    await life.scene.deliver()


async def writes(life: Life) -> None:
    """Write, in whatever conversation, or in none; it is not always delivered at once."""
    for _ in range(life.chance.randrange(1, 5)):
        await life.write(life.anybody())
    if life.chance.random() < 0.7:
        await life.scene.deliver()


async def edits_one(life: Life) -> None:
    """Put other words into a message."""
    await life.write(*life.chance.choice(life.written[-20:]))
    await life.scene.deliver()


async def takes_back(life: Life) -> None:
    """Delete some messages."""
    for _ in range(life.chance.randrange(1, 6)):
        _, message = life.chance.choice(life.written[-20:])
        await edits.deleted(life.scene.ctx, message)
    await life.scene.deliver()


async def ends(life: Life) -> None:
    """End a conversation, look back, and perhaps clear the chat."""
    asker = life.chance.choice(life.askers)
    await life.scene.end(asker)
    token, ctx = life.scene.after_button(asker), life.scene.ctx
    await feedback.answer(ctx, asker, token, Helped.YES)
    await thanks.thank(ctx, asker, token, life.words(4))
    form = MessageId(life.chance.getrandbits(62))
    await reflections.write(ctx, asker, token, form, life.words(8))
    if life.chance.random() < 0.5:
        await clear_chat.clear(ctx, asker, token)
    await life.scene.deliver()


async def blocks(life: Life) -> None:
    """Block the other side of a conversation that is over, and perhaps undo it."""
    who, ctx = life.anybody(), life.scene.ctx
    await blocking.block(ctx, who, life.scene.after_button(who))
    if life.chance.random() < 0.7:
        for one in (await listing.get_list(ctx, who, GUILD)).blocked:
            await blocking.undo(ctx, who, one.token)


async def drafts_one(life: Life) -> None:
    """Begin an ask, change it, and go away, cancel it, or post it and take it back."""
    who = life.chance.choice(life.askers)
    preview = await drafts.draft(life.scene.ctx, here(who), life.words(), life.words(5))
    key = preview.draft.id
    await drafts.change(life.scene.ctx, here(who), key, life.words(), "")
    way = life.chance.randrange(3)
    if way == 1:
        await drafts.cancel(life.scene.ctx, here(who), key)
    elif way == 2:
        await posting.post(life.scene.ctx, here(who), key)
        await life.scene.take_back(who)


async def erases_a_note(life: Life) -> None:
    """Erase one of one's notes."""
    who = life.chance.choice(life.askers)
    page = await reflections.read(life.scene.ctx, who)
    if page is not None:
        await reflections.erase(life.scene.ctx, who, page.note.id)


async def sets_a_goal(life: Life) -> None:
    """Set one of two goals, change it, or end it."""
    who, ctx = life.anybody(), life.scene.ctx
    key = goal_of(who, life.chance.choice((1, 2)))
    await goal.save(ctx, who, key, words=life.words(3), every="1", at="12:00", zone="UTC")
    if life.chance.random() < 0.3:
        await goal.end(ctx, who, key)


async def fills_in(life: Life) -> None:
    """Fill in a form that is not taken."""
    typed = Typed("goal", "t", {"words": life.words()}, [("zone", life.words())])
    await rejected.keep(life.scene.ctx, life.anybody(), typed)


async def strays(life: Life) -> None:
    """Somebody whom the bot knows from a server writes."""
    who = life.anybody()
    await membership.note_use(life.scene.ctx, who, GUILD)
    await life.write(who)


async def is_discreet(life: Life) -> None:
    """From now on somebody's notifications show no words, or do again."""
    who = life.anybody()
    await discreet_mode.choose(life.scene.ctx, who, discreet=life.chance.random() < 0.7)


async def waits(life: Life) -> None:
    """Time passes, and with it what is kept for some time only."""
    await life.scene.pass_time(life.chance.choice((HOUR / 30, HOUR, 2 * HOUR, DAY, 9 * DAY)))


async def is_erased(life: Life) -> None:
    """Somebody erases everything of theirs."""
    assert await erasure.erase_everything(life.scene.ctx, life.chance.choice(life.askers))


async def starts_again(life: Life) -> None:
    """The bot stops, and starts again."""
    await life.scene.store.close()
    await life.take_up()


async def backs_up(life: Life) -> None:
    """Make a backup."""
    back_up(life.scene.path, life.folder / "backup")


async def restores(life: Life) -> None:
    """Put the last backup in the place of the database, as it is."""
    backup = life.folder / "backup"
    if not backup.exists():
        return
    before = owners_of(await life.sealed_values())
    await life.scene.store.close()
    put_back(backup, life.scene.path)
    backup.unlink()
    await life.take_up()
    # what was lost by going back was not erased
    lost = before - owners_of(await life.sealed_values())
    for value in list(life.values):
        if value[:OWNED_BYTES] in lost:
            del life.values[value]


def owners_of(values: Iterable[bytes]) -> set[bytes]:
    """Whose these are."""
    return {value[:OWNED_BYTES] for value in values}


DEEDS: tuple[Callable[[Life], Awaitable[None]], ...] = (
    *(talks, talks, talks, writes, writes, writes, writes, edits_one, edits_one, takes_back),
    *(takes_back, ends, ends, drafts_one, erases_a_note, sets_a_goal, fills_in, strays),
    *(blocks, is_discreet, waits, waits, waits, is_erased, starts_again, backs_up, restores),
)


@asynccontextmanager
async def living(folder: Path, seed: int) -> AsyncIterator[Life]:
    """A server with some people, and secrets beside a key."""
    chance = random.Random(seed)  # noqa: S311 - it tells a story, and keeps no secret
    async with playing(folder, LIMITS, reminding=False) as scene:
        people = [UserId(chance.getrandbits(59) | 1 << 59) for _ in range(7)]
        life = Life(scene, folder, chance, people[:4], people[4:])
        await scene.store.close()
        await life.take_up()
        scene.speak_through(BigNumbers())
        await server_setup.switch_on(scene.ctx, GUILD, stated.ALL_WITHOUT_A_LOOK)
        await scene.join(*life.listeners)
        yield life
