"""/community, and "you are not the only one": numbers that point at nobody, or none."""

import re
from datetime import date, timedelta

import pytest

from bot.domain.community import Numbers, What
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.local_discord import Message, Person
from tests import server_setup
from tests.journeys.stage import Stage

DAY = timedelta(days=1)
NOT_THE_ONLY_ONE = "You are not the only one."
TOPIC = "Loss and grief"


async def community(stage: Stage, person: Person | None = None) -> Message:
    """Run /community."""
    shown = (await (person or stage.other).run("community", in_=stage.asks)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def switch_on(stage: Stage, *features: Feature) -> None:
    """What the admin chooses in /setup."""
    await server_setup.switch_on(stage.bot.desk.ctx, GuildId(stage.guild.id), features)


async def about(stage: Stage, preview: Message, by: Person, topic: str = TOPIC) -> Message:
    """Choose a topic below the preview; the preview then."""
    form = (await by.press(preview, stage.words("press.more_choices.button"))).form
    assert form is not None
    field = stage.words("choices.form.topic.field_label")
    shown = (await by.submit(form, {field: [topic]})).message
    assert shown is not None
    return shown


def newcomer(stage: Stage, name: str) -> Person:
    """Somebody joins the server."""
    person = stage.discord.add_person(name)
    stage.guild.join(person)
    return person


async def be_heard(stage: Stage, asker: Person, listener: Person) -> None:
    """An ask about the topic that a new listener accepts after ten minutes."""
    await stage.everybody_is_an_adult()
    await stage.join(listener)
    preview = await about(stage, await stage.write("Elephants and lighthouses.", by=asker), asker)
    await asker.press(preview, stage.words("press.post.button"))
    await stage.settle()
    await stage.pass_time(timedelta(minutes=10))
    await stage.accept(listener)


async def pairs(stage: Stage, count: int) -> None:
    """That many people ask, and as many listen, on Monday evening."""
    for number in range(count):
        asker, listener = (newcomer(stage, f"{who}{number}") for who in ("asks", "listens"))
        await be_heard(stage, asker, listener)


async def test_where_it_is_off_it_says_so_kindly(stage: Stage) -> None:
    """The command cannot be hidden in one server only; /help does not offer it there."""
    shown = await community(stage)
    assert shown.text == stage.words("error.not_switched_on")
    helped = (await stage.other.run("help", in_=stage.asks)).message
    assert helped is not None
    assert "How we're doing" not in map(str, helped.buttons)


async def test_where_nothing_is_set_up_it_says_so(bare_stage: Stage) -> None:
    """As every command does."""
    shown = await community(bare_stage)
    assert shown.text == bare_stage.words("error.not_set_up")


async def test_at_first_there_are_too_few_people(stage: Stage) -> None:
    """Said in words that blame nobody; also from the button below /help."""
    await switch_on(stage, Feature.COMMUNITY)
    too_few = stage.words("community.too_few", least=5)
    assert (await community(stage)).text == too_few
    helped = (await stage.other.run("help", in_=stage.asks)).message
    assert helped is not None
    pressed = (await stage.other.press(helped, "How we're doing")).message
    assert pressed is not None
    assert pressed.text == too_few


@pytest.mark.l18
async def test_four_people_show_nothing(stage: Stage) -> None:
    """However long one waits."""
    await switch_on(stage, Feature.COMMUNITY)
    await pairs(stage, 4)
    await stage.pass_time(7 * DAY)
    assert (await community(stage)).text == stage.words("community.too_few", least=5)


@pytest.mark.l28
async def test_six_people_show_once_the_week_is_over(stage: Stage) -> None:
    """How many, rounded; how long; and when, as Discord's times. Nothing before Monday, the same
    for everybody, and after a restart."""
    await switch_on(stage, Feature.COMMUNITY)
    await pairs(stage, 6)
    await stage.settle()
    assert (await community(stage)).text == stage.words("community.too_few", least=5)
    await stage.pass_time(7 * DAY)
    text = (await community(stage)).text
    for line in (
        stage.words("community.answered", people=5),
        stage.words("community.listened", people=5),
        stage.words("community.wait.within", length=stage.words("time.minutes", count=15)),
    ):
        assert line in text
    start, end = map(int, re.findall(r"<t:(\d+):t>", text))
    assert (start % 86400, end - start) == (18 * 3600, 3 * 3600)
    assert stage.words("community.thanked", people=5) not in text
    await stage.restart()
    assert (await community(stage, stage.asker)).text == text


@pytest.mark.parametrize(
    ("parts", "wait", "words"),
    [
        (range(8), 5, ("every time of the day", "longer than **12 hours**")),
        ((7, 0), 0, ("<t:1773090000:t>", "<t:1773025200:t>", "no longer than **5 minutes**")),
        ((), None, ("About **40** people said thank you.",)),
    ],
)
async def test_whatever_was_counted_is_said(
    stage: Stage, parts: tuple[int, ...], wait: int | None, words: tuple[str, ...]
) -> None:
    """Every hour or some, also around midnight; long waits honestly; thanks."""
    await switch_on(stage, Feature.COMMUNITY)
    people = {(What.HERE, str(part)): 5 for part in parts}
    people |= {(What.ANSWERED, ""): 10, (What.THANKED, ""): 40}
    numbers = Numbers(date(2026, 3, 9), people, wait)
    await stage.bot.desk.ctx.store.transaction(
        lambda tables: tables.tallies.show(GuildId(stage.guild.id), numbers)
    )
    text = (await community(stage)).text
    for part in words:
        assert part in text


@pytest.mark.l18
async def test_one_more_person_changes_nothing_in_that_week(stage: Stage) -> None:
    """Who looks before and after somebody asked learns nothing."""
    await switch_on(stage, Feature.COMMUNITY)
    await pairs(stage, 5)
    await stage.pass_time(7 * DAY)
    before = (await community(stage)).text
    assert stage.words("community.answered", people=5) in before
    await be_heard(stage, newcomer(stage, "late"), newcomer(stage, "there"))
    await stage.pass_time(DAY)
    assert (await community(stage)).text == before


async def test_the_preview_says_that_one_is_not_the_only_one(stage: Stage) -> None:
    """Without a number and without any switch, when six asked about it in weeks that are over;
    not about another topic, and not without one."""
    await pairs(stage, 6)
    preview = await about(stage, await stage.write("Elephants."), stage.asker)
    assert NOT_THE_ONLY_ONE not in preview.text
    await stage.pass_time(7 * DAY)
    plain = await stage.write("Elephants.")
    assert NOT_THE_ONLY_ONE not in plain.text
    preview = await about(stage, plain, stage.asker)
    assert stage.words("ask.others_asked") in preview.text
    assert NOT_THE_ONLY_ONE in preview.text
    preview = await about(stage, preview, stage.asker, "Family")
    assert NOT_THE_ONLY_ONE not in preview.text


@pytest.mark.l28
async def test_five_people_are_too_few_for_the_preview(stage: Stage) -> None:
    """One of them may be the one who reads."""
    await pairs(stage, 5)
    await stage.pass_time(7 * DAY)
    preview = await about(stage, await stage.write("Elephants."), stage.asker)
    assert NOT_THE_ONLY_ONE not in preview.text
