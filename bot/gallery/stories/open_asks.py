"""An open ask: its thread, answers without a name, replies, and what helped."""

from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId
from bot.domain.notices import NoticeKind
from bot.domain.open_asks import OpenThread
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.asking import listening, written
from bot.services.open_asks import telling
from bot.services.open_asks.telling import WrittenThere
from bot.storage.store import Tables


async def begun(story: Story, *features: Feature) -> tuple[Player, Player, ChannelId]:
    """Who asked, who answers, and where the thread stands."""
    await story.set_up(*features, open_asks=True)
    for _ in range(story.ctx.settings.small_servers.listeners_below):
        await listening(story)
    asker = await story.person(ReadBy.ASKER)
    preview = await asker.press(await written(story, asker), "ask_openly")
    await asker.press(preview, "post")
    await story.rooms.pass_time()
    return asker, await story.person(ReadBy.MEMBER), await place(story, asker)


async def place(story: Story, asker: Player) -> ChannelId:
    """Where the one thread of somebody stands."""

    async def work(tables: Tables) -> OpenThread:
        (one,) = await tables.open_threads.not_closed_of(story.ctx.asker_number(asker.member))
        return one

    found = (await story.ctx.store.read(work)).place
    assert found is not None, "it was made with the post"
    return found


async def answered(story: Story, by: Player, rules: Showing, words: str = "") -> Showing:
    """Somebody answers with the button."""
    form = await by.press(rules, "answer_unnamed")
    shown = await by.fill(form, words=words or story.own["hello"])
    await story.rooms.pass_time()
    return shown


async def answering(story: Story) -> None:
    """With the button, and what happens where words could give somebody away."""
    asker, helper, thread = await begun(story, Feature.CONTACT)
    rules = await story.in_channel(thread)
    story.keep("form", await helper.press(rules, "answer_unnamed"))
    story.keep("sent", await answered(story, helper, rules))
    held = story.keep("held", await answered(story, helper, rules, story.own["details"]))
    change = story.keep("form.change", await helper.press(held, "thread_change"))
    story.keep("changed", await helper.fill(change, words=story.own["hello"]))
    held = await answered(story, helper, rules, story.own["details"])
    story.keep("sent_anyway", await helper.press(held, "thread_send_anyway"))
    mine = story.keep("mine", await asker.run("conversations"))
    story.keep("form.reply", await asker.press(mine, "reply_openly"))


async def refusing(story: Story) -> None:
    """Where the server does not allow to say how somebody can be reached."""
    _, helper, thread = await begun(story)
    rules = await story.in_channel(thread)
    refused = story.keep("refused", await answered(story, helper, rules, story.own["details"]))
    story.keep("dropped", await helper.press(refused, "thread_drop"))


async def what_helped(story: Story) -> None:
    """Marking it, and closing the ask."""
    asker, helper, thread = await begun(story, Feature.TIPS)
    await answered(story, helper, await story.in_channel(thread))
    message = await helper.write(story.own["hello"])
    await telling.written(story.ctx, WrittenThere(thread, message, helper.user))
    told = await asker.got(NoticeKind.SOMEBODY_ANSWERED)
    shown = story.keep("which", await asker.press(told, "what_helped"))
    values = [option.value for option in shown.menu("answer").options]
    marked = story.keep("marked", await asker.pick(shown, "answer", *values))
    form = story.keep("form.tip", await asker.press(marked, "keep_as_tip"))
    tip = {"words": story.own["note"], "language": story.rooms.language, "tell": "yes"}
    story.keep("tip", await asker.fill(form, **tip))
    really = story.keep("close_really", await asker.press(told, "close_open_ask"))
    story.keep("kept_open", await asker.press(really, "keep_open_ask"))
    story.keep("closed", await asker.press(really, "close_open_ask_now"))


async def with_a_listener(story: Story) -> None:
    """A listener talks with whoever asked, and the thread goes on."""
    asker, _, _ = await begun(story)
    listener = await listening(story)
    await listener.press(await story.in_channel(story.asks), "accept")
    story.keep("mine.taken", await asker.run("conversations"))


async def about_an_answer(story: Story) -> None:
    """Somebody reports what was answered without a name."""
    _, helper, thread = await begun(story)
    await answered(story, helper, await story.in_channel(thread))
    messenger, member = story.rooms.messenger, await story.person(ReadBy.MEMBER)
    said = [one for one in messenger.notices(thread) if one.kind is NoticeKind.THREAD_ANSWER]
    message = str(messenger.place(thread, said[-1]).message)
    draft = await member.run("report_this", message=message, shown="", ours="yes")
    story.keep("reported", draft)
    await member.press(draft, "report_send")
    moderator, card = await story.person(ReadBy.MODERATOR), await story.in_channel(story.staff)
    story.keep("report", await moderator.press(card, "look_report"))


STORIES = (about_an_answer, answering, refusing, what_helped, with_a_listener)
