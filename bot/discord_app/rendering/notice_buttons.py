"""Which buttons stand below which notice: the one table of them.

A button is its handler, in the file of its subject, and its row here, where it stands below a
notice. Its label is `press.<action>.button` in prompts/.
"""

from collections.abc import Callable

from bot.config import Settings
from bot.discord_app.rendering.reply import Button, Style
from bot.discord_app.rendering.ways_on import LEADS_ON
from bot.discord_app.rendering.words import Words
from bot.domain.goals import Answer
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, ScheduleId
from bot.domain.notices import HELP_CARDS, Notice, NoticeKind

_OFFERED = (("read_it", Style.PLAIN), ("accept", Style.MAIN), ("not_now", Style.PLAIN))
_TAKES = (("accept", Style.MAIN), ("no_thanks", Style.PLAIN))
_AFTER_ASKING = (
    ("helped_yes", Style.PLAIN),
    ("helped_little", Style.PLAIN),
    ("helped_no", Style.PLAIN),
    ("say_thanks", Style.MAIN),
)
_AND_LAST = ("clear_chat", "block")
"""What one does when nothing else is to come."""

_NOT_GOOD = ("report", "not_okay")
"""What both sides can do about the other's words."""

_TO_MODERATORS = (("on_it", Style.MAIN), ("step_in", Style.PLAIN))
_HELP = ("helplines", Style.PLAIN)
_LISTENING_OR_NOT = ("rest", Style.PLAIN), ("leave", Style.PLAIN)
_LISTENING = ("what_to_say", "worried", "talk_more", "discreet", *_NOT_GOOD, "helplines")

BUTTONS: dict[NoticeKind, tuple[tuple[str, Style], ...]] = {
    NoticeKind.OFFER: _OFFERED,
    NoticeKind.OFFER_AGAIN: _OFFERED,
    NoticeKind.OFFER_REWORDED: (("read_it", Style.PLAIN), ("accept", Style.MAIN)),
    NoticeKind.FIRST_QUESTION: (
        ("answer_first", Style.MAIN),
        *(("leave_first", Style.PLAIN), ("block", Style.PLAIN)),
        ("report", Style.PLAIN),
        _HELP,
    ),
    NoticeKind.FIRST_ANSWER: (*_TAKES, ("report", Style.PLAIN)),
    NoticeKind.FIRST_UNANSWERED: _TAKES,
    NoticeKind.SECOND_OFFER: (("join_them", Style.MAIN), ("not_now", Style.PLAIN)),
    NoticeKind.SECOND_ASKED: (("second_yes", Style.MAIN), ("second_no", Style.PLAIN), _HELP),
    NoticeKind.CONVERSATION_ENDED_LISTENER: tuple(
        (one, Style.PLAIN) for one in ("i_am_fine", "i_am_tired", "it_weighs", *_AND_LAST)
    ),
    NoticeKind.CONVERSATION_ENDED_MODERATOR: (*((one, Style.PLAIN) for one in _AND_LAST), _HELP),
    **dict.fromkeys((NoticeKind.WORRY_CARD, NoticeKind.WORRY_FOR_OTHERS), _TO_MODERATORS),
    NoticeKind.WORRY_UNANSWERED: (("what_to_say", Style.PLAIN), ("talk_more", Style.PLAIN), _HELP),
    NoticeKind.HAND_OVER_ASKED: (("go_on_with_next", Style.MAIN), ("end", Style.PLAIN), _HELP),
    NoticeKind.STILL_GLAD: (("still_glad", Style.MAIN), *_LISTENING_OR_NOT),
    NoticeKind.STILL_WANTED: (("keep_looking", Style.MAIN), ("take_it_back", Style.PLAIN)),
    NoticeKind.ASK_EXPIRED: (("ask_again", Style.MAIN), ("keep_until_later", Style.PLAIN), _HELP),
    NoticeKind.THREAD_RULES: (
        ("answer_unnamed", Style.MAIN),
        ("report", Style.PLAIN),
        ("helplines", Style.PLAIN),
    ),
    NoticeKind.SOMEBODY_ANSWERED: (
        ("reply_openly", Style.MAIN),
        ("what_helped", Style.PLAIN),
        ("close_open_ask", Style.PLAIN),
    ),
    NoticeKind.OPEN_ASK_OVER: (
        ("what_helped", Style.MAIN),
        ("ask_again", Style.PLAIN),
        ("helplines", Style.PLAIN),
    ),
    NoticeKind.CONVERSATION_ENDED_ASKER: _AFTER_ASKING,
    NoticeKind.COMPANY_ENDED: _AFTER_ASKING,
    NoticeKind.DETAILS_HELD: (
        ("change_words", Style.MAIN),
        ("send_anyway", Style.PLAIN),
        ("for_nobody", Style.ENDING),
    ),
    NoticeKind.DETAILS_REFUSED: (("change_words", Style.MAIN), ("for_nobody", Style.ENDING)),
}
"""The notices that carry several buttons, each with the same token."""

