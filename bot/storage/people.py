"""Who the bot may write to: a keyed tag, and the sealed ids that it stands for."""

from bot.domain.ids import ChannelId, PersonTag, UserId
from bot.storage.database import Connection
from bot.storage.sealing import Sealer


class People:
    """The table `person`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def meet(self, user: UserId) -> PersonTag:
        """The tag of a user, kept with the sealed id so that the bot can write to them."""
        tag = self._sealer.person_tag(user)
        await self._sql.execute(
            "INSERT INTO person (person_tag, user_id_sealed) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (tag, self._sealer.seal_int("person", "user_id", tag.hex(), user)),
        )
        return tag

    async def user(self, tag: PersonTag) -> UserId:
        """The user behind a tag. Only delivery asks."""
        row = await self._sql.fetch_one(
            "SELECT user_id_sealed FROM person WHERE person_tag = ?", (tag,)
        )
        assert row is not None, "a foreign key holds the person"
        return UserId(self._sealer.open_int("person", "user_id", tag.hex(), row[0]))

    async def dm_channel(self, tag: PersonTag) -> ChannelId | None:
        """The channel of the person's direct messages, once it was opened."""
        row = await self._sql.fetch_one(
            "SELECT dm_channel_id_sealed FROM person WHERE person_tag = ?", (tag,)
        )
        if row is None or row[0] is None:
            return None
        return ChannelId(self._sealer.open_int("person", "dm_channel_id", tag.hex(), row[0]))

    async def remember_dm(self, tag: PersonTag, channel: ChannelId) -> None:
        """Keep the channel: opening many of them is what gets a bot quarantined."""
        await self._sql.execute(
            "UPDATE person SET dm_channel_id_sealed = ? WHERE person_tag = ?",
            (self._sealer.seal_int("person", "dm_channel_id", tag.hex(), channel), tag),
        )

    async def forget_strangers(self) -> None:
        """Erase everybody who has nothing left here: no ask, draft, conversation, duty or mail."""
        await self._sql.execute(
            "DELETE FROM person WHERE NOT EXISTS"
            " (SELECT 1 FROM listener WHERE listener.person_tag = person.person_tag)"
            " AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.person_tag = person.person_tag)"
            " AND NOT EXISTS (SELECT 1 FROM ask WHERE ask.asker_tag = person.person_tag)"
            " AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.person_tag = person.person_tag)"
            " AND NOT EXISTS (SELECT 1 FROM conversation"
            " WHERE conversation.asker_tag = person.person_tag)"
            " AND NOT EXISTS (SELECT 1 FROM conversation"
            " WHERE conversation.listener_tag = person.person_tag)"
        )
