"""Every form of the bot can be opened again as it was."""

from collections.abc import Mapping
from typing import Any

import pytest
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import TICKED, filled
from bot.discord_app.interactions.handlers import Handler, Takes
from bot.domain.rejected_forms import Answers, Typed
from bot.gallery.noting import NotingPrompts
from bot.gallery.world import furnished
from bot.services.context import Context
from bot.services.forms import rejected
from tests.prepared import shipped
from tests.services.scene import ASKER


def answer_for(part: Any) -> str | list[str]:
    """Something that can be filled in, other than what stands there."""
    if isinstance(part, ui.TextInput):
        return "Something typed"
    if isinstance(part, ui.RadioGroup):
        return str(part.options[-1].value)
    if isinstance(part, ui.Select):
        return [str(part.options[-1].value)]
    if isinstance(part, ui.Checkbox):
        return TICKED
    return ["1180234567890123457"]


def stands(part: Any) -> str | list[str]:
    """What is filled into a control."""
    if isinstance(part, ui.TextInput):
        return str(part.default)
    if isinstance(part, ui.RadioGroup):
        return next(str(one.value) for one in part.options if one.default)
    if isinstance(part, ui.Select):
        return [str(one.value) for one in part.options if one.default]
    if isinstance(part, ui.Checkbox):
        return TICKED if part.default else ""
    return [str(one.id) for one in part.default_values]


@pytest.mark.parametrize("language", shipped().languages)
async def test_every_form_can_be_opened_again_as_it_was(language: str) -> None:
    """Each form of the bot is made anew from what was kept of it, answer by answer."""
    async with furnished(NotingPrompts.of(shipped()), language) as rooms:
        forms = rooms.router.forms
        assert await _opened_again(rooms.ctx, forms) == set(forms)
        assert len(forms) >= 15


async def _opened_again(ctx: Context, forms: Mapping[str, Handler]) -> set[str]:
    """Those that stood as they were."""
    everything: Answers = {
        "without": ["1180234567890123457"],
        "those_before": "nobody",
        "adult": TICKED,
    }
    again = set[str]()
    for action, handler in forms.items():
        assert isinstance(handler, Takes)
        custom_id = CustomId(action, ctx.randomness.token())
        parts: list[Any] = [
            field.component for field in handler.blank(custom_id, everything).fields
        ]
        answers = {part.custom_id: answer_for(part) for part in parts}
        key = await rejected.keep(ctx, ASKER, Typed(action, custom_id.token, answers))
        typed = await rejected.get_form(ctx, ASKER, key)
        assert (typed.action, typed.token, typed.answers) == (action, custom_id.token, answers)
        form = filled(handler.blank(custom_id, typed.answers), typed.answers)
        shown: list[Any] = [field.component for field in form.fields]
        assert {part.custom_id: stands(part) for part in shown} == answers
        assert form.custom_id == custom_id
        again.add(action)
    return again
