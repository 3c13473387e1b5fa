"""Notices as people read them: the words from prompts/, with the buttons that belong to them.

The same notice always reads the same, so that a message can be found again by its content.
"""

from collections.abc import Callable, Sequence

from bot.config import Settings
from bot.discord_app.rendering.ask_summary import BUTTONS, about_line, buttons
from bot.discord_app.rendering.check_in_buttons import check_in_buttons
from bot.discord_app.rendering.panel_message import panel, shall_i_pass_it_on
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.words import Words
from bot.domain import shapes
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.domain.notices import Notice, NoticeKind
from bot.domain.text import escape

_ACTIONS: dict[NoticeKind, tuple[str, Style]] = {
    NoticeKind.ASK_IN_CHANNEL: ("accept", Style.MAIN),
    NoticeKind.ASK_POSTED: ("take_back", Style.PLAIN),
    NoticeKind.ASK_FOR_ONE_FIRST: ("take_back", Style.PLAIN),
    NoticeKind.ASK_WAITS_LONGER: ("take_back", Style.PLAIN),
    NoticeKind.ASK_WAITS_LONG: ("take_back", Style.PLAIN),
    NoticeKind.ASK_WAITS_ON: ("take_back", Style.PLAIN),
    NoticeKind.WORDS_TAKEN_DOWN: ("take_back", Style.PLAIN),
    NoticeKind.ASK_ACCEPTED: ("end", Style.PLAIN),
    NoticeKind.YOU_ACCEPTED: ("end", Style.PLAIN),
    NoticeKind.MESSAGE_WAITING: ("show_it", Style.MAIN),
    NoticeKind.IDLE_WARNING: ("still_here", Style.MAIN),
    NoticeKind.LISTENER_QUIET: ("wait", Style.MAIN),
    NoticeKind.ENCOURAGEMENTS_BEGIN: ("stop_encouragements", Style.PLAIN),
}

