"""After a conversation, for both sides; and blocking somebody."""

from bot.domain.guilds import Feature
from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening
from bot.gallery.stories.kept import what_is_kept
from bot.gallery.stories.talking import ended, talk


async def asker(story: Story) -> None:
    """Did it help, thanks, notes, and asking again."""
    await story.set_up(Feature.REFLECTION)
    await listening(story)
    one, _, over, _ = await ended(story)
    for state, answer in (("yes", "yes"), ("no", "no"), ("answered_before", "yes")):
        story.keep(f"helped.{state}", await one.press(over, f"helped_{answer}"))
    form = story.keep("form.thanks", await one.press(over, "say_thanks"))
    story.keep("thanked", await one.fill(form, words=story.own["thanks"]))
    story.keep("thanked_already", await one.fill(form, words=story.own["thanks"]))
    note = story.keep("form.note", await one.press(over, "for_myself"))
    saved = story.keep("note.saved", await one.fill(note, words=story.own["note"]))
    await one.fill(await one.press(over, "for_myself"), words=story.own["hard"])
    notes = story.keep("notes", await one.press(saved, "my_notes"))
    story.keep("mine.with_notes", await one.run("conversations"))
    await what_is_kept(story, one, "after_asking")
    last = story.keep("notes.next", await one.press(notes, "next_note"))
    await one.press(last, "erase_note")
    story.keep("notes.none", await one.press(notes, "erase_note"))
    really = story.keep("clear.really", await one.press(over, "clear_chat"))
    story.keep("clear.not", await one.press(really, "keep_chat"))
    story.keep("clear.begun", await one.press(really, "clear_chat_now"))


async def again(story: Story) -> None:
    """The same listener again, first in line, and another ask in the way."""
    await story.set_up()
    one, _, over, _ = await ended(story)
    little = await one.press(over, "helped_little")
    story.keep("helped.little", little)
    form = story.keep("form.ask_them_again", await one.press(over, "ask_them_again"))
    preview = await one.fill(form, words=story.own["ask"], would_help="")
    story.keep("preview.same_listener", preview)
    story.keep("posted.same_listener", await one.press(preview, "post"))
    mine = story.keep("mine.one_first", await one.run("conversations"))
    await one.run("encourage", at="09:00", zone="Madrid")
    await what_is_kept(story, one, "of_much")
    story.keep("another_open", await one.press(over, "first_in_line"))
    story.keep("others_now", await one.press(mine, "ask_others_now"))


async def first(story: Story) -> None:
    """First in line."""
    await story.set_up()
    one, _, over, _ = await ended(story)
    story.keep("first_in_line", await one.press(over, "first_in_line"))


async def listener(story: Story) -> None:
    """How are you after this?"""
    await story.set_up()
    _, one, _, over = await ended(story)
    for answer in ("i_am_fine", "i_am_tired", "it_weighs"):
        told = story.keep(f"listener.{answer}", await one.press(over, answer))
    await what_is_kept(story, one, "after_listening")
    rests = story.keep("listener.rest", await one.press(told, "rest_now"))
    story.keep("listener.rests", await one.press(rests, "rest_now_for"))
    form = story.keep("form.need_an_ear", await one.press(told, "need_an_ear"))
    story.keep("preview.need_an_ear", await one.fill(form, words=story.own["ask"], would_help=""))


async def blocking(story: Story) -> None:
    """Block, once and again; the list; and undoing it."""
    await story.set_up()
    one, _, opening, _ = await talk(story)
    await one.press(await one.press(opening, "end"), "end_now")
    one, other, _, _ = await talk(story, one)
    mine = await one.run("conversations")
    really = story.keep("block.really_open", await one.press(mine, "block"))
    story.keep("block.not", await one.press(really, "block_not"))
    really = await one.press(mine, "block")
    done = story.keep("block.done", await one.press(really, "block_now"))
    over = await other.got(NoticeKind.CONVERSATION_ENDED_LISTENER)
    story.keep("block.really", await other.press(over, "block"))
    await what_is_kept(story, one, "after_blocking")
    blocks = story.keep("blocks", await one.press(done, "blocks"))
    story.keep("block.already", await one.press(mine, "block"))
    story.keep("mine.with_blocks", await one.run("conversations"))
    undo = await one.press(blocks, "unblock")
    story.keep("block.undo_not", await one.press(undo, "unblock_not"))
    undo = story.keep("block.undo_really", await one.press(blocks, "unblock"))
    story.keep("block.undone", await one.press(undo, "unblock_now"))
    story.keep("blocks.nobody", await one.press(done, "blocks"))
    nobody = await story.person(ReadBy.MEMBER)
    story.keep("blocks.none", await nobody.press(done, "blocks"))


STORIES = (asker, again, first, listener, blocking)
