"""What each server chose in /setup. Servers, channels and roles are not secret."""

from collections.abc import Iterable, Sequence

from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.guilds import Feature, GuildChoices, Kept
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.storage.connection import SERVERS, Connection
from bot.storage.rows import Row


class Guilds:
    """The tables `guild`, `guild_feature`, `guild_topic` and `asks_cannot_be_posted`; a server's
    rows go together."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def save(self, choices: GuildChoices) -> None:
        """Keep a server's choices in the place of earlier ones."""
        await self._sql.execute(
            "INSERT INTO guild"
            " (guild_id, ask_channel_id, moderator_channel_id, moderator_role_id, open_asks,"
            " panel_channel_id, language, ages, young_role_id, adult_role_id, closed_days,"
            " record_days, zone, told_to_choose_ages)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
            " ON CONFLICT (guild_id) DO UPDATE SET ask_channel_id = excluded.ask_channel_id,"
            " moderator_channel_id = excluded.moderator_channel_id,"
            " moderator_role_id = excluded.moderator_role_id, open_asks = excluded.open_asks,"
            " panel_channel_id = excluded.panel_channel_id, language = excluded.language,"
            " ages = excluded.ages, young_role_id = excluded.young_role_id,"
            " adult_role_id = excluded.adult_role_id, closed_days = excluded.closed_days,"
            " record_days = excluded.record_days, zone = excluded.zone",
            (
                *(choices.guild_id, choices.ask_channel),
                *(choices.moderator_channel, choices.moderator_role, int(choices.open_asks)),
                choices.panel_channel,
                choices.language,
                *_of_ages(choices.ages),
                *(choices.kept.closed_days, choices.kept.record_days, choices.zone),
            ),
        )
        await self._put("guild_feature", choices.guild_id, choices.features)
        await self._put("guild_topic", choices.guild_id, choices.topics)
        self._sql.tell(SERVERS)

    async def _put(self, table: str, guild: GuildId, values: Iterable[str]) -> None:
        # the names are constants of the two lines above
        await self._sql.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild,))  # noqa: S608
        await self._sql.execute_many(
            f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608
            [(guild, value) for value in sorted(values)],
        )

    async def get(self, guild: GuildId) -> GuildChoices | None:
        """One server's choices, if it has been set up."""
        row = await self._sql.fetch_one("SELECT * FROM guild WHERE guild_id = ?", (guild,))
        return None if row is None else await self._choices(row)

    async def forget(self, guild: GuildId) -> None:
        """The bot is no longer there: erase what was chosen, its listeners, drafts and panel, that
        people used it there, who blocked whom, and what people said of their age."""
        tables = ("guild", "listener", "draft", "panel", "known_server", "block", "age_stated")
        for table in (*tables, "setup_draft", "setup_choice"):
            # the names are constants of this line
            await self._sql.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild,))  # noqa: S608
        self._sql.tell(SERVERS)

    async def all(self) -> Sequence[GuildChoices]:
        """Every server that has been set up."""
        return [
            await self._choices(row) for row in await self._sql.fetch_all("SELECT * FROM guild")
        ]

    async def tell_to_choose_ages(self) -> Sequence[GuildId]:
        """The servers that have not chosen, and whose moderators were not told so; they are now."""
        rows = await self._sql.fetch_all(
            "UPDATE guild SET told_to_choose_ages = 1"
            " WHERE ages = '' AND told_to_choose_ages = 0 RETURNING guild_id"
        )
        return [GuildId(row["guild_id"]) for row in rows]

    async def close_to_asks(self, guild: GuildId) -> bool:
        """Its moderators are told that asks cannot be posted; False when they were already."""
        return (
            await self._sql.execute(
                "INSERT INTO asks_cannot_be_posted (guild_id)"
                " SELECT guild_id FROM guild WHERE guild_id = ? ON CONFLICT DO NOTHING",
                (guild,),
            )
            == 1
        )

    async def open_to_asks(self, guild: GuildId) -> None:
        """Asks can be posted there again."""
        await self._sql.execute("DELETE FROM asks_cannot_be_posted WHERE guild_id = ?", (guild,))

    async def closed_to_asks(self) -> frozenset[GuildId]:
        """Every server whose moderators were told so."""
        rows = await self._sql.fetch_all("SELECT guild_id FROM asks_cannot_be_posted")
        return frozenset(GuildId(row["guild_id"]) for row in rows)

    async def _choices(self, row: Row) -> GuildChoices:
        switched_on = await self._sql.fetch_all(
            "SELECT feature FROM guild_feature WHERE guild_id = ?", (row["guild_id"],)
        )
        topics = await self._sql.fetch_all(
            "SELECT topic FROM guild_topic WHERE guild_id = ?", (row["guild_id"],)
        )
        return GuildChoices(
            GuildId(row["guild_id"]),
            ChannelId(row["ask_channel_id"]),
            ChannelId(row["moderator_channel_id"]),
            RoleId(row["moderator_role_id"]),
            bool(row["open_asks"]),
            None if row["panel_channel_id"] is None else ChannelId(row["panel_channel_id"]),
            frozenset(Feature(feature["feature"]) for feature in switched_on),
            row["language"],
            _ages(row),
            frozenset(topic["topic"] for topic in topics),
            Kept(row["closed_days"], row["record_days"]),
            row["zone"],
        )


def _of_ages(rule: AgeRule | None) -> tuple[str, int | None, int | None]:
    if rule is None:
        return "", None, None
    roles = rule.roles
    return rule.ages, roles.young if roles else None, roles.adult if roles else None


def _ages(row: Row) -> AgeRule | None:
    if not row["ages"]:
        return None
    young, adult = row["young_role_id"], row["adult_role_id"]
    by_role = young is not None and adult is not None
    roles = AgeRoles(RoleId(young), RoleId(adult)) if by_role else None
    return AgeRule(Ages(row["ages"]), roles)
