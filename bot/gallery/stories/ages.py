"""Ages: before one asks, in /privacy, and where a server has not chosen."""

from bot.discord_app.components.forms import TICKED
from bot.domain.ages import Age, Ages
from bot.domain.notices import NoticeKind
from bot.gallery.play import Story
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening, written
from bot.services.listeners import duty


async def stating(story: Story) -> None:
    """Asked once, before what they wanted."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    await listening(story)
    asker = await story.person(ReadBy.ASKER, age=None)
    form = story.keep("form.two_groups", await asker.run("ask"))
    filled = {"words": story.own["ask"], "age": "adult"}
    story.keep("preview.two_groups", await asker.fill(form, **filled))
    page = story.keep("own", await asker.press(await asker.run("privacy"), "my_age"))
    noted = story.keep("own.noted", await asker.press(page, "age_is"))
    story.keep("own.stated_lately", await asker.press(noted, "age_is"))
    younger = await story.person(ReadBy.ASKER, age=None)
    filled = {"words": story.own["ask"], "age": "younger"}
    story.keep("too_young", await younger.fill(await younger.run("ask"), **filled))
    told = await younger.press(await younger.run("privacy"), "my_age")
    story.keep("own.younger", told)


async def in_two_groups(story: Story) -> None:
    """The same for people of 13 to 17, before joining, and in /privacy."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    await listening(story)
    teen = await story.person(ReadBy.ASKER, age=None)
    filled = {"words": story.own["ask"], "age": "young"}
    await teen.fill(await teen.run("ask"), **filled)
    for said in ("adult", "young"):
        listener = await story.person(ReadBy.LISTENER, age=None)
        joining = await listener.press(story.last_step(), "join")
        if said == "adult":
            story.keep("form.join.two_groups", joining)
        joined = await listener.fill(joining, agree=TICKED, age=said)
        story.keep(f"joined.{said}", joined)
    other = await story.person(ReadBy.MEMBER, age=None)
    story.keep("own.nothing", await other.press(await other.run("privacy"), "my_age"))
    direct = await other.run("privacy", direct=True)
    story.keep("own.in_messages", await other.press(direct, "my_age"))
    young = await story.person(ReadBy.ASKER, Age.YOUNG)
    story.keep("preview.nobody_for_this", await written(story, young))
    told = await young.press(await young.run("privacy"), "my_age")
    story.keep("own.young", told)


async def in_messages(story: Story) -> None:
    """Where no form opens it is asked before what they wanted."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    for said in ("am_adult", "am_young", "am_younger"):
        member = await story.person(ReadBy.MEMBER, age=None)
        await member.run("help")
        await member.run("encourage")
        await member.write(story.own["stray"])
        asked = await member.got(NoticeKind.SHALL_I_PASS_IT_ON)
        question = await member.press(asked, "pass_on")
        if said == "am_adult":
            story.keep("asked_before", question)
        story.keep(f"stray.{said}", await member.press(question, said))


async def not_chosen(story: Story) -> None:
    """Nobody has chosen who may ask and listen."""
    await story.set_up(ages=Ages.ADULTS_ONLY)
    new = await story.person(ReadBy.ASKER, age=None)
    form = story.keep("form.adults_only", await new.run("ask"))
    refused = story.keep("not_ticked", await new.fill(form, words=story.own["ask"], adult=""))
    story.keep("form.adults_only.again", await new.press(refused, "open_again"))
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


STORIES = (stating, in_two_groups, in_messages, not_chosen)
