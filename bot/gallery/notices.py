"""Every notice in every state: the cases that the tests of the renderer and the gallery share.

A kind that stands in no row is missing: a test says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.asks import AskKind, OwnWords, Wishes
from bot.domain.ids import ChannelId, GuildId, PersonTag, ScheduleId
from bot.domain.images import FIRST_ONLY, ImageFault
from bot.domain.message_copies import Choice
from bot.domain.notices import HELP_CARDS, OF_ANOTHER, SILENT, About, Notice, OnSchedule
from bot.domain.notices import NoticeKind as Kind
from bot.domain.notices_about import SHOW_ANOTHER
from bot.gallery.own_words import Examples
from bot.gallery.shown import ReadBy
from bot.gallery.world import BEGINS, NAMELESS

REFLECTS = GuildId(1_180_000_000_000_000_702)
"""One that has switched on that people may write a note for themselves."""
GUILD, CHANNEL, PERSON = GuildId(1_180_000_000_000_000_700), ChannelId(1), PersonTag(b"p" * 16)
TOKEN = "t" * 22
"""Of every button that carries one."""


@dataclass(frozen=True, slots=True)
class NoticeCase:
    """A notice, and who reads it. `state` tells those of one kind apart."""

    notice: Notice
    reader: ReadBy
    state: str = ""

    @property
    def id(self) -> str:
        """As in the gallery."""
        return f"notice.{self.notice.kind}" + (f".{self.state}" if self.state else "")

    @property
    def silent(self) -> bool:
        """Whether it comes without a sound."""
        return self.notice.kind in SILENT


ASKER = (
    *(Kind.ASK_POSTED, Kind.ASK_GOES_OUT_LATER, Kind.ASK_HELD, Kind.ASK_TAKEN_BACK),
    *(Kind.ASK_OVER, Kind.WORDS_TAKEN_DOWN, Kind.ASK_WAITS_LONGER, Kind.ASK_WAITS_LONG),
    *(Kind.ASK_WAITS_ON, Kind.ASK_FOUND, Kind.ASK_FOR_ONE_FIRST, Kind.ASK_WORDS_REFUSED),
    *(Kind.STILL_WANTED, Kind.LISTENER_QUIET, Kind.DM_CHECK_ASKER, Kind.ASK_ACCEPTED),
    *(Kind.ASK_LET_OUT, Kind.ASK_NOT_LOOKED_AT, Kind.ASK_GOES_ON_DIRECTLY),
    *(Kind.HAND_OVER_ASKED, Kind.NEXT_LISTENER_READS, Kind.OPEN_ASK_OVER),
    *(Kind.SECOND_ASKED, Kind.SECOND_NOT_FOUND, Kind.FIRST_QUESTION_HIDDEN),
    *(Kind.THREAD_GONE, Kind.THREAD_LOCKED, Kind.THREAD_NOT_MADE),
    *(Kind.LISTENER_SILENT_ASKER, Kind.CONVERSATION_ENDED_ASKER, Kind.COMPANY_ENDED),
)
LISTENER = (
    *(Kind.OFFER_ACCEPTED, Kind.OFFER_DECLINED, Kind.OFFER_OVER, Kind.DUTY_ENDED),
    *(Kind.LISTENERS_AGE, Kind.LISTENER_NUDGED, Kind.LISTENER_SILENT_LISTENER),
    *(Kind.DM_CHECK_LISTENER, Kind.CONVERSATION_ENDED_LISTENER, Kind.YOU_GO_ALONG),
    *(Kind.LISTENER_APPROVED, Kind.LISTENER_NEEDS_NO_LOOK, Kind.LISTENER_WAITS_ON),
    Kind.STILL_GLAD,
    *(Kind.WORRY_SEEN, Kind.WORRY_UNANSWERED, Kind.SECOND_NOT_WANTED, Kind.SECOND_LOOKED_FOR),
    *(Kind.WRITTEN_BEFORE, Kind.WRITTEN_BEFORE_ENDS, Kind.FIRST_OVER),
    *(Kind.PARTNER_DID_IT, Kind.PARTNER_PARTLY, Kind.PARTNER_NOT_YET),
    *(Kind.FIRST_ANSWER_HIDDEN, Kind.FIRST_UNANSWERED),
    *(Kind.MORNING_GONE, Kind.MORNING_OVER),
)
EITHER = (
    *(Kind.MESSAGE_WAITING, Kind.HAVE_IT, Kind.IMAGE_CHECK, Kind.VOICE_NOT_PASSED_ON),
    *(Kind.OTHER_NOT_PASSED_ON, Kind.NOTHING_TO_READ, Kind.TOO_MUCH_AT_ONCE),
    *(Kind.STILL_HERE, Kind.BACK_SOON),
    *(Kind.IDLE_WARNING, Kind.FILES_NOT_PASSED_ON, Kind.NOTHING_OPEN, Kind.WORDS_REFUSED),
    *(Kind.CONVERSATION_HELD, Kind.CONVERSATION_GOES_ON, Kind.FROM_MODERATORS),
    *(Kind.NAME_OPENED, Kind.REPORT_QUESTION, Kind.REPORT_NOT_TOLD, Kind.REPORT_UNOPENED),
    *(Kind.REPORT_OVER_SERVER, Kind.FAREWELL, Kind.ENCOURAGEMENTS_BEGIN),
    *(Kind.GOAL_WORDS_REFUSED, Kind.YOU_HELPED),
)
MODERATORS = (
    *(Kind.SOMEBODY_WAITS, Kind.ASKS_CANNOT_BE_POSTED, Kind.AGES_NOT_CHOSEN, Kind.REPORT_CARD),
    Kind.WORRY_CARD,
    Kind.ENCOURAGEMENTS_STOPPED,
    *(Kind.MODERATORS_LOOK, Kind.FAREWELL_SERVER, Kind.REPORT_FOR_OTHERS, Kind.LISTENERS_WAIT),
    *(Kind.PANEL_CANNOT_STAND, Kind.ENCOURAGEMENTS_CANNOT_COME, Kind.MODERATORS_CHANNEL_LOST),
)
OF_OTHERS = (
    *(Kind.ASK_FOR_OTHERS, Kind.WAITS_FOR_OTHERS, Kind.WORRY_FOR_OTHERS),
    Kind.CONVERSATION_ENDED_MODERATOR,
)
"""What one of several moderators reads in their direct messages."""
SUGGESTED = (
    *(Kind.SUGGESTION_TAKEN, Kind.SUGGESTION_NOT_TAKEN, Kind.SUGGESTION_KEPT),
    Kind.SUGGESTION_UNDECIDED,
)
EVERYBODY = (
    *(Kind.ASK_TAKEN_IN_CHANNEL, Kind.ASK_OVER_IN_CHANNEL, Kind.PANEL, Kind.TEST_POST),
    *(Kind.THREAD_BEGINS, Kind.THREAD_RULES, Kind.THREAD_REWORDED, Kind.THREAD_HELPED),
    Kind.THREAD_OVER,
)
GIVES_WORDS_BACK = (
    *(Kind.ASK_NOT_POSTED, Kind.ASK_NOT_TAKEN, Kind.ASK_OVER_CHANNEL, Kind.ASK_OVER_SERVER),
)
"""What says that something did not work out, above somebody's own words."""

