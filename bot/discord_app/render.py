"""Notices as people read them: the words from prompts/, with the buttons that belong to them.

The same notice always reads the same, so that a message can be found again by its content.
"""

from collections.abc import Callable

from bot.discord_app.reply import Button, Reply, Style
from bot.discord_app.words import Words
from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind

_ACTIONS: dict[NoticeKind, tuple[str, Style]] = {
    NoticeKind.ASK_IN_CHANNEL: ("accept", Style.MAIN),
    NoticeKind.ASK_POSTED: ("take_back", Style.PLAIN),
    NoticeKind.ASK_ACCEPTED: ("end", Style.PLAIN),
    NoticeKind.YOU_ACCEPTED: ("end", Style.PLAIN),
}


class Renderer:
    """Turns notices into replies."""

    def __init__(self, words: Words, guild_name: Callable[[GuildId], str | None]) -> None:
        self._words = words
        self._guild_name = guild_name

    def reply(self, notice: Notice) -> Reply:
        """What the reader of a notice sees."""
        if notice.kind is NoticeKind.WORDS:  # their own words, with their own formatting
            words = notice.text.words if notice.text else ""
            return Reply(self._words("notice.words", alias=notice.alias or "", words=words))
        text = self._words(
            f"notice.{notice.kind}",
            alias=notice.alias or "",
            own_alias=notice.own_alias or "",
            server=self._server(notice),
        )
        quote = None if notice.text is None else self._words.quote(notice.text)
        return Reply(text, quote, self._buttons(notice))

    def _buttons(self, notice: Notice) -> tuple[Button, ...]:
        if notice.token is None or notice.kind not in _ACTIONS:
            return ()
        action, style = _ACTIONS[notice.kind]
        return (self._words.button(action, notice.token, style),)

    def _server(self, notice: Notice) -> str:
        known = None if notice.guild_id is None else self._guild_name(notice.guild_id)
        return known or self._words("server.unnamed")
