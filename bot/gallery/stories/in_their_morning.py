"""Words for an asker's morning: written, changed, kept although they tell, taken back, gone."""

from datetime import timedelta

from bot.domain.guilds import Feature
from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.stories.asking import listening
from bot.gallery.stories.question_before_accepting import asking, reading


async def kept(story: Story) -> None:
    """They are written, held for what they tell, changed, and go in the morning."""
    await story.set_up(Feature.CONTACT)
    listener = await listening(story)
    asker, (read,) = await reading(story, listener)
    form = story.keep("form", await listener.press(read, "in_their_morning"))
    held = story.keep("held", await listener.fill(form, words=story.own["details"]))
    offer = await listener.got(NoticeKind.OFFER)
    story.keep("read.held", await listener.press(offer, "read_it"))
    story.keep("mine.held", await listener.run("conversations"))
    story.keep("anyway", await listener.press(held, "morning_anyway"))
    again = story.keep("form.again", await listener.press(held, "morning_change"))
    story.keep("kept", await listener.fill(again, words=story.own["hello"]))
    mine = await listener.press(offer, "read_it")
    story.keep("read.kept", mine)
    listed = story.keep("mine.kept", await listener.run("conversations"))
    story.keep("seen", await listener.press(listed, "morning_see"))
    await story.rooms.pass_time(timedelta(hours=23))
    await listener.got(NoticeKind.MORNING_GONE)
    await asker.got(NoticeKind.WORDS)
    story.keep("over", await listener.press(mine, "morning_back"))


async def taken_back(story: Story) -> None:
    """They are taken back, also where they could not be kept as they were."""
    await story.set_up()
    listener = await listening(story)
    _, (read,) = await reading(story, listener)
    form = await listener.press(read, "in_their_morning")
    story.keep("refused", await listener.fill(form, words=story.own["details"]))
    again = await listener.press(await listener.got(NoticeKind.OFFER), "read_it")
    story.keep("taken_back", await listener.press(again, "morning_back"))


async def beside_a_question(story: Story) -> None:
    """What became of their one question stands there, too; who wants no more of it erases both."""
    asker, (listener,), (read,), form = await asking(story)
    await listener.fill(form, words=story.own["hello"])
    question = await asker.got(NoticeKind.FIRST_QUESTION)
    form = await listener.press(read, "in_their_morning")
    await listener.fill(form, words=story.own["hello"])
    offer = await listener.got(NoticeKind.OFFER)
    story.keep("read.asked", await listener.press(offer, "read_it"))
    form = await asker.press(question, "answer_first")
    await asker.fill(form, words=story.own["hello"])
    story.keep("read.answered", await listener.press(offer, "read_it"))
    answer = await listener.got(NoticeKind.FIRST_ANSWER)
    story.keep("no_thanks", await listener.press(answer, "no_thanks"))


STORIES = (kept, taken_back, beside_a_question)
