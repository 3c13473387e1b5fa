"""/privacy: four short lines, and what exactly is kept, counted from what there is."""

from datetime import timedelta

from bot.local_discord import Message, Person
from tests.journeys.exported import press, privacy
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk
from tests.journeys.test_goal import set_one

DAY = timedelta(days=1)


async def kept(stage: Stage, person: Person) -> str:
    """All pages of "What exactly is kept"."""
    shown = await press(stage, person, await privacy(person, stage.asks), "privacy_kept")
    pages = [shown.text]
    while stage.words("press.privacy_more.button") in buttons(shown):
        shown = await press(stage, person, shown, "privacy_more")
        pages.append(shown.text)
    return "\n".join(pages)


def line(stage: Stage, kind: str) -> str:
    """How the line of a kind begins."""
    return stage.prompts.text("en", f"privacy.kept.{kind}", **dict.fromkeys(ALL, "?")).split("?")[0]


ALL = (
    *("count", "words_kept", "longer_kept", "rest_kept", "draft_kept", "held_kept", "again_kept"),
    *("undelivered_kept", "places_kept", "schedules_kept", "seen_kept", "counted_kept"),
    *("goals_kept", "country_kept", "age_kept"),
)


PARAGRAPHS = 6
"""Who sees what, one for each that may see something, and what this is not."""


async def test_a_few_paragraphs_and_the_buttons(stage: Stage) -> None:
    """Short enough to be read, in a server and in direct messages, and only they see it."""
    for where in (stage.asks, None):
        shown = await privacy(stage.asker, where)
        assert shown.ephemeral
        assert len(shown.text.splitlines()) == PARAGRAPHS
        actions = ("privacy_kept", "my_age", "export", "erase_all", "helplines")
        assert buttons(shown) == [stage.words(f"press.{one}.button") for one in actions]


async def test_it_shows_also_when_the_database_is_away(stage: Stage) -> None:
    """What stands there first needs none."""
    await stage.bot.desk.ctx.store.close()
    assert len((await privacy(stage.asker, stage.asks)).text.splitlines()) == PARAGRAPHS


async def test_nothing_is_kept_of_who_never_used_it(stage: Stage) -> None:
    """And looking changes nothing about that."""
    new = stage.discord.add_person("newcomer", global_name="Newcomer")
    stage.guild.join(new)
    for _ in range(2):
        assert await kept(stage, new) == stage.words("privacy.kept_nothing")


async def test_what_is_kept_is_counted_from_what_there_is(stage: Stage) -> None:
    """For each server, how much, how long and who can read it; what is not there does not
    stand there."""
    await set_one(stage)
    await stage.write("Something about rain.")
    await stage.write("Something about snow.")
    text = await kept(stage, stage.asker)
    assert stage.words("privacy.in_server", server="Harbour") in text
    assert stage.words("privacy.everywhere") in text
    assert f"{line(stage, 'draft')}2" in text
    assert f"{line(stage, 'goal')}1" in text
    assert line(stage, "ask") not in text
    await talk(stage)
    text = await kept(stage, stage.asker)
    assert f"{line(stage, 'ask')}1" in text
    assert f"{line(stage, 'conversation')}1" in text


async def test_what_is_gone_no_longer_counts(stage: Stage) -> None:
    """The words that it says for how long are true: drafts after half an hour."""
    await stage.write("Something about rain.")
    assert line(stage, "draft") in await kept(stage, stage.asker)
    await stage.pass_time(timedelta(minutes=31))
    assert line(stage, "draft") not in await kept(stage, stage.asker)


async def test_a_listener_reads_what_is_kept_of_a_listener(stage: Stage) -> None:
    """Beside the conversations of others with them: never what belongs to an asker."""
    await talk(stage)
    text = await kept(stage, stage.listener)
    assert f"{line(stage, 'listener')}1" in text
    assert f"{line(stage, 'conversation')}1" in text
    assert line(stage, "ask") not in text


async def test_what_the_other_does_changes_nothing_in_it(stage: Stage) -> None:
    """One's own count after one's own words is the same beside somebody who has left."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "First.")
    await listener.wait_for(listener.dm, "First.")
    before = await kept(stage, asker)
    listener.dms_open = False
    await asker.send(asker.dm, "Second.")
    await stage.settle()
    assert await kept(stage, asker) == before


async def test_many_servers_come_on_several_pages(stage: Stage) -> None:
    """Each fits into a message, and none is left out."""
    names = [f"Harbour number {number}" for number in range(12)]
    for name in names:
        guild = stage.discord.add_guild(name, owner=stage.admin)
        guild.join(stage.asker)
        channel = guild.add_channel("anywhere")
        await stage.settle()
        await stage.asker.run("conversations", in_=channel)
    await stage.settle()
    text = await kept(stage, stage.asker)
    assert not [name for name in names if name not in text]
    assert text.count(stage.words("privacy.kept_beside", rest_kept="7 days")) == 1


def last(message: Message) -> str:
    """The last line of a message."""
    return message.text.splitlines()[-1]


async def test_danger_and_talking_are_told_apart(stage: Stage) -> None:
    """Emergency numbers come, help lines listen."""
    said = last(await privacy(stage.asker, stage.asks))
    assert "emergency number" in said
    assert "To talk with somebody there are help lines" in said
