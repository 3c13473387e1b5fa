"""A question before accepting: asked, answered, left, and what stays a draft."""

from bot.domain.guilds import Feature
from bot.domain.notices import NoticeKind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening, written


async def reading(story: Story, *listeners: Player) -> tuple[Player, list[Showing]]:
    """An ask that these have read: whoever asked, and what each of them reads."""
    asker = await story.person(ReadBy.ASKER)
    await asker.press(await written(story, asker), "post")
    await story.rooms.pass_time()
    offers = [await one.got(NoticeKind.OFFER) for one in listeners]
    both = zip(listeners, offers, strict=True)
    return asker, [await one.press(offer, "read_it") for one, offer in both]


async def asking(
    story: Story, *features: Feature, listeners: int = 1
) -> tuple[Player, list[Player], list[Showing], Showing]:
    """Whoever asked, who has read it, what each of them reads, and the form of the first one's
    question."""
    await story.set_up(*features)
    them = [await listening(story) for _ in range(listeners)]
    asker, reads = await reading(story, *them)
    return asker, them, reads, await them[0].press(reads[0], "ask_first")


async def answered(story: Story) -> None:
    """It is asked, answered, and the ask is taken by somebody else."""
    begun = await asking(story, Feature.CONTACT, listeners=2)
    asker, (first, second), (read, other), form = begun
    story.keep("form", form)
    held = story.keep("held", await first.fill(form, words=story.own["details"]))
    change = story.keep("form.again", await first.press(held, "first_change"))
    late = await second.press(other, "ask_first")
    story.keep("asked", await first.fill(change, words=story.own["hello"]))
    story.keep("another_asks", await second.fill(late, words=story.own["hello"]))
    story.keep("read.asked", await first.press(await first.got(NoticeKind.OFFER), "read_it"))
    mine = story.keep("mine", await asker.run("conversations"))
    seen = story.keep("seen", await asker.press(mine, "see_first"))
    really = story.keep("block.really", await asker.press(seen, "block"))
    await asker.press(really, "block_not")
    form = story.keep("answer.form", await asker.press(seen, "answer_first"))
    held = await asker.fill(form, words=story.own["details"])
    story.keep("dropped", await asker.press(held, "first_drop"))
    held = story.keep("answer.held", await asker.fill(form, words=story.own["details"]))
    story.keep("answered", await asker.press(held, "first_anyway"))
    again = await first.press(await first.got(NoticeKind.OFFER), "read_it")
    story.keep("read.answered", again)
    story.keep("asked_before", await first.press(read, "ask_first"))


async def left(story: Story) -> None:
    """Whoever asked leaves it, and nothing comes of it."""
    asker, (listener,), _, form = await asking(story)
    contact = await listener.fill(form, words=story.own["details"])
    story.keep("refused", contact)
    await listener.fill(await listener.press(contact, "first_change"), words=story.own["hello"])
    question = await asker.got(NoticeKind.FIRST_QUESTION)
    story.keep("left", await asker.press(question, "leave_first"))
    story.keep("over", await asker.press(question, "answer_first"))
    await story.rooms.pass_time(story.ctx.settings.offers.question_open_for)
    again = await listener.press(await listener.got(NoticeKind.OFFER), "read_it")
    story.keep("read.over", again)
    story.keep("no_thanks", await listener.press(again, "no_thanks"))


async def blocked(story: Story) -> None:
    """Whoever asked never wants to meet that listener again."""
    asker, (listener,), _, form = await asking(story)
    await listener.fill(form, words=story.own["hello"])
    question = await asker.got(NoticeKind.FIRST_QUESTION)
    really = await asker.press(question, "block")
    story.keep("blocked", await asker.press(really, "block_now"))
    story.keep("block.already", await asker.press(question, "block"))


STORIES = (answered, left, blocked)
