"""What is kept about somebody, as /privacy shows it at that moment of their story; and every kind
of thing that can be kept, of which nobody has all."""

from bot.discord_app.interactions.leading_on import led_on, ways_from
from bot.discord_app.privacy.export_file import export_file
from bot.discord_app.privacy.export_page import ExportPage
from bot.discord_app.privacy.kept import KeptLines
from bot.discord_app.privacy.privacy import Privacy
from bot.discord_app.rendering.reply import Reply
from bot.domain.personal_data import DataKind
from bot.gallery.every_kind import every_kind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy, Surface

AT_ONCE = 4
"""Kinds that stand on one page in every language."""


async def what_is_kept(story: Story, who: Player, state: str) -> None:
    """In lines, as a file, and what erasing would end; nothing is erased."""
    page = await who.run("privacy")
    kept = story.keep(f"privacy.kept.{state}", await who.press(page, "privacy_kept"))
    if kept.has("privacy_more"):
        story.keep(f"privacy.kept_more.{state}", await who.press(kept, "privacy_more"))
    story.keep(f"privacy.export.{state}", await who.press(page, "export"))
    story.keep(f"privacy.erase_really.{state}", await who.press(page, "erase_all"))


async def all_there_is(story: Story) -> None:
    """Each kind with all that can stand in it, in lines and as a file."""
    await story.set_up()
    rooms, words, name = story.rooms, story.rooms.desk.words, story.rooms.servers.guild_name
    lines = KeptLines(words, story.ctx.settings, name, story.ctx.guilds)
    everything, kinds = every_kind(story.own, story.guild), tuple(DataKind)
    for number, first in enumerate(range(0, len(kinds), AT_ONCE), 1):
        some = kinds[first : first + AT_ONCE]
        rooms.prompts.taken()
        (page,) = lines.pages([one for one in everything if one.kind in some])
        _keep(story, str(number), Reply(page))
    rooms.prompts.taken()
    file = export_file(everything, ExportPage(words, lines), name, story.ctx.clock.now())
    _keep(story, "export", Reply(words("privacy.export.ready"), file=file))


def _keep(story: Story, case: str, reply: Reply) -> None:
    taken = story.rooms.prompts.taken()
    ways = ways_from(Privacy.declared)
    shown = led_on(story.rooms.desk.words, reply, ways)
    seen = Showing(shown, Surface.EPHEMERAL, story.guild, ReadBy.MEMBER, taken)
    story.keep(f"privacy.every_kind.{case}", seen)
