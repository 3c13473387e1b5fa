"""What is for moderators is looked at at every press, whatever a button was made for."""

from collections.abc import Mapping

import pytest

from bot.discord_app.every_feature import _of_moderators
from bot.discord_app.interactions.handlers import Handler, UserAction
from bot.domain.errors import OutOfDate
from bot.domain.moderation_errors import NotAModerator
from bot.gallery.noting import NotingPrompts
from bot.gallery.play import Story
from bot.gallery.showing import Gallery
from bot.gallery.shown import ReadBy
from bot.gallery.world import furnished
from tests.prepared import shipped


async def test_nobody_else_gets_past_any_command_button_or_form() -> None:
    """Also not with a role that was taken away meanwhile; nor from direct messages, where nobody
    says which roles somebody has."""
    async with furnished(NotingPrompts.of(shipped()), "en") as rooms:
        story = Story(rooms, Gallery("en", rooms.clock.now), "alone")
        await story.set_up()
        me = await story.person(ReadBy.MEMBER)
        number = 0
        for feature in _of_moderators(rooms.desk):
            every: list[Mapping[str, Handler]] = [feature.commands, feature.buttons, feature.forms]
            for handler in (one for some in every for one in some.values()):
                here = UserAction(me.user, story.guild, token="t" * 22, choice=0, roles=me.roles)
                with pytest.raises(NotAModerator):
                    await handler.work(here)
                with pytest.raises(OutOfDate):
                    await handler.work(UserAction(me.user, None, token="t" * 22, choice=0))
                number += 1
        assert number > 60
