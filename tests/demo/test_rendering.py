from datetime import timedelta

import pytest

from bot.demo.columns import Line
from bot.demo.ports import Chance, HandClock
from bot.demo.rendering import DELETED, EDITED, Rendering
from bot.demo.wording import Wording
from bot.local_discord import Guild, LocalDiscord
from tests.prepared import shipped


@pytest.fixture
def clock() -> HandClock:
    """It stands still."""
    return HandClock()


@pytest.fixture
async def guild(clock: HandClock) -> Guild:
    """A server with a channel and a role."""
    made = LocalDiscord(clock).add_guild("Harbour", snowflake=1 << 60)
    made.add_channel("ask-here")
    made.add_role("Moderators")
    return made


async def test_discord_marks_become_plain_words(guild: Guild, clock: HandClock) -> None:
    """Bold, small print, places, roles and escapes, as a person reads them."""
    channel, role = guild.channels[0], guild.roles[-1]
    text = f"**Saved.** <#{channel.id}> <@&{role.id}> \\*not bold\\*\n-# small"
    plain = Rendering(guild, clock).plain(text)
    assert plain == "Saved. #ask-here @Moderators *not bold*\nsmall"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=24), "in 24 hours"),
        (timedelta(minutes=30), "in 30 minutes"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(seconds=-20), "20 seconds ago"),
    ],
)
async def test_times_are_told_from_the_clock(
    guild: Guild, clock: HandClock, ahead: timedelta, words: str
) -> None:
    """A timestamp reads as it would at this moment of the story."""
    when = int((clock.now() + ahead).timestamp())
    assert Rendering(guild, clock).plain(f"<t:{when}:R>") == words


async def test_a_message_says_where_it_is_and_who_sees_it(guild: Guild, clock: HandClock) -> None:
    """Own words are called so."""
    person = guild.owner
    server = LocalDiscord(clock)
    reader = server.add_person("somebody")
    server.add_guild("Other", owner=reader)
    message = await reader.send(reader.dm, "Hello.")
    lines = Rendering(guild, clock).message(message, reader, EDITED)
    expected = [Line("You, by DM"), Line("(edited)"), Line("Hello.", "  "), Line("")]
    assert lines == expected
    assert person is not reader
    await reader.react(message, "✅")
    await reader.delete(message)
    gone = Rendering(guild, clock).message(message, reader, DELETED)
    assert gone[:2] == [Line("You, by DM ✅"), Line("(deleted)")]


def test_a_sentence_is_known_whatever_was_filled_in() -> None:
    """And another one is not taken for it."""
    words = Wording(shipped())
    said = words("notice.files_not_passed_on", alias="River")
    assert words.values(said, "notice.files_not_passed_on") == {"alias": "River"}
    assert not words.reads(said, "notice.ask_in_channel")


def test_what_somebody_says_is_known_by_its_quotes() -> None:
    """A name with lines below that are no quotes is nobody's words."""
    words = Wording(shipped())
    assert words.said("**River**\n> Hi\n> \n> you") == ("River", "Hi\n\nyou")
    assert words.said("**River**\nHi\n> you") is None


def test_chance_is_the_same_each_time_but_for_tokens() -> None:
    """The story repeats itself; what is behind a button does not."""
    one, other = Chance(), Chance()
    assert one.sample(range(100), 5) == other.sample(range(100), 5)
    assert one.token() != other.token()
    assert len(one.token()) == 22
