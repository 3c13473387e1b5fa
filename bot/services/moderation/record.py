"""Noting in a server's record what a moderator did: in the transaction that did it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asks import OwnWords
from bot.domain.ids import GuildId
from bot.domain.moderation_record import RecordedAct, RecordEntry, hash_of
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context, Member
from bot.storage.columns import coarse, moment
from bot.storage.store import Tables


async def note(
    ctx: Context,
    tables: Tables,
    moderator: Member,
    what: RecordedAct,
    about: str = "",
    words: str = "",
) -> None:
    """Put an entry at the end of the record. `about` is the random id of what it was done to, and
    `words` what was written: both only as a hash that nobody can try out once the id is gone."""
    head = await tables.record.head(moderator.guild)
    number = ctx.listener_number(moderator)
    entry = RecordEntry(
        moderator.guild,
        head.position + 1,
        moment(coarse(ctx.clock.now())),
        what,
        hash_of(number),
        hash_of(about.encode()),
        hash_of(about.encode(), words.encode()),
        head.entry_hash,
        moderator.user,
    )
    await tables.record.add(entry)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some entries, the last first, and whether earlier ones follow."""

    entries: Sequence[RecordEntry]
    more: bool


async def page(ctx: Context, guild: GuildId, number: int, at_most: int) -> RecordPage:
    """A page of a server's record, counted from 0."""
    found = await ctx.store.read(
        lambda tables: tables.record.page(guild, number * at_most, at_most + 1)
    )
    return RecordPage(found[:at_most], len(found) > at_most)


async def post_heads(ctx: Context) -> None:
    """Post the head of each record that has grown to the moderators' channel, once a day at most:
    whoever cuts off the end of the record cannot take that back."""

    async def work(tables: Tables) -> None:
        for guild in ctx.guilds.known():
            head = await tables.record.head(guild)
            if head.position and await tables.record.post_today(
                guild, head, ctx.clock.now().date()
            ):
                channel = ctx.guilds.of(guild).moderator_channel
                kind, text = NoticeKind.RECORD_HEAD, OwnWords(head.written())
                await ctx.say(tables, Notice(kind, guild, channel, text=text))

    await ctx.store.transaction(work)
