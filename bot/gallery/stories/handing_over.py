"""A listener can't go on: the next one does."""

from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.stories.asking import listening
from bot.gallery.stories.talking import OPENING, talk


async def handed_over(story: Story) -> None:
    """From the press to what the next one is told."""
    await story.set_up()
    asker, listener, _, theirs = await talk(story)
    another = await listening(story)
    lost = await asker.write(story.own["hard"])
    await asker.write(story.own["note"])
    await listener.write(story.own["hello"])
    more = story.keep("more", await listener.press(theirs, "talk_more"))
    really = story.keep("hand_over.really", await listener.press(more, "hand_over"))
    story.keep("hand_over.asked", await listener.press(really, "hand_over_now"))
    asked = await asker.got(NoticeKind.HAND_OVER_ASKED)
    story.keep("hand_over.goes_on", await asker.press(asked, "go_on_with_next"))
    await another.press(await another.got(NoticeKind.OFFER), "accept")
    await another.got(*OPENING)
    reads = await asker.got(NoticeKind.NEXT_LISTENER_READS)
    story.keep("tell.shown", await asker.press(reads, "tell_before"))
    del story.rooms.messenger.typed[lost]
    shown = story.keep("tell.some", await asker.press(reads, "tell_before"))
    story.keep("tell.not", await asker.press(shown, "tell_nothing"))
    story.keep("tell.told", await asker.press(shown, "tell_before_now"))


async def nothing_left(story: Story) -> None:
    """Nothing of it can be read any more."""
    await story.set_up()
    asker, listener, _, theirs = await talk(story)
    another = await listening(story)
    really = await listener.press(await listener.press(theirs, "talk_more"), "hand_over")
    await listener.press(really, "hand_over_now")
    await asker.press(await asker.got(NoticeKind.HAND_OVER_ASKED), "go_on_with_next")
    await another.press(await another.got(NoticeKind.OFFER), "accept")
    reads = await asker.got(NoticeKind.NEXT_LISTENER_READS)
    story.keep("tell.nothing", await asker.press(reads, "tell_before"))


STORIES = (handed_over, nothing_left)
