"""/moderate: how the server is doing, private numbers, and what can be done to one."""

from datetime import timedelta

import pytest

from bot.domain.ages import AgeRule, Ages
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation_record import SHOWN_AFTER
from bot.domain.private_numbers import written
from bot.local_discord import Message, NotAllowedError, Permissions, Person, UnknownCommand
from bot.services.context import Member
from bot.services.moderation import numbers
from bot.storage.store import Tables
from tests import server_setup, standing
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk

A_DAY_AND_MORE = timedelta(hours=25)
HEALTH = (
    *(("waiting", 1), ("on_duty", 0), ("talking", 0)),
    *(("reports", 0), ("held", 0), ("undelivered", 0)),
)
WHY = "Please write to people as you'd like to be written to."


@pytest.fixture
async def ready(stage: Stage) -> Stage:
    """Set up, with a moderator who listens, too."""
    stage.guild.set_permissions(stage.moderators, Permissions.MODERATE_MEMBERS)
    stage.guild.set_roles(stage.other, [stage.moderators])
    return stage


async def known(stage: Stage, person: Person, *, listens: bool = False) -> str:
    """Let moderators see somebody's number, as if it stood in a report; how it is written."""
    ctx = stage.bot.desk.ctx
    member = Member(UserId(person.id), GuildId(stage.guild.id))
    know = numbers.know_listener if listens else numbers.know_asker

    async def work(tables: Tables) -> None:
        number = await know(ctx, tables, member)
        await standing.in_a_decided_report(ctx, tables, member.guild, number)

    await ctx.store.transaction(work)
    return written(ctx.listener_number(member) if listens else ctx.asker_number(member))


