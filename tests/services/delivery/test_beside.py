"""The outbox of one database, said by two processes: the bot that leads, and a worker beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.domain.asks import OwnWords
from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.services.awaited import AwaitedAnswers
from bot.services.context import Context
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.following import Following
from bot.services.ports import Outgoing
from bot.services.requests import Requests
from bot.services.server_choices import ServerChoices
from bot.storage.store import Tables, join_store
from tests.engines import place_of, using
from tests.patience import PATIENCE
from tests.postgresql import needs_postgresql
from tests.services.interrupted import Interrupted
from tests.services.scene import GUILD, SEALER, Scene, playing, saying

pytestmark = needs_postgresql
READERS = [UserId(40_000 + number) for number in range(6)]
EACH = 10


@asynccontextmanager
async def two(
    folder: Path, says: Callable[[str, Outgoing], Awaitable[None]]
) -> AsyncIterator[tuple[Scene, Context, OutboxLoop]]:
    """The bot, and a worker's context and loop; neither runs. `says` hears who says what."""
    with using("postgresql"):
        async with playing(folder) as scene:
            scene.speak_through(Interrupted(lambda outgoing: says("bot", outgoing)))
            address = place_of(scene.path)
            assert not isinstance(address, Path)
            joining = asyncio.create_task(join_store(address, lambda: SEALER, lambda: None))
            async with asyncio.timeout(PATIENCE):
                while not joining.done():
                    await scene.delivery.share()
                    await asyncio.sleep(0.05)
            ctx = replace(
                scene.ctx,
                store=joining.result(),
                messenger=Interrupted(lambda outgoing: says("worker", outgoing)),
                guilds=ServerChoices("en"),
                answers=AwaitedAnswers(),
                requests=Requests(),
            )
            try:
                yield scene, ctx, OutboxLoop(ctx, beside=True)
            finally:
                await ctx.store.close()


async def test_both_say_what_waits_each_lane_in_its_order(tmp_path: Path) -> None:
    """Each once, though both look at the same rows all the time."""
    said: list[tuple[str, str]] = []
    by: set[str] = set()

    async def note(who: str, outgoing: Outgoing) -> None:
        await asyncio.sleep(0.01)
        assert outgoing.notice.text is not None
        said.append((str(outgoing.channel), outgoing.notice.text.words))
        by.add(who)

    async with two(tmp_path, note) as (scene, _, beside):
        await scene.have_written(*READERS)
        await scene.store.transaction(lambda tables: waits(scene, tables))
        async with saying(scene.delivery), saying(beside), asyncio.timeout(PATIENCE):
            while await scene.count("outbox"):
                for loop in (scene.delivery, beside):
                    loop.wake()
                await asyncio.sleep(0.05)
    for reader in READERS:
        words = [text for channel, text in said if channel == str(reader)]
        assert words == [str(number) for number in range(EACH)]
    assert by == {"bot", "worker"}


async def waits(scene: Scene, tables: Tables) -> None:
    """Something for each of them."""
    for number in range(EACH):
        for reader in READERS:
            person = scene.store.person(reader)
            notice = Notice(
                NoticeKind.WORDS,
                None,
                person,
                priority=Priority.BROADCAST,
                text=OwnWords(str(number)),
            )
            await scene.ctx.say(tables, notice)


async def test_a_worker_follows_what_a_server_chooses(tmp_path: Path) -> None:
    """From the moment on at which it is stored."""

    async def nothing(who: str, outgoing: Outgoing) -> None:
        del who, outgoing

    async with two(tmp_path, nothing) as (scene, ctx, _):
        following = asyncio.create_task(Following(ctx).run())
        there = GuildId(GUILD + 1)
        choices = GuildChoices(there, ChannelId(2), ChannelId(3), RoleId(4), open_asks=False)
        await scene.store.transaction(lambda tables: tables.guilds.save(choices))
        async with asyncio.timeout(PATIENCE):
            while there not in ctx.guilds.known():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.02)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
