"""A whole story, and what its files show to somebody without the key: nobody, and no words.

The files are looked at after every commit, so that nothing is missed that stood there for a moment.
"""

import asyncio
import base64
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.aftercare import Helped
from bot.domain.ages import Age
from bot.domain.asks import Wishes
from bot.domain.goals import Answer
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.rejected_forms import Answers, Typed
from bot.services import membership
from bot.services.aftercare import clear_chat, feedback, reflections, thanks
from bot.services.ages import statements
from bot.services.asks import drafts, posting
from bot.services.blocks import blocking, listing
from bot.services.conversations import edits, relay
from bot.services.forms import rejected
from bot.services.goals import check_in_answers
from bot.services.goals import goal as goals
from bot.services.listeners import duty
from bot.services.ports import HistoryPage, Outgoing, SentMessage
from tests import server_setup, stated
from tests.engines import contents, on_both_engines, place_of
from tests.fakes import RecordingMessenger
from tests.own_goals import goal_of
from tests.services.scene import DAY, GUILD, HOUR, Scene, here, playing

pytestmark = on_both_engines

ASKER, LISTENER = UserId(1_180_234_567_890_123_457), UserId(1_190_345_678_901_234_569)
STRANGER = UserId(903_456_789_012_345_671)
FIRST_MESSAGE = 1_470_000_000_000_111_000
BIG_GUILD, BIG_CHANNEL = GuildId(1_010_101_010_101_010_101), ChannelId(1_020_202_020_202_020_203)
WRITTEN, OUTSIDE = MessageId(1_470_000_000_000_222_333), MessageId(1_470_000_000_000_333_555)
WORDS = {
    "the ask": "Kummerkasten \u00e9\u00df\u4f60 schwester gegangen",
    "what would help": "Zuhoerende gesucht",
    "changed": "Verworfenes niemals gezeigt",
    "the asker's": "Fruehling anfangend",
    "the listener's": "Weitererzaehlen gerne",
    "a stranger's": "Wasistdas hierdrin",
    "late": "Nachzuegler unterwegs",
    "the goal": "Treppensteigen taeglich",
    "the changed goal": "Spaziergaenge woechentlich",
    "the thanks": "Dankeschoen herzlichst",
    "a note": "Aufgeschriebenes nurfuermich",
    "again": "Nocheinmal dieselbe",
    "typed": "Eingetippt vergeblich",
    "a choice": "Vorgeschlagen stattdessen",
    "outside": "Draussen vordertuer",
    "outside, changed": "Drinnen hinterderscheibe",
}


class BigNumbers(RecordingMessenger):
    """Messages have ids like Discord's."""

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """As the recorder does, with a larger id."""
        sent = await super().create(outgoing)
        return SentMessage(sent.channel, MessageId(sent.message + FIRST_MESSAGE))

    def _number(self, message: SentMessage) -> int:
        return super()._number(message) - FIRST_MESSAGE

    async def written_by_us(
        self, channel: ChannelId, since: datetime, after: MessageId | None = None
    ) -> HistoryPage:
        """As the recorder does, with larger ids."""
        first = None if after is None else MessageId(after - FIRST_MESSAGE)
        page = await super().written_by_us(channel, since, first)
        larger = [MessageId(sent.message + FIRST_MESSAGE) for sent in page.messages]
        last = None if page.read_up_to is None else MessageId(page.read_up_to + FIRST_MESSAGE)
        return HistoryPage(tuple(SentMessage(channel, one) for one in larger), last)


def encodings(number: int) -> Iterator[bytes]:
    """A number as it could stand in a file."""
    digits, wide = str(number), number.to_bytes(8, "big")
    yield digits.encode()
    yield digits.encode("utf-16-le")
    yield f"{number:x}".encode()
    yield f"{number:X}".encode()
    yield wide
    yield wide[::-1]
    yield wide.lstrip(b"\0")
    yield as_row_number(number)
    for raw in (wide, digits.encode()):
        yield base64.b64encode(raw).rstrip(b"=")
        yield base64.urlsafe_b64encode(raw).rstrip(b"=")