OTHER, TAKEN_BACK = ImageFault.OTHER_FILE, ImageFault.TAKEN_BACK
"""What only whoever sent it is told, and what only those who press to see it are."""

NO_TOKEN = frozenset({Kind.HAVE_IT, Kind.PANEL, Kind.TEST_POST, Kind.NOTHING_OPEN})


def notice_cases(written: Examples) -> Iterator[NoticeCase]:
    """All of them, with what people wrote in one language."""
    rows = (
        *((kind, ReadBy.ASKER) for kind in ASKER),
        *((kind, ReadBy.LISTENER) for kind in LISTENER),
        *((kind, ReadBy.MEMBER) for kind in EITHER),
        *((kind, ReadBy.MODERATOR) for kind in MODERATORS),
        *((kind, ReadBy.CHANNEL) for kind in EVERYBODY),
        *((kind, ReadBy.MODERATOR) for kind in OF_OTHERS),
        *((kind, ReadBy.MEMBER) for kind in SUGGESTED),
    )
    for kind, reader in rows:
        yield NoticeCase(_plain(kind, reader), reader)
    ask = OwnWords(written["ask"], written["would_help"])
    for kind in GIVES_WORDS_BACK:
        yield NoticeCase(replace(_plain(kind), text=ask), ReadBy.ASKER)
    gone = replace(_plain(Kind.ASK_OVER_SERVER), text=ask, guild_id=NAMELESS)
    yield NoticeCase(gone, ReadBy.ASKER, "name_not_known")
    again = str(int((BEGINS + timedelta(minutes=20)).timestamp()))
    yield NoticeCase(replace(_plain(Kind.TOO_MUCH_AGAIN), text=OwnWords(again)), ReadBy.MEMBER)
    nobody = replace(_plain(Kind.FILES_NOT_PASSED_ON), alias=None)
    yield NoticeCase(nobody, ReadBy.MEMBER, "to_nobody")
    ended = _plain(Kind.CONVERSATION_ENDED_ASKER)
    yield NoticeCase(replace(ended, guild_id=REFLECTS), ReadBy.ASKER, "may_write_a_note")
    yield from _of_asks(written, ask)
    yield from _of_words(written)
    yield from _by_themselves(written)


