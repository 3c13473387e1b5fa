"""The record of what moderators did, as moderators read it."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Reply
from bot.domain.moderation_record import RecordEntry
from bot.services.moderation import record

PAGE = 10
"""Entries shown at once."""


class ShowingRecord:
    """What a moderator presses who wants to know who did what."""

    declared = Declared(Audience.MODERATORS, ("moderation_record",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            action: Answers(Ack.UPDATE, self._list)
            for action in ("record", "record_before", "record_after")
        }
        self.forms: Mapping[str, Handler] = {}

    async def _list(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        words, page = self._desk.words, press.choice or 0
        found = await record.page(self._desk.ctx, press.member.guild, page, PAGE)
        if not found.entries:
            return Reply(words("record.none"), buttons=(words.button("moderate"),))
        ways = [words.button("record_before", choice=page - 1)] if page else []
        ways += [words.button("record_after", choice=page + 1)] if found.more else []
        lines = [words("record.some"), *map(self._line, found.entries)]
        return Reply("\n".join(lines), buttons=(*ways, words.button("moderate")))

    def _line(self, entry: RecordEntry) -> str:
        words = self._desk.words
        nobody = words("record.nobody")
        who = nobody if entry.moderator is None else f"<@{entry.moderator}>"
        did = words(f"record.{entry.reads(self._desk.ctx.clock.now())}")
        when = words.moment(entry.made_at, "D")
        return words("record.entry", number=entry.position, when=when, who=who, did=did)
