"""/privacy: how private it is, what exactly is kept, all of it as a file, erasing everything."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.config import Settings
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.privacy.export_file import AT_MOST, export_file
from bot.discord_app.privacy.export_page import ExportPage
from bot.discord_app.privacy.kept import KeptLines
from bot.discord_app.rendering.reply import Reply, Style
from bot.discord_app.rendering.words import Words
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.domain.personal_data import DataKind, PersonalData
from bot.services.moderation import names_opened
from bot.services.privacy import erasure, overview
from bot.services.privacy.erasure import WouldEnd

A_DAY = timedelta(days=1)


class Privacy:
    """What anybody presses who wants to know, to have, or to be forgotten. Nothing is noted around
    it: whoever looks leaves no trace by that."""

    declared = Declared(Audience.EVERYBODY, ("erasing", "person"), ("privacy", "helplines"))

    def __init__(
        self,
        desk: DiscordContext,
        guild_name: Callable[[GuildId], Name | None],
        file_at_most: int = AT_MOST,
    ) -> None:
        """`file_at_most` is in bytes."""
        self._desk = desk
        self._file_at_most = file_at_most
        self._guild_name = guild_name
        self._lines = KeptLines(desk.words, desk.ctx.settings, guild_name, desk.ctx.guilds)
        self.commands: Mapping[str, Handler] = {"privacy": Answers(Ack.REPLY, self._privacy)}
        self.buttons: Mapping[str, Handler] = {
            "privacy": Answers(Ack.REPLY, self._privacy),
            "privacy_kept": Answers(Ack.REPLY, self._kept),
            "privacy_more": Answers(Ack.UPDATE, self._kept),
            "export": Answers(Ack.REPLY, self._ask_to_export),
            "export_now": Answers(Ack.REPLY, self._export),
            "erase_all": Answers(Ack.REPLY, self._ask_to_erase),
            "erase_all_now": Answers(Ack.UPDATE, self._erase),
            "erase_nothing": Answers(Ack.UPDATE, self._keep),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _privacy(self, press: UserAction) -> Reply:
        del press  # the same for everybody, and also when the database is away
        words, button = self._desk.words, self._desk.words.button
        return Reply(
            words(
                "privacy.shown",
                moderators_read=words("privacy.moderators_read"),
                changed_kept=words.length(self._desk.ctx.settings.conversations.message_ids_kept),
            ),
            buttons=(
                button("privacy_kept", style=Style.MAIN),
                button("my_age"),
                button("export"),
                button("erase_all", style=Style.ENDING),
                button("helplines"),
            ),
        )

    async def _kept(self, press: UserAction) -> Reply:
        pages = self._lines.pages(await overview.everything_of(self._desk.ctx, press.user))
        at = min(press.choice or 0, len(pages) - 1)
        if at + 1 == len(pages):
            return Reply(pages[at])
        return Reply(pages[at], buttons=(self._desk.words.button("privacy_more", choice=at + 1),))

    async def _ask_to_export(self, press: UserAction) -> Reply:
        if press.guild is not None:
            return await self._export(press)
        words = self._desk.words
        sent = words.button("export_now", style=Style.MAIN)
        return Reply(words("privacy.export.in_messages"), buttons=(sent,))

    async def _export(self, press: UserAction) -> Reply:
        found = await overview.everything_of(self._desk.ctx, press.user)
        if not found:
            return Reply(self._desk.words("privacy.kept_nothing"))
        page = ExportPage(self._desk.words, self._lines)
        texts, now = self._with_texts(found), self._desk.ctx.clock.now()
        file = export_file(texts, page, self._guild_name, now)
        if len(file.data) > self._file_at_most:
            return Reply(self._desk.words("privacy.export.too_large"))
        return Reply(self._desk.words("privacy.export.ready"), file=file)

    def _with_texts(self, found: Sequence[PersonalData]) -> list[PersonalData]:
        """Kept encouragements in their words; what is no longer in the decks by its name."""
        return [
            replace(one, facts={**one.facts, "text": self._text(str(one.facts["text"]))})
            if one.kind is DataKind.KEPT_TEXT
            else one
            for one in found
        ]

    def _text(self, text_id: str) -> str:
        try:
            return self._desk.words.encouragement(text_id, self._desk.words.language)[0]
        except KeyError:
            return text_id

    async def _ask_to_erase(self, press: UserAction) -> Reply:
        words, keep = self._desk.words, self._desk.ctx.settings
        ends = await erasure.what_would_end(self._desk.ctx, press.user)
        if ends.is_going_on:
            return Reply(words("privacy.erase.going_on"))
        lines = [
            words("privacy.erase.really"),
            *self._ends(ends),
            words("privacy.erase.goes"),
            *([words("privacy.erase.unblocks", count=ends.blocks)] if ends.blocks else []),
            words(
                "privacy.erase.stays",
                rest_kept=words.days(_marks_kept(keep)),
                ids_kept=words.days(keep.conversations.message_ids_kept),
            ),
        ]
        buttons = (words.button("erase_nothing"), words.button("erase_all_now", style=Style.ENDING))
        return Reply("\n".join(lines), buttons=buttons)

    def _ends(self, ends: WouldEnd) -> Iterator[str]:
        counts = {
            "asks": ends.asks,
            "conversations": ends.conversations,
            "goals": ends.goals,
            "schedules": ends.schedules,
            "listening": ends.listening,
            "suggestions": ends.suggestions,
        }
        open_now = {name: count for name, count in counts.items() if count}
        yield self._desk.words("privacy.erase.first" if open_now else "privacy.erase.nothing_open")
        for name, count in open_now.items():
            yield self._desk.words(f"privacy.erase.ends.{name}", count=count)

    async def _erase(self, press: UserAction) -> Reply:
        words, ctx = self._desk.words, self._desk.ctx
        opened = await names_opened.untold(ctx, press.user)
        done = await erasure.erase_everything(ctx, press.user)
        return after_erasing(words, map(self._lines.server, opened), done=done)

    async def _keep(self, press: UserAction) -> Reply:
        del press  # nothing was to change
        return Reply(self._desk.words("privacy.erase.kept"))


def after_erasing(words: Words, opened: Iterable[Name], *, done: bool) -> Reply:
    """That it is done, or goes on by itself; and where their name was opened."""
    lines = [words("privacy.erase.done" if done else "privacy.erase.partly")]
    lines += [words("privacy.erase.name_opened", server=one) for one in dict.fromkeys(opened)]
    return Reply("\n".join(lines))


def _marks_kept(settings: Settings) -> timedelta:
    """How long at most a mark of a limit stays, in whole days."""
    limits = settings.limits
    waits = A_DAY + limits.wait_longer_at_most + limits.forgotten_after
    return max(settings.retention.closed_metadata, -(-waits // A_DAY) * A_DAY)
