"""Every table: whose it is, how it is shown to them, how it goes, and when it goes by itself.

A table, or a column that names a person, that does not stand here is refused by the tests; so is a
command, button or form that keeps something in a table that does not.
"""

from collections.abc import Mapping

from bot.storage.delivery.lives import DELIVERY_LIVES
from bot.storage.moderation.lives import MODERATION_LIVES
from bot.storage.offers.lives import OFFER_LIVES
from bot.storage.open_asks.lives import THREAD_LIVES
from bot.storage.table_life import Owner, TableLife, life, nobodys, whole

_WITH = "with the row that it hangs on"
_TAGS = "keyed tags of messages, which show whose they are to nobody"
_RUNS_OUT = "a week after the message"
_LIMIT = "not: it is the mark of a limit, which would be none"

TABLE_LIVES: Mapping[str, TableLife] = {
    "age_stated": life(
        *(Owner.PERSON, "ages", "the group and the day"),
        *("whole; that it was under 18 a day later", "retention.age_statements", "asker_number"),
    ),
    "again": life(
        Owner.ASKER,
        "aftercare",
        "the alias and until when",
        "whole; a listener's number is taken out",
        "asks.same_listener_for",
        *("asker_sealed", "listener_number"),
    ),
    "ask": life(
        Owner.ASKER,
        "asks",
        "with its words",
        "words, choices, whose it is; the number a day after posting, as the day's limit, and where"
        " somebody accepted it with the conversation, as the other side may block",
        "retention.ask_text_after_closing, then retention.closed_metadata",
        *("asker_number", "asker_sealed", "words_sealed", "would_help_sealed"),
    ),
    "ask_excluded": whole(Owner.ASKER, "asks", "as a number", _WITH, "private_number"),
    "asks_cannot_be_posted": nobodys(Owner.GUILD, "until it can be"),
    "block": whole(
        Owner.PERSON,
        "blocks",
        "alias and day, to whoever blocked",
        "until undone, at most with the server",
        *("owner_tag", "pair_tag", "talk_tag", "alias_sealed", "day_sealed"),
    ),
    "button": whole(Owner.PERSON, "delivery", "random tokens", _WITH, *("number", "person_sealed")),
    "check_in": whole(Owner.PERSON, "goals", "the day and the answer", _WITH),
    "clearing": whole(
        Owner.PERSON,
        "aftercare",
        "how far a chat was cleared",
        "until it is cleared, at most with its conversation",
        *("number", "read_up_to_sealed"),
    ),
    "conversation": life(
        Owner.BOTH,
        "conversations",
        "under both aliases",
        "whose side it is; a listener's number stays as the mark of what they took on lately",
        "retention.closed_metadata",
        *("asker_number", "asker_sealed", "listener_number", "listener_sealed"),
    ),
    "counted": nobodys(Owner.GUILD, "until counted anew"),
    "counted_people": nobodys(Owner.GUILD, _WITH),
    "cool_down": life(
        Owner.PERSON,
        "limits",
        "how often in a row, and until when",
        _LIMIT,
        "limits.forgotten_after, once they have waited",
        "limit_tag",
    ),
    "departed": nobodys(Owner.GUILD, "servers.kept_for"),
    "done_after": life(Owner.BOTH, "", "no person's: of a conversation", "with it", _WITH),
    "draft": whole(
        Owner.ASKER,
        "asks",
        "with its words",
        "asks.draft_lives",
        *("asker_number", "asker_sealed", "words_sealed", "would_help_sealed"),
    ),
    "draft_excluded": whole(Owner.ASKER, "asks", "as a number", _WITH, "private_number"),
    "erasing": life(
        Owner.PERSON, "", "shown as such", "the last but the person", "until done", "person_tag"
    ),
    "goal": whole(
        Owner.PERSON, "goals", "words", "ended or retention.resting_goals", "words_sealed"
    ),
    "guild": nobodys(Owner.GUILD, "while the bot is there"),
    "guild_feature": nobodys(Owner.GUILD, _WITH),
    "guild_topic": nobodys(Owner.GUILD, _WITH),
    "happened": whole(
        Owner.PERSON, "community", "week, what, detail", "a month or a quarter of weeks", "person"
    ),
    "help_country": whole(
        Owner.PERSON,
        "help",
        "the country",
        "retention.help_country",
        *("person_tag", "country_sealed"),
    ),
    "held": whole(
        Owner.PERSON,
        "conversations",
        "with its words",
        "conversations.text_held_for",
        *("person_tag", "source_tag", "source_channel_sealed", "source_message_sealed"),
        *("words_sealed", "stickers_sealed", "images_sealed"),
    ),
    "helped": life(Owner.GUILD, "", "counts alone", "counts alone", "a quarter of weeks"),
    "holiday_place": nobodys(Owner.BOT, "while a listener has chosen it"),
    "inbox": life(Owner.BOT, "", _TAGS, _TAGS, _RUNS_OUT, "message_tag"),
    "kept": life(
        Owner.BOTH,
        "conversations",
        "to their reader alone",
        "the reader's and the writer's",
        "conversations.message_ids_kept; an end or thanks with the conversation",
        *("person_sealed", "words_sealed", "would_help_sealed"),
    ),
    "kept_text": whole(Owner.PERSON, "encouragements", "the texts", "until let go", "person_tag"),
    "known_server": whole(Owner.PERSON, "servers", "the day", "retention.known_servers", "person"),
    "left_out": life(Owner.BOT, "", "counts alone", "counts alone", "a month"),
    "likely_counted": nobodys(Owner.GUILD, "until counted anew"),
    "likely_here": nobodys(Owner.GUILD, _WITH),
    "listener": whole(
        *(Owner.LISTENER, "listeners", "whole", "until they leave"),
        *("private_number", "person_sealed", "own_skills_sealed"),
    ),
    "listener_day_off": whole(
        Owner.LISTENER, "listeners", "whole", f"until they are over, else {_WITH}", "private_number"
    ),
    "listener_hours": whole(Owner.LISTENER, "listeners", "whole", _WITH, "private_number"),
    "listener_language": whole(Owner.LISTENER, "listeners", "whole", _WITH, "private_number"),
    "listener_skill": whole(Owner.LISTENER, "listeners", "whole", _WITH, "private_number"),
    "listener_topic": whole(Owner.LISTENER, "listeners", "whole", _WITH, "private_number"),
    "lost_channel": nobodys(Owner.GUILD, "until it can be written in"),
    "meta": nobodys(Owner.BOT, "always"),
    **OFFER_LIVES,
    **THREAD_LIVES,
    **DELIVERY_LIVES,
    "outbox": life(
        Owner.BOTH,
        "delivery",
        "words to their reader alone",
        "all to the person, and their words to others that were not tried yet",
        "until said, at most delivery.undelivered_kept; of moderators, retention.moderation",
        *("lane", "person_tag", "words_sealed", "would_help_sealed"),
    ),
    "panel": nobodys(Owner.GUILD, "while it stands", "message_id_sealed"),
    "partner_ask": whole(Owner.ASKER, "goals", "with the ask", _WITH),
    "partner_draft": whole(Owner.ASKER, "goals", "with the draft", _WITH),
    "passed_on": life(
        Owner.BOTH,
        "conversations",
        "numbers of messages: Discord shows them",
        "where those of the person stand; their copies are deleted first",
        "conversations.message_ids_kept",
        *("source_tag", "words_tag", "source_channel_sealed", "source_message_sealed"),
        *("copy_tag", "copy_channel_sealed", "copy_message_sealed", "further_tag"),
    ),
    "person": life(
        Owner.PERSON,
        "person",
        "how they are written to",
        "the last of all",
        "as long as anything of them",
        *(
            "person_tag",
            "user_id_sealed",
            "language_sealed",
            "dm_channel_id_sealed",
            "dm_channel_tag",
        ),
        *("read_up_to_sealed", "end_told_sealed"),
    ),
    "public_holiday": nobodys(Owner.BOT, _WITH),
    "reflection": whole(
        Owner.PERSON,
        "aftercare",
        "the words",
        "until erased by their owner",
        *("person_tag", "words_sealed"),
    ),
    **MODERATION_LIVES,
    "said_about": life(Owner.BOTH, "", _TAGS, _TAGS, _WITH, "message_tag"),
    "said_in": life(Owner.BOTH, "", _TAGS, _TAGS, _WITH, "message_tag"),
    "schedule": whole(
        Owner.PERSON,
        "schedules",
        "whole",
        "until ended; stopped retention.stopped_schedules",
        "person_tag",
    ),
    "schedule_day": whole(Owner.PERSON, "schedules", "days on which something came", "a month"),
    "schedule_theme": whole(Owner.PERSON, "schedules", "with the schedule", _WITH),
    "schedule_home": whole(
        Owner.PERSON,
        "schedules",
        "with the schedule, as the server that it is of",
        _WITH,
        "guild_sealed",
    ),
    "sent": life(Owner.BOT, "", _TAGS, _TAGS, _RUNS_OUT, "message_tag"),
    "setup_choice": nobodys(Owner.GUILD, "the draft's with it; of the last five changes"),
    "setup_draft": nobodys(Owner.GUILD, "until put in place, at most a month untouched"),
    "shown_text": whole(
        Owner.PERSON, "encouragements", "how many", "retention.shown_encouragements", "reader"
    ),
    "stray": whole(Owner.PERSON, "direct_messages", "with its words", "half an hour", "person_tag"),
    "stray_choice": whole(Owner.PERSON, "direct_messages", "random tokens", _WITH),
    "stray_part": whole(
        Owner.PERSON,
        *("direct_messages", "the words", _WITH),
        *("message_tag", "message_sealed", "words_sealed"),
    ),
    "suggestion": whole(
        Owner.ASKER,
        "suggestions",
        "with its words, and what moderators wrote about it",
        "in a deck until taken back; else retention.suggestions, twice where nobody decides",
        *("asker_number", "words_sealed", "answer_sealed"),
    ),
    "thrown_away": nobodys(Owner.BOT, "until the secrets of what was erased are thrown away"),
    "to_clear": whole(
        Owner.PERSON,
        "aftercare",
        "numbers of messages: Discord shows them",
        _WITH,
        *("message_tag", "message_sealed"),
    ),
    "typed": whole(Owner.PERSON, "forms", "what was typed", "half an hour", "person_tag"),
    "typed_answer": whole(Owner.PERSON, "forms", "what was typed", _WITH, "answer_sealed"),
    "typed_choice": whole(Owner.PERSON, "forms", "ways to read an answer", _WITH, "answer_sealed"),
    "used_up": life(
        Owner.PERSON, "limits", "how often, and until when", _LIMIT, "a day", "limit_tag"
    ),
    "waiting": life(Owner.BOT, "", "no person's: when what is due", "with it", _WITH),
    "wordless": life(Owner.BOT, "", _TAGS, _TAGS, _RUNS_OUT, "message_tag"),
    "written_lately": life(
        Owner.PERSON, "", "a count of one minute", _LIMIT, "two minutes", "limit_tag"
    ),
}
