"""Which moderators are told what must not stand in their channel, or cannot stand there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.asks import Ask
from bot.domain.ids import AskId, ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services import moderators
from bot.services.moderators import AT_MOST, Reached
from bot.services.ports import Gone, Standing, Unsure
from bot.storage.store import Tables
from tests.fakes import RecordingMessenger
from tests.services.blocks.two_people import WHO, blocked
from tests.services.scene import (
    ASKER,
    ELSEWHERE,
    GUILD,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
)


class Silent(RecordingMessenger):
    """Discord does not say whether the bot may write anywhere."""

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """Nobody knows."""
        del channel, history
        raise Unsure


def told(scene: Scene, user: UserId) -> list[Notice]:
    """What somebody was told that is for moderators."""
    kinds = (NoticeKind.SOMEBODY_WAITS, NoticeKind.WAITS_FOR_OTHERS)
    return [one for one in scene.messenger.said(user) if one.kind in kinds]


async def looked_after(scene: Scene, *users: UserId) -> None:
    """These looked after the server, the last of them last."""
    for user in users:
        number = scene.ctx.listener_number(here(user))
        now = scene.clock.now()

        async def note(tables: Tables, user: UserId = user) -> None:
            await tables.moderators_seen.note(GUILD, number, user, now)  # noqa: B023 - at once

        await scene.store.transaction(note)
        scene.clock.advance(timedelta(hours=1))


async def test_only_who_still_reads_their_channel_is_told(scene: Scene) -> None:
    """The last one first; not those who are left out, and nobody of whom Discord says nothing."""
    await looked_after(scene, LISTENER, OTHER, STRANGER)
    scene.messenger.readers = {LISTENER, OTHER}
    assert await moderators.still_reading(scene.ctx, GUILD) == [OTHER, LISTENER]
    assert await moderators.still_reading(scene.ctx, GUILD, [OTHER]) == [LISTENER]
    assert await moderators.still_reading(scene.ctx, ELSEWHERE) == []
    scene.messenger.fail(GUILD, Unsure(), Unsure(), Unsure())
    assert await moderators.still_reading(scene.ctx, GUILD) == []


async def test_a_few_moderators_are_looked_up(scene: Scene) -> None:
    """Each is a request to Discord."""
    many = [UserId(number) for number in range(201, 202 + AT_MOST)]
    await looked_after(scene, *many)
    scene.messenger.readers = set(many)
    assert len(await moderators.still_reading(scene.ctx, GUILD)) == AT_MOST
    scene.messenger.may_post = False
    scene.messenger.closed_channels = {STAFF}
    reached = await moderators.where_to_tell(scene.ctx, GUILD)
    assert len(reached.people) == AT_MOST


async def test_what_is_no_secret_stands_in_their_channel(scene: Scene) -> None:
    """Also where the bot may not read what stood there before: it only writes."""
    await looked_after(scene, LISTENER)
    scene.messenger.may_post = False  # where what stood before has to be read
    assert await moderators.where_to_tell(scene.ctx, GUILD) == Reached(channel=True)


async def test_while_nobody_knows_whether_the_bot_may_write_it_is_tried(scene: Scene) -> None:
    """Nobody is written to directly for a fault of Discord's that passes."""
    await looked_after(scene, LISTENER)
    unsure = replace(scene.ctx, messenger=Silent())
    assert await moderators.where_to_tell(unsure, GUILD) == Reached(channel=True)


async def test_where_the_bot_cannot_write_each_who_is_still_here_is_told(scene: Scene) -> None:
    """Whoever left is not, nor whoever nobody can say it of; who is timed out still reads."""
    await looked_after(scene, LISTENER, OTHER, STRANGER)
    scene.messenger.closed_channels = {STAFF}
    scene.messenger.standings[GUILD, OTHER] = Standing.GONE
    scene.messenger.standings[GUILD, LISTENER] = Standing.TIMED_OUT
    assert await moderators.where_to_tell(scene.ctx, GUILD) == Reached(False, [STRANGER, LISTENER])
    scene.messenger.fail(GUILD, Gone())
    found = await moderators.where_to_tell(scene.ctx, GUILD)
    assert found == Reached(False, [LISTENER])
    assert found.anybody
    assert not Reached(False).anybody


