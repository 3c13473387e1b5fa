"""What exactly is kept, in lines: how much of each kind, for how long, and who can read it."""

from collections.abc import Callable, Iterator, Sequence

from bot.config import Settings
from bot.discord_app.rendering.words import Words
from bot.domain.community import A_QUARTER, WEEK
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.domain.personal_data import DataKind, PersonalData
from bot.domain.text import length
from bot.services.server_choices import ServerChoices

ROOM = 1800
"""Characters of a page; https://docs.discord.com/developers/resources/message"""


class KeptLines:
    """Counts what was found, server by server."""

    def __init__(
        self,
        words: Words,
        settings: Settings,
        guild_name: Callable[[GuildId], Name | None],
        guilds: ServerChoices,
    ) -> None:
        self._words = words
        self._guilds = guilds
        self._guild_name = guild_name
        self._settings = settings

    def _lengths(self, guild: GuildId | None = None) -> dict[str, str]:
        """In one server, which may keep something for less long."""
        words, settings, keep = self._words, self._settings, self._settings.retention
        return {
            "words_kept": words.length(keep.ask_text_after_closing),
            "longer_kept": words.length(keep.ask_text_after_expiring),
            "rest_kept": words.days(self._guilds.closed_for(guild, keep.closed_metadata)),
            "draft_kept": words.length(settings.asks.draft_lives),
            "held_kept": words.length(settings.conversations.text_held_for),
            "messages_kept": words.length(settings.conversations.message_ids_kept),
            "undelivered_kept": words.days(settings.delivery.undelivered_kept),
            "places_kept": words.days(keep.known_servers),
            "schedules_kept": words.days(keep.stopped_schedules),
            "seen_kept": words.days(keep.shown_encouragements),
            "again_kept": words.days(settings.asks.same_listener_for),
            "counted_kept": words.days(A_QUARTER * WEEK),
            "country_kept": words.days(keep.help_country),
            "age_kept": words.days(keep.age_statements),
            "goals_kept": words.days(keep.resting_goals),
            "moderation_kept": words.days(keep.moderation),
            "suggestions_kept": words.days(keep.suggestions),
        }

    def pages(self, found: Sequence[PersonalData]) -> list[str]:
        """All of it, in pages that fit into a message; at least one."""
        words = self._words
        if not found:
            return [words("privacy.kept_nothing")]
        beside = words("privacy.kept_beside", **self._lengths())
        pages, above = [words("privacy.kept_head")], ""
        for place, line in [*self._lines(found), ("", beside)]:
            headed = f"{place}\n{line}".strip()
            longer = f"{pages[-1]}\n{line if place == above else headed}"
            above = place
            if length(longer) > ROOM:
                pages.append(headed)
            else:
                pages[-1] = longer
        return pages

    def _lines(self, found: Sequence[PersonalData]) -> Iterator[tuple[str, str]]:
        """Each with the line above all that is of the same server."""
        guilds = sorted({one.guild for one in found}, key=lambda guild: guild or 0)
        for guild in guilds:
            here = [one for one in found if one.guild == guild]
            for kind in DataKind:
                of_kind = [one for one in here if one.kind is kind]
                if of_kind:
                    count = sum(_number(one) for one in of_kind)
                    line = self._words(f"privacy.kept.{kind}", count=count, **self._lengths(guild))
                    yield self.place(guild), f"- {line}"

    def place(self, guild: GuildId | None) -> str:
        """The line above what is of one server, or of none."""
        if guild is None:
            return self._words("privacy.everywhere")
        return self._words("privacy.in_server", server=self.server(guild))

    def server(self, guild: GuildId) -> Name:
        """What a server is called."""
        return self._guild_name(guild) or Name(self._words("server.unnamed"))


def _number(one: PersonalData) -> int:
    number = one.facts.get("number")
    return number if isinstance(number, int) else 1
