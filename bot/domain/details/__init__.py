"""What gives somebody away in their own words: found to be shown to them, before anybody reads it.

Pure, without a language's words and without a number of a country: those are handed in.
"""

from bot.domain.details.finder import Details
from bot.domain.details.kinds import CONTACT, Detail, Kind, exact_words

__all__ = ["CONTACT", "Detail", "Details", "Kind", "exact_words"]