def _plain(kind: Kind, reader: ReadBy = ReadBy.MEMBER) -> Notice:
    """With what every notice of its kind has."""
    in_channel = reader in (ReadBy.CHANNEL, ReadBy.MODERATOR)
    return Notice(
        kind,
        GUILD,
        CHANNEL if in_channel else PERSON,
        token=None if kind in NO_TOKEN else TOKEN,
        alias="River",
        own_alias="Maple",
    )


def _of_asks(written: Examples, ask: OwnWords) -> Iterator[NoticeCase]:
    """Asks as they stand in a channel, as listeners are told of them, and as they end."""
    post = replace(_plain(Kind.ASK_IN_CHANNEL, ReadBy.CHANNEL), alias=None, own_alias=None)
    yield NoticeCase(post, ReadBy.CHANNEL, "private")
    yield NoticeCase(replace(post, text=ask), ReadBy.CHANNEL, "open")
    wishes = Wishes("sleep", "es", heavy=True, learn="music")
    yield NoticeCase(_plain(Kind.OFFER_REWORDED), ReadBy.LISTENER)
    for kind in (Kind.OFFER, Kind.OFFER_AGAIN, Kind.SECOND_OFFER):
        plain = replace(_plain(kind), about=About(AskKind.PRIVATE, Wishes()))
        yield NoticeCase(plain, ReadBy.LISTENER)
        about = replace(plain, about=About(AskKind.OPEN, wishes))
        yield NoticeCase(about, ReadBy.LISTENER, "with_wishes")
    over = replace(_plain(Kind.OFFER_OVER), about=About(AskKind.PRIVATE, wishes), other="o" * 22)
    for kind in SHOW_ANOTHER:
        yield NoticeCase(replace(over, kind=kind), ReadBy.LISTENER, "another_waits")
    taken = replace(_plain(Kind.ASK_TAKEN_IN_CHANNEL, ReadBy.CHANNEL), text=ask)
    yield NoticeCase(taken, ReadBy.CHANNEL, "open")
    yield from _of_threads(written)
    yield from _of_three()
    yield NoticeCase(replace(_plain(Kind.YOU_ACCEPTED), text=ask), ReadBy.LISTENER)
    refused = OwnWords(written["reason"])
    yield NoticeCase(replace(_plain(Kind.ASK_NOT_LET_OUT), text=refused), ReadBy.ASKER)
    yield NoticeCase(replace(_plain(Kind.LISTENER_NOT_NOW), text=refused), ReadBy.LISTENER)
    until = BEGINS + timedelta(hours=20)
    yield NoticeCase(replace(_plain(Kind.ASK_EXPIRED), until=until), ReadBy.ASKER)
    yield NoticeCase(_plain(Kind.ASK_EXPIRED), ReadBy.ASKER, "late")


def _of_three() -> Iterator[NoticeCase]:
    """What names somebody else in the same conversation."""
    readers = {Kind.SOMEBODY_JOINED: ReadBy.ASKER, Kind.ANOTHER_STAYS: ReadBy.ASKER}
    readers |= {Kind.MODERATOR_JOINED: ReadBy.ASKER, Kind.YOU_STEPPED_IN: ReadBy.MODERATOR}
    readers |= {Kind.MODERATOR_LEFT: ReadBy.ASKER}
    for kind in sorted(OF_ANOTHER):
        reader = readers.get(kind, ReadBy.LISTENER)
        yield NoticeCase(replace(_plain(kind), text=OwnWords("Heron")), reader)


def _of_threads(written: Examples) -> Iterator[NoticeCase]:
    """What stands in the thread of an open ask, and what comes of it in direct messages."""
    said, place = OwnWords(written["hello"]), OwnWords(str(GUILD))
    for kind in (Kind.THREAD_ANSWER, Kind.THREAD_REPLY):
        yield NoticeCase(replace(_plain(kind, ReadBy.CHANNEL), text=said), ReadBy.CHANNEL)
    for kind in (Kind.NOT_IN_THREAD, Kind.NOT_TAKEN_IN_THREAD):
        yield NoticeCase(replace(_plain(kind), text=said), ReadBy.MEMBER)
    yield NoticeCase(replace(_plain(Kind.SOMEBODY_ANSWERED), text=place), ReadBy.ASKER)


