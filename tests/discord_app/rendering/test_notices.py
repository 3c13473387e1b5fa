"""Notices as people read them."""

from datetime import date, timedelta

import pytest

from bot.config import Settings
from bot.discord_app.rendering.notice_buttons import STOP
from bot.discord_app.rendering.notices import Renderer
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId, GuildId, PersonTag, ScheduleId
from bot.domain.names import Name
from bot.domain.notices import OF_ANOTHER, Notice, NoticeKind, OnSchedule
from bot.domain.shapes import Box
from bot.domain.suggestions import WORDS_AT_MOST
from bot.setting_sections import ConversationSettings
from tests.fakes import SeededRandomness
from tests.prepared import shipped

GUILD = GuildId(7)


@pytest.fixture
def renderer() -> Renderer:
    """The renderer with the shipped words; one server is known."""
    words = Words(shipped(), "en", SeededRandomness())
    return Renderer(
        words,
        lambda guild: Name("Harbour") if guild == GUILD else None,
        lambda guild, feature: guild == GUILD and feature is Feature.REFLECTION,
        Settings(
            conversations=ConversationSettings(
                listener_back_within=timedelta(minutes=20), text_held_for=timedelta(hours=1)
            )
        ),
    )


@pytest.mark.parametrize("kind", sorted(STOP))
def test_what_a_member_suggested_has_no_shape_of_ours(renderer: Renderer, kind: NoticeKind) -> None:
    """A line of ours without a name, and their words as a quote in which nothing takes effect."""
    on = OnSchedule(ScheduleId("s" * 22), date(2026, 3, 2), f"m-{'0' * 32}", "en")
    text = OwnWords("**Help lines** are <@1180000000000000321>", "growth")
    reply = renderer.reply(Notice(kind, GUILD, ChannelId(9), text=text, on_schedule=on))
    ours, theirs = reply.text.split("\n")
    assert "growth" not in ours
    assert theirs == "> \\*\\*Help lines\\*\\* are @…"
    actions = [button.action for button in reply.buttons]
    assert actions == ["keep", STOP[kind], "report_text"]


def test_a_channel_of_a_server_that_wants_suggestions_has_the_way_to_one() -> None:
    """Where people expect it: below what comes there for everybody, and nowhere else."""
    words = Words(shipped(), "en", SeededRandomness())
    wants = Renderer(words, lambda _: None, lambda _, one: one is Feature.SUGGESTIONS, Settings())
    on = OnSchedule(ScheduleId("s" * 22), date(2026, 3, 2), "growth-01", "en")
    kind = NoticeKind.ENCOURAGEMENT_IN_CHANNEL
    reply = wants.reply(Notice(kind, GUILD, ChannelId(9), on_schedule=on))
    assert [button.action for button in reply.buttons] == ["keep", STOP[kind], "suggest"]
    mine = Notice(NoticeKind.ENCOURAGEMENT, None, PersonTag(b"x"), on_schedule=on)
    assert "suggest" not in [button.action for button in wants.reply(mine).buttons]


def test_the_same_notice_always_reads_the_same(renderer: Renderer) -> None:
    """A message is found again in a history by its content, so it may not vary."""
    notice = Notice(NoticeKind.ASK_IN_CHANNEL, GUILD, ChannelId(1), token="t" * 22)
    assert renderer.reply(notice) == renderer.reply(notice)


def test_a_length_that_an_operator_may_set_is_said_as_it_is_set(renderer: Renderer) -> None:
    """On the button, to who waits for them, and about a text that is held."""
    opening, back, held = (
        renderer.reply(Notice(kind, GUILD, PersonTag(b"reader"), token="t" * 22))
        for kind in (NoticeKind.YOU_ACCEPTED, NoticeKind.BACK_SOON, NoticeKind.SEVERAL_OPEN)
    )
    assert "Back in 20 minutes" in [button.label for button in opening.buttons]
    assert "in about 20 minutes" in back.text
    assert "I keep it for 1 hour;" in held.text


def test_own_words_are_shown_literally_in_an_ask(renderer: Renderer) -> None:
    """Markdown in an ask has no effect: it is escaped, and stands apart from our words."""
    notice = Notice(
        NoticeKind.YOU_ACCEPTED,
        GUILD,
        PersonTag(b"x"),
        alias="River",
        own_alias="Maple",
        text=OwnWords("**loud**", "{alias}"),
    )
    reply = renderer.reply(notice)
    assert reply.boxes == (Box(r"\*\*loud\*\*"), Box("{alias}", title="What would help"))
    assert "loud" not in reply.text


def test_relayed_words_keep_their_formatting(renderer: Renderer) -> None:
    """In a conversation bold stays bold, under the alias."""
    words = OwnWords("I am **fine**.")
    notice = Notice(NoticeKind.WORDS, GUILD, PersonTag(b"x"), alias="River", text=words)
    assert renderer.reply(notice).text == "**River**\n> I am **fine**."


def test_a_server_that_is_not_known_any_more_has_words(renderer: Renderer) -> None:
    """A notice can outlive the bot's stay in a server."""
    notice = Notice(NoticeKind.ASK_TAKEN_BACK, GuildId(8), PersonTag(b"x"))
    assert "your server" in renderer.reply(notice).text


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_fits_into_a_message(renderer: Renderer, kind: NoticeKind) -> None:
    """No notice is longer than Discord takes, with the longest alias and own words."""
    words = "*" * 1898 if kind is NoticeKind.WORDS else "*" * 1500
    text = OwnWords(words, "" if kind is NoticeKind.WORDS else "*" * 500)
    if kind in STOP:  # a member suggested it
        text = OwnWords("x" * WORDS_AT_MOST, "resilience")
    if kind in OF_ANOTHER:  # an alias, too
        text = OwnWords("Wintergreen")
    notice = Notice(
        kind,
        GUILD,
        PersonTag(b"x"),
        alias="Wintergreen",
        own_alias="Wintergreen",
        token="t" * 22,
        text=text,
        on_schedule=OnSchedule(ScheduleId("s" * 22), date(2026, 3, 2), "growth-01", "es"),
    )
    reply = renderer.reply(notice)
    assert len(reply.text) <= 2000
    assert all(len(box.words) <= 4096 for box in reply.boxes)
    assert sum(len(box.words) + len(box.title) for box in reply.boxes) <= 6000
