"""Settings of earlier versions: what each is called now, or why there is none any more.

For whoever starts this version with their old file, which then says by itself what to change.
"""

from collections.abc import Mapping

RENAMED: Mapping[str, str] = {"retention.audit": "retention.moderation"}
"""By the whole name that each had: the one that it has."""

GONE: Mapping[str, str] = {
    "asks.text_at_least": "an ask may be as short as somebody likes",
    "conversations.contact_details": "each server chooses that with /setup",
    "retention.bans_reviewed_after": "moderators look at a ban again after 90 days",
    "retention.reports": "a report is kept for 30 days, in every server",
}
"""Likewise: how it is now, whatever was set."""


def became_of(where: tuple[str | int, ...]) -> str | None:
    """What to say of a key at this place; None where no earlier version knew one there."""
    name, key = ".".join(map(str, where)), where[-1]
    if name in RENAMED:
        return f'"{key}" is called "{RENAMED[name]}" in this version'
    if name in GONE:
        return f'"{key}" is no setting any more: {GONE[name]}; take this line out'
    return None
