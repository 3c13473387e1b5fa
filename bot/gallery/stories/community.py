"""/community, in numbers that point at nobody."""

from collections.abc import Iterable
from datetime import date

from bot.domain.community import Numbers, What
from bot.domain.guilds import Feature
from bot.gallery.play import Player, Story
from bot.gallery.shown import ReadBy
from bot.storage.store import Tables


async def _counted(
    story: Story, member: Player, name: str, here: Iterable[int], wait: int | None
) -> None:
    """What was counted last."""
    people = {(what, ""): 15 for what in (What.ANSWERED, What.LISTENED, What.THANKED)}
    people |= {(What.HERE, str(part)): 5 for part in here}
    numbers = Numbers(date(2026, 3, 2), people, wait)

    async def work(tables: Tables) -> None:
        await tables.tallies.show(story.guild, numbers)

    await story.ctx.store.transaction(work)
    story.keep(name, await member.run("community"))


async def numbers(story: Story) -> None:
    """Switched off, too few, and some."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    story.keep("not_switched_on", await member.run("community"))
    await story.set_up(Feature.COMMUNITY)
    story.keep("too_few", await member.run("community"))
    await _counted(story, member, "some", (5, 6), 1)
    await _counted(story, member, "long_waits", range(8), 5)


STORIES = (numbers,)
