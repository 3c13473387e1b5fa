"""/moderate: the first page, reports and what is asked back, held asks, listeners for the young."""

from datetime import timedelta

from bot.discord_app.components.forms import TICKED
from bot.domain.ages import Age, Ages
from bot.domain.guilds import Feature
from bot.domain.listening import Listener
from bot.domain.notices import NoticeKind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening, written
from bot.gallery.stories.talking import talk
from bot.services.context import Member
from bot.services.privacy import erasure
from bot.storage.store import Tables

TEN, A_DAY = range(10), timedelta(days=1)


async def report(story: Story, who: Player, opening: Showing) -> None:
    """Send a report with words, and with something that was read."""
    begun = await who.press(opening, "report")
    say = await who.press(begun, "report_say")
    said = await who.fill(say, words=story.own["report"])
    choose = await who.press(said, "report_choose")
    if choose.has("report_turn"):
        said = await who.press(await who.press(choose, "report_turn"), "report_look")
    await who.press(said, "report_send")


async def nothing(story: Story) -> None:
    """Where nothing waits."""
    await story.set_up()
    moderator = await story.person(ReadBy.MODERATOR)
    page = story.keep("page.nothing", await moderator.run("moderate"))
    for action in ("reports", "numbers", "record", "held_asks", "names_asked_for"):
        none = story.keep(f"none.{action}", await moderator.press(page, action))
    story.keep("page.from_below", await moderator.press(none, "moderate"))


async def reports(story: Story) -> None:
    """The list, one of them, asking back, nothing to do."""
    await story.set_up()
    moderator = await story.person(ReadBy.MODERATOR)
    asker, listener, opening, theirs = await talk(story)
    await listener.write(story.own["hello"])
    await listener.press(await listener.press(theirs, "report"), "report_send")
    card = await story.in_channel(story.staff)
    story.keep("report.without_words", await moderator.press(card, "look_report"))
    await report(story, asker, opening)
    page = story.keep("page", await moderator.run("moderate"))
    story.keep("reports", await moderator.press(page, "reports"))
    card = await story.in_channel(story.staff)
    one = story.keep("report", await moderator.press(card, "look_report"))
    form = story.keep("form.ask_back", await moderator.press(one, "ask_back"))
    sent = await moderator.fill(form, words=story.own["hello"])
    story.keep("report.asked_back", sent)
    story.keep("opened_below_an_answer", await moderator.press(sent, "moderation"))
    await _question(story, asker)
    story.keep("reports.answered", await moderator.press(one, "reports_before"))
    story.keep("report.answered", await moderator.press(card, "look_report"))
    await _asked_often(story, moderator, card, form)
    asked = await asker.got(NoticeKind.REPORT_QUESTION)
    story.keep("report.nothing_to_do", await moderator.press(one, "nothing_to_do"))
    story.keep("question.over", await asker.press(asked, "read_question"))
    await story.rooms.pass_time(2 * A_DAY)
    story.keep("record.of_reports", await moderator.press(page, "record"))


async def _asked_often(story: Story, moderator: Player, card: Showing, form: Showing) -> None:
    """So often that it takes more than one message."""
    for _ in TEN:
        await moderator.fill(form, words=story.own["hello"])
    again = await moderator.press(card, "look_report")
    story.keep("report.with_questions", again)
    story.keep("report.more", await moderator.press(again, "report_more"))


async def _question(story: Story, who: Player) -> None:
    """What whoever sent it is asked, and answers."""
    asked = await who.got(NoticeKind.REPORT_QUESTION)
    read = story.keep("question", await who.press(asked, "read_question"))
    form = story.keep("form.answer_question", await who.press(read, "answer_question"))
    story.keep("question.answer_sent", await who.fill(form, words=story.own["hard"]))
    story.keep("question.answered", await who.press(asked, "read_question"))


async def reported_ask(story: Story) -> None:
    """A report about an open ask, whose author and reporter erase everything; and many of them."""
    await story.set_up(open_asks=True)
    asker, member = await story.person(ReadBy.ASKER), await story.person(ReadBy.MEMBER)
    moderator = await story.person(ReadBy.MODERATOR)
    for _ in range(story.ctx.settings.small_servers.listeners_below):
        await listening(story)
    await asker.press(await asker.press(await written(story, asker), "ask_openly"), "post")
    post = await story.in_channel(story.asks)
    choose = await member.press(await member.press(post, "report"), "report_choose")
    chosen = await member.press(choose, "report_turn")
    await member.press(await member.press(chosen, "report_look"), "report_send")
    page = await moderator.run("moderate")
    some = story.keep("reports.of_an_ask", await moderator.press(page, "reports"))
    story.keep("report.of_an_ask", await moderator.press(some, "one_report"))
    for _ in range(5):
        another = await story.person(ReadBy.MEMBER)
        await another.press(await another.press(post, "report"), "report_send")
    many = story.keep("reports.many", await moderator.press(page, "reports"))
    story.keep("reports.rest", await moderator.press(many, "reports_after"))
    await erasure.erase_everything(story.ctx, member.user)
    await erasure.erase_everything(story.ctx, asker.user)
    story.keep("report.nobody_left", await moderator.press(some, "one_report"))
    number = await moderator.press(await moderator.press(page, "numbers"), "number")
    story.keep("number.unreachable", number)


