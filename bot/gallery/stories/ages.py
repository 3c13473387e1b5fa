"""Ages: before one asks, in /privacy, and where a server has not chosen."""

from bot.domain.ages import Age, Ages
from bot.gallery.play import Story
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening, written
from bot.services.listeners import duty


async def stating(story: Story) -> None:
    """Asked once, before what they wanted."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    await listening(story)
    asker = await story.person(ReadBy.ASKER, age=None)
    asked = story.keep("asked_before_a_form", await asker.run("ask"))
    story.keep("form_at_once", await asker.press(asked, "am_adult_first"))
    story.keep("preview.two_groups", await written(story, asker))
    page = story.keep("own", await asker.press(await asker.run("privacy"), "my_age"))
    noted = story.keep("own.noted", await asker.press(page, "age_is"))
    story.keep("own.stated_lately", await asker.press(noted, "age_is"))
    younger = await story.person(ReadBy.ASKER, age=None)
    story.keep("too_young", await younger.press(await younger.run("ask"), "am_younger"))
    told = await younger.press(await younger.run("privacy"), "my_age")
    story.keep("own.younger", told)


async def in_two_groups(story: Story) -> None:
    """The same for people of 13 to 17, before joining, and in /privacy."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    await listening(story)
    teen = await story.person(ReadBy.ASKER, age=None)
    story.keep("form_at_once.young", await teen.press(await teen.run("ask"), "am_young_first"))
    for said in ("am_adult", "am_young"):
        listener = await story.person(ReadBy.LISTENER, age=None)
        joining = await listener.press(story.last_step(), "join")
        if said == "am_adult":
            story.keep("asked_before_joining", joining)
        story.keep(f"joined.{said}", await listener.press(joining, said))
    other = await story.person(ReadBy.MEMBER, age=None)
    story.keep("own.nothing", await other.press(await other.run("privacy"), "my_age"))
    direct = await other.run("privacy", direct=True)
    story.keep("own.in_messages", await other.press(direct, "my_age"))
    young = await story.person(ReadBy.ASKER, Age.YOUNG)
    story.keep("preview.nobody_for_this", await written(story, young))
    told = await young.press(await young.run("privacy"), "my_age")
    story.keep("own.young", told)


async def not_chosen(story: Story) -> None:
    """Nobody has chosen who may ask and listen."""
    await story.set_up(ages=Ages.ADULTS_ONLY)
    member = await listening(story)
    await duty.set_duty(story.ctx, member.member, None)
    younger = await story.person(ReadBy.LISTENER, Age.ADULT)
    await duty.join(story.ctx, younger.member)
    page = await younger.press(await younger.run("privacy"), "my_age")
    story.keep("own.adults_only", page)
    await younger.press(page, "age_is")
    story.keep("page.too_young", await younger.run("listen"))
    await story.set_up(ages=None)
    story.keep("not_chosen", await member.run("ask"))
    story.keep("page.not_chosen", await member.run("listen"))


STORIES = (stating, in_two_groups, not_chosen)
