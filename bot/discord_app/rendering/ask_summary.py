"""What an offer tells about its ask, in words: kind, topic, language, and whether it is heavy."""

from datetime import timedelta

from bot.discord_app.rendering.reply import Button, Style
from bot.discord_app.rendering.words import Words
from bot.domain.asks import Here, Wishes
from bot.domain.notices import About, NoticeKind

_AFTER_ASKING = (
    ("helped_yes", Style.PLAIN),
    ("helped_little", Style.PLAIN),
    ("helped_no", Style.PLAIN),
    ("say_thanks", Style.MAIN),
    ("clear_chat", Style.PLAIN),
)

BUTTONS: dict[NoticeKind, tuple[tuple[str, Style], ...]] = {
    NoticeKind.OFFER: (
        ("read_it", Style.PLAIN),
        ("accept", Style.MAIN),
        ("not_now", Style.PLAIN),
    ),
    NoticeKind.OFFER_AGAIN: (
        ("read_it", Style.PLAIN),
        ("accept", Style.MAIN),
        ("not_now", Style.PLAIN),
    ),
    NoticeKind.CONVERSATION_ENDED_LISTENER: (
        ("i_am_fine", Style.PLAIN),
        ("i_am_tired", Style.PLAIN),
        ("it_weighs", Style.PLAIN),
        ("clear_chat", Style.PLAIN),
    ),
    NoticeKind.STILL_WANTED: (("keep_looking", Style.MAIN), ("take_it_back", Style.PLAIN)),
    NoticeKind.ASK_EXPIRED: (
        ("ask_again", Style.MAIN),
        ("keep_until_later", Style.PLAIN),
        ("helplines", Style.PLAIN),
    ),
    NoticeKind.CONVERSATION_ENDED_ASKER: _AFTER_ASKING,
    NoticeKind.COMPANY_ENDED: _AFTER_ASKING,
}
"""The notices that carry several buttons, each with the same token."""


def buttons(words: Words, kind: NoticeKind, token: str | None) -> tuple[Button, ...]:
    """The buttons of a notice that has several."""
    return tuple(words.button(action, token, style) for action, style in BUTTONS.get(kind, ()))


def here_line(words: Words, here: Here, first: str | None, first_for: timedelta) -> str:
    """Who is told of an ask: the listeners who are here, or one first, named by their alias."""
    if first is not None:
        return words("ask.here.first", alias=first, length=words.length(first_for))
    return words(f"ask.here.{here}")


def about_line(words: Words, about: About | None) -> str:
    """What may be told before somebody reads it: never a word of the ask."""
    if about is None:
        return ""
    return "\n".join([words(f"about.{about.kind}"), *wishes_lines(words, about.wishes)])


def wishes_lines(words: Words, wishes: Wishes, heavy: str = "about.heavy") -> list[str]:
    """What the asker chose, a line each; `heavy` is the words for that, as listeners read them
    or as the asker does. A key that prompts/ no longer has is left out."""
    lines = []
    topics, languages = words.options("topic"), words.options("language")
    if wishes.topic in topics:
        lines.append(words("about.topic", topic=topics[wishes.topic]))
    if wishes.language in languages:
        lines.append(words("about.language", language=languages[wishes.language]))
    if wishes.heavy:
        lines.append(words(heavy))
    return lines
