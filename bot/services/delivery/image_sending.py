"""Sending an image: looked up where it was sent, drawn anew, and only then put on its way.

Whether it can pass is looked at for its sender, too, apart from its reader: so they hear of it in
the same way and at the same time whether the other side is there, reads, or is gone.
"""

from dataclasses import replace

from bot.domain.asks import OwnWords
from bot.domain.images import FIRST_ONLY, ImageFault, ShownImage, UncleanImage
from bot.domain.notices import Notice
from bot.services.context import Context
from bot.services.conversations import images
from bot.services.conversations.images import CarriedImage
from bot.services.delivery import earlier_attempts
from bot.services.ports import Outgoing, Refused, SentMessage, Unsure
from bot.storage.delivery.outbox_rows import Entry


async def check(ctx: Context, entry: Entry) -> None:
    """Tell whoever sent an image if it cannot pass. Raises Unsure to be asked again."""
    carried = await images.find(ctx, entry.notice.piece_id)
    if carried is None:
        return
    try:
        shown = await _drawn(ctx, entry, carried)
    except UncleanImage as error:
        await images.tell_sender(ctx, carried.piece.id, error.fault)
        return
    if shown is not None and shown.image.first_only:
        await images.tell_first_only(ctx, entry, carried.piece.id)


async def create(
    ctx: Context, entry: Entry, outgoing: Outgoing, carried: CarriedImage
) -> SentMessage | None:
    """Send it; None when its sender took it back. An image that is drawn again is another file, so
    whatever was tried before is looked for first. Raises an Undelivered, and NotLeft."""
    tried = entry.first_attempt_at is not None
    found = await earlier_attempts.found(ctx, outgoing, entry.id) if tried else None
    if found is not None:
        return found
    try:
        shown = await _drawn(ctx, entry, carried)
        if shown is None:
            await ctx.store.transaction(lambda t: t.message_copies.remove(carried.piece.id))
            return None
        if shown.image.first_only:
            outgoing = replace(outgoing, notice=await _is_first(ctx, entry))
        return await ctx.messenger.create(replace(outgoing, image=shown))
    except UncleanImage as error:
        missed = await _is_missed(ctx, entry, carried, error.fault)
    except Refused:
        missed = await _is_missed(ctx, entry, carried, ImageFault.REFUSED)
    return await ctx.messenger.create(replace(outgoing, notice=missed))


async def _drawn(ctx: Context, entry: Entry, carried: CarriedImage) -> ShownImage | None:
    try:
        return await images.draw(ctx, carried)
    except Unsure as error:
        if entry.attempts < images.TRIES:
            raise
        raise UncleanImage(ImageFault.OUT_OF_REACH) from error


async def _is_first(ctx: Context, entry: Entry) -> Notice:
    """What stands beside it, in this attempt and each later one."""
    text = OwnWords(FIRST_ONLY)
    await ctx.store.transaction(
        lambda tables: tables.corrections.put_in_place(entry, entry.notice.kind, text)
    )
    return replace(entry.notice, text=text)


async def _is_missed(
    ctx: Context, entry: Entry, carried: CarriedImage, fault: ImageFault
) -> Notice:
    """What is said in its place, in this attempt and each later one."""
    missed = images.missed(entry.notice, fault)
    text = missed.text
    assert text is not None, "it says why"
    await images.tell_sender(ctx, carried.piece.id, fault)
    await ctx.store.transaction(
        lambda tables: tables.corrections.put_in_place(entry, missed.kind, text)
    )
    return missed
