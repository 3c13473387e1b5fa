"""What a feature says of itself before it loads."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.discord_app import moderation
from bot.discord_app.interactions.declared import Audience, Declared, Undeclared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.interactions.router import InteractionRouter
from bot.discord_app.rendering.reply import Reply


async def work(_: UserAction) -> Reply:
    """Anything."""
    return Reply("Hello.")


class Feature:
    """One button."""

    def __init__(self, declared: object = None) -> None:
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"hello": Answers(Ack.REPLY, work)}
        self.forms: Mapping[str, Handler] = {}
        if declared is not None:
            self.declared = declared


def router(*features: Any) -> InteractionRouter:
    """As the bot makes it at its start; it looks at nothing else before something is pressed."""
    nothing: Any = None
    return InteractionRouter(nothing, features)


@pytest.mark.parametrize(
    "declared",
    [None, "everybody", Declared(Audience.EVERYBODY, ("diary",))],
    ids=["nothing said", "said otherwise", "an undeclared table"],
)
def test_what_says_nothing_of_itself_does_not_load(declared: object) -> None:
    """A button of which nobody said for whom it is, or how what it keeps is shown and erased."""
    with pytest.raises(Undeclared, match="Feature"):
        router(Feature(declared))


def test_what_says_it_all_loads() -> None:
    """Who it is for, and tables that say how they are shown and erased."""
    of_members, of_listeners = (
        Feature(Declared(Audience.MEMBERS, ("draft",))),
        Feature(Declared(Audience.LISTENERS)),
    )
    assert "hello" in router(of_members, of_listeners).buttons


def test_only_listeners_are_chosen_by_name() -> None:
    """Whom moderators know by name: nothing else of theirs takes a person, so that there is no way
    from a name to a number."""
    theirs = Path(moderation.__file__).parent.glob("*.py")
    takes = {one.name for one in theirs if re.search(r"people\(|UserSelect", one.read_text())}
    assert takes == {"young_listeners.py"}
