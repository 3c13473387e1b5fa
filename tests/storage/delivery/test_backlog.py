"""How much has still to be said, and for how long it has been late."""

from datetime import timedelta
from pathlib import Path

from bot.domain.ids import ChannelId, GuildId, OutboxId
from bot.domain.notices import Notice, NoticeKind
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.storage.delivery.mail import ANNA, BEN, HOUR, NOW, SECOND, Mail, opened

pytestmark = on_both_engines

A_MINUTE = timedelta(minutes=1)


async def late(mail: Mail, after: timedelta) -> tuple[int, int]:
    """So long after everything was put there."""
    return await mail.store.read(lambda tables: tables.backlog.late(NOW + after, A_MINUTE))


async def test_what_is_due_counts_from_when_it_is(tmp_path: Path) -> None:
    """Of an empty outbox nothing is late; what was said is gone."""
    async with opened(tmp_path) as mail:
        assert await late(mail, SECOND) == (0, 0)
        await mail.put(ANNA, "one")
        await mail.put(BEN, "other")
        assert await late(mail, 40 * SECOND) == (2, 40)
        await mail.do(lambda tables: tables.outbox.remove(OutboxId(1)))
        await mail.do(lambda tables: tables.outbox.remove(OutboxId(2)))
        assert await late(mail, 40 * SECOND) == (0, 0)


async def test_what_is_tried_again_and_again_counts_from_the_first_time(tmp_path: Path) -> None:
    """Discord gives no clear answer: between two attempts nothing is due, and yet it is late."""
    async with opened(tmp_path) as mail:
        await mail.put(ANNA, "one")
        for minute in range(1, 11):
            at = NOW + minute * A_MINUTE
            await mail.do(lambda tables, at=at: tables.outbox.begin_attempt(OutboxId(1), at))  # type: ignore[misc]
            await mail.do(
                lambda tables, at=at: tables.outbox.postpone(OutboxId(1), at + A_MINUTE)  # type: ignore[misc]
            )
        assert await late(mail, timedelta(minutes=10, seconds=30)) == (1, 570)


async def test_what_waits_for_closed_direct_messages_is_not_late(tmp_path: Path) -> None:
    """Discord surely refused it, and it is tried hourly; until then it is nobody's business."""
    async with opened(tmp_path) as mail:
        await mail.put(ANNA, "one")

        async def refused(tables: Tables) -> None:
            await tables.outbox.begin_attempt(OutboxId(1), NOW)
            await tables.outbox.refused(OutboxId(1))
            await tables.outbox.postpone(OutboxId(1), NOW + HOUR)

        await mail.do(refused)
        assert await late(mail, 59 * A_MINUTE) == (0, 0)


async def test_what_is_for_a_server_that_the_bot_left_is_not_late(tmp_path: Path) -> None:
    """It waits for an invitation; what is for people goes on."""
    async with opened(tmp_path) as mail:
        await mail.put(ANNA, "one")

        async def left(tables: Tables) -> None:
            about = Notice(NoticeKind.ASK_OVER_IN_CHANNEL, GuildId(7), ChannelId(70))
            await tables.outbox.put(about, "two", NOW)
            await tables.departed.note(GuildId(7), NOW + HOUR)

        await mail.do(left)
        assert await late(mail, SECOND) == (1, 1)
