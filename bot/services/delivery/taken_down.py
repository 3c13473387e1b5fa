"""An open ask's post was deleted by somebody: its words do not come into the channel again."""

from dataclasses import replace

from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.services.offers import open_threads
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables


async def take_words_out(ctx: Context, entry: Entry) -> Entry:
    """The post of an ask is gone and is said anew. Where it showed words, somebody took them out of
    the channel: the ask goes on as a private one, and its asker is told."""
    notice, key = entry.notice, entry.notice.ask_id
    if notice.text is None or key is None:
        return entry

    async def work(tables: Tables) -> None:
        ask = await tables.asks.get(key)
        if ask is not None and await tables.asks.make_private(key):
            await open_threads.close(ctx, tables, key)
            kind, person = NoticeKind.WORDS_TAKEN_DOWN, ask.asker
            token = await tables.button_tokens.for_ask(ctx.randomness.token(), key, person)
            await ctx.say(tables, Notice(kind, ask.guild_id, person, ask_id=key, token=token))

    await ctx.store.transaction(work)
    return replace(entry, notice=replace(notice, text=None))
