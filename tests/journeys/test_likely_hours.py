"""Whoever asks while nobody is on duty reads when listeners are often about: from five of them."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.domain.ids import GuildId, UserId
from bot.services.context import Member
from bot.services.listeners import preferences
from tests.journeys.stage import Stage, staged

A_DAY = timedelta(days=1)
ENOUGH = 5


async def say_when(stage: Stage, number: int, begins: datetime) -> None:
    """Somebody joins, and says on which day they may be told of asks off duty."""
    person = stage.discord.add_person(f"plover{number}quay")
    stage.guild.join(person)
    await stage.everybody_is_an_adult()
    await stage.listens(person)
    ctx, who = stage.bot.desk.ctx, Member(UserId(person.id), GuildId(stage.guild.id))
    await preferences.when(ctx, who, zone="UTC", quiet="3:00-4:00", off_duty=True)
    await preferences.which_days(ctx, who, days=[begins.weekday()], span="9:00-12:00")


async def test_it_is_said_below_the_preview_and_once_it_is_posted(tmp_path: Path) -> None:
    """Of four listeners nothing is said; of five that part of a day, from the next count on."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        begins = datetime.combine((stage.clock.now() + 2 * A_DAY).date(), time(9), UTC)
        for number in range(ENOUGH - 1):
            await say_when(stage, number, begins)
        await stage.bot.erase()
        assert "often about" not in (await stage.write("It has been a long week.")).text
        await say_when(stage, ENOUGH, begins)
        stage.clock.advance(A_DAY)
        await stage.bot.erase()
        said = stage.words("ask.here.likely", when=f"<t:{int(begins.timestamp())}:f>")
        preview = await stage.write("It has been a long week.")
        assert said in preview.text
        posted = (await stage.asker.press(preview, str(preview.buttons[0]))).message
        assert posted is not None
        assert said in posted.text