_ACTIONS: dict[NoticeKind, tuple[str, Style]] = {
    NoticeKind.ASK_IN_CHANNEL: ("accept", Style.MAIN),
    **dict.fromkeys(
        (
            *(NoticeKind.THREAD_GONE, NoticeKind.THREAD_LOCKED, NoticeKind.THREAD_NOT_MADE),
            *(NoticeKind.WORDS_TAKEN_DOWN, NoticeKind.ASK_GOES_ON_DIRECTLY),
        ),
        ("take_back", Style.PLAIN),
    ),
    NoticeKind.SECOND_NOT_WANTED: ("talk_more", Style.PLAIN),
    NoticeKind.SOMEBODY_JOINED_YOU: ("talk_more", Style.PLAIN),
    **dict.fromkeys(
        (
            *(NoticeKind.ASK_ACCEPTED, NoticeKind.YOU_ACCEPTED),
            *(NoticeKind.SOMEBODY_JOINED, NoticeKind.YOU_JOINED, NoticeKind.ANOTHER_STAYS),
            *(NoticeKind.MODERATOR_JOINED, NoticeKind.YOU_STEPPED_IN, NoticeKind.MODERATOR_LEFT),
        ),
        ("end", Style.PLAIN),
    ),
    NoticeKind.MESSAGE_WAITING: ("show_it", Style.MAIN),
    NoticeKind.FIRST_QUESTION_HIDDEN: ("see_first", Style.MAIN),
    NoticeKind.FIRST_ANSWER_HIDDEN: ("read_it", Style.MAIN),
    NoticeKind.IDLE_WARNING: ("still_here", Style.MAIN),
    NoticeKind.LISTENER_QUIET: ("wait", Style.MAIN),
    NoticeKind.NEXT_LISTENER_READS: ("tell_before", Style.PLAIN),
    NoticeKind.ENCOURAGEMENTS_BEGIN: ("stop_encouragements", Style.PLAIN),
    NoticeKind.FROM_MODERATORS: ("read_moderators", Style.MAIN),
    NoticeKind.LISTENERS_AGE: ("listen", Style.MAIN),
    NoticeKind.LISTENER_APPROVED: ("listen", Style.MAIN),
    NoticeKind.LISTENER_WAITS_ON: ("listen", Style.PLAIN),
    NoticeKind.LISTENER_NEEDS_NO_LOOK: ("listen", Style.MAIN),
    NoticeKind.REPORT_CARD: ("look_report", Style.MAIN),
    NoticeKind.REPORT_QUESTION: ("read_question", Style.MAIN),
    **dict.fromkeys(
        (
            *(NoticeKind.SUGGESTION_TAKEN, NoticeKind.SUGGESTION_NOT_TAKEN),
            *(NoticeKind.SUGGESTION_UNDECIDED, NoticeKind.SUGGESTION_KEPT),
        ),
        ("my_suggestions", Style.PLAIN),
    ),
}

_OWN_WAITS = (
    *(NoticeKind.ASK_POSTED, NoticeKind.ASK_FOR_ONE_FIRST, NoticeKind.ASK_GOES_OUT_LATER),
    *(NoticeKind.ASK_HELD, NoticeKind.ASK_WAITS_LONGER, NoticeKind.ASK_WAITS_LONG),
    NoticeKind.ASK_WAITS_ON,
)
"""How one's own ask waits: its words can be changed, and it can be taken back."""
_ACTIONS |= dict.fromkeys(_OWN_WAITS, ("change_ask", Style.PLAIN))

_MORE: dict[NoticeKind, tuple[str, ...]] = dict.fromkeys(_OWN_WAITS, ("take_back",)) | {
    NoticeKind.ASK_FOR_ONE_FIRST: ("ask_others_now", "take_back"),
    NoticeKind.ASK_HELD: ("take_back", "helplines"),
    NoticeKind.ASK_IN_CHANNEL: ("report",),
    NoticeKind.ASK_ACCEPTED: ("talk_more", "discreet", *_NOT_GOOD, "helplines"),
    NoticeKind.YOU_ACCEPTED: ("still_here", "back_soon", *_LISTENING),
    NoticeKind.YOU_JOINED: ("still_here", *_LISTENING),
    NoticeKind.SOMEBODY_JOINED: (*_NOT_GOOD, "helplines"),
    NoticeKind.ANOTHER_STAYS: ("talk_more", *_NOT_GOOD, "helplines"),
    NoticeKind.MODERATOR_LEFT: ("talk_more", *_NOT_GOOD, "helplines"),
    NoticeKind.MODERATOR_JOINED: ("tell_who", *_NOT_GOOD, "helplines"),
    NoticeKind.YOU_STEPPED_IN: ("what_to_say", "discreet", *_NOT_GOOD, "helplines"),
    NoticeKind.IDLE_WARNING: ("end",),
    NoticeKind.ENCOURAGEMENTS_BEGIN: ("my_schedule",),
    NoticeKind.LISTENER_QUIET: ("somebody_else",),
}
"""Further buttons, which carry the same token."""

