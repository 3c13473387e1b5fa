"""What is kept about somebody, as /privacy shows it at that moment of their story."""

from bot.gallery.play import Player, Story


async def what_is_kept(story: Story, who: Player, state: str) -> None:
    """In lines, as a file, and what erasing would end; nothing is erased."""
    page = await who.run("privacy")
    kept = story.keep(f"privacy.kept.{state}", await who.press(page, "privacy_kept"))
    if kept.has("privacy_more"):
        story.keep(f"privacy.kept_more.{state}", await who.press(kept, "privacy_more"))
    story.keep(f"privacy.export.{state}", await who.press(page, "export"))
    story.keep(f"privacy.erase_really.{state}", await who.press(page, "erase_all"))