_MORE: dict[NoticeKind, tuple[str, ...]] = {
    NoticeKind.ASK_FOR_ONE_FIRST: ("ask_others_now",),
    NoticeKind.ASK_ACCEPTED: ("discreet",),
    NoticeKind.YOU_ACCEPTED: ("still_here", "back_soon", "discreet"),
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
CHECK_INS = frozenset({NoticeKind.CHECK_IN, NoticeKind.CHECK_IN_AFTER_SILENCE})
ENDED_FOR_ASKER = frozenset({NoticeKind.CONVERSATION_ENDED_ASKER, NoticeKind.COMPANY_ENDED})
STICKER_NAME = 30
"""https://docs.discord.com/developers/resources/sticker"""


class Renderer:
    """Turns notices into replies."""

    def __init__(
        self,
        words: Words,
        guild_name: Callable[[GuildId], Name | None],
        is_on: Callable[[GuildId, Feature], bool],
        settings: Settings,
        to_post_asks: Callable[[GuildId], Sequence[str]] = lambda _: (),
    ) -> None:
        self._words = words
        self._guild_name = guild_name
        self._is_on = is_on
        self._to_post_asks = to_post_asks
        self._lengths = {
            "away": words.length(settings.conversations.listener_back_within),
            "held": words.length(settings.conversations.text_held_for),
            "longer": words.length(settings.asks.kept_longer_for),
            "kept": words.length(settings.retention.ask_text_after_closing),
            "closes": words.length(
                settings.conversations.idle_close_after - settings.conversations.idle_warning_after
            ),
            "first": words.length(settings.offers.same_listener_first),
            "left": words.length(
                settings.offers.silent_taken_back_after - settings.offers.silent_nudged_after
            ),
        }
        self._stray_kept = words.length(settings.asks.draft_lives)

    def reply(self, notice: Notice) -> Reply:
        """What the reader of a notice sees."""
        if notice.kind is NoticeKind.PANEL:
            return panel(self._words)
        if notice.kind is NoticeKind.SHALL_I_PASS_IT_ON:
            server = None if notice.guild_id is None else self._server(notice)
            return shall_i_pass_it_on(self._words, notice.token, server, self._stray_kept)
        if notice.kind is NoticeKind.HAVE_IT:
            return Reply(self.sign(notice.kind))
        if notice.kind is NoticeKind.STICKER:
            return self._said(notice, escape(_words_of(notice)[:STICKER_NAME]))
        if notice.kind is NoticeKind.WORDS:  # with their own formatting
            return self._said(notice, _words_of(notice))
        if notice.kind in STOP:
            return self._encouragement(notice)
        if notice.kind in CHECK_INS:
            return self._check_in(notice)
        text = self._words(
            f"notice.{_key(notice)}",
            alias=notice.alias or self._words("alias.of_nobody"),
            own_alias=notice.own_alias or "",
            server=self._server(notice),
            about=about_line(self._words, notice.about),
            change=self._change(notice),
            until="" if notice.until is None else self._words.moment(notice.until),
            **self._lengths,
        )
        return Reply(text, self._words.boxes(notice.text), self._buttons(notice))

    def _said(self, notice: Notice, words: str) -> Reply:
        """What the other side says, under the name that they wear."""
        header = self._words(f"notice.{notice.kind}", alias=notice.alias or "")
        return Reply(shapes.under(header, words))

    def _encouragement(self, notice: Notice) -> Reply:
        on = notice.on_schedule
        assert on is not None, "an encouragement comes on a schedule"
        assert on.text_id is not None, "its text was drawn before it is said"
        text, theme = self._words.encouragement(on.text_id, on.language or self._words.language)
        return Reply(
            self._words(f"notice.{notice.kind}", text=text, theme=theme),
            buttons=(
                self._words.button("keep", choice=on.text_id, token=on.schedule),
                self._words.button(STOP[notice.kind], on.schedule),
            ),
        )

    def _check_in(self, notice: Notice) -> Reply:
        assert notice.on_schedule is not None, "a check-in comes on a schedule"
        return Reply(
            self._words(f"notice.{notice.kind}"),
            self._words.boxes(notice.text),
            check_in_buttons(self._words, notice.token, notice.on_schedule.schedule),
        )

    def sign(self, kind: NoticeKind) -> str:
        """The emoji of a sign."""
        return self._words(f"sign.{kind}")

    def _buttons(self, notice: Notice) -> tuple[Button, ...]:
        if notice.kind is NoticeKind.ASK_EXPIRED and notice.until is None:
            return (self._words.button("helplines"),)
        if notice.kind is NoticeKind.GOAL_WORDS_REFUSED:
            return (self._words.button("goal"),)
        if notice.token is not None and notice.kind in BUTTONS:
            return (
                *buttons(self._words, notice.kind, notice.token),
                *self._for_afterwards(notice),
            )
        if notice.token is None:
            return ()
        button = self._words.button
        if notice.kind is NoticeKind.SEVERAL_OPEN:
            ways = [button("for_them", c.token, alias=c.alias) for c in notice.choices]
            return (*ways, button("for_nobody", notice.token, Style.ENDING))
        if notice.kind not in _ACTIONS:
            return ()
        action, style = _ACTIONS[notice.kind]
        more = _MORE.get(notice.kind, ())
        return (
            button(action, notice.token, style),
            *(button(another, notice.token, away=self._lengths["away"]) for another in more),
        )

    def _for_afterwards(self, notice: Notice) -> tuple[Button, ...]:
        """Further buttons for an asker whose conversation has ended: one names their listener, but
        not where they went along with a goal, as that would be an ordinary ask; one is there where
        the server switched on what it is for."""
        guild, button, ways = notice.guild_id, self._words.button, list[Button]()
        if notice.kind not in ENDED_FOR_ASKER or guild is None:
            return ()
        if notice.kind is not NoticeKind.COMPANY_ENDED:
            ways.append(button("first_in_line", notice.token))
            ways.append(button("ask_them_again", notice.token, alias=notice.alias or ""))
        if self._is_on(guild, Feature.REFLECTION):
            ways.append(button("for_myself", notice.token))
        return tuple(ways)

    def _change(self, notice: Notice) -> str:
        """What moderators are to change, a line each."""
        if notice.kind is not NoticeKind.ASKS_CANNOT_BE_POSTED or notice.guild_id is None:
            return ""
        return "\n".join(self._to_post_asks(notice.guild_id)) or self._words("setup.shows_it")

    def _server(self, notice: Notice) -> Name:
        known = None if notice.guild_id is None else self._guild_name(notice.guild_id)
        return known or Name(self._words("server.unnamed"))


def _key(notice: Notice) -> str:
    """Where its words stand: what promises something until a moment says less without one."""
    late = notice.kind is NoticeKind.ASK_EXPIRED and notice.until is None
    return f"{notice.kind}_late" if late else notice.kind


def _words_of(notice: Notice) -> str:
    return notice.text.words if notice.text else ""
