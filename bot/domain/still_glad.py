"""Once a month each listener is asked whether they are still glad to do this. No answer changes
nothing."""

from datetime import datetime, timedelta

MONTH = timedelta(days=30)
LATER = timedelta(hours=1)
"""Until it is looked at again, where now is no moment to ask somebody."""
NOT_HERE = timedelta(days=1)
"""The same of somebody who was not found in the server: each look is a request to Discord."""


def first_asked_at(joined: datetime, now: datetime) -> datetime:
    """When somebody is asked first: whole months after they joined, and after now, so that those
    who joined long ago are asked on different days."""
    over = max(now - joined, timedelta()) // MONTH
    return joined + (over + 1) * MONTH
