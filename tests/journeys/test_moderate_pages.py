"""/moderate where there is more than one message takes, and what is read after it was lifted."""

from datetime import timedelta

from bot.domain.ages import AgeRule, Ages
from bot.domain.ids import GuildId, UserId
from bot.domain.listening import Listener
from bot.domain.moderation import WORDS_AT_MOST, ActionKind
from bot.domain.name_openings import MODERATED_FOR
from bot.services.context import Member
from bot.services.moderation import actions, answers, numbers, opening, telling
from bot.storage.store import Tables
from tests import server_setup
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons
from tests.journeys.test_moderate import (
    A_DAY_AND_MORE,
    act,
    known,
    moderate,
    newest,
    number_of,
    press,
    ready,
)

__all__ = ["ready"]


async def test_long_words_of_many_are_read_in_pages(ready: Stage) -> None:
    """An answer takes 4,000 characters: nothing that stands in more than one is lost."""
    number, long = await known(ready, ready.asker), "*" * WORDS_AT_MOST
    ctx, guild = ready.bot.desk.ctx, GuildId(ready.guild.id)
    moderator = Member(UserId(ready.other.id), guild)
    (one,) = (await numbers.list_numbers(ctx, guild, 0)).shown
    for count in range(4):
        await actions.act(ctx, moderator, one.known.id, ActionKind.WRITE, f"{count}{long[1:]}")
    for done in (await numbers.get_number(ctx, guild, one.known.id)).actions:
        await answers.answer(ctx, UserId(ready.asker.id), done.id, long)
    shown, read = await number_of(ready, number), list[str]()
    read.append(str(shown.raw))
    while ready.words("press.number_more.button") in buttons(shown):
        shown = await press(ready, shown, "number_more")
        read.append(str(shown.raw))
    assert [f"'{count}\\\\*" in "".join(read) for count in range(4)] == [True] * 4


async def test_many_names_that_are_wanted_are_read_in_pages(ready: Stage) -> None:
    """Each with its whole reason."""
    ctx, guild = ready.bot.desk.ctx, GuildId(ready.guild.id)
    moderator = Member(UserId(ready.other.id), guild)
    await telling.note_moderator(ctx, moderator)
    ready.clock.advance(MODERATED_FOR + timedelta(hours=1))
    found = list[str]()
    for person in (ready.asker, ready.listener, ready.admin):
        found.append(await known(ready, person))
        key = (await numbers.find_number(ctx, guild, found[-1])).known.id
        await opening.ask(ctx, moderator, key, "*" * WORDS_AT_MOST)
    shown = await press(ready, await moderate(ready), "names_asked_for")
    pages = [shown.text]
    while ready.words("press.names_after.button") in buttons(shown):
        shown = await press(ready, shown, "names_after")
        pages.append(shown.text)
    assert len(pages) > 1
    assert [sum(number in page for page in pages) for number in found] == [1, 1, 1]


async def test_who_reads_of_a_ban_after_it_was_lifted_reads_that_it_holds_no_longer(
    ready: Stage,
) -> None:
    """It is told some hours later, and lifting at once."""
    number = await known(ready, ready.asker)
    await act(ready, number, "ban")
    await act(ready, number, "lift")
    await ready.pass_time(A_DAY_AND_MORE)
    label = ready.words("press.read_moderators.button")
    why = (await ready.asker.press(newest(ready.asker), label)).message
    assert why is not None
    assert ready.words("from_moderators.over") in why.text
    assert ready.words("from_moderators.still_yours") not in why.text


async def test_more_approved_listeners_than_a_message_names(ready: Stage) -> None:
    """In pages."""
    ctx, guild = ready.bot.desk.ctx, GuildId(ready.guild.id)
    await server_setup.choose_ages(ctx, guild, AgeRule(Ages.TWO_GROUPS))

    async def work(tables: Tables) -> None:
        for one in range(1, 102):
            user = UserId(1_180_000_000_000_000_000 + one)
            number = ctx.listener_number(Member(user, guild))
            person = await tables.people.meet(user)
            await tables.listeners.add(Listener(number, guild, person, ctx.clock.now()))
            await tables.listeners.approve_young(number, approved=True)

    await ctx.store.transaction(work)
    shown = await press(ready, await moderate(ready), "young_listeners")
    read = shown.text
    for _ in range(2):
        shown = await press(ready, shown, "young_after")
        read += shown.text
    assert read.count("<@118") == 101
