"""A row for each table that there ever was, as the bot stored it, sealed under the test's key.

A database of any earlier version is filled with them: each row with the columns that its table has
there, sealed as it was before rows had secrets of their own; where a tag stood that is sealed now,
it still stands, as after the migration alone. Times are on the full hour, so that no upgrade has to
cut them.
"""

# ruff: noqa: PIE800 - several columns a line: a row is to be seen at once

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.storage.encryption.keys import Keyring
from tests.storage.sqlite.copies import KEY, SEALER
from tests.storage.test_own_secrets import EarlierSealer

Value = int | str | bytes | None
Row = Mapping[str, Value]

EARLIER = EarlierSealer(Keyring(KEY))
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
AT = int(NOW.timestamp())
LATER = AT + 7200
DAY = NOW.date().toordinal()
GUILD, ASKS, STAFF, ROLE = 101, 102, 103, 104
ASKER, LISTENER = SEALER.person_tag(UserId(1)), SEALER.person_tag(UserId(2))
ONE_NUMBER = SEALER.listener_number(GuildId(GUILD), UserId(1))
"""Of the asker, as it was while askers and listeners had the same."""
BLOCKER = SEALER.blocker_tag(SEALER.asker_number(GuildId(GUILD), UserId(1)))
LISTENER_NUMBER = SEALER.listener_number(GuildId(GUILD), UserId(2))
WRITTEN, COPY, STRAY, READ, TOLD = (MessageId(number) for number in range(11, 16))
CHANNEL = ChannelId(21)
TAGS = {one: SEALER.message_tag(one) for one in (WRITTEN, COPY, STRAY, READ, TOLD)}
ITS_OWN = "what is sealed in {}"
"""The words in each table."""


@cache
def rows() -> Sequence[tuple[str, Row]]:
    """Each with its table; those that others refer to come first."""
    return [*_people(), *_asks(), *_conversation(), *_waiting(), *_by_the_clock(), *_apart()]


def fill(sql: sqlite3.Connection) -> set[str]:
    """Put each row into its table where there is one; every table has got one then. Which they
    are."""
    tables = {row[0] for row in sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table, row in rows():
        if table in tables:
            known = [name for name in columns(sql, table) if name in row]
            marks = ", ".join("?" * len(known))
            sql.execute(
                f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})",  # noqa: S608
                [row[name] for name in known],
            )
    tables -= {"sqlite_sequence", "thrown_away"}  # the second is filled by what goes
    assert not [t for t in tables if sql.execute(f"SELECT count(*) FROM {t}").fetchone() == (0,)]  # noqa: S608
    assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
    return tables


def columns(sql: sqlite3.Connection, table: str) -> list[str]:
    """The columns that a table has in this version."""
    return [row[1] for row in sql.execute(f"PRAGMA table_info ({table})")]


def _words(table: str, key: str, *names: str) -> dict[str, bytes]:
    text = ITS_OWN.format(table)
    return {f"{name}_sealed": EARLIER.seal(table, name, key, text) for name in names}


def _ids(table: str, key: str, **values: int) -> dict[str, bytes]:
    return {f"{name}_sealed": EARLIER.seal_int(table, name, key, i) for name, i in values.items()}


