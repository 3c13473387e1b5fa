"""An asker lets the moderators know who they are: their own choice, once in a conversation, and
never told to whom they talk with."""

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.services.conversations import access
from bot.services.moderation import calling
from bot.storage.store import Tables


async def can_still(ctx: Context, user: UserId, token: str) -> bool:
    """Whether moderators do not know yet. Raises OutOfDate for everybody but the asker."""
    found = await ctx.store.read(lambda tables: _own(ctx, tables, user, token))
    return not found.known_to_moderators


async def let_them_know(ctx: Context, user: UserId, token: str) -> bool:
    """Tell each of whom it may reach; done again it changes nothing. False where nobody can be told
    now: then nothing is. Raises OutOfDate, NotSetUp."""
    conversation = await ctx.store.read(lambda tables: _own(ctx, tables, user, token))
    reached = await calling.reach(ctx, conversation, hide_from_listener=True)
    if reached.nobody:
        return False

    async def work(tables: Tables) -> None:
        talk = await _own(ctx, tables, user, token)
        if not await tables.handed_over.note_known(talk.id):
            return
        for one in await tables.rooms.others(talk):  # it is told once, whoever is there
            await tables.handed_over.note_known(one.id)
        kind, others = NoticeKind.WHO_IT_IS, NoticeKind.WHO_IT_IS_FOR_OTHERS
        card = Notice(kind, talk.guild_id, ChannelId(0), text=OwnWords(str(user)))
        await calling.tell_each(ctx, tables, reached, card, others, f"who {talk.id}")

    await ctx.store.transaction(work)
    return True


async def _own(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation, side = await access.require_open(ctx, tables, user, token)
    if side is not Side.ASKER:
        raise OutOfDate
    return conversation