def as_row_number(number: int) -> bytes:
    """How SQLite writes a large integer primary key (https://sqlite.org/fileformat2.html)."""
    groups = [number >> shift & 0x7F for shift in range(8, 64, 7)]
    return bytes(group | 0x80 for group in reversed(groups)) + bytes([number & 0xFF])


def forms(text: str) -> Iterator[bytes]:
    """A text as it could stand in a file, whole and word by word."""
    for part in (text, *(word for word in text.split() if len(word) > 4)):
        raw = part.encode()
        yield raw
        yield part.encode("utf-16-le")
        yield part.encode("utf-16-be")
        yield raw.hex().encode()
        yield base64.b64encode(raw).rstrip(b"=")[:-1]


class Seen:
    """Every byte that ever stood in the files after a commit."""

    def __init__(self, scene: Scene) -> None:
        self._path = scene.path
        self._last: dict[str, bytes] = {}
        self._before: list[bytes] = []

    def look(self) -> None:
        """Remember what stands there now; a log that only grew holds what stood there before, and
        PostgreSQL keeps each row as it was, so there the end is enough."""
        if isinstance(place_of(self._path), Path):
            self.look_now()

    def look_now(self) -> None:
        """Remember it, whatever the engine."""
        for name, content in contents(self._path).items():
            last = self._last.get(name, b"")
            if not content.startswith(last):
                self._before.append(last)
            self._last[name] = content

    def where(self, secret: bytes) -> int:
        """In how many of the remembered files it stood."""
        return sum(secret in content for content in (*self._before, *self._last.values()))


async def seen_in_a_story(folder: Path) -> Seen:
    """Play the story and look after every commit."""
    async with playing(folder, reminding=False) as scene:
        seen = Seen(scene)
        scene.speak_through(BigNumbers())
        scene.store.on_commit(seen.look)
        await story(scene, seen.look)
        await scene.store.close()
        seen.look_now()
    return seen


async def story(scene: Scene, look: Callable[[], None]) -> None:
    """Ask, change, post, accept, talk, wait, cancel, join, leave, end."""
    await scene.setup(BIG_GUILD, BIG_CHANNEL)
    await server_setup.switch_on(scene.ctx, GUILD, stated.ALL_WITHOUT_A_LOOK)
    await scene.join(LISTENER)
    me = here(ASKER)
    await statements.say(scene.ctx, me, Age.ADULT)
    preview = await drafts.draft(scene.ctx, me, WORDS["changed"], "")
    await drafts.change(scene.ctx, me, preview.draft.id, WORDS["the ask"], WORDS["what would help"])
    await drafts.choose_more(scene.ctx, me, preview.draft.id, Wishes("loss"), ())
    await posting.post(scene.ctx, me, preview.draft.id)
    await scene.deliver()
    await scene.accept(LISTENER, scene.accept_button())
    await scene.write(ASKER, WORDS["the asker's"], message=WRITTEN)
    await scene.write(LISTENER, WORDS["the listener's"])
    await scene.write(STRANGER, WORDS["a stranger's"])
    await outside(scene)
    await scene.deliver()
    await scene.write(ASKER, WORDS["late"])
    await scene.restart()
    scene.store.on_commit(look)
    await scene.deliver()
    await scene.end(LISTENER)
    await look_back(scene)
    button = scene.after_button(ASKER)
    again = await drafts.draft(scene.ctx, me, WORDS["again"], "", button)
    await posting.post(scene.ctx, me, again.draft.id)
    await scene.pass_time(HOUR / 3)
    await blocking.block(scene.ctx, LISTENER, scene.after_button(LISTENER))
    (own,) = (await listing.get_list(scene.ctx, LISTENER, GUILD)).blocked
    await blocking.undo(scene.ctx, LISTENER, own.token)
    cancelled = await scene.draft(STRANGER, WORDS["changed"])
    await drafts.cancel(scene.ctx, here(STRANGER), cancelled.draft.id)
    answers: Answers = {"words": WORDS["typed"], "without": [str(LISTENER)]}
    typed = Typed("goal", "token", answers, [("zone", WORDS["a choice"])])
    assert await rejected.keep(scene.ctx, STRANGER, typed)
    await duty.leave(scene.ctx, here(LISTENER))
    for goal in ("the goal", "the changed goal"):
        await goals.save(
            scene.ctx, ASKER, goal_of(ASKER), words=WORDS[goal], every="1", at="12:00", zone="UTC"
        )
        await scene.pass_time(18 * HOUR)  # from the evening until the moment that it comes
        token = scene.messenger.said(ASKER)[-1].token
        await check_in_answers.answer(scene.ctx, ASKER, token or "", Answer.PARTLY)
        await scene.pass_time(6 * HOUR)
    await goals.end(scene.ctx, ASKER, goal_of(ASKER))
    for pause in (HOUR, DAY, 7 * DAY):
        await scene.pass_time(pause)