def _people() -> Iterator[tuple[str, Row]]:
    yield "meta", {"name": "key_check", "value": SEALER.check_value()}
    yield (
        "guild",
        {
            **{"guild_id": GUILD, "ask_channel_id": ASKS, "moderator_channel_id": STAFF},
            **{"moderator_role_id": ROLE, "open_asks": 1, "panel_channel_id": ASKS},
            "language": "es",
            **{"ages": "two_groups", "young_role_id": ROLE, "adult_role_id": ROLE},
            "told_to_choose_ages": 1,
        },
    )
    for user, tag in ((1, ASKER), (2, LISTENER)):
        ids = {"user_id": user, "dm_channel_id": CHANNEL + user, "read_up_to": READ}
        yield (
            "person",
            {
                "person_tag": tag,
                **_ids("person", tag.hex(), **ids, end_told=TOLD),
                **_words("person", tag.hex(), "language"),
                "dm_channel_tag": SEALER.channel_tag(ChannelId(CHANNEL + user)),
                **{"talking_with": "talk", "discreet": 1, "dms_closed": 0, "reads_here": 1},
            },
        )
    number = {"private_number": LISTENER_NUMBER}
    yield (
        "listener",
        {
            **number,
            **{"guild_id": GUILD, "joined_at": AT, "on_duty_until": LATER},
            **{"person_tag": LISTENER, "person_sealed": LISTENER},
            **{"at_once": 2, "heavy": "ask", "off_duty_offers": 1, "zone": "Europe/Berlin"},
            **{"quiet_from": 1320, "quiet_until": 480, "last_offered_at": AT, "away_until": LATER},
            **{"age": "young", "approved_young": 1, "waits_as": "waits"},
            **_words("listener", LISTENER_NUMBER.hex(), "own_skills"),
        },
    )
    yield "listener_topic", {**number, "topic": "school"}
    yield "listener_skill", {**number, "skill": "music"}
    yield "listener_language", {**number, "language": "de"}
    yield "listener_hours", {**number, "weekday": 2, "from_minute": 60, "until_minute": 90}
    yield "listener_day_off", {**number, "first_day": 739_000, "last_day": 739_002}
    yield "holiday_place", {"place": "DE-BY", "part": "Bayern", "known_until": 739_400}
    yield "likely_counted", {"guild_id": GUILD, "day": 739_000}
    yield (
        "likely_here",
        {"guild_id": GUILD, "for_group": "adult", "starts_at": AT, "people": 6},
    )
    yield "public_holiday", {"place": "DE-BY", "day": 739_001}


def _asks() -> Iterator[tuple[str, Row]]:
    sealed = {"asker_sealed": EARLIER.seal("again", "asker", "again", ASKER)}
    yield (
        "again",
        {
            **{"token": "again", **sealed, "guild_id": GUILD, "listener_number": LISTENER_NUMBER},
            **{"alias": "Quiet Otter", "expires_at": LATER},
        },
    )
    wishes: Row = {
        "topic": "school",
        "language": "de",
        "heavy": 1,
        "learn": "music",
        "again": "again",
    }
    yield (
        "draft",
        {
            **{"draft_id": "draft", "guild_id": GUILD, "kind": "private"},
            **{"person_tag": ASKER, "asker_sealed": ASKER},
            **{**_words("draft", "draft", "words", "would_help"), "expires_at": LATER},
            **{**wishes, "greeted_at": AT},
        },
    )
    said: Row = {"guild_id": GUILD, "age": "young", "stated_at": AT, "erased": 0}
    yield "age_stated", {"asker_number": SEALER.asker_number(GuildId(GUILD), UserId(1)), **said}
    yield "draft_excluded", {"draft_id": "draft", "private_number": LISTENER_NUMBER}
    yield (
        "ask",
        {
            **{"ask_id": "ask", "guild_id": GUILD, "asker_number": ONE_NUMBER},
            **{"kind": "private", "state": "taken", "posted_at": AT},
            **{"asker_tag": ASKER, "asker_sealed": ASKER},
            **{**_words("ask", "ask", "words", "would_help"), "expires_at": LATER},
            **{**wishes, "counts": 1, "without_dm": 0, "words_kept_until": LATER, "age": "adult"},
        },
    )
    yield "ask_excluded", {"ask_id": "ask", "private_number": ONE_NUMBER}
    yield from _threads()
    yield (
        "offer",
        {
            **{"token": "offer", "ask_id": "ask", "listener_number": LISTENER_NUMBER},
            **{"person_tag": LISTENER, "on_duty": 1, "state": "accepted", "offered_at": AT},
        },
    )
    sent = _ids("bot_message", "ask:asker", channel_id=CHANNEL, message_id=COPY)
    yield "bot_message", {"ask_id": "ask", "part": "asker", **sent}
    told: Row = {"message_tag": TAGS[TOLD], "ask_id": "ask", "first_question_id": "wondered"}
    yield "said_about", told


