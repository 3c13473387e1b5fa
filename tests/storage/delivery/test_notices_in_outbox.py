"""What waits for somebody in the outbox, and whether it comes out as it was put in."""

from dataclasses import replace
from datetime import datetime

from bot.domain.asks import OwnWords
from bot.domain.ids import ChannelId, GuildId
from bot.domain.notices import Action, Notice, NoticeKind, Priority
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.storage.delivery.mail import ANNA, BEN, HOUR, NOW, SECOND, Mail

pytestmark = on_both_engines


async def stuck(mail: Mail, now: datetime = NOW) -> list[str]:
    """What waits for Anna because the first of it was tried in vain."""
    anna = mail.store.person(ANNA)
    found = await mail.do(lambda tables: tables.outbox.stuck(anna, now))
    return [one.nonce for one in found]


async def begin(mail: Mail, nonce: str) -> None:
    """Begin an attempt."""
    key = await mail.id_of(nonce)
    await mail.do(lambda tables: tables.outbox.begin_attempt(key, NOW))


async def rest(mail: Mail, nonce: str) -> None:
    """It was in vain: again in an hour."""
    key = await mail.id_of(nonce)
    await mail.do(lambda tables: tables.outbox.postpone(key, NOW + HOUR))


async def test_what_waits_behind_what_was_tried_in_vain_is_found_in_order(mail: Mail) -> None:
    """While it rests; not before it was tried, while it is, nor once its turn has come again."""
    for user, nonce in ((ANNA, "first"), (ANNA, "second"), (BEN, "his")):
        await mail.put(user, nonce)
    assert await stuck(mail) == []
    await begin(mail, "first")
    assert await stuck(mail) == []
    await rest(mail, "first")
    assert await stuck(mail) == ["first", "second"]
    assert await stuck(mail, NOW + HOUR - SECOND) == ["first", "second"]
    assert await stuck(mail, NOW + HOUR) == []


async def test_what_waits_for_others_waits_for_nobody_else(mail: Mail) -> None:
    """However long it was tried."""
    await mail.put(BEN, "his")
    await begin(mail, "his")
    await rest(mail, "his")
    assert await stuck(mail) == []


async def test_what_was_refused_without_being_sent_counts_as_tried(mail: Mail) -> None:
    """Nothing of it stands anywhere, so it was no attempt; it waits all the same."""
    await mail.put(ANNA, "first")
    key = await mail.id_of("first")
    await begin(mail, "first")
    await mail.do(lambda tables: tables.outbox.refused(key))
    assert await stuck(mail) == ["first"]  # also when its turn has come again
    await rest(mail, "first")
    assert await stuck(mail) == ["first"]


async def test_what_waits_in_a_lane_of_its_own_comes_after(mail: Mail) -> None:
    """Once it was tried by itself; what only changes a message is not shown elsewhere."""
    anna = await mail.do(lambda tables: tables.people.meet(ANNA))
    apart = Notice(NoticeKind.SOMEBODY_WAITS, None, anna)
    change = replace(apart, action=Action.EDIT)

    async def put(tables: Tables) -> None:
        await tables.outbox.put(apart, "apart", NOW, "a lane")
        await tables.outbox.put(apart, "untried", NOW, "another lane")
        await tables.outbox.put(change, "change", NOW)

    await mail.do(put)
    await mail.put(ANNA, "own")
    for nonce in ("apart", "change"):
        await begin(mail, nonce)
        await rest(mail, nonce)
    assert await stuck(mail) == ["own", "apart"]


async def test_a_notice_comes_out_as_it_was_put_in(mail: Mail) -> None:
    """All that it carries, for a person and for a channel."""
    anna = await mail.do(lambda tables: tables.people.meet(ANNA))
    text = OwnWords("My words.", "What would help.")
    whole = Notice(
        NoticeKind.WORDS,
        GuildId(7),
        anna,
        Action.EDIT,
        Priority.CONVERSATION,
        token="a token",
        alias="Banjo",
        own_alias="Cello",
        text=text,
    )
    bare = Notice(NoticeKind.SOMEBODY_WAITS, None, ChannelId(8))
    for number, notice in enumerate((whole, bare)):
        await mail.do(
            lambda tables, notice=notice, number=number: tables.outbox.put(  # type: ignore[misc]
                notice, f"nonce {number}", NOW
            )
        )
    first = await mail.next()
    assert first is not None
    assert (first.notice, first.nonce, first.lane) == (whole, "nonce 0", mail.lane(ANNA))
    assert (first.attempts, first.created_at, first.first_attempt_at) == (0, NOW, None)
    second = await mail.next(busy=(first.lane,))
    assert second is not None
    assert (second.notice, second.nonce, second.lane) == (bare, "nonce 1", "8")


async def test_many_notices_are_put_as_one_is(mail: Mail) -> None:
    """Each at the end of its reader's lane."""
    anna = await mail.do(lambda tables: tables.people.meet(ANNA))
    notices = [(Notice(NoticeKind.WORDS, None, anna, text=OwnWords(n)), n) for n in ("a", "b")]
    await mail.do(lambda tables: tables.outbox.put_all(notices, NOW))
    assert await mail.due() == ["a", "b"]
    entry = await mail.next()
    assert entry is not None
    assert (entry.notice, entry.nonce) == notices[0]
