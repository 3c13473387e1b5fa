"""What each server chose, at hand without the database."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId


class ServerChoices:
    """What each server chose, in memory: a form has no time to ask the database."""

    def __init__(self, language: str, known: Iterable[GuildChoices] = ()) -> None:
        self._language = language
        self._choices = {choices.guild_id: choices for choices in known}

    def read_anew(self, known: Iterable[GuildChoices]) -> None:
        """These are all there are: another process changed some."""
        self._choices = {choices.guild_id: choices for choices in known}

    def of(self, guild: GuildId) -> GuildChoices:
        """A server's choices. Raises NotSetUp."""
        try:
            return self._choices[guild]
        except KeyError:
            raise NotSetUp from None

    def is_on(self, guild: GuildId | None, feature: Feature) -> bool:
        """Whether a server has switched something on; nowhere is nothing on."""
        choices = None if guild is None else self._choices.get(guild)
        return choices is not None and choices.has(feature)

    def language(self, guild: GuildId | None) -> str:
        """The language of what stands in a server's channels: the bot's where none was chosen."""
        choices = None if guild is None else self._choices.get(guild)
        return self._language if choices is None else choices.language or self._language

    def zone(self, guild: GuildId | None) -> str:
        """Where a server's clock is; empty where nobody chose one."""
        choices = None if guild is None else self._choices.get(guild)
        return "" if choices is None else choices.zone

    def ask_channel(self, guild: GuildId) -> ChannelId | None:
        """Where a server's asks are posted; None for one that is not set up."""
        choices = self._choices.get(guild)
        return None if choices is None else choices.ask_channel

    def topics(self, guild: GuildId | None, known: Mapping[str, str]) -> dict[str, str]:
        """Those of the known topics that can be chosen in a server: all of them, where it left none
        out. One that was chosen before stays as it is."""
        choices = None if guild is None else self._choices.get(guild)
        kept = choices.topics & known.keys() if choices else None
        return {key: name for key, name in known.items() if not kept or key in kept}

    def closed_for(self, guild: GuildId | None, at_most: timedelta) -> timedelta:
        """How long a server keeps what is left of closed asks."""
        choices = None if guild is None else self._choices.get(guild)
        return at_most if choices is None else choices.kept.closed(at_most)

    def shortest(self, at_most: timedelta) -> timedelta:
        """How long what is left of closed asks is surely kept, whichever server they were in."""
        return min((one.kept.closed(at_most) for one in self._choices.values()), default=at_most)

    def forget(self, guild: GuildId) -> None:
        """The bot is no longer in this server."""
        self._choices.pop(guild, None)

    def known(self) -> frozenset[GuildId]:
        """Every server that was set up."""
        return frozenset(self._choices)

    def remember(self, choices: GuildChoices) -> None:
        """Put a server's choices in the place of earlier ones."""
        self._choices[choices.guild_id] = choices
