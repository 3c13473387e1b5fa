"""Encouragements that members suggest: written, decided about, read, reported, taken back."""

from datetime import timedelta

from bot.domain.guilds import Feature
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.services.privacy import erasure
from bot.services.suggestions import undecided

TWO_DAYS = timedelta(days=2)
THEME = "growth"
AT_MOST = 60
"""Presses on Next until a member's text comes: more than there are texts of one theme."""


async def form_of(member: Player) -> Showing:
    """The form, from /encourage."""
    return await member.press(await member.run("encourage", theme=THEME), "suggest")


def answers(story: Story, words: str, tell: str = "yes") -> dict[str, str | list[str]]:
    """What is filled in."""
    return {"words": words, "theme": [THEME], "language": story.rooms.language, "tell": tell}


async def send(story: Story, member: Player, words: str, tell: str = "yes") -> Showing:
    """Suggest something without looking around."""
    form = await form_of(member)
    preview = await member.fill(form, **answers(story, words, tell))
    return await member.press(preview, "suggestion_send")


async def writing(story: Story) -> None:
    """From the form to what is sent, and what is one's own."""
    await story.set_up(Feature.SUGGESTIONS)
    member = await story.person(ReadBy.MEMBER)
    hello = story.own["hello"]
    form = story.keep("form", await form_of(member))
    preview = story.keep("preview", await member.fill(form, **answers(story, hello)))
    many, story.rooms.messenger.people = story.rooms.messenger.people, 9
    preview = story.keep("preview.small", await member.fill(form, **answers(story, hello)))
    story.rooms.messenger.people = many
    again = story.keep("form.change", await member.press(preview, "suggestion_change"))
    quiet = await member.fill(again, **answers(story, hello, "no"))
    story.keep("preview.not_told", quiet)
    story.keep("dropped", await member.press(quiet, "suggestion_drop"))
    telling = await member.fill(form, **answers(story, f"{hello} anna@example.org"))
    story.keep("preview.gives_away", telling)
    sent = await member.press(telling, "suggestion_send_anyway")
    story.keep("sent", sent)
    story.keep("own.waiting", await member.press(sent, "my_suggestions"))
    other = await story.person(ReadBy.MEMBER)
    story.keep("own.none", await other.press(sent, "my_suggestions"))
    story.keep("sent.next", await send(story, other, story.own["hard"]))
    form = await other.press(await other.run("encourage"), "every_day")
    days, no = list(story.rooms.desk.words.options("weekday")), list[str]()
    planned = await other.fill(form, zone="Madrid", themes=no, language=no, at="09:00", days=days)
    story.keep("schedule", planned)
    await other.press(planned, "stop_schedule")


async def _many(story: Story, member: Player) -> Showing:
    """So many of one's own that they take two pages."""
    sent = await send(story, member, story.own["hello"])
    for number in range(2, 6):
        await story.rooms.pass_time(TWO_DAYS / 2 + timedelta(hours=1))
        moderator = await story.person(ReadBy.MODERATOR)
        page = await moderator.press(await moderator.run("moderate"), "suggestions")
        await moderator.press(page, "take_suggestion")
        sent = await send(story, member, f"{story.own['hello']} {number}.")
    return await member.press(sent, "my_suggestions")


async def own_ones(story: Story) -> None:
    """Several of one's own, by page, and what erasing says of them."""
    await story.set_up(Feature.SUGGESTIONS)
    member = await story.person(ReadBy.MEMBER)
    mine = story.keep("own", await _many(story, member))
    story.keep("own.next", await member.press(mine, "my_suggestions_more"))
    story.keep("own.taken_back", await member.press(mine, "withdraw_suggestion"))
    privacy = await member.run("privacy")
    story.keep("own.before_erasing", await member.press(privacy, "erase_all"))
    await erasure.erase_everything(story.ctx, member.user)


async def deciding(story: Story) -> None:
    """Moderators take one, leave one, and take one out again."""
    await story.set_up(Feature.SUGGESTIONS)
    moderator = await story.person(ReadBy.MODERATOR)
    page = await moderator.run("moderate")
    story.keep("waiting.none", await moderator.press(page, "suggestions"))
    writers = [await story.person(ReadBy.MEMBER) for _ in range(3)]
    for number, one in enumerate(writers, 1):
        await send(story, one, f"{story.own['hello']} {number}.")
    page = story.keep("page", await moderator.run("moderate"))
    first = story.keep("waiting", await moderator.press(page, "suggestions"))
    second = story.keep("waiting.next", await moderator.press(first, "suggestions_after"))
    story.keep("waiting.before", await moderator.press(second, "suggestions_before"))
    form = story.keep("form.leave", await moderator.press(second, "leave_suggestion"))
    story.keep("waiting.left", await moderator.fill(form, words=story.own["reason"]))
    story.keep("own.not_taken", await writers[1].press(await _sent(writers[1]), "my_suggestions"))
    story.keep("waiting.taken", await moderator.press(first, "take_suggestion"))
    third = await moderator.press(page, "suggestions")
    await moderator.press(third, "take_suggestion")
    await _in_the_deck(story, moderator, writers[0])


async def _sent(member: Player) -> Showing:
    """Where My suggestions can be pressed."""
    return await member.run("conversations")


async def _in_the_deck(story: Story, moderator: Player, writer: Player) -> None:
    none = await moderator.press(await moderator.run("moderate"), "suggestions")
    deck = story.keep("deck", await moderator.press(none, "in_deck"))
    last = story.keep("deck.next", await moderator.press(deck, "in_deck_after"))
    story.keep("deck.before", await moderator.press(last, "in_deck_before"))
    reader = await story.person(ReadBy.MEMBER)
    seen = story.keep("read", await _read(reader))
    story.keep("read.reported", await reader.press(seen, "report_text"))
    looked = await moderator.press(await moderator.run("moderate"), "suggestions")
    story.keep("deck.look_again", looked)
    story.keep("deck.stands", await moderator.press(looked, "let_suggestion_stand"))
    form = story.keep("form.take_out", await moderator.press(deck, "take_out_suggestion"))
    story.keep("deck.taken_out", await moderator.fill(form, words=story.own["reason"]))
    await moderator.fill(
        await moderator.press(last, "take_out_suggestion"), words=story.own["hard"]
    )
    story.keep("deck.none", await moderator.press(none, "in_deck"))
    story.keep("own.taken_or_not", await writer.press(await _sent(writer), "my_suggestions"))
    await story.rooms.pass_time(TWO_DAYS)
    page = await moderator.run("moderate")
    story.keep("record", await moderator.press(page, "record"))
    await send(story, reader, story.own["hard"])
    await story.rooms.pass_time(timedelta(days=31))
    await undecided.end_due(story.ctx)
    story.keep("own.undecided", await reader.press(await _sent(reader), "my_suggestions"))


async def _read(reader: Player) -> Showing:
    """Go through a theme until a member's text comes."""
    seen = await reader.run("encourage", theme=THEME)
    for _ in range(AT_MOST):
        if seen.has("report_text"):
            return seen
        seen = await reader.press(seen, "another")
    raise AssertionError("no text of a member came")


STORIES = (writing, own_ones, deciding)