def _conversation() -> Iterator[tuple[str, Row]]:
    talk = {"conversation_id": "talk"}
    yield (
        "conversation",
        {
            **{**talk, "ask_id": "ask", "guild_id": GUILD, "state": "open"},
            **{"asker_tag": ASKER, "asker_sealed": ASKER},
            **{"listener_tag": LISTENER, "listener_sealed": LISTENER},
            "listener_number": LISTENER_NUMBER,
            **{"asker_alias": "Quiet Otter", "listener_alias": "Warm Lamp", "started_at": AT},
            **{"silent_since": AT, "stopped": 0, "asker_gone": 0, "listener_gone": 0},
        },
    )
    places = {
        **_ids("passed_on", "piece", source_channel=CHANNEL, source_message=WRITTEN),
        **_ids("passed_on", "piece", copy_channel=CHANNEL, copy_message=COPY),
    }
    yield (
        "passed_on",
        {
            **{**talk, **places, "piece_id": "piece", "writer": "asker", "position": 0},
            **{"source_tag": TAGS[WRITTEN], "words_tag": b"words", "copy_tag": TAGS[COPY]},
            **{"sign": "passed_on", "passed_on_at": AT, "refused": 0},
        },
    )
    yield "said_in", {**talk, "message_tag": TAGS[TOLD]}
    yield "told_not_delivered", {**talk, "reader_tag": ASKER}
    place = _ids("held", "held", source_channel=CHANNEL, source_message=WRITTEN)
    yield (
        "held",
        {
            **{"held_id": "held", "person_tag": ASKER, "source_tag": TAGS[WRITTEN], **place},
            **{**_words("held", "held", "words", "stickers"), "expires_at": LATER},
        },
    )
    yield (
        "kept",
        {
            **{**talk, "token": "kept", "piece_id": "piece", "shown": 1},
            **{"person_tag": LISTENER, "person_sealed": LISTENER},
            **{"notice": "words", **_words("kept", "kept", "words", "would_help")},
        },
    )
    asker = {"person_tag": ASKER, "person_sealed": ASKER}
    yield "button", {**talk, **asker, "token": "button"}
    yield "done_after", {**talk, "what": "thanks"}
    yield (
        "clearing",
        {
            **{**talk, "clearing_id": "clearing", "all_read": 0},
            **{"person_tag": ASKER, "number": ASKER},
            **_ids("clearing", "clearing", read_up_to=READ),
        },
    )
    message = _ids("to_clear", TAGS[COPY].hex(), message=COPY)
    yield "to_clear", {"message_tag": TAGS[COPY], "clearing_id": "clearing", **message}