async def held(story: Story) -> None:
    """Asks that a moderator looks at first."""
    await story.set_up(Feature.APPROVE_ASKS)
    moderator = await story.person(ReadBy.MODERATOR)
    await listening(story)
    for _ in range(2):
        asker = await story.person(ReadBy.ASKER)
        await asker.press(await written(story, asker), "post")
    page = await moderator.run("moderate")
    one = story.keep("held", await moderator.press(page, "held_asks"))
    story.keep("held.number", await moderator.press(one, "held_number"))
    story.keep("held.last", await moderator.press(one, "held_asks_after"))
    form = story.keep("form.keep_in", await moderator.press(one, "keep_it_in"))
    story.keep("held.kept_in", await moderator.fill(form, words=story.own["reason"]))
    story.keep("held.looked_at", await moderator.press(one, "let_it_out"))
    rest = await moderator.press(page, "held_asks")
    story.keep("held.let_out", await moderator.press(rest, "let_it_out"))
    await story.rooms.pass_time(2 * A_DAY)
    story.keep("record.of_asks", await moderator.press(page, "record"))


async def trying(story: Story) -> None:
    """Where an ask would go that nobody asked."""
    await story.set_up()
    moderator = await story.person(ReadBy.MODERATOR)
    await listening(story)
    page = await moderator.run("moderate")
    form = story.keep("form.try_ask", await moderator.press(page, "try_ask"))
    story.keep("trial", await moderator.fill(form, topic=[], language=[], heavy="yes"))


async def newcomers(story: Story) -> None:
    """Who would like to listen, where moderators look first."""
    await story.set_up(Feature.APPROVE_LISTENERS)
    moderator = await story.person(ReadBy.MODERATOR)
    page = await moderator.run("moderate")
    story.keep("new_listeners.none", await moderator.press(page, "new_listeners"))
    listener, other, third = [await story.person(ReadBy.LISTENER) for _ in range(3)]
    step = await listener.run("listen")
    for _ in range(2):
        step = await listener.press(step, "guide")
    story.keep("listener.looked_at_first", step)
    story.keep("listener.waits", await _joins(listener, step))
    await _joins(other, step)
    page = story.keep("page.new_listeners", await moderator.run("moderate"))
    one = story.keep("new_listeners", await moderator.press(page, "new_listeners"))
    last = await moderator.press(one, "new_listeners_after")
    story.keep("new_listeners.last", last)
    form = story.keep("form.not_now", await moderator.press(last, "not_now_listener"))
    story.keep("new_listeners.not_now", await moderator.fill(form, words=story.own["reason"]))
    story.keep("new_listeners.approved", await moderator.press(one, "approve_listener"))
    story.keep("new_listeners.looked_at", await moderator.press(one, "approve_listener"))
    await _joins(third, step)
    await story.rooms.pass_time(2 * A_DAY)
    story.keep("record.of_listeners", await moderator.press(page, "record"))
    story.keep("listener.waits_long", await third.run("listen"))


async def _joins(somebody: Player, step: Showing) -> Showing:
    return await somebody.fill(await somebody.press(step, "join"), agree=TICKED)


async def young(story: Story) -> None:
    """Who may listen to people of 13 to 17."""
    await story.set_up(ages=Ages.TWO_GROUPS)
    moderator = await story.person(ReadBy.MODERATOR)
    listener, member = await listening(story), await story.person(ReadBy.MEMBER, Age.ADULT)
    page = story.keep("page.two_groups", await moderator.run("moderate"))
    story.keep("form.try_ask_in_two_groups", await moderator.press(page, "try_ask"))
    none = story.keep("young.none", await moderator.press(page, "young_listeners"))
    form = story.keep("form.young", await moderator.press(none, "approve_listeners"))
    both = [str(listener.user), str(member.user)]
    story.keep("young.some", await moderator.fill(form, approve=both, no_longer=[]))
    await moderator.fill(form, approve=[], no_longer=[str(listener.user)])
    await story.rooms.pass_time(2 * A_DAY)
    story.keep("record.of_the_young", await moderator.press(page, "record"))
    await _many_approved(story)
    many = story.keep("young.many", await moderator.press(page, "young_listeners"))
    story.keep("young.rest", await moderator.press(many, "young_after"))


async def _many_approved(story: Story) -> None:
    people = [story.somebody() for _ in range(55)]

    async def work(tables: Tables) -> None:
        for user in people:
            number = story.ctx.listener_number(Member(user, story.guild))
            person = await tables.people.meet(user)
            now = story.ctx.clock.now()
            await tables.listeners.add(Listener(number, story.guild, person, now))
            await tables.listeners.approve_young(number, approved=True)

    await story.ctx.store.transaction(work)


STORIES = (nothing, reports, reported_ask, held, trying, newcomers, young)