async def tell_them(scene: Scene, reached: Reached) -> Sequence[tuple[object, ...]]:
    """Tell these; to whom it goes, and in how many lanes."""
    notice = Notice(NoticeKind.SOMEBODY_WAITS, GUILD, STAFF)
    await scene.store.transaction(
        lambda tables: moderators.tell_them(scene.ctx, tables, reached, notice)
    )
    lanes = await scene.rows("SELECT DISTINCT lane FROM outbox")
    await scene.deliver()
    return lanes


async def test_each_who_is_told_directly_is_told_in_a_lane_of_their_own(scene: Scene) -> None:
    """Whoever has closed their direct messages holds up nobody else."""
    lanes = await tell_them(scene, Reached(False, [LISTENER, OTHER]))
    assert len(lanes) == 2
    assert all(str(GUILD) in str(lane) for (lane,) in lanes)
    assert len(told(scene, LISTENER)) == len(told(scene, OTHER)) == 1
    assert scene.kinds_to(STAFF) == []


async def test_in_their_channel_it_is_said_once(scene: Scene) -> None:
    """And to nobody directly."""
    await tell_them(scene, Reached(channel=True))
    assert scene.kinds_to(STAFF) == [NoticeKind.SOMEBODY_WAITS]
    assert told(scene, LISTENER) == []


async def the_ask(scene: Scene, *excluded: UserId) -> Ask:
    """An ask that leaves some listeners out."""
    await scene.ask()
    newest = await scene.rows("SELECT ask_id FROM ask WHERE state = 'waiting'")
    key = AskId(str(newest[0][0]))
    for user in excluded:
        number = scene.ctx.listener_number(here(user))
        sql = "INSERT INTO ask_excluded (ask_id, private_number) VALUES (?, ?)"
        await scene.change_rows(sql, key, number)
    ask = await scene.read(lambda tables: tables.asks.get(key))
    assert ask is not None
    return ask


async def tell_of(scene: Scene, ask: Ask, *users: UserId) -> None:
    """Tell these of it."""
    kind = NoticeKind.WAITS_FOR_OTHERS
    await scene.store.transaction(
        lambda tables: moderators.tell_of(scene.ctx, tables, ask, users, kind)
    )


async def test_of_an_ask_all_are_told_but_its_asker_and_whom_it_leaves_out(scene: Scene) -> None:
    """In lanes of their own; the notice names the ask and nothing of it."""
    ask = await the_ask(scene, OTHER)
    await scene.deliver()
    await tell_of(scene, ask, ASKER, OTHER, LISTENER, STRANGER)
    lanes = await scene.rows("SELECT lane FROM outbox WHERE lane LIKE ?", f"ask {ask.id} %")
    assert len(set(lanes)) == len(lanes) == 2
    await scene.deliver()
    for user in (LISTENER, STRANGER):
        (notice,) = told(scene, user)
        assert (notice.kind, notice.guild_id) == (NoticeKind.WAITS_FOR_OTHERS, GUILD)
        assert (notice.ask_id, notice.text) == (ask.id, None)
    assert told(scene, OTHER) == told(scene, ASKER) == []


@WHO
async def test_nobody_is_told_of_an_ask_who_never_meets_its_asker(
    scene: Scene, who: UserId
) -> None:
    """Whoever of the two blocked the other; those who come after are told."""
    await scene.join(LISTENER)
    await blocked(scene, who)
    ask = await the_ask(scene)
    await tell_of(scene, ask, LISTENER, STRANGER)
    await scene.deliver()
    assert told(scene, LISTENER) == []
    assert len(told(scene, STRANGER)) == 1
