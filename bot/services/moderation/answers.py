"""What moderators said to somebody, as that person reads it, and their one answer or appeal."""

from dataclasses import dataclass

from bot.domain.asks import written
from bot.domain.errors import OutOfDate
from bot.domain.ids import ActionId, GuildId, UserId
from bot.domain.moderation import APPEALED, WORDS_AT_MOST, ActionKind, ModeratorAction
from bot.domain.moderation_errors import AnsweredAlready
from bot.domain.notices import Notice, NoticeKind
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.storage.store import Tables

ANSWERED = APPEALED | {ActionKind.WRITE}
"""What somebody can answer, once."""


@dataclass(frozen=True, slots=True)
class FromModerators:
    """What was done or written, and in which server."""

    action: ModeratorAction
    guild: GuildId

    @property
    def can_answer(self) -> bool:
        """Whether there is an answer, and none was given yet."""
        return self.action.kind in ANSWERED and self.action.answer is None


async def read(ctx: Context, user: UserId, key: ActionId) -> FromModerators:
    """What moderators said to this person. Raises OutOfDate, also for everybody else."""
    return await ctx.store.read(lambda tables: _own(ctx, tables, user, key))


async def answer(ctx: Context, user: UserId, key: ActionId, words: str) -> None:
    """Answer once; moderators read it beside what it answers, without a name. Raises OutOfDate,
    AnsweredAlready, NoWords, TooManyWords."""
    text = written(words, "", WORDS_AT_MOST, 0).words

    async def work(tables: Tables) -> None:
        said = await _own(ctx, tables, user, key)
        if said.action.kind not in ANSWERED:
            raise OutOfDate
        if not await tables.actions.answer(key, text):
            raise AnsweredAlready
        await let_moderators_look(ctx, tables, said.guild)

    await ctx.store.transaction(work)


async def let_moderators_look(ctx: Context, tables: Tables, guild: GuildId) -> None:
    """Say in the moderators' channel that something waits for them, and nothing of what."""
    channel = ctx.guilds.of(guild).moderator_channel
    await ctx.say(tables, Notice(NoticeKind.MODERATORS_LOOK, guild, channel))


async def _own(ctx: Context, tables: Tables, user: UserId, key: ActionId) -> FromModerators:
    found = await tables.actions.get(key)
    if found is None:
        raise OutOfDate
    action, guild, number = found
    mine = restrictions.numbers_of(ctx, Member(user, guild))
    if number not in mine or action.kind is ActionKind.NOTE:
        raise OutOfDate
    return FromModerators(action, guild)