async def moderate(stage: Stage, by: Person | None = None) -> Message:
    """Run /moderate; what is shown."""
    shown = (await (by or stage.other).run("moderate", in_=stage.staff)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def press(stage: Stage, message: Message, key: str, **values: str | int) -> Message:
    """Press a button as the moderator; what is shown then."""
    shown = (await stage.other.press(message, stage.words(f"press.{key}.button", **values))).message
    assert shown is not None
    return shown


async def number_of(stage: Stage, number: str) -> Message:
    """From /moderate to a number."""
    listed = await press(stage, await moderate(stage), "numbers", count=1)
    return await press(stage, listed, "number", number=number)


async def act(stage: Stage, number: str, kind: str, **answers: str) -> Message:
    """Do something to a number; the answer."""
    shown = await number_of(stage, number)
    label = stage.words(f"press.{kind}_number.button")
    form = (await stage.other.press(shown, label)).form
    assert form is not None
    filled = {stage.words(f"acting.{kind}.field_label"): WHY, **answers}
    done = (await stage.other.submit(form, filled)).message
    assert done is not None
    assert stage.words(f"acting.{kind}.done") in done.text
    await stage.settle()
    return done


def newest(person: Person) -> Message:
    """The newest message of the bot to somebody."""
    return [m for m in person.sees(person.dm) if m.author.is_bot][-1]


async def test_health_first_and_every_list_says_what_would_stand_there(ready: Stage) -> None:
    """Counts of what is open; nobody in any of them."""
    await ready.ask()
    shown = await moderate(ready)
    for key, count in HEALTH:
        assert ready.words(f"moderate.{key}", count=count) in shown.text
    await ready.pass_time(timedelta(minutes=20))
    assert "<t:" in shown.text
    listed = await press(ready, shown, "numbers", count=0)
    assert listed.text == ready.words("numbers.none")
    back = await press(ready, listed, "moderate")
    nothing = await press(ready, back, "record", count=0)
    assert nothing.text == ready.words("record.none")
    back = await press(ready, nothing, "moderate")
    nothing = await press(ready, back, "reports", count=0)
    assert nothing.text == ready.words("reports.none")
    back = await press(ready, nothing, "moderate")
    nothing = await press(ready, back, "new_listeners", count=0)
    assert nothing.text == ready.words("new_listeners.none")
    back = await press(ready, nothing, "moderate")
    nothing = await press(ready, back, "names_asked_for")
    assert nothing.text == ready.words("opening.none")


async def test_moderators_are_known_by_whatever_they_use_here_until_they_are_none(
    ready: Stage,
) -> None:
    """Nobody tells the bot who they are; what it knows of that stands in /moderate."""
    for roles, count in (([ready.moderators], 1), ([], 0)):
        ready.guild.set_roles(ready.other, roles)
        await ready.other.run("listen", in_=ready.asks)
        await ready.settle()
        shown = await moderate(ready, ready.admin)
        assert ready.words("moderate.others", count=count) in shown.text


async def test_it_is_for_moderators_alone_at_every_press(ready: Stage) -> None:
    """Members do not see the command; a role that was taken away since counts at once, and nothing
    is lost."""
    with pytest.raises((UnknownCommand, NotAllowedError)):
        await ready.asker.run("moderate", in_=ready.asks)
    helper = ready.guild.add_role("Helpers", Permissions.MODERATE_MEMBERS)
    ready.guild.set_roles(ready.asker, [helper])
    refused = (await ready.asker.run("moderate", in_=ready.asks)).message
    assert refused is not None
    assert refused.text == ready.words("error.not_a_moderator")
    number = await known(ready, ready.asker)
    shown = await number_of(ready, number)
    form = (await ready.other.press(shown, ready.words("press.ban_number.button"))).form
    assert form is not None
    ready.guild.set_roles(ready.other, [])
    field = ready.words("acting.ban.field_label")
    late = (await ready.other.submit(form, {field: WHY})).message
    assert late is not None
    assert ready.words("error.not_a_moderator") in late.text
    assert WHY in str(late.raw)
    assert (await ready.write("It has been a long week.")).buttons


async def test_a_pause_is_felt_at_once_and_its_reason_read_and_appealed(ready: Stage) -> None:
    """The person reads why, until when, and appeals without a name; moderators read it."""
    number = await known(ready, ready.asker)
    length = ready.words("acting.form.length.field_label")
    await act(ready, number, "pause", **{length: ready.words("time.days", count=7)})
    refused = (await ready.asker.run("ask", in_=ready.asks)).message
    assert refused is not None
    until = int((ready.clock.now() + timedelta(days=7)).timestamp())
    assert f"<t:{until}:R>" in refused.text
    assert ready.words("press.helplines.button") in buttons(refused)
    why = (await ready.asker.press(refused, ready.words("press.read_moderators.button"))).message
    assert why is not None
    assert WHY in str(why.raw)
    form = (await ready.asker.press(why, ready.words("press.appeal.button"))).form
    assert form is not None
    field = ready.words("from_moderators.field_label")
    sent = (await ready.asker.submit(form, {field: "It was meant kindly."})).message
    assert sent is not None
    assert sent.text == ready.words("from_moderators.sent")
    await ready.settle()
    assert ready.other.sees(ready.staff)[-1].text == ready.words("notice.moderators_look")
    assert ready.words("moderate.answers", count=1) in (await moderate(ready)).text
    assert "It was meant kindly." in str((await number_of(ready, number)).raw)
    assert ready.words("moderate.answers", count=1) not in (await moderate(ready)).text


async def test_a_warning_comes_hours_later_in_words_that_a_lock_screen_may_show(
    ready: Stage,
) -> None:
    """The notice says nothing of what it is; the press shows it."""
    number = await known(ready, ready.listener, listens=True)
    before = newest(ready.listener).text
    await act(ready, number, "warn")
    assert newest(ready.listener).text == before
    await ready.pass_time(A_DAY_AND_MORE)
    notice = newest(ready.listener)
    assert notice.text == ready.words("notice.from_moderators", server="Harbour")
    shown = (
        await ready.listener.press(notice, ready.words("press.read_moderators.button"))
    ).message
    assert shown is not None
    assert WHY in str(shown.raw)


async def test_a_listeners_number_names_them_and_an_askers_never(ready: Stage) -> None:
    """Moderators know listeners by name."""
    listener = await known(ready, ready.listener, listens=True)
    named = await number_of(ready, listener)
    assert f"<@{ready.listener.id}>" in named.text
    asker = await known(ready, ready.asker)
    listed = await press(ready, await moderate(ready), "numbers", count=2)
    shown = await press(ready, listed, "number", number=asker)
    assert str(ready.asker.id) not in str(shown.raw)
    assert shown.text.startswith(ready.words("numbers.asker", number=asker))


@pytest.mark.l19
async def test_a_typed_number_and_one_that_nobody_knows(ready: Stage) -> None:
    """The words are the same whatever it is that cannot be found; what was typed is kept."""
    number = await known(ready, ready.asker)
    listed = await press(ready, await moderate(ready), "numbers", count=1)
    label = ready.words("numbers.form.number.field_label")
    for typed, found in ((number.lower().replace(" ", ""), True), ("0000 0000", False)):
        form = (await ready.other.press(listed, ready.words("press.find_number.button"))).form
        assert form is not None
        shown = (await ready.other.submit(form, {label: typed})).message
        assert shown is not None
        assert (number in shown.text) is found
        assert (ready.words("error.unknown_number") in shown.text) is not found


async def test_a_ban_ends_a_conversation_like_a_departure_and_the_record_says_who(
    ready: Stage,
) -> None:
    """The other side reads what it reads of everybody who leaves, some hours later."""
    await talk(ready)
    number = await known(ready, ready.asker)
    await act(ready, number, "ban")
    early = await press(ready, await moderate(ready), "record", count=1)
    assert ready.words("record.not_yet") in early.text
    assert ready.words("record.ban") not in early.text
    await ready.asker.send(ready.asker.dm, "Are you still there?")
    await ready.settle()
    assert "Are you still there?" not in newest(ready.listener).content
    await ready.pass_time(A_DAY_AND_MORE)
    ended = ready.words("notice.conversation_ended_listener", alias="")[:20]
    assert any(ended in m.text for m in ready.listener.sees(ready.listener.dm))
    shown = await press(ready, await moderate(ready), "record", count=1)
    assert f"<@{ready.other.id}>" in shown.text
    assert ready.words("record.ban") in shown.text


async def test_moderators_say_who_listens_to_people_of_13_to_17(ready: Stage) -> None:
    """Where the server has two groups: nobody until somebody is approved, and no longer, later."""
    label = ready.words("press.young_listeners.button")
    assert label not in buttons(await moderate(ready))
    ctx, guild = ready.bot.desk.ctx, GuildId(ready.guild.id)
    await server_setup.choose_ages(ctx, guild, AgeRule(Ages.TWO_GROUPS))
    shown = await press(ready, await moderate(ready), "young_listeners")
    assert shown.text == ready.words("young.none")
    for field, people in (("approve", True), ("no_longer", False)):
        form = (await ready.other.press(shown, ready.words("press.approve_listeners.button"))).form
        assert form is not None
        chosen = {ready.words(f"young.form.{field}.field_label"): [ready.listener]}
        answer = (await ready.other.submit(form, chosen)).message
        assert answer is not None
        assert (f"<@{ready.listener.id}>" in answer.text) is people
        shown = answer
    form = (await ready.other.press(shown, ready.words("press.approve_listeners.button"))).form
    assert form is not None
    field = ready.words("young.form.approve.field_label")
    refused = (await ready.other.submit(form, {field: [ready.asker]})).message
    assert refused is not None
    who = f"<@{ready.asker.id}>"
    assert ready.words("young.no_listeners", people=who) in refused.text
    await ready.pass_time(SHOWN_AFTER)
    done = await press(ready, await moderate(ready), "record", count=2)
    assert ready.words("record.approved_young") in done.text
    assert ready.words("record.young_no_longer") in done.text