def _waiting() -> Iterator[tuple[str, Row]]:
    yield "inbox", {"message_tag": TAGS[WRITTEN], "received_at": AT}
    yield "sent", {"message_tag": TAGS[COPY], "sent_at": AT}
    yield "wordless", {"message_tag": TAGS[STRAY], "noted_on": DAY}
    yield "pace", {"person_tag": ASKER, "minute": AT // 60, "messages": 3}
    mark = SEALER.limit_mark("messages", UserId(1), None)
    yield "written_lately", {"limit_tag": mark, "minute": AT // 60, "messages": 3}
    yield "used_up", {"limit_tag": mark, "counts_until": LATER, "times": 2}
    yield "cool_down", {"limit_tag": mark, "times": 2, "rests_until": LATER, "kept_until": LATER}
    yield (
        "outbox",
        {
            **{"outbox_id": 7, "lane": ASKER.hex(), "priority": 0, "action": "create"},
            **{"notice": "words", "person_tag": ASKER, "ask_id": "ask", "conversation_id": "talk"},
            **{"nonce": "nonce", "alias": "Warm Lamp", "created_at": AT, "due_at": AT},
            **_words("outbox", "nonce", "words", "would_help"),
        },
    )
    yield "waiting", {"what": "asker_waits", "conversation_id": "talk", "due_at": LATER}
    yield (
        "panel",
        {
            **{"guild_id": GUILD, "channel_id": ASKS, "nonce": "panel", "first_attempt_at": AT},
            **{**_ids("panel", str(GUILD), message_id=TOLD), "look_at": LATER},
        },
    )
    used = {"person_tag": ASKER, "person": ASKER}  # by its names, before and after
    yield "known_server", {**used, "guild_id": GUILD, "last_used_at": AT}
    words = _words("stray", "stray", "words")
    yield "stray", {"token": "stray", "person_tag": ASKER, "expires_at": LATER, **words}
    yield "stray_choice", {"token": "choice", "stray": "stray", "guild_id": GUILD}
    key = TAGS[STRAY].hex()
    sealed = {**_ids("stray_part", key, message=STRAY), **_words("stray_part", key, "words")}
    yield "stray_part", {"message_tag": TAGS[STRAY], "stray": "stray", **sealed}


def _by_the_clock() -> Iterator[tuple[str, Row]]:
    yield (
        "schedule",
        {
            **{"schedule_id": "schedule", "what": "check_in", "person_tag": ASKER, "state": "on"},
            **{"zone": "Europe/Berlin", "local_minute": 480, "weekdays": 127, "every_days": 1},
            **{"first_day": DAY, "language": "de", "changed_at": AT},
        },
    )
    key = {"schedule_id": "schedule"}
    yield "schedule_theme", {**key, "theme": "calm"}
    yield "schedule_day", {**key, "day": DAY, "due_at": AT}
    yield "left_out", {"day": DAY, "number": 2}
    yield (
        "shown_text",
        {"reader": ASKER.hex(), "text_id": "one", "round": 1, "turn": 2, "shown_on": DAY},
    )
    yield "kept_text", {"person_tag": ASKER, "text_id": "one", "kept_at": AT}
    yield "goal", {**key, **_words("goal", "schedule", "words"), "resting": 0}
    yield "check_in", {**key, "check_in_id": 5, "token": "check-in", "day": DAY, "noticed": 1}
    yield "partner_draft", {**key, "draft_id": "draft"}
    yield "partner_ask", {**key, "ask_id": "ask"}


def _moderation() -> Iterator[tuple[str, Row]]:
    number = SEALER.asker_number(GuildId(GUILD), UserId(1))
    yield (
        "known_number",
        {
            **{"number_id": "number", "guild_id": GUILD, "private_number": number, "listens": 0},
            **{"noted_at": AT, **_ids("known_number", "number", user_id=UserId(1))},
        },
    )
    said: Row = {**_words("moderator_action", "action", "words", "answer"), "answer_read": 0}
    yield (
        "moderator_action",
        {
            **{"action_id": "action", "number_id": "number", "kind": "warn", "made_at": AT},
            **{"stored": 1, "lifted": 0, **said},
        },
    )
    asked = {**_ids("name_opening", "opening", first=UserId(2), second=UserId(2))}
    why = _words("name_opening", "opening", "reason", "second_reason")
    yield (
        "name_opening",
        {"opening_id": "opening", "number_id": "number", "expires_at": LATER, **asked, **why},
    )
    hashes: Row = {f"{name}_hash": bytes(32) for name in ("moderator", "number", "words", "before")}
    yield (
        "moderation_record",
        {
            **{"guild_id": GUILD, "position": 1, "made_at": AT, "what": "warn", **hashes},
            "entry_hash": bytes(32),
            **_ids("moderation_record", f"{GUILD}:1", moderator=UserId(2)),
        },
    )


def _reports() -> Iterator[tuple[str, Row]]:
    about = EARLIER.seal("report", "subject", "report", "ask:talk")
    yield (
        "report",
        {
            **{"report_id": "report", "guild_id": GUILD, "number_id": "number", "about": "asker"},
            **{"state": "open", "sent_at": AT, "brought_up": 0, "subject_sealed": about},
            **_ids("report", "report", reporter=UserId(2)),
            **_words("report", "report", "words"),
        },
    )
    place: Row = {"report_id": "report", "position": 0, "kind": "read", "chosen": 2}
    yield "report_evidence", {**place, **_words("report_evidence", "report:0", "words")}
    asked: Row = {"question_id": "question", "report_id": "report", "made_at": AT, "stored": 1}
    said = _words("report_question", "question", "words", "answer")
    yield "report_question", {**asked, **said, "answer_read": 0}
    before: Row = {"copy_id": "before", "conversation_id": "talk", "writer": "asker", "stored": 1}
    yield "words_before", {**before, **_words("words_before", "before", "words")}
    number = SEALER.listener_number(GuildId(GUILD), UserId(2))
    seen: Row = {"private_number": number, "guild_id": GUILD, "seen_at": AT}
    yield "moderator_seen", {**seen, **_ids("moderator_seen", number.hex(), user_id=UserId(2))}


def _threads() -> Iterator[tuple[str, Row]]:
    yield (
        "open_thread",
        {
            **{
                "ask_id": "ask",
                "state": "open",
                "alias": "Quiet Otter",
                "untold": 1,
                "told_at": AT,
            },
            **{"thread_tag": TAGS[TOLD], **_ids("open_thread", "ask", thread=TOLD)},
        },
    )
    wondered = {"person_sealed": EARLIER.seal("first_question", "person", "wondered", LISTENER)}
    yield (
        "first_question",
        {
            **{"first_question_id": "wondered", "ask_id": "ask", "alias": "Calm Heron"},
            **{"state": "answered", "until": LATER, "declined": 0, "left_alone": 0, **wondered},
            "listener_number": SEALER.listener_number(GuildId(GUILD), UserId(2)),
            **_words("first_question", "wondered", "words", "answer"),
        },
    )
    yield (
        "morning_words",
        {
            **{"morning_words_id": "morning", "ask_id": "ask", "ready": 1, "written_at": AT},
            "private_number": LISTENER_NUMBER,
            **_words("morning_words", "morning", "words"),
        },
    )
    sealed = {"person_sealed": EARLIER.seal("thread_message", "person", "written", LISTENER)}
    number = SEALER.asker_number(GuildId(GUILD), UserId(2))
    yield (
        "thread_message",
        {
            **{"thread_message_id": "written", "ask_id": "ask", "writer": "unnamed"},
            **{"draft_until": LATER, "alias": "Warm Lamp", "helped": 1, "asker_number": number},
            **{"stored": 1, "message_tag": TAGS[COPY], **sealed},
            **_words("thread_message", "written", "words"),
            **_ids("thread_message", "written", message=COPY),
        },
    )


def _suggestions() -> Iterator[tuple[str, Row]]:
    number = SEALER.asker_number(GuildId(GUILD), UserId(1))
    yield (
        "suggestion",
        {
            **{"suggestion_id": "suggestion", "text_id": "m-1", "guild_id": GUILD, "stored": 1},
            **{"asker_number": number, "number_id": "number", "state": "not_taken"},
            **{"theme": "growth", "language": "en", "tell": 1, "kept": 0, "look_again": 0},
            **{"written_at": AT, "decided_at": AT},
            **_words("suggestion", "suggestion", "words", "answer"),
        },
    )
    home = _ids("schedule_home", "schedule", guild=GUILD)
    yield "schedule_home", {"schedule_id": "schedule", **home}


def _apart() -> Iterator[tuple[str, Row]]:
    guild, week = {"guild_id": GUILD}, "2026-02-23"
    yield "guild_feature", {**guild, "feature": "community"}
    yield "guild_topic", {**guild, "topic": "loss"}
    yield "setup_draft", {**guild, "step": "ages", "revision": 3, "touched_at": AT}
    yield "setup_choice", {**guild, "change": 0, "name": "open_asks", "value": "1"}
    yield "happened", {**guild, "what": "ask", "week": week, "detail": "", "person": b"tally"}
    yield "counted", {**guild, "until": week, "wait": 3, "look_wait": 2}
    yield "counted_people", {**guild, "what": "ask", "detail": "", "people": 10}
    yield "helped", {**guild, "day": week, "answer": "yes", "number": 1}
    yield "departed", {"guild_id": 999, "kept_until": LATER}
    yield "asks_cannot_be_posted", guild
    yield "lost_channel", {**guild, "used_for": "panel", "channel_id": 812, "told": 1}
    quiet = EARLIER.seal("quiet_hours", "hours", ASKER.hex(), "22:00 08:00 Europe/Madrid")
    yield "quiet_hours", {"person_tag": ASKER, "hours_sealed": quiet}
    country = _words("help_country", ASKER.hex(), "country")
    yield "help_country", {"person_tag": ASKER, "kept_until": LATER, **country}
    yield from _moderation()
    yield "record_posted", {**guild, "position": 1, "day": DAY}
    yield from _reports()
    yield from _suggestions()
    yield "erasing", {"person_tag": LISTENER, "try_at": LATER}
    note = _words("reflection", "note", "words")
    yield "reflection", {"reflection_id": "note", "person_tag": ASKER, **note}
    yield (
        "typed",
        {
            **{"token": "typed", "person_tag": ASKER, "action": "ask", "form_token": ""},
            "expires_at": LATER,
        },
    )
    answer = _words("typed_answer", "typed words", "answer")
    yield "typed_answer", {"token": "typed", "field": "words", "is_list": 0, **answer}
    yield (
        "block",
        {
            **{"token": "block", "guild_id": GUILD, "owner_tag": BLOCKER, "pair_tag": b"pair"},
            **{"talk_tag": b"talk", **_words("block", "block", "alias")},
            **_ids("block", "block", day=DAY),
        },
    )
    choice = _words("typed_choice", "typed 0", "answer")
    yield "typed_choice", {"token": "typed", "number": 0, "field": "words", **choice}
