"""Notices as people read them: the words from prompts/, with the buttons that belong to them.

The same notice always reads the same, so that a message can be found again by its content.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.config import Settings
from bot.discord_app.rendering.ask_summary import about_line, usually
from bot.discord_app.rendering.help_lines import help_card
from bot.discord_app.rendering.notice_buttons import STOP, NoticeButtons, check_in_buttons
from bot.discord_app.rendering.panel_message import panel, shall_i_pass_it_on
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.tones import tone_of
from bot.discord_app.rendering.waiting_ask import below_what_is_over
from bot.discord_app.rendering.ways_on import HELP_ALONE
from bot.discord_app.rendering.words import Words
from bot.domain import shapes
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.images import ImageFault
from bot.domain.lost_channels import TO_MEND
from bot.domain.names import Name
from bot.domain.notices import CHECK_INS, HELP_CARDS, OF_ANOTHER, TELLS_WHO, Notice, NoticeKind
from bot.domain.notices_about import SHOW_ANOTHER
from bot.domain.text import escape
from bot.services.conversations import hand_over, second_listener
from bot.services.moderation import worry

UNSAID = frozenset({NoticeKind.HAVE_IT, NoticeKind.IMAGE_CHECK})
"""What is no message: a sign, and what is looked at without a word."""
SAID = frozenset(
    {
        *(NoticeKind.WORDS, NoticeKind.STICKER, NoticeKind.IMAGE, NoticeKind.OWN_WORDS),
        *(NoticeKind.THREAD_ANSWER, NoticeKind.THREAD_REPLY),
    }
)
_WITH_TEXT_INSIDE = (NoticeKind.TOO_MUCH_AGAIN, NoticeKind.SOMEBODY_ANSWERED)
HELP_BESIDE = HELP_ALONE | {
    *(NoticeKind.ASK_ACCEPTED, NoticeKind.YOU_ACCEPTED, NoticeKind.ASK_HELD),
    *(NoticeKind.YOU_JOINED, NoticeKind.SOMEBODY_JOINED),
    *(NoticeKind.YOU_STEPPED_IN, NoticeKind.MODERATOR_JOINED),
}
"""What ends with the line about help lines, whatever was written: help must not depend on being
noticed."""
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
        to_mend: Callable[[Notice], Sequence[str]] = lambda _: (),
    ) -> None:
        self._words = words
        self._guild_name = guild_name
        self._buttons = NoticeButtons(words, is_on, settings)
        self._to_mend = to_mend
        self._lengths = _lengths(words, settings)
        self._with_more = {
            **dict.fromkeys(_WITH_TEXT_INSIDE, self._with_text_inside),
            **dict.fromkeys(SHOW_ANOTHER, self._over),
            NoticeKind.IMAGE_MISSED: self._lost_image,
            NoticeKind.IMAGE_NOT_PASSED_ON: self._lost_image,
        }
        self._stray_kept = words.length(settings.asks.draft_lives)

    def reply(self, notice: Notice) -> Reply:
        """What the reader of a notice sees."""
        shown = self._shown(notice)
        return replace(shown, tone=shown.tone or tone_of(notice.kind))

    def _shown(self, notice: Notice) -> Reply:
        if notice.kind is NoticeKind.PANEL:
            return panel(self._words)
        if notice.kind is NoticeKind.SHALL_I_PASS_IT_ON:
            server = None if notice.guild_id is None else self._server(notice)
            return shall_i_pass_it_on(self._words, notice.token, server, self._stray_kept)
        if notice.kind in UNSAID:
            return Reply(self.sign(NoticeKind.HAVE_IT))
        if notice.kind in SAID:
            return self._said(notice)
        if notice.kind in STOP:
            return self._encouragement(notice)
        if notice.kind in CHECK_INS:
            return self._check_in(notice)
        if notice.kind in HELP_CARDS:
            country = None if notice.text is None else notice.text.words
            card = help_card(self._words, notice.kind, country)
            return Reply(card, buttons=self._buttons.of(notice))
        if notice.kind is NoticeKind.HELP_CARD_HIDDEN:
            return Reply(self._text(notice), buttons=self._buttons.of(notice))
        if notice.kind in self._with_more:
            return self._with_more[notice.kind](notice)
        own = None if notice.kind in TELLS_WHO | OF_ANOTHER | TO_MEND else notice.text
        return Reply(self._text(notice), self._words.boxes(own), self._buttons.of(notice))

    def _text(self, notice: Notice) -> str:
        text = self._words(
            f"notice.{_key(notice)}",
            alias=notice.alias or self._words("alias.of_nobody"),
            own_alias=notice.own_alias or "",
            server=self._server(notice),
            about=about_line(self._words, notice.about),
            change=self._change(notice),
            until="" if notice.until is None else self._words.moment(notice.until),
            usually=usually(self._words, notice.usual_look),
            who=f"<@{_number(notice)}>",
            another=notice.text.words if notice.kind in OF_ANOTHER and notice.text else "",
            **self._lengths,
        )
        return self._words.with_help(text) if notice.kind in HELP_BESIDE else text

    def _said(self, notice: Notice) -> Reply:
        """What the other side says, with its formatting, under the name that they wear."""
        words = notice.text.words if notice.text else ""
        if notice.kind is NoticeKind.STICKER:
            words = escape(words[:STICKER_NAME])
        if notice.kind is NoticeKind.IMAGE:
            words = self._words("image.first" if words else "image.shown")
        header = self._words(f"notice.{notice.kind}", alias=notice.alias or "")
        return Reply(shapes.under(header, words))

    def _lost_image(self, notice: Notice) -> Reply:
        """Why it could not pass, as its reader or whoever sent it is told."""
        told = "" if notice.text is None else notice.text.words
        fault = told if told in set(ImageFault) else ImageFault.DAMAGED
        whose = "theirs" if notice.kind is NoticeKind.IMAGE_MISSED else "own"
        why = self._words(f"image.{whose}.{fault}")
        return Reply(self._words(f"notice.{notice.kind}", alias=notice.alias or "", why=why))

    def _over(self, notice: Notice) -> Reply:
        """An offer that is over, or was not wanted, and what else waits."""
        over = self._text(notice)
        if notice.about is None or notice.other is None:
            return Reply(over, buttons=self._buttons.of(notice))
        offered = notice.kind is NoticeKind.OFFER_DECLINED
        about, token = notice.about, notice.other
        return below_what_is_over(self._words, over, about, token, offered=offered)

    def _with_text_inside(self, notice: Notice) -> Reply:
        """Its text is a number that stands in our words: a moment, or where a thread is."""
        number = _number(notice)
        values: dict[str, str | Name]
        if notice.kind is NoticeKind.SOMEBODY_ANSWERED:
            values = {"server": self._server(notice), "thread": f"<#{number}>"}
        else:
            values = {"until": self._words.moment(datetime.fromtimestamp(number, UTC))}
        said = self._words(f"notice.{notice.kind}", **values)
        return Reply(said, buttons=self._buttons.of(notice))

    def _encouragement(self, notice: Notice) -> Reply:
        on = notice.on_schedule
        assert on is not None, "an encouragement comes on a schedule"
        assert on.text_id is not None, "its text was drawn before it is said"
        buttons = self._buttons.of_encouragement(notice, on.text_id, on.schedule)
        if notice.text is not None:  # a member suggested it: its words, and its theme
            suggested = notice.text
            shown = self._words.from_member(suggested.words, suggested.would_help)
            return Reply(shown, buttons=buttons)
        text, theme = self._words.encouragement(on.text_id, on.language or self._words.language)
        return Reply(self._words(f"notice.{notice.kind}", text=text, theme=theme), buttons=buttons)

    def _check_in(self, notice: Notice) -> Reply:
        assert notice.on_schedule is not None, "a check-in comes on a schedule"
        return Reply(
            self._words(f"notice.{notice.kind}"),
            self._words.boxes(notice.text),
            check_in_buttons(
                self._words,
                notice.token,
                notice.on_schedule.schedule,
                named=notice.text is not None,
            ),
        )

    def sign(self, kind: NoticeKind) -> str:
        """The emoji of a sign."""
        return self._words(f"sign.{kind}")

    def _change(self, notice: Notice) -> str:
        """What moderators are to change, a line each."""
        if notice.kind not in TO_MEND:
            return ""
        return "\n".join(self._to_mend(notice)) or self._words("setup.shows_it")

    def _server(self, notice: Notice) -> Name:
        known = None if notice.guild_id is None else self._guild_name(notice.guild_id)
        return known or Name(self._words("server.unnamed"))


class Renderers:
    """The renderer of each language."""

    def __init__(self, default: str, renderers: Mapping[str, Renderer]) -> None:
        self._default = default
        self._renderers = renderers

    def of(self, language: str) -> Renderer:
        """That of a language; one whose words are gone meanwhile is the bot's."""
        return self._renderers.get(language, self._renderers[self._default])

    def readings(self, notice: Notice) -> Sequence[Reply]:
        """How a notice reads in each language."""
        return [renderer.reply(notice) for renderer in self._renderers.values()]

    def sign(self, kind: NoticeKind) -> str:
        """The emoji of a sign, the same for everybody."""
        return self.of(self._default).sign(kind)


