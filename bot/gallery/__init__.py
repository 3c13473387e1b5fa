"""Everything the bot says, in every language and state, as it goes over the wire; for a page that
shows it, and for tests."""

from bot.gallery.called import called
from bot.gallery.made import gallery
from bot.gallery.shown import ReadBy, Shown, Surface

__all__ = ["ReadBy", "Shown", "Surface", "called", "gallery"]
