"""Which help card somebody's words call for."""

from bot.domain.care.cards import Card, Finding, Reason
from bot.domain.care.screening import Screen

__all__ = ["Card", "Finding", "Reason", "Screen"]
