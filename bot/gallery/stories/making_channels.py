"""/setup where the bot makes the channels, and where Discord does not let it."""

from bot.gallery.play import MODERATORS, Player, Story
from bot.gallery.server import SEE, WRITE, MadeChannel, OutOfReach
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy
from bot.gallery.stories.setting_up import MAKES, seen


async def made(story: Story) -> None:
    """Channels that the bot makes, all of them or the rest."""
    manager = await story.person(ReadBy.MANAGER, age=None)
    words, kinds = story.rooms.desk.words, enumerate(("asks", "panel", "staff"))
    places = [
        MadeChannel(
            story.guild + 50 + number,
            name=words(f"setup.made.{place}.name"),
            topic=words(f"setup.made.{place}.about"),
        )
        for number, place in kinds
    ]
    seen(story, bot_may=MAKES | WRITE | SEE)
    at = await manager.pick(await manager.run("setup"), "role", str(MODERATORS))
    at = await manager.press(at, "setup_make")
    story.keep("made.back", await manager.press(at, "setup_back"))
    story.keep("made.chosen_all_the_same", await _picks_them(manager, at))
    at = await manager.press(await manager.press(at, "setup_back"), "setup_make")
    at = await manager.press(at, "setup_adults")
    last = story.keep("made.check", await manager.press(at, "setup_to_check"))
    seen(story, bot_may=MAKES | WRITE | SEE, kind=OutOfReach)
    failed = story.keep("made.not_made", await manager.press(last, "setup_apply"))
    last = await manager.press(failed, "setup_to_check")
    seen(story, *places, bot_may=MAKES | WRITE | SEE)
    story.keep("made.in_place", await manager.press(last, "setup_apply"))


async def _picks_them(manager: Player, at: Showing) -> Showing:
    return await manager.press(await manager.press(at, "setup_back"), "setup_pick_them")


STORIES = (made,)