async def outside(scene: Scene) -> None:
    """Somebody without a conversation writes, and thinks better of it."""
    await membership.note_use(scene.ctx, STRANGER, GUILD)
    await scene.write(STRANGER, WORDS["outside"], message=OUTSIDE)
    await scene.deliver()
    assert await scene.count("stray_part") == 1
    await edits.edited(scene.ctx, relay.Written(STRANGER, OUTSIDE, WORDS["outside, changed"]))
    await edits.deleted(scene.ctx, OUTSIDE)
    await scene.write(STRANGER, WORDS["outside"])


async def look_back(scene: Scene) -> None:
    """Answer, say thanks, write a note, and let one page of the chat be cleared, then the rest."""
    token = scene.after_button(ASKER)
    await feedback.answer(scene.ctx, ASKER, token, Helped.YES)
    await thanks.thank(scene.ctx, ASKER, token, WORDS["the thanks"])
    await reflections.write(scene.ctx, ASKER, token, MessageId(7001), WORDS["a note"])
    scene.messenger.page = 2
    await clear_chat.clear(scene.ctx, ASKER, token)
    await scene.deliver()
    assert len(scene.messenger.deleted) == 4


_STORIES: dict[str, Seen] = {}
"""The story, played once for this file on each engine."""


@pytest.fixture
def seen(engine: str, tmp_path: Path) -> Seen:
    """All that stood in the files."""
    if engine not in _STORIES:
        _STORIES[engine] = asyncio.run(seen_in_a_story(tmp_path))
    return _STORIES[engine]


@pytest.mark.parametrize(
    "number",
    [
        ASKER,
        LISTENER,
        STRANGER,
        WRITTEN,
        OUTSIDE,
        *(MessageId(1000 + at + FIRST_MESSAGE) for at in range(12)),
    ],
)
def test_no_snowflake_of_a_person_or_message_ever_stands_in_the_files(
    seen: Seen, number: int
) -> None:
    """Neither in digits nor as a number of any width and order, nor in hex or base64."""
    found = [form for form in encodings(number) if seen.where(form)]
    assert found == []


@pytest.mark.parametrize("whose", list(WORDS))
def test_no_word_ever_stands_in_the_files(seen: Seen, whose: str) -> None:
    """Not for a moment, in any encoding."""
    found = [form for form in forms(WORDS[whose]) if seen.where(form)]
    assert found == []


def test_the_search_finds_what_does_stand_there(seen: Seen) -> None:
    """A server's id, an alias, a table's name: the files were really looked at, log and all."""
    assert any(seen.where(form) for form in encodings(BIG_GUILD))
    assert any(seen.where(form) for form in encodings(BIG_CHANNEL))
    assert seen.where(b"Alias") > 0
    assert seen.where(b"answered") > 0
    assert seen.where(b"2026-03-02") > 0
    assert seen.where(b"conversation_one_for_an_ask") > 0
    assert seen.where(b"draft_by_again") > 0


def test_the_search_would_find_a_leak(tmp_path: Path) -> None:
    """One snowflake and one word, put into a table in plain."""

    async def leak() -> Seen:
        async with playing(tmp_path) as scene:
            seen = Seen(scene)
            scene.store.on_commit(seen.look)
            await scene.change_rows("CREATE TABLE leak (number BIGINT, words TEXT)")
            await scene.change_rows("INSERT INTO leak VALUES (?, ?)", ASKER, WORDS["late"])
            await scene.change_rows("DELETE FROM leak")
            seen.look_now()
            return seen

    seen = asyncio.run(leak())
    assert any(seen.where(form) for form in encodings(ASKER))
    assert any(seen.where(form) for form in forms(WORDS["late"]))