def _key(notice: Notice) -> str:
    """Where its words stand: what promises something until a moment says less without one."""
    late = notice.kind is NoticeKind.ASK_EXPIRED and notice.until is None
    return f"{notice.kind}_late" if late else notice.kind


def _lengths(words: Words, settings: Settings) -> Mapping[str, str]:
    """What sentences say of lengths, by the name that stands in them."""
    return {
        "away": words.length(settings.conversations.listener_back_within),
        "worried": words.length(worry.ANSWERED_WITHIN),
        "handed": words.length(hand_over.ASKED_FOR),
        "looked": words.length(second_listener.LOOKED_FOR),
        "held": words.length(settings.conversations.text_held_for),
        "longer": words.length(settings.asks.kept_longer_for),
        "kept": words.length(settings.retention.ask_text_after_closing),
        "closes": words.length(
            settings.conversations.idle_close_after - settings.conversations.idle_warning_after
        ),
        "delay": words.length(settings.small_servers.random_delay_at_most),
        "first": words.length(settings.offers.same_listener_first),
        "left": words.length(
            settings.offers.silent_taken_back_after - settings.offers.silent_nudged_after
        ),
    }


def _number(notice: Notice) -> int:
    """The number that is its text; 0 where it has none, or words."""
    words = "" if notice.text is None else notice.text.words
    return int(words) if words.isdecimal() else 0