def _of_words(written: Examples) -> Iterator[NoticeCase]:
    """What one side writes to the other, what is held of it, and what came outside."""
    plain = (Kind.WORDS, "hello"), (Kind.STICKER, "sticker"), (Kind.OWN_WORDS, "hard")
    for kind, name in (*plain, (Kind.FIRST_QUESTION, "hello"), (Kind.FIRST_ANSWER, "hard")):
        yield NoticeCase(replace(_plain(kind), text=OwnWords(written[name])), ReadBy.MEMBER)
    yield NoticeCase(_plain(Kind.IMAGE), ReadBy.MEMBER)
    moved = replace(_plain(Kind.IMAGE), text=OwnWords(FIRST_ONLY))
    yield NoticeCase(moved, ReadBy.MEMBER, "first_only")
    yield NoticeCase(_plain(Kind.IMAGE_FIRST_ONLY), ReadBy.MEMBER)
    for kind, never in ((Kind.IMAGE_MISSED, OTHER), (Kind.IMAGE_NOT_PASSED_ON, TAKEN_BACK)):
        for fault in sorted(set(ImageFault) - {never}):
            why = replace(_plain(kind), text=OwnWords(fault))
            yield NoticeCase(why, ReadBy.MEMBER, fault)
    for kind in (Kind.DETAILS_HELD, Kind.DETAILS_REFUSED):
        given = OwnWords(written["details"])
        yield NoticeCase(replace(_plain(kind), text=given), ReadBy.MEMBER)
    choices = Choice("a" * 22, "River"), Choice("b" * 22, "Cedar")
    several = replace(_plain(Kind.SEVERAL_OPEN), guild_id=None, choices=choices)
    yield NoticeCase(several, ReadBy.MEMBER)
    stray = _plain(Kind.SHALL_I_PASS_IT_ON)
    yield NoticeCase(stray, ReadBy.MEMBER, "one_server")
    yield NoticeCase(replace(stray, guild_id=None), ReadBy.MEMBER, "several_servers")
    thanks = _plain(Kind.THANKS)
    yield NoticeCase(thanks, ReadBy.LISTENER, "without_words")
    said = replace(thanks, text=OwnWords(written["thanks"]))
    yield NoticeCase(said, ReadBy.LISTENER, "with_words")


def _by_themselves(written: Examples) -> Iterator[NoticeCase]:
    """What comes on a schedule, help cards, and the head of the record."""
    on = OnSchedule(ScheduleId("s" * 22), date(2026, 3, 2), "growth-01", written.language)
    kind = replace(_plain(Kind.ENCOURAGEMENT), on_schedule=on)
    yield NoticeCase(kind, ReadBy.MEMBER)
    channel = _plain(Kind.ENCOURAGEMENT_IN_CHANNEL, ReadBy.CHANNEL)
    yield NoticeCase(replace(channel, on_schedule=on), ReadBy.CHANNEL)
    for check in (Kind.CHECK_IN, Kind.CHECK_IN_AFTER_SILENCE, Kind.CHECK_IN_SOFTLY):
        goal = OwnWords(written["goal"])
        yield NoticeCase(replace(_plain(check), text=goal, on_schedule=on), ReadBy.MEMBER)
    for card in sorted(HELP_CARDS):
        yield NoticeCase(replace(_plain(card), guild_id=None), ReadBy.MEMBER)
        known = replace(_plain(card), guild_id=None, text=OwnWords("ES"))
        yield NoticeCase(known, ReadBy.MEMBER, "country_known")
    hidden = replace(_plain(Kind.HELP_CARD_HIDDEN), text=OwnWords("now"))
    yield NoticeCase(hidden, ReadBy.MEMBER)
    for who in (Kind.WHO_IT_IS, Kind.WHO_IT_IS_FOR_OTHERS):
        told = replace(_plain(who, ReadBy.MODERATOR), text=OwnWords("1180000000000000042"))
        yield NoticeCase(told, ReadBy.MODERATOR)
    head = replace(_plain(Kind.RECORD_HEAD, ReadBy.MODERATOR), text=OwnWords("14 7f3a 09bc 55d1"))
    yield NoticeCase(head, ReadBy.MODERATOR)