STOP = {
    NoticeKind.ENCOURAGEMENT: "stop_encouragements",
    NoticeKind.ENCOURAGEMENT_IN_CHANNEL: "stop_in_channel",
}
"""What stops each of the two kinds of encouragement."""

ENDED_FOR_ASKER = frozenset({NoticeKind.CONVERSATION_ENDED_ASKER, NoticeKind.COMPANY_ENDED})


class NoticeButtons:
    """The buttons of notices, with their labels."""

    def __init__(
        self, words: Words, is_on: Callable[[GuildId, Feature], bool], settings: Settings
    ) -> None:
        self._words = words
        self._is_on = is_on
        self._away = words.length(settings.conversations.listener_back_within)

    def of(self, notice: Notice) -> tuple[Button, ...]:
        """All that stand below a notice, in their order."""
        if notice.kind is NoticeKind.ASK_EXPIRED and notice.until is None:
            return (self._words.button("helplines"),)
        if notice.kind in HELP_CARDS:
            lines = self._words.button("helplines", style=Style.MAIN)
            return (lines, self._words.button("remove_card"))
        if notice.kind is NoticeKind.HELP_CARD_HIDDEN and notice.text is not None:
            which = notice.text.words
            return (self._words.button("show_card", style=Style.MAIN, choice=which),)
        if notice.kind in LEADS_ON:
            return tuple(map(self._words.button, LEADS_ON[notice.kind]))
        if notice.kind is NoticeKind.GOAL_WORDS_REFUSED:
            return (self._words.button("goal", notice.token),)
        if notice.token is None:
            return ()
        if notice.kind in BUTTONS:
            return (*self._several(notice), *self._for_afterwards(notice))
        if notice.kind is NoticeKind.SEVERAL_OPEN:
            return self._choices(notice, notice.token)
        return self._one_and_more(notice, notice.token)

    def of_encouragement(
        self, notice: Notice, text: str, schedule: ScheduleId
    ) -> tuple[Button, ...]:
        """Keep this text, and let no more come; report what a member suggested; in a channel also
        the way to suggest one, where the server switched that on."""
        button, guild = self._words.button, notice.guild_id
        ways = [button("keep", choice=text, token=schedule), button(STOP[notice.kind], schedule)]
        if notice.text is not None:  # a member suggested it
            ways.append(button("report_text", choice=text))
        in_channel = notice.kind is NoticeKind.ENCOURAGEMENT_IN_CHANNEL
        if in_channel and guild is not None and self._is_on(guild, Feature.SUGGESTIONS):
            ways.append(button("suggest"))
        return tuple(ways)

    def _several(self, notice: Notice) -> tuple[Button, ...]:
        rows = BUTTONS[notice.kind]
        return tuple(self._words.button(action, notice.token, style) for action, style in rows)

    def _choices(self, notice: Notice, token: str) -> tuple[Button, ...]:
        button = self._words.button
        ways = [button("for_them", one.token, alias=one.alias) for one in notice.choices]
        return (*ways, button("for_nobody", token, Style.ENDING))

    def _one_and_more(self, notice: Notice, token: str) -> tuple[Button, ...]:
        if notice.kind not in _ACTIONS:
            return ()
        action, style = _ACTIONS[notice.kind]
        more = (
            self._words.button(another, token, away=self._away)
            for another in _MORE.get(notice.kind, ())
        )
        return (self._words.button(action, token, style), *more)

    def _for_afterwards(self, notice: Notice) -> tuple[Button, ...]:
        """Further buttons for an asker whose conversation has ended: one names their listener, but
        not where they went along with a goal, as that would be an ordinary ask; one is there where
        the server switched on what it is for."""
        guild, button, ways = notice.guild_id, self._words.button, list[Button]()
        if notice.kind not in ENDED_FOR_ASKER:
            return ()
        if guild is not None and notice.kind is not NoticeKind.COMPANY_ENDED:
            ways.append(button("first_in_line", notice.token))
            ways.append(button("ask_them_again", notice.token, alias=notice.alias or ""))
        if guild is not None and self._is_on(guild, Feature.REFLECTION):
            ways.append(button("for_myself", notice.token))
        return (*ways, *(button(action, notice.token) for action in _AND_LAST))


def check_in_buttons(
    words: Words, token: str | None, schedule: ScheduleId, *, comes: bool = True, named: bool = True
) -> tuple[Button, ...]:
    """The answers; the way to the goal, where it is not named or rests; Stop, where it does not."""
    answers = tuple(words.button(answer, token) for answer in Answer)
    last = (["goal"] if not (named and comes) else []) + (["stop_check_ins"] if comes else [])
    return (*answers, *(words.button(action, schedule) for action in last))
