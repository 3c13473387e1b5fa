"""A listener can't go on: the next one does."""

from dataclasses import replace

from bot.domain.moderation_record import SHOWN_AFTER
from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import HOUR, listening
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


async def joined(story: Story) -> None:
    """A second listener is called, and joins; then one of them leaves."""
    await story.set_up()
    asker, listener, _, theirs = await talk(story)
    another = await listening(story)
    more = await listener.press(theirs, "talk_more")
    really = story.keep("second.really", await listener.press(more, "call_second"))
    story.keep("second.asked", await listener.press(really, "call_second_now"))
    story.keep("second.before", await listener.press(really, "call_second_now"))
    asked = await asker.got(NoticeKind.SECOND_ASKED)
    story.keep("second.yes", await asker.press(asked, "second_yes"))
    offer = await another.got(NoticeKind.SECOND_OFFER)
    story.keep("second.joined", await another.press(offer, "join_them"))
    own = await another.got(NoticeKind.YOU_JOINED)
    await another.write(story.own["hello"])
    story.keep("mine.of_three", await asker.run("conversations"))
    story.keep("leave.really", await another.press(own, "end"))
    story.keep("hand_over.leaves", await listener.press(more, "hand_over"))
    of_two = story.keep("more_of_two", await listener.press(theirs, "talk_more"))
    block = story.keep("block_beside.really", await listener.press(of_two, "block_beside"))
    story.keep("block_beside.blocked", await listener.press(block, "block_beside_now"))


async def not_joined(story: Story) -> None:
    """Their asker would rather not."""
    await story.set_up()
    asker, listener, _, theirs = await talk(story)
    more = await listener.press(theirs, "talk_more")
    await listener.press(await listener.press(more, "call_second"), "call_second_now")
    asked = await asker.got(NoticeKind.SECOND_ASKED)
    story.keep("second.no", await asker.press(asked, "second_no"))


async def worried(story: Story) -> None:
    """A listener calls moderators: they answer, do not, or cannot be reached."""
    await story.set_up()
    asker, listener, opening, theirs = await talk(story)
    story.keep("more_for_asker", await asker.press(opening, "talk_more"))
    story.keep("worry.called", await listener.press(theirs, "worried"))
    story.keep("worry.before", await listener.press(theirs, "worried"))
    card = await story.in_channel(story.staff)
    moderator = await story.person(ReadBy.MODERATOR)
    story.keep("worry.answered", await moderator.press(card, "on_it"))
    story.keep("worry.answered_again", await moderator.press(card, "on_it"))
    story.rooms.messenger.closed.add(story.staff)
    story.keep("worry.nobody", await listener.press(theirs, "worried"))
    await story.rooms.pass_time(SHOWN_AFTER + HOUR)
    page = await moderator.run("moderate")
    story.keep("worry.record", await moderator.press(page, "record"))


async def stepped_in(story: Story) -> None:
    """A moderator who was called joins, and leaves."""
    await story.set_up()
    asker, listener, _, theirs = await talk(story)
    await listener.press(theirs, "worried")
    card = await story.in_channel(story.staff)
    moderator = await story.person(ReadBy.MODERATOR)
    story.keep("worry.stepped_in", await moderator.press(card, "step_in"))
    own = await moderator.got(NoticeKind.YOU_STEPPED_IN)
    await moderator.write(story.own["hello"])
    there = replace(moderator, reader=ReadBy.MEMBER)  # what all who talk read
    story.keep("mine.moderated", await asker.run("conversations"))
    story.keep("mine.moderates", await there.run("conversations"))
    story.keep("worry.there", await listener.press(theirs, "worried"))
    really = story.keep("leave.moderating", await there.press(own, "end"))
    story.keep("leave.moderated", await there.press(really, "end_now"))
    await moderator.got(NoticeKind.CONVERSATION_ENDED_MODERATOR)
    await story.rooms.pass_time(SHOWN_AFTER + HOUR)
    page = await moderator.run("moderate")
    story.keep("worry.record_of_joining", await moderator.press(page, "record"))


async def reported(story: Story) -> None:
    """A moderator who joined is reported, and another reads it."""
    await story.set_up()
    asker, listener, _, theirs = await talk(story)
    await listener.press(theirs, "worried")
    card = await story.in_channel(story.staff)
    moderator, another = await story.person(ReadBy.MODERATOR), await story.person(ReadBy.MODERATOR)
    await moderator.press(card, "step_in")
    told = await asker.got(NoticeKind.MODERATOR_JOINED)
    begun = story.keep("report.of_a_moderator", await asker.press(told, "report"))
    await asker.press(begun, "report_send")
    page = await another.run("moderate")
    story.keep("reports.of_a_moderator", await another.press(page, "reports"))


async def known_to_nobody(story: Story) -> None:
    """No moderator can be told who somebody is."""
    await story.set_up()
    asker, _, opening, _ = await talk(story)
    story.rooms.messenger.closed.add(story.staff)
    more = await asker.press(opening, "talk_more")
    really = await asker.press(more, "tell_who")
    story.keep("who.nobody_to_tell", await asker.press(really, "tell_who_now"))


async def known(story: Story) -> None:
    """An asker tells moderators who they are."""
    await story.set_up()
    asker, _, opening, _ = await talk(story)
    more = await asker.press(opening, "talk_more")
    really = story.keep("who.really", await asker.press(more, "tell_who"))
    story.keep("who.not", await asker.press(really, "tell_nobody"))
    story.keep("who.told", await asker.press(really, "tell_who_now"))
    story.keep("who.known", await asker.press(more, "tell_who"))


STORIES = (
    *(handed_over, nothing_left, joined, not_joined, worried, stepped_in),
    *(reported, known_to_nobody, known),
)
