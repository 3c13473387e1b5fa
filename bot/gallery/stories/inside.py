"""A conversation inside the server, without direct messages."""

from bot.discord_app.components.forms import TICKED
from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import written
from bot.gallery.stories.talking import talk


async def without_messages(story: Story) -> None:
    """Both have closed their direct messages: from joining to what comes after."""
    await story.set_up()
    asker, listener = await story.person(ReadBy.ASKER), await story.person(ReadBy.LISTENER)
    story.rooms.messenger.closed.update({asker.user, listener.user})
    step = await listener.run("listen")
    for action in ("guide", "guide", "join"):
        step = await listener.press(step, action)
    closed = await listener.fill(step, agree=TICKED)
    joined = story.keep("joined", await listener.press(closed, "join_here"))
    refused = await asker.press(await written(story, asker), "post")
    await asker.press(refused, "post_anyway")
    taken = await listener.press(await listener.press(joined, "who_waits"), "accept")
    story.keep("accepted", taken)
    theirs = story.keep("opened", await listener.press(taken, "read_here"))
    form = story.keep("form", await listener.press(theirs, "write_here"))
    empty = await listener.fill(form, words=" ")
    await listener.press(empty, "open_again")
    story.keep("written_here", await listener.fill(form, words=story.own["hello"]))
    form = await listener.press(theirs, "write_here")
    story.keep("details", await listener.fill(form, words=story.own["details"]))
    mine = await asker.press(await asker.run("conversations"), "read_here")
    await asker.press(await asker.press(mine, "end"), "end_now")
    story.keep("over", await asker.press(mine, "look_here"))
    story.keep("mine.over", await asker.run("conversations"))


async def by_choice(story: Story) -> None:
    """Somebody whose direct messages are open, and who would rather talk here."""
    await story.set_up()
    asker, listener, _, _ = await talk(story)
    mine = await asker.press(await asker.run("conversations"), "read_here")
    story.keep("nothing_yet", mine)
    chosen = story.keep("only_here", await asker.press(mine, "only_here"))
    for _ in range(9):
        await listener.write(f"{story.own['hello']} " * 12)
    story.keep("more_waits", await asker.press(chosen, "look_here"))
    story.keep("by_messages", await asker.press(chosen, "by_messages"))
    await asker.got(NoticeKind.ASK_ACCEPTED)


STORIES = (without_messages, by_choice)
