"""Writing to the other side in a form, for whoever cannot or would rather not use messages."""

from dataclasses import dataclass

from bot.domain.conversations import other
from bot.domain.errors import TooMuchAtOnce
from bot.domain.form_errors import NoWords
from bot.domain.ids import MessageId, UserId
from bot.domain.message_copies import NOWHERE, Place
from bot.services.context import Context
from bot.services.conversations import access, incoming, message_copies, passed_words
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class PassedOn:
    """It is stored for the other side, `alias`."""

    alias: str
    dms_closed: bool
    """Whether the writer reads the answers under My conversations."""


async def write(ctx: Context, user: UserId, token: str, number: int, text: str) -> PassedOn:
    """Pass on what was written, once for each `number` of an opened form; sent again, it says
    what was sent last. Raises OutOfDate, also when it has ended meanwhile, NoWords, and
    TooMuchAtOnce."""

    carried = passed_words.split_into_parts(passed_words.sanitize(text))

    async def work(tables: Tables) -> PassedOn:
        conversation, side = await access.require_open(ctx, tables, user, token)
        if not carried:
            raise NoWords
        form = Place(NOWHERE, MessageId(number))
        if await tables.messages.first_time(form.message, ctx.clock.now()):
            if await incoming.is_too_much(ctx, tables, ctx.store.person(user), form.message):
                raise TooMuchAtOnce
            await message_copies.pass_to(ctx, tables, conversation, side, form, carried)
        elif before := await tables.message_copies.of_source(form.message):
            await message_copies.sync_copies(ctx, tables, conversation, before, carried)
        closed = await tables.people.dms_closed(conversation.party(side).person)
        return PassedOn(conversation.party(other(side)).alias, closed)

    return await ctx.store.transaction(work)
